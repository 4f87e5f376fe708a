"""Where users of the system start: commands with their options, routes, tasks and hooks that frameworks are told of."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from designdoc_assets.analysis.entry_points import EntryPoint, first_called, programs
from designdoc_assets.analysis.target import Target
from designdoc_assets.languages.facts import FileFacts
from designdoc_assets.languages.frameworks import Code
from designdoc_assets.languages.language import Language
from designdoc_assets.languages.linking import External
from designdoc_assets.languages.registry import LANGUAGES, program_of
from designdoc_assets.languages.resolve import Defined
from designdoc_assets.languages.starts import Option, Start, StartSort
from designdoc_assets.program.language_resolve import LanguageResolve, symbol_meant
from designdoc_assets.program.relations import Relations
from designdoc_assets.program.resolution import Symbol, called_symbol, module_symbol, within

_FARTHEST = 6
"""Uses between where a program begins and where its commands are made."""
_MOST_SEEN = 4_000
_ORDER = get_args(StartSort)


@dataclass(frozen=True, slots=True)
class SystemStart:
    """A start as documents show it: under its whole name, and with the symbol that answers."""

    start: Start
    name: str
    """With the program's: `pay users add`."""
    answers: Symbol | None
    begins: Symbol | None = None
    """What is called first: what answers, or of functions that are nested or have no name, that very one."""

    @property
    def sort(self) -> str:
        """Its `StartSort`."""
        return self.start.sort

    @property
    def options(self) -> Sequence[Option]:
        """Of a command, what it takes."""
        return self.start.options


def starts_of(target: Target) -> Sequence[SystemStart]:
    """Return the starts of the product: commands by their names, then routes and the rest, in order of the source."""
    return target.once(_starts)


def _starts(target: Target) -> Sequence[SystemStart]:
    found = [
        start
        for language, code in codes_of(target)
        for framework in language.frameworks
        for start in framework.starts(code)
    ]
    named = _Programs(target)
    starts = [
        SystemStart(start, named.full_name(start), symbol_of(start.answers), begun_with(start, target.relations))
        for start in dict.fromkeys(found)
    ]
    names = {start.name.partition(" ")[0] for start in starts if start.sort == "command"}
    others = [start for start in named.without_starts() if start.name not in names]
    return sorted([*starts, *others], key=_place)


def codes_of(target: Target) -> Iterator[tuple[Language, Code]]:
    """Yield the languages in whose code frameworks are recognised, and the code of the product in each."""
    resolve = LanguageResolve(target.relations.resolver)
    for language in LANGUAGES:
        files = _product(target, language.name) if not language.linked_as else {}
        if files and language.frameworks:
            yield language, Code(files, resolve)


def begun_with(start: Start, relations: Relations) -> Symbol | None:
    """Return what a start calls first; None where it is not known to call anything."""
    facts, answers = relations.file(start.path), symbol_of(start.answers)
    for each in facts.registrations:
        if each.line != start.line:
            continue
        if answers is not None and each.annotates.startswith(f"{answers.qualname}."):
            return within(answers, each.annotates)
        if each.given and (answers is None or answers.qualname == each.within):
            return within(answers or _function(each.within, start.path, facts), each.given)
    return answers


def _function(qualname: str, path: str, facts: FileFacts) -> Symbol:
    """Return the function or method of a name; the file where it has none."""
    found = called_symbol(path, qualname)
    functions = [*facts.functions, *(method for cls in facts.classes for method in cls.methods)]
    return found if any(each.qualname == qualname for each in functions) else module_symbol(path)


def _place(each: SystemStart) -> tuple[int, str, str, int, str]:
    by_name = each.name if each.sort == "command" else ""
    return _ORDER.index(each.sort), by_name, each.start.path, each.start.line, each.name


def _product(target: Target, language: str) -> Mapping[str, FileFacts]:
    relations = target.relations
    return {
        path: relations.file(path)
        for path, file in target.snapshot.files.items()
        if program_of(file.facts.language) == language and target.places.is_main(path)
    }


class _Programs:
    """Tells to which program a command belongs that code makes: to that whose beginning comes to it by fewest uses."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._entries = programs(target)
        self._reached = [(entry, self._distances(entry)) for entry in self._entries]
        self._named: set[EntryPoint] = set()
        """Programs that have a start; `full_name` notes them."""

    def full_name(self, start: Start) -> str:
        """Return the name of a start, of a command behind that of its program: `pay users add`.

        Where no program comes to what makes the command, code may say what it is called; else its file is its name.
        """
        root = symbol_of(start.program)
        if root is None:
            return start.name
        distances = {entry: _steps(root, steps) for entry, steps in self._reached}
        near = {entry: steps for entry, steps in distances.items() if steps is not None}
        if not near:
            return f"{start.alone} {start.name}".strip() or start.path
        self._named |= near.keys()
        nearest = min(near, key=near.__getitem__)
        name = (
            start.alone if start.names_itself and not nearest.is_declared and nearest.sort != "module" else nearest.name
        )
        return f"{name} {start.name}".strip()

    def without_starts(self) -> Iterator[SystemStart]:
        """Yield the programs that no framework tells anything of, as commands without options.

        What a program calls first is shown once, whatever names it has. A module or script is left out, too, where
        something in its file is shown: it starts that.
        """
        shown = {first_called(entry, self._target).symbol for entry in self._named}
        for entry in self._entries:
            symbol = first_called(entry, self._target).symbol
            is_shown = symbol in shown or (entry.sort != "command" and any(symbol.path == each.path for each in shown))
            if entry not in self._named and not is_shown:
                shown.add(symbol)
                start = Start(sort="command", name="", path=symbol.path, line=0, framework="")
                yield SystemStart(start, entry.name, symbol)

    def _distances(self, entry: EntryPoint) -> Mapping[Symbol, int]:
        """Return how many uses away from a program's beginning each symbol is."""
        first = first_called(entry, self._target).symbol
        found = {entry.symbol: 0, first: 0}
        queue = deque(found)
        while queue and len(found) < _MOST_SEEN:
            here = queue.popleft()
            if found[here] >= _FARTHEST:
                continue
            for other in self._mentioned(here):
                if other not in found:
                    found[other] = found[here] + 1
                    queue.append(other)
        return found

    def _mentioned(self, symbol: Symbol) -> Iterator[Symbol]:
        for relation in self._target.relations.from_symbol(symbol):
            if not isinstance(relation.target, External):
                yield relation.target


def _steps(root: Symbol, steps: Mapping[Symbol, int]) -> int | None:
    """Return how far it is to a symbol; to a module, as far as to the nearest thing in it, for which it is loaded."""
    if root.kind != "module":
        return steps.get(root)
    return min((count for symbol, count in steps.items() if symbol.path == root.path), default=None)


def symbol_of(defined: Defined | None) -> Symbol | None:
    """Return a definition as the program knows it."""
    if defined is None:
        return None
    return symbol_meant(defined)
