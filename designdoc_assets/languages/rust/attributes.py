"""Attributes of definitions, `#[...]`: what they say of a definition, and which stay to be shown."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from tree_sitter import Node

from designdoc_assets.languages.engine.written import folded, text
from designdoc_assets.languages.rust.cfg import all_of, is_of_tests

_NAME = re.compile(r"#!?\[\s*(?:unsafe\s*\(\s*)?([\w:]+)")
_STRING = re.compile(r'(?:r(?P<signs>#*)"(?P<raw>.*)"(?P=signs)|"(?P<plain>(?:[^"\\]|\\.)*)")', re.DOTALL)
_PART = re.compile(r'\b(since|note)\s*=\s*"((?:[^"\\]|\\.)*)"', re.DOTALL)
_ESCAPED = re.compile(r"\\(\n\s*|.)", re.DOTALL)
_TEST = re.compile(r"(?:\w+::)*(?:test|bench|rstest|test_case|quickcheck|proptest|wasm_bindgen_test)")
_TOLD = frozenset(
    {
        *("doc", "derive", "deprecated", "cfg", "path", "macro_export", "test"),
        *("allow", "warn", "deny", "forbid", "expect", "rustfmt::skip", "inline", "cold", "track_caller"),
    }
)
"""What other facts say, and what only tools and compilers read."""
_HIDDEN = re.compile(r"\(\s*hidden\s*\)")
_OF_DOCS = re.compile(r"#\[\s*cfg_attr\b.*\b(?:doc|allow)\s*\(", re.DOTALL)
_BEFORE = frozenset({"attribute_item", "line_comment", "block_comment", "visibility_modifier"})


class Attributed(NamedTuple):
    """What stands above a definition."""

    attributes: list[Node]
    docs: list[Node]
    """Doc comments and `#[doc = "..."]`, in order of the source."""


def above(node: Node) -> Attributed:
    """Return the attributes and docs of a definition."""
    attributes: list[Node] = []
    docs: list[Node] = []
    before = node.prev_named_sibling
    while before is not None and before.type in _BEFORE:
        if before.type == "attribute_item":
            attributes.insert(0, before)
            if doc_of(before) is not None:
                docs.insert(0, before)
        elif before.child_by_field_name("outer") is not None:
            docs.insert(0, before)
        before = before.prev_named_sibling
    return Attributed(attributes, docs)


def inner(node: Node) -> list[Node]:
    """Return the docs that stand at the beginning of what they are about: `//!`, `#![doc = "..."]`."""
    return [
        child
        for child in node.named_children
        if child.child_by_field_name("inner") is not None
        or (child.type == "inner_attribute_item" and doc_of(child) is not None)
    ]


def name_of(attribute: Node) -> str:
    """Return the path of an attribute."""
    found = _NAME.match(text(attribute))
    return found[1] if found is not None else ""


def doc_of(attribute: Node) -> str | None:
    """Return the text of `#[doc = "..."]`; None of another attribute."""
    written = text(attribute)
    if name_of(attribute) != "doc" or "=" not in written or "(" in written.partition("=")[0]:
        return None
    found = _STRING.search(written)
    if found is None or "!" in written[: found.start()].removeprefix("#!"):
        return None  # `#[doc = include_str!("README.md")]`: another file says it
    return found["raw"] if found["raw"] is not None else plain(found["plain"])


def deprecation(attributes: list[Node]) -> str | None:
    """Return since when and why something is deprecated; None where it is not."""
    for attribute in attributes:
        if name_of(attribute) != "deprecated":
            continue
        written = text(attribute)
        parts = {key: plain(value) for key, value in _PART.findall(written)}
        found = _STRING.search(written)
        note = parts.get("note") or (plain(found["plain"] or "") if found and not parts else "")
        since = parts.get("since", "")
        return ": ".join(part for part in (since, note) if part)
    return None


def conditions(attributes: list[Node]) -> list[str]:
    """Return the `cfg(...)` among attributes."""
    found = [text(each) for each in attributes if name_of(each) == "cfg"]
    return [folded(each).removeprefix("#[").removesuffix("]") for each in found]


def block_condition(node: Node) -> str:
    """Return under which condition the `impl`, or the block of `extern`, is built that something stands in."""
    body = node.parent
    block = body.parent if body is not None and body.type == "declaration_list" else None
    if block is None or block.type not in {"impl_item", "foreign_mod_item"}:
        return ""
    return all_of(conditions(above(block).attributes))


def condition(node: Node) -> str:
    """Return under which condition a statement is built, the modules around it included; empty where it always is."""
    found: list[str] = []
    here: Node | None = node
    while here is not None:
        if here is node or here.type == "mod_item":
            found = [*conditions(above(here).attributes), *found]
        here = here.parent
    return all_of(found)


def is_hidden(attributes: list[Node]) -> bool:
    """Return whether `#[doc(hidden)]` says that something is for nobody who reads docs."""
    return any(name_of(each) == "doc" and _HIDDEN.search(text(each)) for each in attributes)


def is_test(attributes: list[Node]) -> bool:
    """Return whether a definition is there for tests alone."""
    return any(
        _TEST.fullmatch(name_of(each)) or (name_of(each) == "cfg" and is_of_tests(text(each))) for each in attributes
    )


def is_for_tests(attributes: list[Node]) -> bool:
    """Return whether a definition is compiled for tests alone, a test or not."""
    return any(name_of(each) == "cfg" and is_of_tests(text(each)) for each in attributes)


def derived(attributes: list[Node]) -> Iterator[Node]:
    """Yield the nodes of the traits that a type derives; of paths, the last segment."""
    for attribute in attributes:
        if name_of(attribute) != "derive":
            continue
        tree = next((child for child in _below(attribute) if child.type == "token_tree"), None)
        children = tree.children if tree is not None else []
        for child, after in zip(children, [*children[1:], None], strict=True):
            if child.type == "identifier" and (after is None or after.type in {",", ")"}):
                yield child


def shown(attributes: list[Node]) -> list[str]:
    """Return the attributes that pages show, without their brackets."""
    return [
        folded(text(each)).removeprefix("#[").removesuffix("]")
        for each in attributes
        if name_of(each) not in _TOLD and not _OF_DOCS.match(text(each))
    ]


def path_of(attributes: list[Node]) -> str:
    """Return the file that `#[path = "..."]` names; nothing where there is none."""
    for attribute in attributes:
        found = _STRING.search(text(attribute)) if name_of(attribute) == "path" else None
        if found is not None:
            return found["raw"] or plain(found["plain"] or "")
    return ""


def plain(written: str) -> str:
    """Return what a string literal stands for."""
    return _ESCAPED.sub(
        lambda found: {"n": "\n", "t": "\t"}.get(found[1], "" if "\n" in found[1] else found[1]), written
    )


def _below(node: Node) -> Iterator[Node]:
    for child in node.children:
        yield child
        yield from child.children
