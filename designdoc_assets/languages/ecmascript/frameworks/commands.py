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

    object: Object
    line: int
    name: str = ""
    about: str = ""
    answers: Defined | None = None
    is_answered: bool = False
    is_hidden: bool = False
    options: list[Option] = field(default_factory=list)
    outer: Object | None = None
    """The command that it is one of."""
    is_program: bool = False
    """Whether it says so, being none of others."""
    called: str = ""
    """Of the program, what it says that it is called."""

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
    outermost = [each for each in commands.values() if each.outer is None]
    # Beside a program that is known, one that is made with a name is one of its commands, but of which is not told.
    has_program = any(each.is_program or not each.name for each in outermost)
    for made, command in commands.items():
        *inner, program = _around(command, commands)
        is_told = command.is_answered or bool(command.options) or (bool(inner) and made not in holding)
        is_lost = program.outer is not None or (has_program and bool(program.name) and not program.is_program)
        if not is_told or is_lost or any(each.is_hidden for each in (*inner, program)):
            continue
        yield Start(
            "command",
            " ".join(each.name for each in reversed(inner) if each.name),
            made.path,
            command.line,
            framework,
            answers=command.answers,
            program=_program(program.object, code),
            alone=program.called or program.name,
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
    within = made.parameter_of.partition(" ")[0] or (scope_of(made.creation) if made.creation is not None else "")
    known = {each.qualname for each in code.files[made.path].functions}
    outermost = within.partition(".")[0]
    if within in known or outermost in known:
        return Defined(made.path, within if within in known else outermost, "function")
    return Defined(made.path, "", "module")
