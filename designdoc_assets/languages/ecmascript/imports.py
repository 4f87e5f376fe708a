"""Imports of modules in all their forms: `import`, `import()`, `require`, and exports of what others define.

What a module exports as a whole (`export =`, `module.exports =`) is imported under the name `WHOLE`, and the one that
it exports by no name under `default`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from tree_sitter import Node

from designdoc_assets.languages.engine.definition import Found, Imported
from designdoc_assets.languages.engine.written import text
from designdoc_assets.languages.facts import Import

WHOLE = "export="
DEFAULT = "default"
_PASSED_ON = frozenset({"all_passed_on", "unit_passed_on", "passed_on"})
_FUNCTIONS = frozenset(
    {
        *("function_declaration", "function_expression", "arrow_function", "method_definition", "generator_function"),
        *("generator_function_declaration",),
    }
)


def import_of(form: str, parts: Mapping[str, Sequence[Node]]) -> Import:
    """Return an import as its statement says it."""
    node, module = parts["import"][0], unquoted(parts["module"][0])
    name = unquoted(parts["name"][0]) if "name" in parts else None
    alias = unquoted(parts["alias"][0]) if "alias" in parts else None
    match form:
        case "default":
            name = DEFAULT
        case "required":
            name = WHOLE
        case "all_passed_on":
            name = "*"
    is_type = _is_for_types(node) or any(_is_for_types(each) for each in parts.get("specifier", ()))
    line = (parts["specifier"][0] if "specifier" in parts else node).start_point[0] + 1
    is_passed_on = form in _PASSED_ON
    return Import(
        module,
        name,
        alias,
        line,
        when="types" if is_type and not is_passed_on else "always",
        visibility="public" if is_passed_on else "private",
        is_reexport=is_passed_on,
    )


def tell_imports(found: Found) -> None:
    """Tell what calls of `require` and `import` bind, which depends on what stands around them."""
    told: list[Imported] = []
    for entry in found.imports:
        if entry.form not in {"called", "dynamic"}:
            told.append(entry)
            continue
        call = entry.parts["import"][0]
        is_late = entry.form == "dynamic" or _is_in_function(call)
        for facts in _bound(call, entry.facts):
            told.append(
                Imported(entry.form, entry.node, entry.parts, replace(facts, when="late") if is_late else facts)
            )
    found.imports = told
    names = {
        node.id for entry in told if entry.form in {"called", "dynamic"} for node in _declared(entry.parts["import"][0])
    }
    found.top = [each for each in found.top if each.kind != "constant" or each.node.id not in names]


def unquoted(node: Node) -> str:
    """Return a name, or what a string says."""
    return text(node).strip("\"'`")


def renamed(name: str, alias: str, line: int) -> Import:
    """Return what stands for another name under which a file exports something of its own."""
    return Import("", name, alias, line, visibility="public", is_reexport=True)


def _is_for_types(node: Node) -> bool:
    return any(child.type in {"type", "typeof"} for child in node.children[:2])


def _is_in_function(node: Node) -> bool:
    outer = node.parent
    while outer is not None:
        if outer.type in _FUNCTIONS:
            return True
        outer = outer.parent
    return False


def _declarator(call: Node) -> tuple[Node | None, str]:
    """Return the declaration whose value a call is, awaited or not, and the member of it that is taken."""
    node, member = call, ""
    while node.parent is not None and node.parent.type in {"await_expression", "parenthesized_expression"}:
        node = node.parent
    if node.parent is not None and node.parent.type == "member_expression":
        member = text(node.parent.child_by_field_name("property"))
        node = node.parent
    outer = node.parent
    return (outer, member) if outer is not None and outer.type == "variable_declarator" else (None, member)


def _declared(call: Node) -> Iterator[Node]:
    """Yield the nodes of the constants that only stand for what is imported."""
    declarator, member = _declarator(call)
    pattern = declarator.child_by_field_name("name") if declarator is not None else None
    if declarator is None or pattern is None:
        return
    if pattern.type == "identifier":
        yield declarator
    elif pattern.type == "object_pattern" and not member:
        for child in pattern.named_children:
            yield (child.child_by_field_name("value") or child) if child.type == "pair_pattern" else child


def _bound(call: Node, entry: Import) -> Iterator[Import]:
    declarator, member = _declarator(call)
    pattern = declarator.child_by_field_name("name") if declarator is not None else None
    if pattern is not None and pattern.type == "identifier":
        whole = WHOLE if text(call).startswith("require") else None
        yield replace(entry, name=member or whole, alias=text(pattern))
        return
    if pattern is None or pattern.type != "object_pattern" or member:
        yield replace(entry, name=None, alias=None)
        return
    for child in pattern.named_children:
        if child.type == "shorthand_property_identifier_pattern":
            yield replace(entry, name=text(child), alias=None)
        elif child.type == "pair_pattern":
            key, value = child.child_by_field_name("key"), child.child_by_field_name("value")
            if key is not None and value is not None and value.type == "identifier":
                yield replace(entry, name=unquoted(key), alias=text(value))
