"""cobra: commands that are literals of a struct, put below each other, with their flags."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from designdoc_assets.languages.frameworks import Code, Framework
from designdoc_assets.languages.go.frameworks.flag_calls import CALLS, options
from designdoc_assets.languages.go.frameworks.literals import string, told
from designdoc_assets.languages.go.frameworks.origins import Origins
from designdoc_assets.languages.registrations import Registration
from designdoc_assets.languages.resolve import Defined
from designdoc_assets.languages.starts import Option, Start

_PACKAGE = "github.com/spf13/cobra"
_SETS = frozenset({"Flags", "PersistentFlags"})
_RUNS = ("RunE", "Run")
_CALLED = re.compile(r"(?P<name>\w+)\(.*\)\Z")
_REQUIRED = frozenset({"MarkFlagRequired", "MarkPersistentFlagRequired"})
_HIDDEN = "MarkHidden"
_DEEPEST = 8
_Place = tuple[str, int]
"""A file, and the place of a registration among its own."""


@dataclass(frozen=True, slots=True)
class _Command:
    """A command: where it is made, and what its literal says."""

    path: str
    at: int
    creation: Registration

    def value(self, field: str) -> str:
        """Return what a field is given, as written."""
        return self.creation.argument(-1, field)


class Cobra(Framework):
    """`&cobra.Command{Use: "add", RunE: add}`, `root.AddCommand(add)`, `add.Flags().StringP(…)`."""

    name = "cobra"
    calls = frozenset({"Command", "AddCommand", *_REQUIRED, _HIDDEN, *_SETS, *CALLS})

    def starts(self, code: Code) -> Iterable[Start]:
        """Yield the commands below their outermost one; those that only hold others where they take options."""
        yield from _Commands(code).starts()


class _Commands:
    def __init__(self, code: Code) -> None:
        self._code = code
        self._origins = Origins(code)
        self._all = {
            (path, at): _Command(path, at, each)
            for path, facts in code.files.items()
            for at, each in enumerate(facts.registrations)
            if each.simple_name == "Command" and code.resolve.meaning(path, each.name) == f"{_PACKAGE}.Command"
        }

    def starts(self) -> Iterator[Start]:
        below = self._below
        inner = {place for places in below.values() for place in places}
        for place, command in self._all.items():
            if place not in inner:
                for name, found in self._reached("", command, _DEEPEST):
                    yield from self._start(name, found, command)

    def _reached(self, before: str, command: _Command, depth: int) -> Iterator[tuple[str, _Command]]:
        if command.value("Hidden") == "true":
            return
        yield before, command
        for place in self._below.get((command.path, command.at), ()) if depth else ():
            other = self._all[place]
            use = told(self._code, other.path, other.value("Use"))
            if use:
                yield from self._reached(f"{before} {use.split()[0]}".strip(), other, depth - 1)

    def _start(self, name: str, command: _Command, root: _Command) -> Iterator[Start]:
        written = next((value for field in _RUNS if (value := command.value(field))), "")
        is_group = bool(self._below.get((command.path, command.at)))
        taken = self._options.get((command.path, command.at), ())
        if is_group and not written and not taken:
            return
        answers = self._answers(command, written)
        program = self._defined(root)
        short = told(self._code, command.path, command.value("Short")) or ""
        about = short or (told(self._code, command.path, command.value("Long")) or "").strip().partition("\n")[0]
        line = command.creation.line
        yield Start(
            "command", name, command.path, line, "cobra", answers=answers, program=program, about=about, options=taken
        )

    def _answers(self, command: _Command, written: str) -> Defined | None:
        if command.creation.within or not written.replace(".", "_").isidentifier():
            return self._origins.answering(command.path, command.creation, written) if written else None
        meant = self._code.resolve.meaning(command.path, written)
        return meant if isinstance(meant, Defined) and meant.kind in {"function", "method"} else None

    def _defined(self, command: _Command) -> Defined | None:
        return self._code.definition(command.path, command.creation.within or command.creation.result)

    @cached_property
    def _below(self) -> Mapping[_Place, list[_Place]]:
        """The commands that are added to each."""
        found: dict[_Place, list[_Place]] = defaultdict(list)
        for path, facts in self._code.files.items():
            for at, each in enumerate(facts.registrations):
                if each.simple_name != "AddCommand":
                    continue
                outer = self._named(path, at, each.receiver)
                added = [self._given(path, at, value) for key, value in each.arguments if not key]
                added += [(path, place) for place, other in enumerate(facts.registrations) if other.argument_of == at]
                for inner in added:
                    is_new = inner is not None and inner in self._all and inner not in found.get(outer or ("", -1), ())
                    if outer is not None and inner is not None and is_new:
                        found[outer].append(inner)
        return found

    @cached_property
    def _options(self) -> Mapping[_Place, tuple[Option, ...]]:
        """The options of each command, in order of the source."""
        calls: dict[tuple[_Place, str], list[Registration]] = defaultdict(list)
        marked: dict[tuple[_Place, str], str] = {}
        for path, facts in self._code.files.items():
            for at, each in enumerate(facts.registrations):
                command = self._of_flag(path, at) if each.simple_name in CALLS or each.simple_name == _HIDDEN else None
                command = self._named(path, at, each.receiver) if each.simple_name in _REQUIRED else command
                if command is not None and each.simple_name in CALLS:
                    calls[command, path].append(each)
                elif command is not None and (name := string(each.argument(0))):
                    marked[command, name] = each.simple_name
        found: dict[_Place, tuple[Option, ...]] = {}
        for (command, path), registrations in calls.items():
            for option in options(self._code, path, registrations):
                mark = marked.get((command, option.name.rpartition("--")[2]), "")
                if mark != _HIDDEN:
                    told_so = replace(option, is_required=mark in _REQUIRED)
                    found[command] = (*found.get(command, ()), told_so)
        return found

    def _of_flag(self, path: str, at: int) -> _Place | None:
        """Return the command that a flag is declared for: on what `Flags` gives, or on a name that holds it."""
        registrations = self._code.files[path].registrations
        each = registrations[at]
        flags = each.called_on
        if flags < 0 and each.receiver.isidentifier():
            held = [
                place
                for place, other in enumerate(registrations[:at])
                if (other.result, other.within) == (each.receiver, each.within)
            ]
            flags = held[-1] if held else -1
        if flags < 0 or registrations[flags].simple_name not in _SETS:
            return None
        return self._named(path, flags, registrations[flags].receiver)

    def _given(self, path: str, at: int, written: str) -> _Place | None:
        """Return the command that an expression gives: a name, or a call of a function that makes it."""
        called = _CALLED.search(written)
        if called is None:
            return self._named(path, at, written)
        function = self._origins.called(path, self._code.files[path].registrations[at], called["name"])
        return self._made_in(function) if function is not None else None

    def _named(self, path: str, at: int, name: str) -> _Place | None:
        """Return the command that a name holds where a registration stands."""
        registrations = self._code.files[path].registrations
        within = registrations[at].within
        own = [
            (path, place)
            for place, other in enumerate(registrations[:at])
            if name and (other.result, other.within) == (name, within)
        ]
        if own:
            return own[-1] if own[-1] in self._all else self._result(*own[-1])
        meant = self._code.resolve.meaning(path, name) if name.replace(".", "_").isidentifier() else None
        if not isinstance(meant, Defined) or meant.kind != "constant":
            return None
        for place, command in self._all.items():
            if place[0] == meant.path and command.creation.result == meant.qualname and not command.creation.within:
                return place
        return None

    def _result(self, path: str, at: int) -> _Place | None:
        """Return the command that a call of a function of the code gives."""
        each = self._code.files[path].registrations[at]
        function = self._origins.called(path, each, each.simple_name)
        return self._made_in(function) if function is not None else None

    def _made_in(self, function: Defined) -> _Place | None:
        """Return the command that a function makes, where it makes one alone."""
        path = self._origins.place(function)
        made = [
            place
            for place, command in self._all.items()
            if place[0] == path and command.creation.within == function.qualname
        ]
        return made[0] if len(made) == 1 else None


FRAMEWORK = Cobra()
