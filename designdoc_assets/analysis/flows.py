"""Key flows: what happens, call by call, after users started something or called what is public."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from designdoc_assets.analysis.call_chains import CallChains, Step
from designdoc_assets.analysis.entry_points import EntryPoint, first_called, offered_calls, programs, uncalled, word_for
from designdoc_assets.analysis.starts import SystemStart
from designdoc_assets.analysis.target import Target
from designdoc_assets.program.resolution import Symbol

MOST_FLOWS = 7
ENOUGH_FLOWS = 3
"""With so many, what users start tells enough of a program."""
FEWEST_NEW = 3
"""Steps that a flow must add to those before it: with fewer, it tells nothing new."""
FEWEST_STEPS = 2
"""Steps of a flow at all."""


@dataclass(frozen=True, slots=True)
class Flow:
    """What follows from an entry point."""

    sort: str
    name: str
    first: Step


def flows(starts: Sequence[SystemStart], target: Target) -> list[Flow]:
    """Return the flows of the most important starts: one of each sort in turn, until there are enough.

    First come commands, routes and what else frameworks start, then what packages offer, then scripts; of each sort
    those that the README shows, in its order. Where nothing is offered or started, functions that nothing in the target
    calls are taken. A flow that tells little beyond those before it is left out; short ones are told where there are no
    longer ones.
    """
    return _flows(starts, target, FEWEST_NEW) or _flows(starts, target, FEWEST_STEPS)


def _flows(starts: Sequence[SystemStart], target: Target, fewest: int) -> list[Flow]:
    chains = CallChains(target)
    shown: set[Symbol] = set()
    found: list[Flow] = []
    for groups, most in _groups(starts, target, chains, shown):
        for entry in _in_turn(groups):
            if len(found) >= most:
                break
            if chains.new_steps(entry.symbol, shown) >= fewest:
                found.append(Flow(word_for(entry), entry.name, chains.outline(entry.symbol, shown)))
    return found


def _groups(
    starts: Sequence[SystemStart], target: Target, chains: CallChains, shown: set[Symbol]
) -> Iterator[tuple[list[Iterator[EntryPoint]], int]]:
    """Yield groups of entries, those that matter most first, and how many flows there may be with them."""
    readme = target.snapshot.readme.text if target.snapshot.readme is not None else ""
    main = [first_called(entry, target) for entry in programs(target)]
    told = [EntryPoint(s.begins, s.sort, _named(s)) for s in starts if s.begins is not None and s.start.framework]
    known = {entry.symbol for entry in told}
    commands = [entry for entry in main if entry.sort != "script" and entry.symbol not in known]
    by_sort = [list(group) for _, group in groupby(told, key=lambda entry: entry.sort)]
    offered = offered_calls(target)
    shown_first = [entry for group in offered for entry in group if _place(entry, readme) is not None]
    groups = [_ranked(group, readme) for group in (commands, *by_sort, shown_first)]
    yield list(map(iter, groups)), MOST_FLOWS
    # Of a program, what its packages offer to each other is no entry point, unless there is little else to tell.
    rest = offered or ([] if main or told else [list(uncalled(target))])
    is_program = bool(commands or told)
    yield [chains.most_telling(group, shown) for group in rest], ENOUGH_FLOWS if is_program else MOST_FLOWS
    scripts = [entry for entry in main if entry.sort == "script" and entry.symbol not in known]
    yield [iter(_ranked(scripts, readme))], MOST_FLOWS


def _named(start: SystemStart) -> str:
    """Return the name of a start, of a route with its methods: the same address may be answered by several."""
    return " ".join(filter(None, [", ".join(start.start.methods), start.name]))


def _ranked(entries: Iterable[EntryPoint], readme: str) -> list[EntryPoint]:
    """Return entries, those that the README shows first, in its order; then the others in theirs."""
    places = {entry: _place(entry, readme) for entry in entries}
    return sorted(places, key=lambda entry: (places[entry] is None, places[entry] or 0))


def _place(entry: EntryPoint, readme: str) -> int | None:
    """Return where the README shows what users write: the whole name of a start, or the last part of that of a call."""
    name = entry.name.removesuffix("()").rpartition(".")[2] if entry.sort == "call" else entry.name
    if not name:
        return None
    written = rf"(?<![\w-]){re.escape(name)}\(" if entry.sort == "call" else rf"(?<![\w-]){re.escape(name)}(?![\w-])"
    found = re.search(written, readme)
    return found.start() if found else None


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
