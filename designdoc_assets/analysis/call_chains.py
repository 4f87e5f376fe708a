"""Who calls whom, step by step, as flows show it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Literal

from designdoc_assets.analysis.calls_made import CallsMade
from designdoc_assets.analysis.entry_points import EntryPoint
from designdoc_assets.analysis.target import Target
from designdoc_assets.languages.linking import External
from designdoc_assets.program.resolution import Symbol, as_class

DEEPEST = 5
"""Calls inside of calls that are followed."""
MOST_BRANCHES = 5
"""Calls of one function that are shown: those that lead on furthest, in order of the source."""
MANY_CALLERS = 8
"""With so many callers, and with twice as many, and so on, a call tells less of each."""
_SIZE_OF_IMPLEMENTATION = 10
"""What each implementation of an abstract method adds to the size of that one: its own calls are not looked at."""
_LARGEST = 1_000
"""Sizes are not told apart beyond it."""
_LEADING = 3
"""What a call that leads out of its class, file or target counts, as so many steps."""
MOST_STEPS = 24
"""Steps of a flow; more are not read."""


@dataclass(frozen=True, slots=True)
class OutsideCall:
    """A call of a dependency."""

    name: str
    """Its full name."""
    library: str
    before: int
    """How many of the calls that are shown come before it."""


Stop = Literal["", "shown", "deep"]
"""Why calls of a step are not shown: there are none to tell, they were shown before, or they are one level too many."""


@dataclass(frozen=True, slots=True)
class Step:
    """A function, method, class or module, and what it calls; `page` is empty where it has none."""

    name: str
    page: str
    part: str
    """What it belongs to in a picture: the path of its file; of a member, with the name of its class behind `#`."""
    calls: tuple["Step", ...]
    is_handed: bool = False
    """Whether it is handed over to be called by others, and not called here."""
    weight: float = 0
    """How much lies behind it, counted roughly: what a picture has no room for is what has least."""
    outside: tuple[OutsideCall, ...] = ()
    done_by: tuple[str, ...] = ()
    """Of an abstract method that several classes implement, these."""
    comes_from: tuple[str, ...] = ()
    """Of a method that its class has from one that others made, those of which it may be."""
    stop: Stop = ""
    again: tuple[str, ...] = ()
    """What it calls that stands at another step of the flow."""
    unknown: tuple[str, ...] = ()
    """Where nothing that it calls is known, what it calls by names of which it is not told what they mean."""


class CallChains:
    """Who calls whom, as far as it matters to a reader: private helpers of a file count for what lies behind them."""

    def __init__(self, target: Target) -> None:
        """Look at the calls of a target."""
        self._target = target
        self._made = CallsMade(target)
        self._told: dict[Symbol, list[Symbol]] = {}
        self._later: set[tuple[Symbol, Symbol]] = set()
        """(function, what it does not call, but what it hands over, or what private helpers do that it hands over)."""
        self._sizes: dict[tuple[Symbol, int], int] = {}
        self._followed: set[Symbol] = set()
        """Steps whose calls were shown."""

    def new_steps(self, symbol: Symbol, shown: Collection[Symbol]) -> int:
        """Return how many steps what follows from a call would add to those that were shown."""
        return len(self._chosen(symbol).keys() - frozenset(shown))

    def most_telling(self, entries: Iterable[EntryPoint], shown: Collection[Symbol]) -> Iterator[EntryPoint]:
        """Yield the entry that adds most to what is shown by then, and again, as long as one adds something."""
        pending = {entry.symbol: entry for entry in entries}
        while pending:
            new = {symbol: self.new_steps(symbol, shown) for symbol in pending}
            best = max(new, key=lambda symbol: (new[symbol], self._size(symbol, DEEPEST)))
            if not new[best]:
                return
            yield pending.pop(self._behind_wrappers(best, new))

    def outline(self, symbol: Symbol, shown: set[Symbol]) -> Step:
        """Return what follows from a call, without what was shown before, and add it to that."""
        chosen = self._chosen(symbol)
        step = self._step(symbol, chosen)
        shown.update(chosen)
        self._followed.update(each for each, calls in chosen.items() if calls)
        return step

    def _behind_wrappers(self, symbol: Symbol, new: Mapping[Symbol, int]) -> Symbol:
        """Return what an entry only passes on to, if that is as telling: `get` is `request` with a verb."""
        seen = {symbol}
        while True:
            calls = self._telling(symbol)
            if len(calls) != 1 or calls[0] in seen or new.get(calls[0], 0) < max(1, new[symbol] - 1):
                return symbol
            symbol = calls[0]
            seen.add(symbol)

    def _chosen(self, start: Symbol) -> dict[Symbol, list[Symbol]]:
        """Return the steps of a flow up to the limit, each with the calls that are shown of it.

        What leads on furthest is followed first, for its depth: so that neither what is broad nor what is deep takes
        the room of the rest.
        """
        chosen: dict[Symbol, list[Symbol]] = {start: []}
        handed_by: dict[Symbol, Symbol] = {}
        pending = [(0.0, 0, 0, start)]
        while pending and len(chosen) < MOST_STEPS:
            _, _, depth, symbol = heappop(pending)
            for called in self._telling(symbol):
                is_later = (symbol, called) in self._later
                if called in handed_by and not is_later:
                    # It is called after all: there it belongs.
                    chosen[handed_by.pop(called)].remove(called)
                    chosen[symbol].append(called)
                if called in chosen or len(chosen) >= MOST_STEPS:
                    continue
                chosen[symbol].append(called)
                chosen[called] = []
                handed_by |= {called: symbol} if is_later else {}
                if called not in self._followed and depth + 1 < DEEPEST:
                    telling = -self._size(called, DEEPEST) / (depth + 1)
                    heappush(pending, (telling, len(chosen), depth + 1, called))
        return chosen

    def _step(self, symbol: Symbol, chosen: Mapping[Symbol, Sequence[Symbol]], caller: Symbol | None = None) -> Step:
        calls = self._telling(symbol)
        again = [called for called in calls if called in chosen and called not in chosen[symbol]]
        heirs = self._made.heirs(symbol)
        return Step(
            name=self._name(symbol),
            page=self._target.address_of(symbol) or "",
            part=self._part(symbol),
            calls=tuple(self._step(called, chosen, symbol) for called in chosen[symbol]),
            is_handed=(caller, symbol) in self._later,
            weight=-self._rank(symbol, caller)[1] if caller is not None else 0,
            outside=self._outside(symbol, chosen[symbol]),
            done_by=tuple(heir.owner for heir in heirs) if len(heirs) > 1 else (),
            comes_from=self._made.comes_from(symbol),
            stop=self._stop(symbol, chosen),
            again=() if chosen[symbol] or symbol in self._followed else tuple(map(self._name, again)),
            unknown=() if calls else tuple(self._target.relations.unknown_calls(symbol)),
        )

    def _stop(self, symbol: Symbol, chosen: Mapping[Symbol, Sequence[Symbol]]) -> Stop:
        if chosen[symbol] or all(called in chosen for called in self._telling(symbol)):
            return ""
        return "shown" if symbol in self._followed else "deep"

    def _name(self, symbol: Symbol) -> str:
        function = self._target.relations.resolver.function_at(symbol) if symbol.kind == "method" else None
        name = symbol.owner if function is not None and function.sort == "constructor" else symbol.qualname
        return name or symbol.path

    def _part(self, symbol: Symbol) -> str:
        owner = as_class(symbol)
        return f"{symbol.path}#{owner.qualname}" if owner is not None else symbol.path

    def _outside(self, symbol: Symbol, shown: Sequence[Symbol]) -> tuple[OutsideCall, ...]:
        """Return the calls of dependencies."""
        found: dict[str, OutsideCall] = {}
        before = 0
        for event in self._events(symbol):
            if isinstance(event, External):
                found.setdefault(event.name, OutsideCall(event.name, event.library, before))
            elif event in shown and (symbol, event) not in self._later:
                before += 1
        return tuple(found.values())

    def _events(self, symbol: Symbol) -> Iterator[Symbol | External]:
        """Yield what a function calls, in order, what its private helpers call in the place of their calls.

        Behind it comes what is handed over, to be called by others: when, is not known, so that what private helpers
        call of dependencies is not told then.
        """
        handed: list[Symbol] = []
        seen: set[Symbol | External] = {symbol}
        yield from self._reached(symbol, symbol, seen, handed)
        for called in handed:
            if called in seen:
                continue
            seen.add(called)
            is_helper = self._is_passed_over(called, symbol)
            for each in self._reached(called, symbol, seen, handed) if is_helper else (called,):
                if isinstance(each, Symbol):
                    self._later.add((symbol, each))
                    yield each

    def _reached(
        self, begin: Symbol, symbol: Symbol, seen: set[Symbol | External], handed: list[Symbol]
    ) -> Iterator[Symbol | External]:
        """Yield what a function itself calls, or its private helper; `handed` gets what these hand over."""
        pending = list(reversed(self._made.of(begin)))
        while pending:
            made = pending.pop()
            called = made.called
            if called in seen:
                continue
            if made.is_handed:
                handed += [called] if isinstance(called, Symbol) else []
                continue
            seen.add(called)
            if isinstance(called, Symbol) and self._is_passed_over(called, symbol):
                pending += reversed(self._made.of(called))
            else:
                yield called

    def _telling(self, symbol: Symbol) -> list[Symbol]:
        """Return the calls that are worth a step, in order of the source; those behind private helpers included."""
        if symbol not in self._told:
            found = [called for called in self._events(symbol) if isinstance(called, Symbol)]
            ranked = sorted(found, key=lambda called: self._rank(called, symbol))[:MOST_BRANCHES]
            # What is handed over is called later.
            self._told[symbol] = sorted(
                (called for called in found if called in ranked), key=lambda called: (symbol, called) in self._later
            )
        return self._told[symbol]

    def _rank(self, called: Symbol, caller: Symbol) -> tuple[bool, float]:
        """Return what tells the calls that lead on furthest: last those that are not made here, or that all make."""
        others = self._target.relations.users(as_class(called) or called)
        callers = {relation.source for relation in others if relation.target == called}
        is_elsewhere = self._part(called) != self._part(caller)
        size = self._size(called, DEEPEST) + _LEADING * is_elsewhere
        return (caller, called) in self._later, -size / (1 + len(callers) // MANY_CALLERS)

    def _size(self, symbol: Symbol, depth: int) -> int:
        """Return how much lies behind a call, counted roughly: what is reached twice counts twice.

        Behind an abstract method lies what its implementations do, whichever it is. What leads out of the target does
        more than what works on data.
        """
        key = (symbol, depth)
        if key not in self._sizes:
            self._sizes[key] = 1
            inner = sum(self._size(called, depth - 1) for called in self._calls(symbol)) if depth else 0
            abstract = self._made.is_abstract(symbol) or bool(self._made.comes_from(symbol))
            reached = _LEADING * (self._made.outside(symbol) + abstract) + _SIZE_OF_IMPLEMENTATION * len(
                self._made.heirs(symbol)
            )
            self._sizes[key] = min(1 + inner + reached, _LARGEST)
        return self._sizes[key]

    def _calls(self, symbol: Symbol) -> Iterator[Symbol]:
        return (each.called for each in self._made.of(symbol) if isinstance(each.called, Symbol))

    def _is_passed_over(self, called: Symbol, symbol: Symbol) -> bool:
        """Whether a step is a private helper in the file of what calls it: its calls stand as that one's own."""
        return called.path == symbol.path and not self._is_public(called)

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
