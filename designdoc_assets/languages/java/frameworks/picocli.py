"""picocli: commands, their subcommands, options and parameters."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from designdoc_assets.languages.frameworks import Code, Framework
from designdoc_assets.languages.java.frameworks.annotated import (
    CONCRETE,
    Annotations,
    classes_of,
    member,
    text_of,
    texts,
)
from designdoc_assets.languages.java.frameworks.picocli_options import (
    HELD,
    TAKEN,
    Taken,
    options_of,
    options_of_class,
    plain,
)
from designdoc_assets.languages.registrations import Registration
from designdoc_assets.languages.resolve import Defined
from designdoc_assets.languages.starts import Option, Start

_COMMAND_LINE, _ADDS = "CommandLine", "addSubcommand"
_ANNOTATIONS = TAKEN | HELD | {"Command"}
_TOP = "TopCommand"
_PACKAGES = {"picocli.CommandLine": _ANNOTATIONS, "io.quarkus.picocli.runtime.annotations": frozenset({_TOP})}
_RUN = {"Runnable": "run", "Callable": "call"}
_DEEPEST = 6
_CLASS = re.compile(r"(?:\bnew\s+)?(?P<name>[\w.]+)(?:\.class|\(.*\))")


@dataclass(slots=True, eq=False)
class _Command:
    answers: Defined
    told: Registration
    path: str
    name: str
    about: str
    options: tuple[Option, ...]
    subcommands: list[Defined] = field(default_factory=list)


class Picocli(Framework):
    """`@Command(name = "x", subcommands = {Y.class})` above classes and methods."""

    name = "picocli"
    calls = frozenset({_COMMAND_LINE, _ADDS})
    annotations = _ANNOTATIONS | {_TOP}

    def starts(self, code: Code) -> Iterable[Start]:
        """Yield the commands of programs that are made in the code; groups where they take options."""
        annotations = Annotations(code, _PACKAGES)
        if not annotations:
            return
        commands = dict(_commands(annotations))
        below = {inner for command in commands.values() for inner in command.subcommands}
        added = set(_given_to(code, _ADDS))
        made = set(_given_to(code, _COMMAND_LINE))
        for defined, command in commands.items():
            if defined.kind != "class" or defined in below | added or not _is_root(annotations, defined, made):
                continue
            for name, each in _reached("", command, commands, _DEEPEST):
                if each.options or not each.subcommands:
                    yield Start(
                        "command",
                        name,
                        each.path,
                        each.told.line,
                        self.name,
                        answers=each.answers,
                        program=defined,
                        alone=command.name,
                        names_itself=bool(command.name),
                        about=each.about,
                        options=each.options,
                    )


def _is_root(annotations: Annotations, defined: Defined, made: set[Defined]) -> bool:
    """Return whether a program is made of a class: a command line is given it, it has a `main`, Quarkus starts it."""
    programs = annotations.code.files[defined.path].programs
    return (
        defined in made
        or any(program.starts.startswith(f"{defined.qualname}.") for program in programs)
        or annotations.one(defined.path, annotations.code.resolve.class_at(defined).qualname, _TOP) is not None
    )


def _given_to(code: Code, name: str) -> Iterator[Defined]:
    for path, facts in code.files.items():
        for each in facts.registrations:
            for _, written in each.arguments if each.simple_name == name and not each.annotates else ():
                found = _CLASS.fullmatch(written)
                meant = code.resolve.meaning(path, found["name"], each.within) if found else None
                if isinstance(meant, Defined) and meant.kind == "class":
                    yield meant


def _commands(annotations: Annotations) -> Iterator[tuple[Defined, _Command]]:
    code = annotations.code
    for path, facts in code.files.items():
        for cls in facts.classes:
            own = code.resolve.defined(path, cls)
            inside: list[Defined] = []
            for method in cls.methods:
                qualname = f"{cls.qualname}.{method.name}"
                told = annotations.one(path, qualname, "Command")
                if told is not None:
                    answers = member(own, method.name)
                    taken = [Taken(each.name, each.type or "") for each in method.signature.parameters]
                    command = _command(code, path, answers, told, tuple(options_of(annotations, path, qualname, taken)))
                    command.name = command.name or method.name
                    yield answers, command
                    inside.append(answers)
            told = annotations.one(path, cls.qualname, "Command")
            if told is not None and cls.sort in CONCRETE:
                options = tuple(options_of_class(annotations, own, _DEEPEST))
                command = _command(code, path, _run(annotations, own), told, options)
                command.subcommands = [*classes_of(code, path, told.argument(-1, "subcommands"), told.within), *inside]
                yield own, command


def _run(annotations: Annotations, own: Defined) -> Defined:
    """Return the method of a class that is called for its command; where it inherits that, the class."""
    methods = {
        _RUN[name]
        for _, cls in annotations.lineage(own)
        for entry in cls.heritage
        if (name := entry.name.rpartition(".")[2]) in _RUN
    }
    has = [method.name for method in annotations.code.resolve.class_at(own).methods if method.name in methods]
    return member(own, has[0]) if has else own


def _command(code: Code, path: str, answers: Defined, told: Registration, options: tuple[Option, ...]) -> _Command:
    name = text_of(code, path, told.argument(-1, "name"), told.within) or ""
    said = texts(code, path, told.argument(-1, "description") or told.argument(-1, "header"), told.within)
    return _Command(answers, told, path, name, plain(said[0]) if said else "", options)


def _reached(
    before: str, command: _Command, commands: dict[Defined, _Command], depth: int
) -> Iterator[tuple[str, _Command]]:
    if command.told.argument(-1, "hidden") == "true":
        return
    yield before, command
    for inner in command.subcommands if depth else ():
        if inner in commands and commands[inner].name:
            yield from _reached(f"{before} {commands[inner].name}".strip(), commands[inner], commands, depth - 1)


FRAMEWORK = Picocli()
