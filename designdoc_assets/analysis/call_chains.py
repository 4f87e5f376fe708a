"""Who calls whom, step by step, as flows show it."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from designdoc_assets.analysis.entry_points import EntryPoint, constructor
from designdoc_assets.analysis.extension_points import descendants
from designdoc_assets.analysis.target import Target
from designdoc_assets.languages.linking import External
from designdoc_assets.program.resolution import Symbol, as_class, method_symbol

DEEPEST = 5
"""Calls inside of calls that are followed."""
MOST_BRANCHES = 4
"""Calls of one function that are shown: those that lead on furthest, in order of the source."""
MOST_STEPS = 24
"""Steps of a flow; more are not read."""
_SIZE_OF_IMPLEMENTATION = 10
"""What each implementation of an abstract method adds to the size of that one: its own calls are not looked at."""
_LARGEST = 1_000
"""Sizes are not told apart beyond it."""

_DOES = re.compile(r"(?:[a-z]\w*\.)?(?:[a-z]\w*|\w*(?:Client|Session|Connection|Engine|Pool|Server|App|Application))")
"""Names in a library of what acts outside: functions, and classes that stand for a system. A longer name is an object
that the library holds for its users, and is left out."""


@dataclass(frozen=True, slots=True)
class OutsideCall:
    """A call of a dependency."""

    name: str
    """Its full name."""
    library: str
    before: int
    """How many of the calls that are shown come before it."""


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
    outside: tuple[OutsideCall, ...] = ()
    done_by: tuple[str, ...] = ()
    """Of an abstract method that several classes implement, these."""
    is_cut: bool = False
    """Whether it goes on, and nothing of that is shown."""


class CallChains:
    """Who calls whom, as far as it matters to a reader: private helpers of a file count for what lies behind them."""

    def __init__(self, target: Target) -> None:
        """Look at the calls of a target."""
        self._target = target
        self._called: dict[Symbol, list[Symbol | External]] = {}
        self._told: dict[Symbol, list[Symbol]] = {}
        self._handed: set[tuple[Symbol, Symbol]] = set()
        """(function, what it hands over without calling it)."""
        self._later: set[tuple[Symbol, Symbol]] = set()
        """(function, what it does not call, but what it hands over, or what private helpers do that it hands over)."""
        self._sizes: dict[tuple[Symbol, int], int] = {}

    def new_steps(self, symbol: Symbol, shown: Collection[Symbol]) -> int:
        """Return how many steps what follows from a call would add to those that were shown."""
        return len(self._chosen(symbol, shown).keys() - frozenset(shown))

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

    def _step(self, symbol: Symbol, chosen: Mapping[Symbol, Sequence[Symbol]], caller: Symbol | None = None) -> Step:
        calls = self._telling(symbol)
        heirs = self._heirs(symbol)
        return Step(
            name=self._name(symbol),
            page=self._target.address_of(symbol) or "",
            part=self._part(symbol),
            calls=tuple(self._step(called, chosen, symbol) for called in chosen[symbol]),
            is_handed=(caller, symbol) in self._later,
            outside=self._outside(symbol, chosen[symbol]),
            done_by=tuple(heir.owner for heir in heirs) if len(heirs) > 1 else (),
            is_cut=len(chosen[symbol]) < len(calls) and not chosen[symbol],
        )

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
        pending = [(begin, called) for called in reversed(self._made(begin))]
        while pending:
            by, called = pending.pop()
            if called in seen:
                continue
            if isinstance(called, Symbol) and (by, called) in self._handed:
                handed.append(called)
                continue
            seen.add(called)
            if isinstance(called, Symbol) and self._is_passed_over(called, symbol):
                pending += [(called, each) for each in reversed(self._made(called))]
            else:
                yield called

    def _telling(self, symbol: Symbol) -> list[Symbol]:
        """Return the calls that are worth a step, in order of the source; those behind private helpers included."""
        if symbol not in self._told:
            found = [called for called in self._events(symbol) if isinstance(called, Symbol)]
            ranked = sorted(found, key=lambda called: -self._size(called, DEEPEST))[:MOST_BRANCHES]
            # What is handed over is called later.
            self._told[symbol] = sorted(
                (called for called in found if called in ranked), key=lambda called: (symbol, called) in self._later
            )
        return self._told[symbol]

    def _size(self, symbol: Symbol, depth: int) -> int:
        """Return how much lies behind a call, counted roughly: what is reached twice counts twice.

        Behind an abstract method lies what its implementations do, whichever it is.
        """
        key = (symbol, depth)
        if key not in self._sizes:
            self._sizes[key] = 1
            inner = sum(self._size(called, depth - 1) for called in self._calls(symbol)) if depth else 0
            self._sizes[key] = min(1 + inner + _SIZE_OF_IMPLEMENTATION * len(self._heirs(symbol)), _LARGEST)
        return self._sizes[key]

    def _calls(self, symbol: Symbol) -> Iterator[Symbol]:
        return (called for called in self._made(symbol) if isinstance(called, Symbol))

    def _made(self, symbol: Symbol) -> Sequence[Symbol | External]:
        """Return what a function calls or hands over, in order of the source, dependencies included."""
        if symbol.kind == "class":
            return ()  # What statements of its body call, they call when the file is loaded.
        if symbol not in self._called:
            found: dict[Symbol | External, bool] = {}
            above = " ".join(self._annotations(symbol))
            for relation in self._target.relations.from_symbol(symbol):
                is_handed = relation.kind == "names"
                if not (is_handed or relation.kind in {"calls", "makes"}):
                    continue
                # What annotations name is none of what the function does.
                if is_handed and isinstance(relation.target, Symbol) and relation.target.qualname in above:
                    continue
                called = self._followed(relation.target, is_handed=is_handed)
                if called is not None and called != symbol:
                    found[called] = found.get(called, True) and is_handed
            self._called[symbol] = list(found)
            handed = (each for each, is_handed in found.items() if is_handed and isinstance(each, Symbol))
            self._handed |= {(symbol, each) for each in handed}
        return self._called[symbol]

    def _annotations(self, symbol: Symbol) -> Sequence[str]:
        function = self._target.relations.resolver.function_at(symbol) if symbol.kind != "module" else None
        return function.annotations if function is not None else ()

    def _followed(self, called: Symbol | External, *, is_handed: bool) -> Symbol | External | None:
        """Return what a call leads to, as flows tell it; None for what they do not tell."""
        if isinstance(called, External):
            inside = called.name.removeprefix(f"{called.library}.")
            is_told = called.kind == "third party" and not is_handed and _DOES.fullmatch(inside)
            return called if is_told else None
        if called.path not in self._target.snapshot.files or self._is_exception(called):
            return None
        if is_handed and called.kind not in {"function", "method"}:
            return None
        found = constructor(called, self._target) if called.kind == "class" else self._implemented(called)
        return found if found.kind in {"function", "method", "class"} else None

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
            method_symbol(heir, method)
            for heir in descendants(owner, self._target)
            if self._target.places.is_main(heir.path)
            for method in resolver.class_at(heir).methods
            if method.name == name
        ]

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

    def _is_exception(self, symbol: Symbol) -> bool:
        if symbol.kind != "class":
            return False
        return self._target.relations.resolver.class_at(symbol).sort == "exception"
