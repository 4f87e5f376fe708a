"""Functions that constants and fields hold, what is written before functions, and their overloads."""

from collections.abc import Iterator

from tree_sitter import Node

from designdoc_assets.languages.ecmascript.imports import DEFAULT
from designdoc_assets.languages.ecmascript.spelling import spelled
from designdoc_assets.languages.engine.definition import CALLABLES, TYPES, Definition, Found
from designdoc_assets.languages.engine.written import folded, text
from designdoc_assets.languages.signature_facts import Parameter, Signature

FUNCTIONS = frozenset({"arrow_function", "function_expression", "generator_function"})
_WRAPPERS = frozenset(
    {"memo", "React.memo", "forwardRef", "React.forwardRef", "observer", "defineComponent", "React.cache", "cache"}
)
"""Calls whose result is what users take for the function that they are given."""
_OPEN = frozenset({"predefined_type", "const"})
"""`any` and `unknown` say nothing of a value, and what `string` says it shows itself."""
_PARTS = {"parameters": "parameters", "type_parameters": "type_parameters", "returns": "return_type", "body": "body"}


def tell_functions(found: Found) -> None:
    """Make functions of what holds one, and fold overloads into what they are overloads of."""
    for each in found.all():
        value = _held(each)
        if value is not None:
            _make_function(each, value)
        elif each.kind in {"constant", "field"}:
            each.type = _cast(each)
        if each.kind in CALLABLES:
            _tell_signs(each)
        if each.kind not in TYPES and each.kind != "alias":
            # What a function or a value has inside is a detail, but for types; a parameter may be a field.
            each.inner = [inner for inner in each.inner if inner.kind in TYPES or _is_parameter(inner)]
    found.top = _folded(found.top)
    for each in found.all():
        if each.kind in TYPES or each.kind == "alias":
            each.inner = _folded(each.inner)


def _held(each: Definition) -> Node | None:
    """Return the function that a definition is, or is set to."""
    if each.kind in {"constant", "field"}:
        value = each.part("value")
        while value is not None and value.type == "call_expression" and each.kind == "constant":
            arguments = value.child_by_field_name("arguments")
            is_wrapper = text(value.child_by_field_name("function")) in _WRAPPERS
            value = arguments.named_children[0] if is_wrapper and arguments and arguments.named_child_count else None
        return value if value is not None and value.type in FUNCTIONS else None
    if each.kind in {"function", "method"} and "parameters" not in each.parts:
        node = each.node
        if node.type == "assignment_expression":
            node = node.child_by_field_name("right") or node
        return node if node.type in FUNCTIONS else None
    return None


def _cast(each: Definition) -> str | None:
    """Return the type that a value is said to be of where it is set: `made as Pump`."""
    value = each.part("value")
    if value is None or value.type != "as_expression" or each.part("type") is not None:
        return None
    type_ = value.named_children[-1]
    return folded(spelled(type_)) if value.named_child_count == 2 and type_.type not in _OPEN else None


def function_parts(assignment: Node) -> Iterator[tuple[str, Node]]:
    """Yield the parts of the function that an assignment ends in, as captures name them."""
    value = assignment.child_by_field_name("right")
    if value is not None:
        yield from ((part, child) for part, child in parts_of(value) if part != "body")


def parts_of(function: Node) -> Iterator[tuple[str, Node]]:
    """Yield the parts of a function, as captures name them."""
    for part, name in _PARTS.items():
        child = function.child_by_field_name(name)
        if child is not None:
            yield part, child


def _make_function(each: Definition, value: Node) -> None:
    each.kind = "method" if each.kind in {"field", "method"} else "function"
    for part, name in _PARTS.items():
        child = value.child_by_field_name(name)
        each.parts[part] = [child] if child is not None else []
    each.parts.pop("value", None)
    each.parts["held"] = [value]
    alone = value.child_by_field_name("parameter")
    if alone is not None:
        name = folded(text(alone))
        signature = Signature((Parameter(name, "positional_or_keyword"),), arguments=(name,))
        each.changes["signature"] = signature
    if not each.name:
        each.name = text(value.child_by_field_name("name")) or DEFAULT


def _tell_signs(each: Definition) -> None:
    """Tell what the words before a function say: `async`, `static`, `get`, `abstract`, and the star."""
    held = each.part("held")
    signs = {child.type for child in (*each.node.children, *(held.children if held is not None else ()))}
    if "async" in signs:
        each.changes["is_async"] = True
    if "*" in signs or "generator" in (held or each.node).type:
        each.changes["is_generator"] = True
    if each.kind != "method":
        return
    if "static" in signs:
        each.changes["bound_to"] = "nothing"
    if "get" in signs:
        each.kind = "getter"
    elif "set" in signs:
        each.kind = "setter"
    elif each.name == "constructor":
        each.kind = "constructor"
    if "abstract" in signs or each.node.type == "abstract_method_signature":
        each.changes |= {"is_abstract": True, "is_declared_abstract": True}


def _is_parameter(each: Definition) -> bool:
    return each.kind == "field" and each.node.parent is not None and each.node.parent.type.endswith("_parameter")


def _folded(definitions: list[Definition]) -> list[Definition]:
    """Return definitions with overloads, and a setter behind its getter, put into what they belong to."""
    kept: list[Definition] = []
    known: dict[tuple[str, bool, bool], Definition] = {}
    for each in definitions:
        if each.kind not in CALLABLES or (each.kind == "function" and each.part("assigned") is not None):
            kept.append(each)
            continue
        is_accessor = each.kind in {"getter", "setter"}
        key = (each.name, is_accessor, each.changes.get("bound_to") == "nothing")
        before = known.get(key)
        if before is None:
            known[key] = each
            kept.append(each)
        elif is_accessor:
            _pair(before, each)
        elif before.part("body") is None:
            _overload(before, each)
        else:
            kept.append(each)
    return kept


def _pair(before: Definition, each: Definition) -> None:
    """Put a setter and its getter together, whichever stands first."""
    if before.kind == each.kind:
        return
    getter = before if before.kind == "getter" else each
    before.kind = "getter"
    before.parts |= {part: getter.parts.get(part, []) for part in ("parameters", "returns")}
    before.changes["is_settable"] = True
    _reach(before, each)


def _overload(first: Definition, each: Definition) -> None:
    """Put a further way to call a function into the first; the one with a body is how it does it, and is not called."""
    if not first.overloads:
        first.overloads.append(Definition(first.kind, first.name, first.node, dict(first.parts), start=first.start))
    if each.part("body") is None:
        first.overloads.append(each)
    first.parts = {**each.parts, "name": [*first.parts.get("name", ()), *each.parts.get("name", ())]}
    first.changes |= each.changes
    first.inner += each.inner
    for inner in each.inner:
        inner.owner = first
    _reach(first, each)


def _reach(first: Definition, last: Definition) -> None:
    """Let a definition begin where it does, and end where another one of the same thing does."""
    first.head = first.head or first.node
    first.node = last.node
