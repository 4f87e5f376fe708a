"""Imports of Rust: each leaf of a `use` tree is one, and `mod name;` is kept as one that binds nothing.

Names in modules that are written out in a file are told from the file's own module: in `mod inner`, `super::a` is
`self::a`.
"""

from collections.abc import Iterator
from typing import NamedTuple

from tree_sitter import Node

from designdoc_assets.languages.doc_facts import Visibility
from designdoc_assets.languages.engine.definition import Found, Imported
from designdoc_assets.languages.engine.written import text
from designdoc_assets.languages.facts import Import
from designdoc_assets.languages.rust.attributes import above, condition, is_hidden, is_test, path_of

MOD = "mod"
"""The module of an import that stands for `mod name;`: no crate can be called so. Its alias is the path it names."""
UNBOUND = "_"
"""The alias of an import that binds no name."""


class _Leaf(NamedTuple):
    path: str
    alias: str | None


def tell_imports(found: Found) -> None:
    """Put the imports of a file in place of the statements that were found."""
    told: list[Imported] = []
    for each in found.imports:
        attributes = above(each.node).attributes
        if is_test(attributes) and each.form != "mod":
            continue
        modules = modules_around(each.node)
        visibility = visibility_of(each.node)
        if visibility == "public" and is_hidden(attributes):
            visibility = "package"
        when_built = condition(each.node)
        line = each.node.start_point[0] + 1
        if each.form == "mod":
            name = "::".join([*modules, text(each.parts["module"][0])])
            facts = [Import(MOD, name, path_of(attributes) or None, line, visibility=visibility, condition=when_built)]
        elif each.form == "crate":
            alias = text(each.parts["alias"][0]) if "alias" in each.parts else None
            facts = [Import(text(each.parts["module"][0]), None, alias, line, visibility=visibility)]
        else:
            is_local = bool(modules) or is_in_function(each.node)
            facts = [
                Import(
                    module,
                    name,
                    alias if alias != "_" else None,
                    line,
                    when="late" if is_local else "always",
                    visibility=visibility,
                    condition=when_built,
                    is_reexport=visibility == "public" and not is_local,
                )
                for leaf, alias in _leaves(each.parts["module"][0], "")
                for module, name in _split(leaf, len(modules))
            ]
        told += [Imported(each.form, each.node, each.parts, entry) for entry in facts]
    found.imports = told


def visibility_of(node: Node) -> Visibility:
    """Return for whom an item is meant."""
    children = [child for child in node.children[:4] if child.type == "visibility_modifier"]
    if not children:
        return "private"
    return "public" if text(children[0]) == "pub" else "package"


def modules_around(node: Node) -> list[str]:
    """Return the names of the modules around a node that are written out in its file, the outermost first."""
    names: list[str] = []
    outer = node.parent
    while outer is not None:
        if outer.type == "mod_item":
            names.insert(0, text(outer.child_by_field_name("name")))
        outer = outer.parent
    return names


def is_in_function(node: Node) -> bool:
    """Return whether a node stands in a function."""
    outer = node.parent
    while outer is not None and outer.type != "function_item":
        outer = outer.parent
    return outer is not None


def _leaves(node: Node, prefix: str) -> Iterator[_Leaf]:
    """Yield what a tree of a `use` takes, each with its whole path."""
    match node.type:
        case "use_as_clause":
            path, alias = node.child_by_field_name("path"), node.child_by_field_name("alias")
            yield _Leaf(_joined(prefix, path), text(alias) or None)
        case "use_list":
            for child in node.named_children:
                yield from _leaves(child, prefix)
        case "scoped_use_list":
            path, inner = node.child_by_field_name("path"), node.child_by_field_name("list")
            if inner is not None:
                yield from _leaves(inner, _joined(prefix, path) if path is not None else prefix)
        case "use_wildcard":
            path = node.named_children[0] if node.named_child_count else None
            yield _Leaf(f"{_joined(prefix, path) if path is not None else prefix}::*", None)
        case "line_comment" | "block_comment":
            return
        case _:
            yield _Leaf(_joined(prefix, node), None)


def _joined(prefix: str, node: Node | None) -> str:
    own = "".join(text(node).split()).replace("r#", "").removeprefix("::")
    if own == "self" and prefix:
        return prefix
    return f"{prefix}::{own}" if prefix else own


def _split(path: str, depth: int) -> Iterator[tuple[str, str | None]]:
    """Yield the module and the name of an import, told from the file's own module; nothing of what stays in it."""
    segments = path.split("::")
    outwards = next((at for at, segment in enumerate(segments) if segment != "super"), len(segments) - 1)
    if depth and (segments[0] == "self" or 0 < outwards < depth):
        return
    if depth and outwards == depth:
        segments = ["self", *segments[depth:]]
    elif depth and outwards:
        segments = segments[depth:]
    module, name = "::".join(segments[:-1]), segments[-1]
    if module == "self" and name == "*":
        return
    yield (module, name) if module else (name, None)
