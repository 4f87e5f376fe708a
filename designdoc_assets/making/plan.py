"""A plan: the state of each artifact, why it is not fresh, and who is to write it."""

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
    """The state of an artifact against its page."""

    FRESH = "fresh"
    STALE = "stale"
    MISSING = "missing"
    KEPT = "kept"
    """A person edited it, and its inputs have not changed."""
    CONFLICT = "conflict"
    """A person edited it, and its inputs have changed since."""


@dataclass(frozen=True, slots=True)
class WriterId:
    """The writer of the prose, which is part of every artifact's inputs."""

    name: str
    model: str | None = None

    @property
    def is_static(self) -> bool:
        """Whether this is the static writer, which writes from facts alone."""
        return self == STATIC


STATIC = WriterId("static")
RESOLUTION = "resolution"
"""The part of an artifact's inputs that is a person's resolution of a dispute."""
DECIDED_OR_TOOL = frozenset({RESOLUTION, "version"})
"""The parts of inputs that are neither facts of the target nor what a writer is shown of it."""
PERSON = WriterId("person")
"""The writer of a section that replaced one in dispute. No plan has it."""
FORCED = ("forced",)
"""The reason why an artifact is due although nothing changed."""


@dataclass(frozen=True, slots=True)
class Planned:
    """An artifact, its state, and why it is not fresh."""

    artifact: Artifact
    page: str
    state: State
    reasons: tuple[str, ...]
    version: Versioned
    """The data version of its inputs; in a plan, empty if it is missing: its inputs are collected when it is made."""
    status: str
    """The status of its region: `passed`, `disputed` or `unreviewed`; `missing` if there is no region."""
    brief: Brief | None = field(default=None, compare=False, repr=False)
    """What a model is shown; None where none writes it."""
    prose_version: str = ""
    """The hash of what the model is shown; empty where none writes it."""
    stored: Content | None = field(default=None, compare=False, repr=False)
    """What a model wrote when it was shown the same; None if none did."""
    standing: Content | None = field(default=None, compare=False, repr=False)
    """What a model wrote before what it is shown changed, or something that the prose names, and may hold still."""
    is_anew: bool = False
    """Whether the model is asked anew although nothing changed."""
    moved_from: str = ""
    """The page that its region still stands on; empty if that is `page`."""

    @property
    def asks(self) -> bool:
        """Whether making it takes calls of a model."""
        is_settled = self.stored is not None and self.stored.status != "unreviewed" and not self.is_anew
        return self.is_due and self.brief is not None and not is_settled

    @property
    def is_due(self) -> bool:
        """Whether a run has to make it."""
        return self.state in _DUE

    @property
    def is_changed(self) -> bool:
        """Whether it is due because inputs or its region changed, and not only because the user forced it."""
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
        """Return the artifacts that a run has to make."""
        return (item for items in self.items.values() for item in items if item.is_due)

    def keys(self) -> dict[Grain, list[PartitionKey]]:
        """Return the partition keys of each grain that a selected kind has."""
        found: dict[Grain, dict[PartitionKey, None]] = {}
        for name, items in self.items.items():
            found.setdefault(kinds()[name].grain, {}).update(dict.fromkeys(item.artifact.key for item in items))
        return {grain: list(keys) for grain, keys in found.items()}

    def counts(self) -> dict[str, dict[str, int]]:
        """Return by kind how many artifacts are in each state; gone ones included."""
        table = {kind: {str(state): 0 for state in State} | {"gone": 0} for kind in self.items}
        for kind, items in self.items.items():
            for item in items:
                table[kind][item.state] += 1
        for entry in self.gone:
            table[entry.artifact.kind]["gone"] += 1
        return table

    def reasons(self, kind: str) -> dict[str, int]:
        """Return the reasons why artifacts of a kind are due, each with their number, most first."""
        found: dict[str, int] = {}
        for item in self.items[kind]:
            for reason in item.reasons if item.is_due else ():
                found[reason] = found.get(reason, 0) + 1
        return dict(sorted(found.items(), key=lambda entry: (-entry[1], entry[0])))


def plan_in_order(found: FoundTree, kinds: Iterable[AnyKind]) -> Plan:
    """Return the plan of a docs tree of which it is known that nothing is due, from its regions alone."""
    items: dict[str, list[Planned]] = {kind.name: [] for kind in kinds}
    for (page, artifact), standing in found.regions.items():
        if artifact.kind in items and (header := standing.header) is not None:
            state = State.KEPT if standing.is_edited else State.FRESH
            version_there = Versioned(DataVersion(header.data_version), {})
            items[artifact.kind].append(Planned(artifact, page, state, (), version_there, header.status))
    return Plan(items, ())
