"""Commands of a program, and of what it is made up: what frameworks for command lines share."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from designdoc_assets.languages.ecmascript.frameworks.objects import Object, scope_of
from designdoc_assets.languages.frameworks import Code
from designdoc_assets.languages.resolve import Defined
from designdoc_assets.languages.starts import Option, Start

_DEEPEST = 6
_WORDS = re.compile(r"<[^>]*>|\[[^\]]*\]|[^\s<\[]+")
_ENCLOSED = re.compile(r"[<>\[\]]|\.\.+")


@dataclass(slots=True)
class Command:
    """What is told of a command, or of the program itself."""

    made: Object
    line: int
    name: str = ""
    about: str = ""
    answers: Defined | None = None
    is_answered: bool = False
    is_hidden: bool = False
    options: list[Option] = field(default_factory=list)
    outer: Object | None = None
    """The command that it is one of."""

    def has_argument(self, name: str) -> bool:
        """Whether the command's line names it."""
        return any(_ENCLOSED.sub("", each.name) == name for each in self.options if each.name[:1] in {"<", "["})

    def take(self, option: Option) -> None:
        """Note an option; of an argument that the command's line names already, what else is told of it."""
        names = [_ENCLOSED.sub("", each.name) for each in self.options]
        if (name := _ENCLOSED.sub("", option.name)) in names:
            at = names.index(name)
            known = self.options[at]
            self.options[at] = replace(option, name=known.name, is_required=option.is_required or known.is_required)
        else:
            self.options.append(option)


def starts_of(commands: Mapping[Object, Command], code: Code, framework: str) -> Iterator[Start]:
    """Yield the commands under the names of those around them; those that only hold others where they take options."""
    holding = {each.outer for each in commands.values()}
    for made, command in commands.items():
        around = list(_around(command, commands))
        if any(each.is_hidden for each in around) or not (command.is_answered or command.options or command.name):
            continue
        is_told = command.is_answered or bool(command.options) or made not in holding
        if not is_told or around[-1].outer is not None:
            continue
        # The outermost is the program itself, which has no name among its commands.
        names = [each.name for each in reversed(around)]
        is_program = not around[-1].name
        yield Start(
            "command",
            " ".join(filter(None, names[1:] if is_program else names)),
            made.path,
            command.line,
            framework,
            answers=command.answers,
            program=_program(around[-1].made, code),
            about=command.about,
            options=tuple(command.options),
        )


def words_of(line: str) -> list[str]:
    """Return the name and the arguments in the line of a command; the name of the one that needs none is empty."""
    words = _WORDS.findall(line)
    return ["", *words[1:]] if words[:1] == ["*"] else words


def argument(written: str) -> Option:
    """Return an argument as the line of a command names it: `<file>`, `[file]`."""
    return Option(written, is_required=written.startswith("<"))


def _around(command: Command, commands: Mapping[Object, Command]) -> Iterator[Command]:
    yield command
    for _ in range(_DEEPEST):
        outer = commands.get(command.outer) if command.outer is not None else None
        if outer is None:
            return
        command = outer
        yield command


def _program(made: Object, code: Code) -> Defined:
    within = made.parameter_of.partition(" ")[0] or (scope_of(made.made) if made.made is not None else "")
    known = {each.qualname for each in code.files[made.path].functions}
    outermost = within.partition(".")[0]
    if within in known or outermost in known:
        return Defined(made.path, within if within in known else outermost, "function")
    return Defined(made.path, "", "module")
