"""Key flows: what happens, call by call, after a program was started or something public was called."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from designdoc_assets.analysis.entry_points import (
    EntryPoint,
    begun,
    constructor,
    offered_calls,
    programs,
    uncalled,
    word_for,
)
from designdoc_assets.analysis.extension_points import descendants
from designdoc_assets.analysis.starts import SystemStart
from designdoc_assets.analysis.target import Target
from designdoc_assets.languages.linking import External
from designdoc_assets.program.resolution import Symbol, as_class

MOST_FLOWS = 10
FEWEST_NEW = 3
"""Steps that a flow must add to those before it: with fewer, it tells nothing new."""
FEWEST_STEPS = 2
"""Steps of a flow at all."""
DEEPEST = 5
"""Calls inside of calls that are followed."""
MOST_BRANCHES = 5
"""Calls of one function that are shown: those that lead on furthest, in order of the source."""
MOST_STEPS = 16
"""Steps of a flow; more are not read."""


@dataclass(frozen=True, slots=True)
class Step:
    """A function, method, class or module, and what it calls; `page` is empty where it has none."""

    name: str
    page: str
    calls: tuple["Step", ...]


@dataclass(frozen=True, slots=True)
class Flow:
    """What follows from an entry point."""

    sort: str
    name: str
    first: Step


def flows(starts: Sequence[SystemStart], target: Target) -> list[Flow]:
    """Return the flows that together show the most of the target: of programs, and in turn of what packages offer.

    Each is the one of its package that leads to the most that was not shown before; what was, is not followed again.
    Where nothing is offered or started, these are functions that nothing in the target calls. Short flows are told
    where there are no longer ones.
    """
    return _flows(starts, target, FEWEST_NEW) or _flows(starts, target, FEWEST_STEPS)


def _flows(starts: Sequence[SystemStart], target: Target, fewest: int) -> list[Flow]:
    calls = _Calls(target, fewest)
    shown: set[Symbol] = set()
    main = [begun(entry, target) for entry in programs(target) if target.places.is_main(entry.symbol.path)]
    main += [
        EntryPoint(start.answers, start.sort, start.name) for start in starts if start.answers and start.start.framework
    ]
    scripts = [entry for entry in main if entry.sort == "script"]
    offered = offered_calls(target)
    started = [entry for entry in main if entry not in scripts]
    groups = [calls.most_telling(entries, shown) for entries in offered or ([] if main else [list(uncalled(target))])]
    chosen = chain(calls.most_telling(started, shown), _in_turn(groups), calls.most_telling(scripts, shown))
    return [
        Flow(word_for(entry), entry.name, calls.outline(entry.symbol, shown)) for entry in islice(chosen, MOST_FLOWS)
    ]


def _in_turn(groups: Iterable[Iterator[EntryPoint]]) -> Iterator[EntryPoint]:
    """Yield one entry of each group, and so on until there are no more."""
    pending = list(groups)
    while pending:
        for group in list(pending):
            entry = next(group, None)
            if entry is None:
                pending.remove(group)
            else:
                yield entry


class _Calls:
    """Who calls whom, as far as it matters to a reader: private helpers count only for what lies behind them."""

    def __init__(self, target: Target, fewest: int) -> None:
        self._target = target
        self._fewest = fewest
        self._called: dict[Symbol, list[Symbol]] = {}
        self._told: dict[Symbol, list[Symbol]] = {}
        self._sizes: dict[tuple[Symbol, int], int] = {}

    def most_telling(self, entries: Iterable[EntryPoint], shown: Collection[Symbol]) -> Iterator[EntryPoint]:
        """Yield the entry that adds most to what is shown by then, and again, as long as one adds something."""
        pending = {entry.symbol: entry for entry in entries}
        while pending:
            seen = frozenset(shown)
            new = {symbol: len(self._chosen(symbol, shown).keys() - seen) for symbol in pending}
            best = max(new, key=lambda symbol: (new[symbol], self._size(symbol, DEEPEST)), default=None)
            if best is None or new[best] < self._fewest:
                return
            yield pending.pop(self._behind_wrappers(best, new))

    def outline(self, symbol: Symbol, shown: set[Symbol]) -> Step:
        """Return what follows from a call, without what was shown before, and add it to that."""
        chosen = self._chosen(symbol, shown)
        shown.update(chosen)
        return self._step(symbol, chosen)

    def _behind_wrappers(self, symbol: Symbol, new: Mapping[Symbol, int]) -> Symbol:
        """Return what an entry only passes on to, if that is as telling: `get` is `request` with a verb."""
        seen = {symbol}
        while True:
            calls = self._telling(symbol)
            if len(calls) != 1 or calls[0] in seen or new.get(calls[0], 0) < max(1, new[symbol] - 1):
                return symbol
            symbol = calls[0]
            seen.add(symbol)

    def _chosen(self, start: Symbol, known: Collection[Symbol]) -> dict[Symbol, list[Symbol]]:
        """Return the steps of a flow, breadth first up to the limit, each with the calls that are shown of it."""
        chosen: dict[Symbol, list[Symbol]] = {start: []}
        level = [start]
        for _ in range(DEEPEST):
            following = []
            for symbol in level:
                for called in self._telling(symbol):
                    if called in chosen or len(chosen) >= MOST_STEPS:
                        continue
                    chosen[symbol].append(called)
                    chosen[called] = []
                    if called not in known:
                        following.append(called)
            level = following
        return chosen

    def _step(self, symbol: Symbol, chosen: dict[Symbol, list[Symbol]]) -> Step:
        function = self._target.relations.resolver.function_at(symbol) if symbol.kind == "method" else None
        name = symbol.owner if function is not None and function.sort == "constructor" else symbol.qualname
        name = name or symbol.path
        page = self._target.address_of(symbol) or ""
        return Step(name, page, tuple(self._step(called, chosen) for called in chosen[symbol]))

    def _telling(self, symbol: Symbol) -> list[Symbol]:
        """Return the calls that are worth a step, in order of the source; those behind private helpers included."""
        if symbol in self._told:
            return self._told[symbol]
        found: dict[Symbol, None] = {}
        pending = list(reversed(self._calls(symbol)))
        seen = {symbol}
        while pending:
            called = pending.pop()
            if called in seen:
                continue
            seen.add(called)
            if self._is_public(called):
                found[called] = None
            else:
                pending += reversed(self._calls(called))
        ranked = sorted(found, key=lambda called: -self._size(called, DEEPEST))[:MOST_BRANCHES]
        self._told[symbol] = [called for called in found if called in ranked]
        return self._told[symbol]

    def _size(self, symbol: Symbol, depth: int) -> int:
        """Return how much lies behind a call, counted roughly: what is reached twice counts twice.

        Behind an abstract method lies what its implementations do, whichever it is.
        """
        key = (symbol, depth)
        if key not in self._sizes:
            self._sizes[key] = 1
            inner = sum(self._size(called, depth - 1) for called in self._calls(symbol)) if depth else 0
            self._sizes[key] = min(1 + inner + 10 * len(self._heirs(symbol)), 1_000)
        return self._sizes[key]

    def _calls(self, symbol: Symbol) -> Sequence[Symbol]:
        if symbol not in self._called:
            found: dict[Symbol, None] = {}
            for relation in self._target.relations.from_symbol(symbol):
                other = relation.target
                if relation.kind not in {"calls", "makes"} or isinstance(other, External):
                    continue
                if other.path in self._target.snapshot.files and not self._is_exception(other):
                    other = constructor(other, self._target) if other.kind == "class" else self._implemented(other)
                    if other.kind in {"function", "method", "class"} and other != symbol:
                        found[other] = None
            self._called[symbol] = list(found)
        return self._called[symbol]

    def _implemented(self, symbol: Symbol) -> Symbol:
        """Return the one implementation of an abstract method; the method itself, if it is none or has several."""
        heirs = self._heirs(symbol)
        return heirs[0] if len(heirs) == 1 else symbol

    def _heirs(self, symbol: Symbol) -> list[Symbol]:
        """Return the methods that implement an abstract one."""
        owner, name = as_class(symbol), symbol.qualname.rpartition(".")[2]
        resolver = self._target.relations.resolver
        if symbol.kind != "method" or owner is None:
            return []
        if not any(method.is_abstract for method in resolver.class_at(owner).methods if method.name == name):
            return []
        return [
            Symbol(heir.path, f"{heir.qualname}.{name}", "method", owner=heir.qualname)
            for heir in descendants(owner, self._target)
            if any(method.name == name for method in resolver.class_at(heir).methods)
        ]

    def _is_public(self, symbol: Symbol) -> bool:
        """Whether a step means something to a reader who does not know the code: no private name is in it."""
        resolver = self._target.relations.resolver
        owner = as_class(symbol)
        function = resolver.function_at(symbol) if symbol.kind != "class" else None
        is_of_private = owner is not None and resolver.class_at(owner).visibility != "public"
        if is_of_private or function is None:
            return not is_of_private
        # A constructor goes by the name of its class, whoever is meant to call it.
        return function.sort == "constructor" or function.visibility == "public"

    def _is_exception(self, symbol: Symbol) -> bool:
        if symbol.kind != "class":
            return False
        return self._target.relations.resolver.class_at(symbol).sort == "exception"
