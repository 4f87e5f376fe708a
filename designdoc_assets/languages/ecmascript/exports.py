"""What a module exports, and so for whom its definitions are meant."""

from collections.abc import Iterator

from tree_sitter import Node

from designdoc_assets.languages.ecmascript.imports import DEFAULT, WHOLE, renamed, unquoted
from designdoc_assets.languages.ecmascript.members import FOR_ALL
from designdoc_assets.languages.ecmascript.wrappers import wrapped
from designdoc_assets.languages.engine.definition import TYPES, Definition, Found, Imported
from designdoc_assets.languages.engine.written import text

_MODULES = frozenset({"import_statement", "export_statement"})


def tell_exports(found: Found, root: Node) -> None:
    """Tell the exports of a file, and who may use what it defines; in what is no module, all is for everybody."""
    exported = _all_exported(found, root)
    is_module = (
        bool(exported)
        or any(child.type in _MODULES for child in root.named_children)
        or any(entry.form == "called" for entry in found.imports)
        or any(True for _ in wrapped(root))
    )
    own = {*exported.values(), *(name for name in exported if name != WHOLE)}
    for each in found.top:
        if is_module and each.name not in own and not each.belongs_to:
            each.visibility = "private"
            if each.kind in TYPES and each.word != "module declaration" and FOR_ALL not in each.promises:
                each.promises.append("It is not exported.")
        _tell_inner(each)
    passes_all_on = any(entry.facts.name == "*" for entry in found.imports)
    if is_module and not passes_all_on:
        # What has no name to users is exported all the same: it stands under its own.
        names = (exported[alias] if alias in {DEFAULT, WHOLE} else alias for alias in exported)
        found.exports = tuple(dict.fromkeys(name for name in names if name))
    # What is exported under its own name has no other one.
    found.imports = [entry for entry in found.imports if entry.form != "renamed" or _is_other_name(entry)]


def _all_exported(found: Found, root: Node) -> dict[str, str]:
    """Return what a file exports, by the names that users have for it; empty texts for what others define."""
    exported: dict[str, str] = {}
    for statement in root.named_children:
        for name, alias in exported_by(statement):
            exported[alias] = name
            entry = renamed(name, alias, statement.start_point[0] + 1)
            found.imports.append(Imported("renamed", statement, {}, entry))
    for known in found.imports:
        facts = known.facts
        bound = facts.alias or facts.name
        if facts.is_reexport and bound and bound != "*":
            exported.setdefault(bound, "" if facts.module else facts.name or "")
    for each in found.top:
        is_set = each.part("assigned") is not None and not each.belongs_to
        if is_set or each.changes.get("visibility") == "public":
            exported.setdefault(each.name, each.name)
    return exported


def _is_other_name(entry: Imported) -> bool:
    return entry.facts.alias != entry.facts.name


def _tell_inner(each: Definition) -> None:
    """Tell the types in another one, and what a namespace holds, for whom they are."""
    for inner in each.inner:
        if inner.kind in TYPES:
            if each.visibility != "public":
                inner.visibility = each.visibility
            _tell_inner(inner)
        if each.kind == "module" and not _is_declared(each) and not _is_exported(inner):
            inner.visibility = "private"


def _is_declared(each: Definition) -> bool:
    """Whether a namespace only declares what exists elsewhere: all in it is exported."""
    node = each.node.parent
    while node is not None and node.type in {"export_statement", "expression_statement"}:
        node = node.parent
    return node is not None and node.type == "ambient_declaration"


def _is_exported(each: Definition) -> bool:
    node = each.node.parent
    while node is not None and node.type in {"lexical_declaration", "variable_declaration", "expression_statement"}:
        node = node.parent
    return node is not None and node.type == "export_statement"


def exported_by(statement: Node) -> Iterator[tuple[str, str]]:
    """Yield the names of what a statement exports, and the names that users have for it."""
    if statement.type != "export_statement" or statement.child_by_field_name("source") is not None:
        return
    signs = {child.type for child in statement.children}
    declaration, value = statement.child_by_field_name("declaration"), statement.child_by_field_name("value")
    if "=" in signs and statement.named_child_count:
        yield text(statement.named_children[-1]), WHOLE
    elif "default" in signs:
        if declaration is not None:
            yield text(declaration.child_by_field_name("name")) or DEFAULT, DEFAULT
        elif value is not None:
            is_definition = value.type in {"function_expression", "class"}
            inner = value.child_by_field_name("name") if is_definition else None
            yield text(value if value.type == "identifier" else inner) or DEFAULT, DEFAULT
    elif declaration is not None:
        for name in _names(declaration):
            yield name, name
    for clause in statement.named_children:
        if clause.type == "export_clause":
            for specifier in clause.named_children:
                own, other = specifier.child_by_field_name("name"), specifier.child_by_field_name("alias")
                if own is not None:
                    yield unquoted(own), unquoted(other or own)


def _names(declaration: Node) -> Iterator[str]:
    if declaration.type == "ambient_declaration":
        for child in declaration.named_children:
            yield from _names(child)
        return
    if declaration.type not in {"lexical_declaration", "variable_declaration"}:
        if declaration.type in {"internal_module", "module"}:
            yield text(declaration.child_by_field_name("name")).partition(".")[0]
            yield text(declaration.child_by_field_name("name"))
            return
        yield text(declaration.child_by_field_name("name"))
        return
    for declarator in declaration.named_children:
        name = declarator.child_by_field_name("name")
        if name is not None and name.type == "identifier":
            yield text(name)
        elif name is not None:
            yield from (text(leaf) for leaf in _bound(name))


def _bound(pattern: Node) -> Iterator[Node]:
    """Yield the names that a pattern binds."""
    for child in pattern.named_children:
        if child.type in {"identifier", "shorthand_property_identifier_pattern"}:
            yield child
        elif child.type == "pair_pattern":
            value = child.child_by_field_name("value")
            if value is not None and value.type == "identifier":
                yield value
            elif value is not None:
                yield from _bound(value)
        elif child.type.endswith("_pattern"):
            yield from _bound(child)
