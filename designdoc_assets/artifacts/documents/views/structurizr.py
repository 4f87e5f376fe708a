"""The views as a workspace in the DSL of Structurizr: context, containers and components, for tools that read it."""

from collections.abc import Iterator, Sequence

from designdoc_assets.analysis.components import Components
from designdoc_assets.artifacts.documents.views.components import Purpose
from designdoc_assets.artifacts.documents.views.containers import Containers, UnitLine
from designdoc_assets.artifacts.documents.views.context import Context

WORKSPACE = "workspace.dsl"
_INDENT = "    "


def workspace(context: Context, containers: Containers, structure: Components, purposes: Sequence[Purpose]) -> str:
    """Return the workspace; identifiers follow from the order of things, and not from their names."""
    units = containers.running[0].units if containers.running else ()
    model = [
        *(f"user{i} = person {_text(user.name)}" for i, user in enumerate(context.users, 1)),
        *_block(f"target = softwareSystem {_text(context.subject)}", _inside(context, units, structure, purposes)),
        *(
            f"system{i} = softwareSystem {_text(system.name)} {_text(system.sort)}"
            for i, system in enumerate(context.systems, 1)
        ),
        *(f"user{i} -> target {_text(user.does)}" for i, user in enumerate(context.users, 1)),
        *(f"target -> system{i} {_text('uses')}" for i, _ in enumerate(context.systems, 1)),
        *_needs(units),
        *_imports(structure),
    ]
    views = [*_block('systemContext target "context"', _ALL)]
    views += _block('container target "containers"', _ALL)
    views += _block('component code "components"', _ALL)
    body = _block("model", model) + _block("views", views)
    return "\n".join(_block(f"workspace {_text(context.subject)}", body)) + "\n"


_ALL = ("include *", "autoLayout")


def _inside(
    context: Context, units: Sequence[UnitLine], structure: Components, purposes: Sequence[Purpose]
) -> Iterator[str]:
    """Yield the containers of the target: its code, with the components, and what runs, each name once."""
    texts = {purpose.name: purpose.text for purpose in purposes}
    taken = {unit.name.lower() for unit in units}
    name = context.subject if context.subject.lower() not in taken else f"{context.subject} (code)"
    components = (
        f"component{i} = component {_text(component.name)} {_text(texts.get(component.name, ''))}"
        for i, component in enumerate(structure.components, 1)
    )
    yield from _block(f"code = container {_text(name)} {_text('The code')}", components)
    for i, unit in enumerate(units, 1):
        yield f"unit{i} = container {_text(_unique(unit, units))} {_text(unit.command)} {_text(unit.image)}"


def _unique(unit: UnitLine, units: Sequence[UnitLine]) -> str:
    """Return a unit's name: where workloads of several kinds have it, with its kind."""
    same = sum(other.name.lower() == unit.name.lower() for other in units)
    return f"{unit.name} ({unit.sort})" if same > 1 else unit.name


def _needs(units: Sequence[UnitLine]) -> Iterator[str]:
    numbers = {unit.name: i for i, unit in reversed([*enumerate(units, 1)])}
    for i, unit in enumerate(units, 1):
        for other, why in unit.needs:
            if numbers[other] != i:
                yield f"unit{i} -> unit{numbers[other]} {_text(why)}"


def _imports(structure: Components) -> Iterator[str]:
    numbers = {component.name: i for i, component in enumerate(structure.components, 1)}
    for i, component in enumerate(structure.components, 1):
        yield from (f"component{i} -> component{numbers[other]} {_text('imports')}" for other in component.imports)


def _block(head: str, lines: Iterator[str] | Sequence[str]) -> list[str]:
    """Return a block; one without lines is what stands before it alone."""
    inside = [f"{_INDENT}{line}" for line in lines]
    return [f"{head} {{", *inside, "}"] if inside else [head]


def _text(text: str) -> str:
    """Return a text in quotes, which can hold none, no backslash, and no expression: `${NAME}` would be one."""
    shown = " ".join(text.split()).replace('"', "'").replace("\\", "/").replace("${", "{").replace("`", "")
    return f'"{"".join(char for char in shown if char.isprintable())}"'
