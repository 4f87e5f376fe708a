"""click, and what is built on it: commands, their groups, options and arguments."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from designdoc_assets.languages.frameworks import Code, Framework
from designdoc_assets.languages.python.frameworks.literals import string
from designdoc_assets.languages.python.frameworks.packages import package_of
from designdoc_assets.languages.python.frameworks.routing import annotated
from designdoc_assets.languages.python.registrations import written_call
from designdoc_assets.languages.registrations import Registration
from designdoc_assets.languages.resolve import Defined
from designdoc_assets.languages.starts import Option, Start

_PACKAGES = frozenset({"click", "rich_click", "asyncclick", "click_default_group", "cloup"})
_SUFFIXES = ("_command", "_cmd", "_group", "_grp")
"""Since 8.2, click leaves them out of names."""
_OPTIONS = frozenset({"option", "argument"})
_READY_MADE = {
    "version_option": ("--version", "Show the version and exit."),
    "confirmation_option": ("--yes", "Confirm the action without prompting."),
}
"""Options that click makes by a decorator of their own: their names and help texts, where none are given."""
_DEEPEST = 6
_MOST_TIMES = 8
"""That one group is followed: groups may add each other, or one may be added to many."""


@dataclass(slots=True, eq=False)
class _Command:
    """A function that is a command or a group, and the names that groups call it by."""

    function: Defined
    line: int
    name: str
    is_group: bool
    about: str
    options: tuple[Option, ...]
    groups: list[tuple[Defined, str]] = field(default_factory=list)


class Click(Framework):
    """`@click.command`, `@group.command`, `group.add_command`."""

    name = "click"
    calls = frozenset({"add_command", "Group"})
    annotations = frozenset({"command", "group", "option", "argument"})

    def starts(self, code: Code) -> Iterable[Start]:
        """Yield each command by what is typed after its program; a group only where it takes options itself."""
        commands = dict(_commands(code))
        inside = _by_group(code, commands)
        for command in commands.values():
            if command.groups and any(group in commands for group, _ in command.groups):
                continue
            for name, found in _reached("", command, inside, Counter(), ()):
                if found.options or not inside.get(found.function):
                    yield Start(
                        "command",
                        name,
                        found.function.path,
                        found.line,
                        self.name,
                        answers=found.function,
                        program=command.function,
                        alone=command.name,
                        about=found.about,
                        options=found.options,
                    )


def _commands(code: Code) -> Iterator[tuple[Defined, _Command]]:
    """Yield the functions that are commands or groups, those that are tied to a group of the code included."""
    tied: list[tuple[str, Registration, Defined, list[Registration]]] = []
    found: dict[Defined, _Command] = {}
    for path, facts in code.files.items():
        above: dict[str, list[Registration]] = defaultdict(list)
        for each in facts.registrations:
            if each.annotates:
                above[each.annotates].append(each)
        for decorators in above.values():
            decorator = next((each for each in decorators if each.simple_name in {"command", "group"}), None)
            function = annotated(code, path, decorator) if decorator is not None else None
            if decorator is None or function is None:
                continue
            if package_of(code.resolve.meaning(path, decorator.name, decorator.within)) in _PACKAGES:
                found[function] = _command(code, function, decorator, decorators)
            else:
                tied.append((path, decorator, function, decorators))
    # Who is tied to a group is a command, and may be a group that others are tied to.
    while known := [each for each in tied if _group_of(code, *each[:2]) in found]:
        tied = [each for each in tied if each not in known]
        for path, decorator, function, decorators in known:
            command = found[function] = _command(code, function, decorator, decorators)
            group = _group_of(code, path, decorator)
            if group is not None:
                command.groups.append((group, command.name))
    yield from found.items()


def _group_of(code: Code, path: str, decorator: Registration) -> Defined | None:
    return code.definition(path, decorator.receiver, decorator.within)


def _command(code: Code, function: Defined, decorator: Registration, decorators: list[Registration]) -> _Command:
    name = string(decorator.argument(0, "name")) or _named(function.qualname.rpartition(".")[2])
    about = string(decorator.argument(-1, "help")) or string(decorator.argument(-1, "short_help")) or ""
    shown = [each for each in _told(code, function, decorators) if each.argument(-1, "hidden") != "True"]
    options = tuple(_option(each) for each in shown if each.simple_name in _OPTIONS or each.simple_name in _READY_MADE)
    return _Command(function, decorator.line, name, decorator.simple_name == "group", about, options)


def _told(code: Code, function: Defined, decorators: list[Registration]) -> Iterator[Registration]:
    """Yield what stands above a command, in its order: options that a constant holds for several commands included."""
    known = code.resolve.function_at(function)
    own = list(decorators)
    for written in known.annotations if known is not None else ():
        if own and own[0].name == written.partition("(")[0]:
            yield own.pop(0)
        elif (other := _shared(code, function.path, written) or _ready_made(code, function.path, written)) is not None:
            yield other
    yield from own


def _ready_made(code: Code, path: str, written: str) -> Registration | None:
    call = written_call(written) if written.partition("(")[0].rpartition(".")[2] in _READY_MADE else None
    is_of_click = call is not None and package_of(code.resolve.meaning(path, call.name)) in _PACKAGES
    return call if is_of_click else None


def _shared(code: Code, path: str, written: str) -> Registration | None:
    meant = code.resolve.meaning(path, written) if written.replace(".", "_").isidentifier() else None
    if not isinstance(meant, Defined) or meant.kind != "constant" or meant.path not in code.files:
        return None
    held = next((each for each in code.files[meant.path].constants if each.name == meant.qualname), None)
    if held is None or held.is_set_again or not held.value or held.value.endswith("…"):
        return None
    call = written_call(held.value)
    if call is None or call.simple_name not in _OPTIONS:
        return None
    return call if package_of(code.resolve.meaning(meant.path, call.name)) in _PACKAGES else None


def _named(function: str) -> str:
    name = function.lower()
    bare = next((name.removesuffix(suffix) for suffix in _SUFFIXES if name.endswith(suffix)), name)
    return (bare or name).replace("_", "-")


def _option(each: Registration) -> Option:
    written = [value for key, value in each.arguments if not key]
    names = [name for name in map(string, written) if name]
    is_argument = each.simple_name == "argument"
    made, about = _READY_MADE.get(each.simple_name, ("", ""))
    typed = [name for name in names if name.startswith(("-", "/"))] or [made] * bool(made)
    shown = ", ".join(typed) if typed else (names[0].upper() if names else "")
    is_flag = each.argument(-1, "is_flag") == "True" or any("/" in name[1:] for name in typed)
    required = each.argument(-1, "required")
    default = each.argument(-1, "default")
    return Option(
        shown,
        string(each.argument(-1, "help")) or about,
        "" if is_flag else each.argument(-1, "type"),
        default if default not in {"None", ""} else "",
        is_required=required == "True"
        or (is_argument and required != "False" and not default and each.argument(-1, "nargs") != "-1"),
        line=each.line,
    )


def _by_group(code: Code, commands: Mapping[Defined, _Command]) -> Mapping[Defined, list[tuple[str, _Command]]]:
    """Return the commands of each group by the names that it calls them by."""
    for path, facts in code.files.items():
        for each in facts.registrations:
            if each.simple_name != "add_command" or each.annotates:
                continue
            group = code.resolve.meaning(path, each.receiver, each.within) if each.receiver else None
            added = code.resolve.meaning(path, each.argument(0, "cmd"), each.within)
            if isinstance(group, Defined) and group in commands and isinstance(added, Defined) and added in commands:
                command = commands[added]
                command.groups.append((group, string(each.argument(1, "name")) or command.name))
    found: dict[Defined, list[tuple[str, _Command]]] = defaultdict(list)
    for command in commands.values():
        for group, name in dict.fromkeys(command.groups):
            found[group].append((name, command))
    return found


def _reached(
    before: str,
    command: _Command,
    inside: Mapping[Defined, list[tuple[str, _Command]]],
    times: Counter[Defined],
    around: tuple[_Command, ...],
) -> Iterator[tuple[str, _Command]]:
    yield before, command
    if len(around) >= _DEEPEST or times[command.function] >= _MOST_TIMES:
        return
    times[command.function] += 1
    for name, inner in inside.get(command.function, ()):
        if inner is not command and inner not in around:
            yield from _reached(f"{before} {name}".strip(), inner, inside, times, (*around, command))


FRAMEWORK = Click()
