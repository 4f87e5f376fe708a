"""Calls in a row, `Router::new().route(..).nest(..)`: what each begins with, and what is told of what it makes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from designdoc_assets.languages.frameworks import Code
from designdoc_assets.languages.registrations import Registration
from designdoc_assets.languages.resolve import Defined
from designdoc_assets.languages.rust.frameworks.crates import outside
from designdoc_assets.languages.rust.frameworks.literals import string
from designdoc_assets.languages.rust.paths import dotted

_CALLED = re.compile(r"&?(?:mut )?((?:\w+::)*\w+)\(.*\)", re.DOTALL)
_NAME = re.compile(r"&?(?:mut )?((?:\w+::)*\w+)")
_RETURNED = "return"


@dataclass(frozen=True, slots=True)
class Step:
    """A call of a chain, by its place among the registrations of its file."""

    place: int
    call: Registration


@dataclass(frozen=True, slots=True, eq=False)
class Chain:
    """A row of calls. Of those that files have, each is one object."""

    path: str
    steps: tuple[Step, ...]
    factory: str
    """What of other crates the first calls, dotted: `axum.Router.new`; empty where it is called on a local name."""

    @property
    def first(self) -> Registration:
        """The call that it begins with."""
        return self.steps[0].call

    @property
    def result(self) -> str:
        """The name that its object is put into; `return` of what a function gives back."""
        return self.steps[-1].call.result

    @property
    def function(self) -> tuple[str, str]:
        """The file and the function that it stands in."""
        return self.path, self.first.within


class Chains:
    """The chains of a set of files."""

    def __init__(self, code: Code) -> None:
        """Find them in files that tell frameworks something."""
        self._code = code
        self._inside: dict[tuple[str, int], list[Chain]] = {}
        self._of_function: dict[tuple[str, str], list[Chain]] = {}
        self.all: list[Chain] = []
        for path, facts in code.files.items():
            for chain in self._of_file(path, facts.registrations):
                self.all.append(chain)
                self._of_function.setdefault(chain.function, []).append(chain)
                if chain.steps[-1].call.argument_of >= 0:
                    self._inside.setdefault((path, chain.steps[-1].call.argument_of), []).append(chain)

    def _of_file(self, path: str, registrations: Sequence[Registration]) -> Iterator[Chain]:
        roots: dict[int, int] = {}
        rows: dict[int, list[Step]] = {}
        for place in range(len(registrations)):
            row = [place]
            while registrations[row[-1]].called_on >= 0 and row[-1] not in roots:
                row.append(registrations[row[-1]].called_on)
            root = roots.get(row[-1], row[-1])
            roots |= dict.fromkeys(row, root)
        for place, each in enumerate(registrations):
            if not each.annotates:
                rows.setdefault(roots[place], []).append(Step(place, each))
        for told in rows.values():
            # Calls of a row begin at one place: that which ends first is called first.
            by_place = {step.place: step for step in told}
            ordered = sorted(told, key=lambda step: _depth(step, by_place))
            first = ordered[0].call
            yield Chain(path, tuple(ordered), outside(self._code, path, first.name, first.within))

    def given(self, chain: Chain, step: Step) -> list[Chain]:
        """Return the chains among the arguments of a call."""
        return self._inside.get((chain.path, step.place), [])

    def on_names(self, function: tuple[str, str], name: str = "") -> list[Chain]:
        """Return the chains in a function that are called on a local name: on one, or on any."""
        found = (chain for chain in self._of_function.get(function, []) if not chain.factory)
        return [
            chain
            for chain in found
            if chain.first.receiver == name or (not name and chain.first.receiver.isidentifier())
        ]

    def objects(self, chain: Chain, value: str) -> list[Chain]:
        """Return the chains that make what an argument, written as a name or as a call of a function, is."""
        if (called := _CALLED.fullmatch(value)) is not None:
            meant = self.meaning(chain, called[1])
            return self.returned(meant) if meant is not None else []
        name = _NAME.fullmatch(value)
        made = self._of_function.get(chain.function, []) if name is not None else []
        return [each for each in made if name is not None and each.result == name[1] and each.factory]

    def returned(self, function: Defined) -> list[Chain]:
        """Return the chains that make what a function gives back."""
        made = self._of_function.get((function.path, function.qualname), [])
        found: list[Chain] = []
        for chain in made:
            if chain.result == _RETURNED:
                own = [each for each in made if each.factory and each.result == chain.first.receiver]
                found += [chain] if chain.factory else own
        return found or [each for each in made if each.factory and each.result]

    def rest(self, chain: Chain) -> list[Chain]:
        """Return a chain with those that go on with the name that its object is put into."""
        name = chain.result
        return [chain, *(self.on_names(chain.function, name) if name.isidentifier() and name != _RETURNED else [])]

    def meaning(self, chain: Chain, written: str) -> Defined | None:
        """Return the function or type that a path names."""
        return self._code.definition(chain.path, dotted(written), chain.first.within)

    def text(self, chain: Chain, written: str) -> str | None:
        """Return a text that is written out where it is given, or as a constant."""
        found = string(written)
        if found is not None or not _NAME.fullmatch(written):
            return found
        meant = self.meaning(chain, written)
        constants = self._code.files[meant.path].constants if meant and meant.path in self._code.files else ()
        return next((string(each.value or "") for each in constants if meant and each.name == meant.qualname), None)


def _depth(step: Step, row: dict[int, Step]) -> int:
    depth, here = 0, step
    while here.call.called_on in row:
        here, depth = row[here.call.called_on], depth + 1
    return depth


def joined(before: str, behind: str) -> str:
    """Return an address below another."""
    return before.rstrip("/") + (behind if behind.startswith(("/", "?")) or not behind else f"/{behind}")
