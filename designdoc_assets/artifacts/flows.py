"""Key flows: where a run of the target starts, and the longest chains of calls from there through its own code."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from designdoc_assets.artifacts.members import is_public
from designdoc_assets.artifacts.survey import Survey, class_symbol
from designdoc_assets.source.resolution import External, Symbol, as_class

LONGEST_CHAIN = 7
"""Steps of a chain that are followed; longer ones are read in the source."""
MOST_FLOWS = 12
_BRANCHES = 12
"""Calls of one function that are followed, in order of the source; enough for what it does first and most."""


@dataclass(frozen=True, slots=True)
class Step:
    """A function, method or class on the way; `page` is empty where it has none."""

    name: str
    path: str
    page: str


@dataclass(frozen=True, slots=True)
class Flow:
    """A chain of calls. `start` says what makes it an entry point, as Markdown."""

    start: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class EntryPoint:
    """A place where a run, or a user's use, of the target starts."""

    symbol: Symbol
    reason: str


def entry_points(survey: Survey) -> list[EntryPoint]:
    """Return where programs start: console scripts, `__main__` modules and scripts."""
    return [*_console_scripts(survey), *_programs(survey)]


def flows(survey: Survey) -> list[Flow]:
    """Return the longest call chains, longest first, one for each place where a run or a user's call starts.

    These are programs and what the outermost packages export; where there is neither, functions that nothing calls.
    """
    chains = _Chains(survey)
    found: list[Flow] = []
    starts = [*entry_points(survey), *_public_api(survey)]
    for entry in starts or _uncalled(survey):
        chain = chains.longest(entry.symbol, LONGEST_CHAIN)
        if len(chain) > 1:
            steps = (Step(_name(symbol), symbol.path, survey.page_of(symbol) or "") for symbol in chain)
            found.append(Flow(entry.reason, tuple(steps)))
    ranked = sorted(found, key=lambda flow: -len({step.path for step in flow.steps}) * 10 - len(flow.steps))
    return list(islice(_distinct(ranked), MOST_FLOWS))


class _Chains:
    """Longest chains by dynamic programming over (symbol, steps left): each is worked out once."""

    def __init__(self, survey: Survey) -> None:
        self._relations = survey.relations
        self._files = survey.snapshot.files
        self._known: dict[tuple[Symbol, int], tuple[Symbol, ...]] = {}

    def longest(self, symbol: Symbol, steps: int) -> tuple[Symbol, ...]:
        key = (symbol, steps)
        if key not in self._known:
            tails = [self.longest(called, steps - 1) for called in self._called(symbol)] if steps > 1 else []
            # A chain that comes back to where it is would only go round.
            best = max((tail for tail in tails if symbol not in tail), key=_weight, default=())
            self._known[key] = (symbol, *best)
        return self._known[key]

    def _called(self, symbol: Symbol) -> list[Symbol]:
        found: dict[Symbol, None] = {}
        for relation in self._relations.from_symbol(symbol):
            target = relation.target
            if (
                relation.kind not in {"calls", "makes"}
                or isinstance(target, External)
                or target.path not in self._files
            ):
                continue
            if target.kind == "class":
                target = self._constructor(target)
            if target.kind in {"function", "method", "class"}:
                found[target] = None
        return list(found)[:_BRANCHES]

    def _constructor(self, symbol: Symbol) -> Symbol:
        cls = self._relations.resolver.class_at(symbol)
        if any(method.name == "__init__" for method in cls.methods):
            return Symbol(symbol.path, f"{symbol.qualname}.__init__", "method", owner=symbol.qualname)
        return symbol


def _weight(chain: Sequence[Symbol]) -> tuple[int, int]:
    return len({symbol.path for symbol in chain}), len(chain)


def _name(symbol: Symbol) -> str:
    return symbol.qualname.removesuffix(".__init__") or symbol.path


def _console_scripts(survey: Survey) -> Iterable[EntryPoint]:
    for distribution in survey.snapshot.manifests.distributions:
        for command, reference in distribution.scripts:
            module, _, name = reference.partition(":")
            path = survey.relations.modules.find(module.strip(), distribution.manifest)
            meaning = survey.relations.resolver.resolve(path, name.partition("[")[0].strip()) if path and name else None
            if isinstance(meaning, Symbol) and meaning.path in survey.snapshot.files:
                yield EntryPoint(meaning, f"Command `{command}`")


def _programs(survey: Survey) -> Iterable[EntryPoint]:
    for path, file in survey.snapshot.files.items():
        name = path.rpartition("/")[2]
        if name == "__main__.py":
            folder = path.rpartition("/")[0]
            yield EntryPoint(Symbol(path, "", "module"), f"`python -m {folder.rpartition('/')[2] or '.'}`")
        elif file.facts.is_script and name != "setup.py":
            yield EntryPoint(Symbol(path, "", "module"), f"Script `{path}`")


def _public_api(survey: Survey) -> Iterable[EntryPoint]:
    """What the outermost packages offer to importers: functions, and the public methods of classes."""
    inits = [path for path in survey.snapshot.files if path.endswith("__init__.py")]
    depth = min((path.count("/") for path in inits), default=0)
    for init in (path for path in inits if path.count("/") == depth):
        module = survey.relations.modules.name_of(init)
        facts = survey.snapshot.files[init].facts
        names = [entry.alias or entry.name or "" for entry in facts.imports] + [f.name for f in facts.functions]
        for name in dict.fromkeys(name for name in names if name and name != "*" and is_public(name)):
            meaning = survey.relations.resolver.resolve(init, name)
            if not isinstance(meaning, Symbol) or meaning.path not in survey.snapshot.files:
                continue
            if meaning.kind == "function":
                yield EntryPoint(meaning, f"`{module}.{name}()`")
            owner = as_class(meaning) if meaning.kind == "class" else None
            for method in survey.relations.resolver.class_at(owner).methods if owner else ():
                if is_public(method.name) and owner:
                    symbol = Symbol(owner.path, f"{owner.qualname}.{method.name}", "method", owner=owner.qualname)
                    yield EntryPoint(symbol, f"`{module}.{name}.{method.name}()`")


def _uncalled(survey: Survey) -> Iterable[EntryPoint]:
    """Public functions and methods that nothing in the target calls: what is left is called from outside."""
    for path, file in survey.snapshot.files.items():
        for function in file.facts.functions:
            symbol = Symbol(path, function.qualname, "function")
            if is_public(function.name) and not survey.relations.users(symbol):
                yield EntryPoint(symbol, f"`{function.name}()`")
        for cls in file.facts.classes:
            owner = class_symbol(path, cls)
            called = {relation.target for relation in survey.relations.users(owner) if relation.kind == "calls"}
            for method in cls.methods:
                symbol = Symbol(path, f"{owner.qualname}.{method.name}", "method", owner=owner.qualname)
                if is_public(cls.name) and is_public(method.name) and symbol not in called:
                    yield EntryPoint(symbol, f"`{owner.qualname}.{method.name}()`")


def _distinct(ranked: Iterable[Flow]) -> Iterable[Flow]:
    """Leave out a flow that an earlier one contains from its second step on: it would be read twice."""
    ends: set[tuple[Step, ...]] = set()
    for flow in ranked:
        if flow.steps[1:] not in ends:
            ends.update(flow.steps[index:] for index in range(1, len(flow.steps)))
            yield flow
