"""Types of parameters that stand around a function and not in it: `const Card: React.FC<Props> = ({ title }) => …`."""

from collections.abc import Iterator
from dataclasses import replace

from tree_sitter import Node

from designdoc_assets.languages.ecmascript.spelling import spelled
from designdoc_assets.languages.engine.definition import Definition
from designdoc_assets.languages.engine.dialect import Dialect
from designdoc_assets.languages.engine.written import folded, text
from designdoc_assets.languages.signature_facts import Parameter, Signature

_COMPONENTS = frozenset({"FC", "FunctionComponent", "VFC", "VoidFunctionComponent", "SFC"})


def take_props(dialect: Dialect, definition: Definition) -> None:
    """Give the parameters of a component the types that are declared around it, where they have none of their own."""
    held, parameters = definition.part("held"), definition.part("parameters")
    types = list(_types(definition, held)) if held is not None else []
    if not types:
        return
    alone = held.child_by_field_name("parameter") if held is not None else None
    children = [child for child in parameters.named_children if child.type != "comment"] if parameters else []
    if alone is not None:
        children = [alone]
    made = [_typed(dialect, child, next(iter(types[at : at + 1]), None)) for at, child in enumerate(children)]
    returns = definition.part("returns")
    result = dialect.returned(returns) if returns is not None else None
    definition.changes["signature"] = Signature(
        parameters=tuple(entry for entry, _ in made),
        returns=result,
        type_parameters=folded(text(definition.part("type_parameters"))),
        arguments=tuple(argument for _, argument in made),
        tail=f": {result}" if result else "",
    )


def _typed(dialect: Dialect, child: Node, type_: str | None) -> tuple[Parameter, str]:
    """Return a parameter, and how it is written, with a type where it has none."""
    entry = next(iter(dialect.parameters(child)), Parameter(text(child), "positional_or_keyword"))
    if entry.type is not None or type_ is None:
        return entry, dialect.argument(child)
    pattern, value = child.child_by_field_name("pattern"), child.child_by_field_name("value")
    default = f" = {folded(spelled(value))}" if value is not None else ""
    return replace(entry, type=type_), f"{folded(spelled(pattern or child))}: {type_}{default}"


def _types(definition: Definition, held: Node) -> Iterator[str]:
    """Yield the types of the first parameters."""
    annotation = definition.part("type")
    declared = annotation.named_children[-1] if annotation is not None and annotation.named_child_count else None
    if declared is not None and declared.type == "generic_type":
        name, arguments = text(declared.child_by_field_name("name")), declared.child_by_field_name("type_arguments")
        if name.removeprefix("React.") in _COMPONENTS and arguments is not None:
            yield folded(spelled(arguments.named_children[0]))
        return
    call = held.parent.parent if held.parent is not None else None
    arguments = call.child_by_field_name("type_arguments") if call is not None else None
    if call is None or arguments is None:
        return
    name = text(call.child_by_field_name("function"))
    told = [folded(spelled(child)) for child in arguments.named_children]
    prefix = "React." if name.startswith("React.") else ""
    if name.removeprefix("React.") == "forwardRef" and len(told) == 2:
        yield told[1]
        yield f"{prefix}ForwardedRef<{told[0]}>"
    elif name.removeprefix("React.") == "memo" and told:
        yield told[0]
