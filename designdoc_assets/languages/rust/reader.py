"""Rust's `Dialect`: what the queries in `rust.scm` cannot say."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tree_sitter import Node

from designdoc_assets.languages.doc_facts import Doc, Visibility
from designdoc_assets.languages.engine.definition import CALLABLES, TYPES, VALUES, Definition, Found
from designdoc_assets.languages.engine.dialect import Dialect
from designdoc_assets.languages.engine.written import folded, text
from designdoc_assets.languages.facts import Heritage
from designdoc_assets.languages.run_facts import Program
from designdoc_assets.languages.rust import attributes, paths
from designdoc_assets.languages.rust.calls import LISTENER
from designdoc_assets.languages.rust.cfg import all_of
from designdoc_assets.languages.rust.docs import parse
from designdoc_assets.languages.rust.environment import default_of
from designdoc_assets.languages.rust.impls import has_receiver, implemented, tell_members
from designdoc_assets.languages.rust.imports import tell_imports, visibility_of
from designdoc_assets.languages.rust.item_macros import bared, condition_at, may_hide
from designdoc_assets.languages.rust.lexicon import PRIMITIVES
from designdoc_assets.languages.rust.path_crates import tell_crates
from designdoc_assets.languages.rust.test_code import without_parts, without_tests
from designdoc_assets.languages.signature_facts import Parameter

_MENDED = (
    (re.compile(rb"(\b)(try)(?=!)"), b"tri"),  # the macro of the edition of 2015
    (re.compile(rb"(!\[)(~)(?=\])"), b"+"),
    (re.compile(rb"(\bstruct\s+\w+(?:<[^{};()]*>)?\s*)(where\b[^{};()]*)(?=;)"), b" "),
)
"""What the grammar does not understand, and what stands in its place: as often as it fits."""


class RustDialect(Dialect):
    """How Rust files are read."""

    name = "rust"
    package = "designdoc_assets.languages.rust"
    query = "rust.scm"
    receiver = "self"
    path_mark = b"::"
    listener = LISTENER
    unused = frozenset({*PRIMITIVES, "_", "self", "Self", "crate", "super"})
    calls_given = frozenset(
        {
            *("all", "and_then", "any", "filter", "filter_map", "find", "find_map", "flat_map", "fold"),
            *("for_each", "inspect", "is_some_and", "map", "map_or", "map_or_else", "map_while", "max_by"),
            *("max_by_key", "min_by", "min_by_key", "or_insert_with", "partition", "position", "retain"),
            *("skip_while", "sort_by", "sort_by_key", "sort_unstable_by", "take_while", "then", "try_fold"),
            *("try_for_each", "get_or_insert_with"),
        }
    )
    handles_given = frozenset({"map_err", "ok_or_else", "or_else", "unwrap_or_else"})

    def grammars(self) -> Sequence[object]:
        """Return the one grammar."""
        import tree_sitter_rust  # noqa: PLC0415  most runs read no file of it

        return [tree_sitter_rust.language()]

    def mended(self, source: bytes) -> bytes:
        """Return the source with other names for what the grammar does not know, each as long as that."""
        for pattern, put in _MENDED:
            source = pattern.sub(lambda found, put=put: found[1] + put * (len(found[2]) // len(put)), source)  # type: ignore[misc]
        return source

    def bared(self, source: bytes) -> bytes:
        """Return the source without the macros that items stand in."""
        return bared(source, self.loaded[0]).source if may_hide(source) else source

    def name_of(self, node: Node) -> str:
        """Return a name; a raw one without its mark."""
        return super().name_of(node).removeprefix("r#")

    def is_doc(self, comment: str) -> bool:
        """Return that no comment is a doc by its place alone: `finish` tells which are."""
        return False

    def doc(self, comments: Sequence[str]) -> Doc | None:
        """Return what a doc comment says."""
        return parse(comments)

    def variable_default(self, name: Node) -> str:
        """Return what is taken where a variable of the environment is not set."""
        return default_of(name)

    def parameters(self, node: Node) -> Iterator[Parameter]:
        """Yield a parameter: `name: T`, `&self`, a type alone."""
        if node.type == "self_parameter":
            yield Parameter("self", "positional_only", is_receiver=True)
        elif node.type == "parameter":
            pattern, type_ = node.child_by_field_name("pattern"), node.child_by_field_name("type")
            is_self = pattern is not None and pattern.type == "self"
            yield Parameter(
                folded(text(pattern)), "positional_only", type=folded(text(type_)) or None, is_receiver=is_self
            )
        elif node.type not in {"attribute_item", "variadic_parameter"}:
            yield Parameter("", "positional_only", type=folded(text(node)))

    def path_of(self, node: Node) -> str:
        """Return the access path of an expression, or of a type."""
        if node.type in {"type_identifier", "scoped_type_identifier"}:
            return paths.type_path(node)
        return paths.path_of(node)

    def object_of(self, node: Node) -> str:
        """Return the access path of an object of a type."""
        return paths.object_of(node)

    def heritage(self, node: Node) -> Heritage:
        """Return the trait of an `impl`, and whose that is."""
        return implemented(node)

    def finish(self, found: Found) -> None:
        """Tell members, docs, attributes, words, visibility and imports."""
        gone = without_tests(found)
        without_parts(found)
        tell_imports(found)
        _tell_file_docs(found)
        for each in list(found.all()):
            if each.kind == "case":
                each.inner = []
            _tell_docs(each)
            each.visibility = _visibility(each)
            if each.kind in TYPES:
                _finish_type(each)
            elif each.kind in CALLABLES:
                _finish_function(each)
            elif each.kind in VALUES:
                _finish_value(each)
        self._tell_macros(found)
        tell_members(found)
        tell_crates(found, gone)
        found.top = [each for each in found.top if each.name != "_"]
        mains = (each for each in found.top if each.kind == "function" and each.name == "main")
        found.programs += [Program(each.line, "`fn main`", starts="main") for each in mains]

    def _tell_macros(self, found: Found) -> None:
        """Tell what stands in macros under which conditions these have it."""
        stretches = bared(found.source, self.loaded[0]).stretches if may_hide(found.source) else ()
        if not stretches:
            return
        for each in found.all():
            if condition := condition_at(stretches, each.node.start_byte):
                each.changes["condition"] = all_of((condition, each.changes.get("condition", "")))
        for entry in found.imports:
            if condition := condition_at(stretches, entry.node.start_byte):
                entry.facts = replace(entry.facts, condition=all_of((condition, entry.facts.condition)))


def _tell_file_docs(found: Found) -> None:
    root = found.root
    found.file_docs = attributes.inner(root) if root is not None else []
    rest = (node for node in (root.named_children if root is not None else []) if node not in found.file_docs)
    found.file = next(rest, None) if found.file_docs else None


def _tell_docs(each: Definition) -> None:
    """Tell a definition what the attributes above it say, and what stands at the beginning of it and is about it."""
    own = each.parts["_attributes"]
    body = each.node.child_by_field_name("body")
    if body is not None and each.kind not in VALUES:
        each.docs += attributes.inner(body)
    if own:
        each.start = min(each.start, own[0].start_byte)
    each.annotations = attributes.shown(own)
    each.deprecated = attributes.deprecation(own)
    if condition := _condition(each, own):
        each.changes["condition"] = condition


def _condition(each: Definition, own: list[Node]) -> str:
    """Return under which condition a definition is built, the module and the `impl` around it included."""
    owner = each.owner
    outer = owner.changes.get("condition", "") if owner is not None and owner.kind == "module" else ""
    is_free = owner is None or owner.kind == "module"
    block = attributes.block_condition(each.node) if is_free and each.kind not in TYPES else ""
    return all_of((outer, block, *attributes.conditions(own)))


def _visibility(each: Definition) -> Visibility:
    """Return for whom a name is meant; what stands in something else is for nobody who cannot see that."""
    seen = _declared_visibility(each)
    return "package" if seen == "public" and attributes.is_hidden(each.parts["_attributes"]) else seen


def _declared_visibility(each: Definition) -> Visibility:
    owner = each.owner
    if each.is_in_function:
        return "private"
    if each.kind == "macro":
        exported = any(attributes.name_of(node) == "macro_export" for node in each.parts["_attributes"])
        return "public" if exported else "private"
    if owner is not None and owner.kind in {"trait", "enum"}:
        return "public"  # as the type is
    own = _field_visibility(each.node) if each.node.parent is not None and _is_tuple_field(each) else None
    own = own or visibility_of(each.node)
    if owner is not None and owner.kind == "module" and owner.visibility != "public":
        return "private" if "private" in {own, owner.visibility} else "package"
    return own


def _is_tuple_field(each: Definition) -> bool:
    parent = each.node.parent
    return parent is not None and parent.type == "ordered_field_declaration_list"


def _field_visibility(node: Node) -> Visibility:
    before = node.prev_named_sibling
    if before is None or before.type != "visibility_modifier":
        return "private"
    return "public" if text(before) == "pub" else "package"


def _finish_type(each: Definition) -> None:
    derived = list(attributes.derived(each.parts["_attributes"]))
    if derived:
        each.parts["heritage.derives"] = derived
    if each.kind == "module":
        each.promises.append("It is a module that is written out in this file.")
    bounds = next((child for child in each.node.named_children if child.type == "where_clause"), None)
    if bounds is not None:
        each.promises.append(f"Bounds: `{folded(text(bounds), most=400).rstrip(',')}`.")
    places = 0
    for inner in each.inner:
        if _is_tuple_field(inner):
            inner.name = str(places)
            places += 1
    each.inner = [inner for inner in each.inner if inner.name != "_"]


def _finish_function(each: Definition) -> None:
    is_member = each.owner is not None and each.owner.kind == "trait"
    if is_member:
        parameters = each.part("parameters")
        each.kind = "method" if parameters is not None and has_receiver(parameters) else "function"
        each.changes["is_declared_abstract"] = each.changes["is_abstract"] = each.part("body") is None
    modifiers = next((child for child in each.node.children if child.type == "function_modifiers"), None)
    if modifiers is not None and "async" in text(modifiers).split():
        each.changes["is_async"] = True
    further = [folded(text(child)) for child in modifiers.children if child.type != "async"] if modifiers else []
    outer = each.node.parent.parent if each.node.parent is not None else None
    if outer is not None and outer.type == "foreign_mod_item":
        further += [folded(text(child)) for child in outer.children if child.type == "extern_modifier"]
    if further:
        each.changes["modifiers"] = tuple(further)


def _finish_value(each: Definition) -> None:
    if each.kind == "case" and (data := each.part("data")) is not None:
        each.type = folded(text(data))
    if each.kind == "alias" and each.node.type == "associated_type":
        each.type = folded(text(each.part("type"))) or None  # `: Display`, what it must be
    if each.owner is not None and each.owner.kind == "trait":
        each.changes["is_abstract"] = each.part("value") is None


DIALECT = RustDialect()
