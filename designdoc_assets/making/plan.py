"""A plan: how each artifact stands, why it is not fresh, and who is to write it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from designdoc_assets.analysis.grains import Grain
from designdoc_assets.artifacts.artifact import Artifact
from designdoc_assets.artifacts.canonical import DataVersion, Versioned
from designdoc_assets.artifacts.kind import AnyKind
from designdoc_assets.artifacts.registry import kinds
from designdoc_assets.languages.keys import PartitionKey
from designdoc_assets.making.found import FoundTree
from designdoc_assets.pages.content import Content
from designdoc_assets.writing.brief import Brief


class State(StrEnum):
    """How an artifact stands."""

    FRESH = "fresh"
    STALE = "stale"
    MISSING = "missing"
    KEPT = "kept"
    """A person edited it, and its inputs are as they were."""
    CONFLICT = "conflict"
    """A person edited it, and its inputs changed since."""


@dataclass(frozen=True, slots=True)
class WriterId:
    """Who writes the prose: part of every artifact's inputs."""

    name: str
    model: str | None = None

    @property
    def is_static(self) -> bool:
        """Whether facts alone speak."""
        return self == STATIC


STATIC = WriterId("static")
RESOLUTION = "resolution"
"""The part of an artifact's inputs that a person decided."""
DECIDED_OR_TOOL = frozenset({RESOLUTION, "version"})
"""Inputs that are neither the target nor what a writer is shown of it."""
PERSON = WriterId("person")
"""Who wrote a section that replaced one in dispute. No plan asks for it."""
FORCED = ("forced",)
"""Why an artifact is due of which nothing changed."""


@dataclass(frozen=True, slots=True)
class Planned:
    """An artifact, how it stands, and why it is not fresh."""

    artifact: Artifact
    page: str
    state: State
    reasons: tuple[str, ...]
    version: Versioned
    """Of its inputs; in a plan, empty for what is missing, whose inputs are collected when it is made."""
    status: str
    """Of the region that stands there: `passed`, `disputed`, `unreviewed`; `missing` if there is none."""
    brief: Brief | None = field(default=None, compare=False, repr=False)
    """What a model is shown, where one writes it."""
    prose_version: str = ""
    """The hash of what the model is shown; empty where none writes it."""
    stored: Content | None = field(default=None, compare=False, repr=False)
    """What a model wrote from the very same, if one did."""
    is_anew: bool = False
    """Whether it is asked anew although nothing changed."""
    moved_from: str = ""
    """The page that its region still stands on; empty if that is `page`."""

    @property
    def asks(self) -> bool:
        """Whether making it takes answers of a model."""
        is_settled = self.stored is not None and self.stored.status != "unreviewed" and not self.is_anew
        return self.is_due and self.brief is not None and not is_settled

    @property
    def is_due(self) -> bool:
        """Whether a run has to make it."""
        return self.state in _DUE

    @property
    def is_changed(self) -> bool:
        """Whether it is due for what it is written from, or how it stands, and not since it was asked for anew."""
        return self.is_due and self.reasons != FORCED


_DUE = frozenset({State.STALE, State.MISSING, State.CONFLICT})


@dataclass(frozen=True, slots=True)
class Gone:
    """A region whose artifact is no longer there."""

    artifact: Artifact
    grain: Grain
    page: str


@dataclass(frozen=True, slots=True)
class Plan:
    """All artifacts of the selected kinds, and the regions to take away."""

    items: Mapping[str, Sequence[Planned]]
    gone: Sequence[Gone]

    def due(self) -> Iterator[Planned]:
        """Return what a run has to make."""
        return (item for items in self.items.values() for item in items if item.is_due)

    def keys(self) -> dict[Grain, list[PartitionKey]]:
        """Return the partition keys of each grain that a selected kind has."""
        found: dict[Grain, dict[PartitionKey, None]] = {}
        for name, items in self.items.items():
            found.setdefault(kinds()[name].grain, {}).update(dict.fromkeys(item.artifact.key for item in items))
        return {grain: list(keys) for grain, keys in found.items()}

    def counts(self) -> dict[str, dict[str, int]]:
        """Return how many artifacts of each kind stand how; gone ones included."""
        table = {kind: {str(state): 0 for state in State} | {"gone": 0} for kind in self.items}
        for kind, items in self.items.items():
            for item in items:
                table[kind][item.state] += 1
        for entry in self.gone:
            table[entry.artifact.kind]["gone"] += 1
        return table

    def reasons(self, kind: str) -> dict[str, int]:
        """Return why artifacts of a kind are due, with how many are for each reason, most first."""
        found: dict[str, int] = {}
        for item in self.items[kind]:
            for reason in item.reasons if item.is_due else ():
                found[reason] = found.get(reason, 0) + 1
        return dict(sorted(found.items(), key=lambda entry: (-entry[1], entry[0])))


def plan_in_order(found: FoundTree, kinds: Iterable[AnyKind]) -> Plan:
    """Return the plan of a docs tree of which it is known that nothing is due: what stands there, as it stands."""
    items: dict[str, list[Planned]] = {kind.name: [] for kind in kinds}
    for (page, artifact), standing in found.regions.items():
        if artifact.kind in items and (header := standing.header) is not None:
            state = State.KEPT if standing.is_edited else State.FRESH
            version_there = Versioned(DataVersion(header.data_version), {})
            items[artifact.kind].append(Planned(artifact, page, state, (), version_there, header.status))
    return Plan(items, ())
