"""What others meet a running target through: commands, routes, jobs and hooks."""

from collections.abc import Sequence
from dataclasses import dataclass

from designdoc_assets.analysis.linked import Linked, linked
from designdoc_assets.analysis.starts import SystemStart
from designdoc_assets.analysis.target import Target
from designdoc_assets.languages.secrets import shown_default
from designdoc_assets.languages.starts import Option
from designdoc_assets.markup import markdown
from designdoc_assets.program.resolution import Symbol, module_symbol


@dataclass(frozen=True, slots=True)
class Command:
    """What is typed, the file that declares it, what runs it, and what it takes."""

    name: str
    about: str
    """What its author says of it, as Markdown; likewise of jobs."""
    declared_in: Linked
    answers: Linked | None
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Route:
    """An address, the methods that are named for it, and what answers."""

    address: str
    methods: tuple[str, ...]
    answers: Linked


@dataclass(frozen=True, slots=True)
class Job:
    """A start that is no command, route or hook: what a clock, an event or a queue starts, or an asset."""

    sort: str
    name: str
    when: str
    about: str
    answers: Linked


@dataclass(frozen=True, slots=True)
class Interfaces:
    """The interfaces of a target: commands by name, the others in order of the files."""

    commands: tuple[Command, ...]
    routes: tuple[Route, ...]
    jobs: tuple[Job, ...]
    hooks: tuple[Linked, ...]


def interfaces(starts: Sequence[SystemStart], target: Target) -> Interfaces:
    """Return the interfaces that a target's starts are."""
    by_sort: dict[str, list[SystemStart]] = {"command": [], "route": [], "hook": []}
    jobs: list[SystemStart] = []
    for start in starts:
        by_sort.get(start.sort, jobs).append(start)
    return Interfaces(
        commands=tuple(_command(start, target) for start in by_sort["command"]),
        routes=tuple(Route(start.name, start.start.methods, _answers(start, target)) for start in by_sort["route"]),
        jobs=tuple(
            Job(
                start.sort,
                start.name,
                start.start.when,
                markdown.escape(start.start.about) or _said_of(start.answers, target),
                _answers(start, target),
            )
            for start in jobs
        ),
        hooks=tuple(_answers(start, target) for start in by_sort["hook"]),
    )


def _command(start: SystemStart, target: Target) -> Command:
    answers = linked(start.answers, target) if start.answers is not None else None
    # Lines are no input: they change with all that stands above them.
    options = tuple(map(_told, start.options))
    declared_in = linked(module_symbol(start.start.path), target)
    about = markdown.escape(start.start.about) or _said_of(start.answers, target)
    return Command(start.name, about, declared_in, answers, options)


def _told(option: Option) -> Option:
    default = shown_default(option.name, option.default)
    held = option.default.strip("\"'")
    about = option.about.replace(held, default) if held and default != option.default else option.about
    return Option(option.name, about, option.type, default, option.is_required)


def _said_of(symbol: Symbol | None, target: Target) -> str:
    function = target.relations.resolver.function_at(symbol) if symbol is not None else None
    return function.doc.summary if function is not None and function.doc is not None else ""


def _answers(start: SystemStart, target: Target) -> Linked:
    return linked(start.answers or module_symbol(start.start.path), target)
