"""What a run has to do: snapshot and docs tree in, fresh, stale, missing, kept, conflicting and gone artifacts out.

Planning reads and computes; it changes nothing. The docs tree is the truth about what is fresh.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

from designdoc_assets.analysis.grains import Grain
from designdoc_assets.artifacts.artifact import Artifact
from designdoc_assets.artifacts.canonical import (
    DataVersion,
    Versioned,
    besides,
    canonical_json,
    members,
    sha256,
    version,
)
from designdoc_assets.artifacts.kind import AnyKind
from designdoc_assets.artifacts.page_facts import PageFacts
from designdoc_assets.artifacts.registry import kinds
from designdoc_assets.artifacts.survey import Survey
from designdoc_assets.disputes.ledger import DisputeLedger
from designdoc_assets.languages.keys import PartitionKey
from designdoc_assets.languages.registry import words_of
from designdoc_assets.making.explanations import Explanations
from designdoc_assets.making.progress import Note
from designdoc_assets.pages.conflicts import people_text, proposal
from designdoc_assets.pages.content import Content, ContentStore
from designdoc_assets.pages.layout import subjects, whole_key
from designdoc_assets.pages.markers import SHORT, RegionHeader
from designdoc_assets.pages.page import Page, parse_page
from designdoc_assets.pages.publishing import is_orphan
from designdoc_assets.pages.regions import Region, Slot
from designdoc_assets.pages.tree import DocsTree
from designdoc_assets.writing.brief import Brief
from designdoc_assets.writing.instructions import prompt_version


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


@dataclass(frozen=True, slots=True)
class Standing:
    """A region as it was found: what planning needs of it."""

    header: RegionHeader | None
    is_edited: bool
    has_proposal: bool
    text: str | None
    """What people wrote, if they did."""
    is_broken: bool = False
    """Whether one of its markers is missing, or there are too many."""


@dataclass(frozen=True)
class FoundTree:
    """The regions of a docs tree by page and artifact, and the pages that outlived their subject."""

    regions: Mapping[tuple[str, Artifact], Standing] = field(default_factory=dict)
    orphans: Sequence[str] = ()
    digests: Mapping[str, str] = field(default_factory=dict)
    """sha256 of the text of each page."""

    def at(self, page: str, artifact: Artifact) -> tuple[str, Standing | None]:
        """Return how an artifact stands that belongs on a page, and the page on which it does: it may have moved."""
        standing = self.regions.get((page, artifact))
        if standing is None:
            elsewhere = self._pages.get(artifact, page)
            return elsewhere, self.regions.get((elsewhere, artifact))
        return page, standing

    def is_at(self, page: str, artifact: Artifact) -> bool:
        """Whether an artifact has a region on a page."""
        return (page, artifact) in self.regions

    @cached_property
    def _pages(self) -> Mapping[Artifact, str]:
        return {artifact: page for page, artifact in self.regions}


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
    left: str = ""
    """The page that its region still stands on, where that is another."""

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


def scan(tree: DocsTree) -> FoundTree:
    """Read all pages of a docs tree."""
    regions: dict[tuple[str, Artifact], Standing] = {}
    orphans = []
    digests = {}
    for name, text in tree.texts():
        digests[name] = sha256(text)
        page = parse_page(text)
        if is_orphan(page):
            orphans.append(name)
        regions |= {(name, artifact): standing for artifact, standing in standings(page, name).items()}
    return FoundTree(regions, orphans, digests)


def standings(page: Page, name: str) -> dict[Artifact, Standing]:
    """Return the regions of the page of a name as planning finds them, by artifact; those of unknown kinds are none."""
    found: dict[Artifact, Standing] = {}
    for piece in page.pieces:
        if not isinstance(piece, Region) or piece.kind not in kinds():
            continue
        artifact = artifact_of(piece, name)
        slot = slot_of(artifact, name)
        region = page.region(slot)
        if region is not None and artifact not in found:
            found[artifact] = _standing(region, artifact, is_broken=not page.is_whole(slot))
    return found


def artifact_of(region: Region, page: str) -> Artifact:
    """Return what a region on a page is about, of a kind that there is."""
    return Artifact(region.kind, whole_key(kinds()[region.kind].grain, region.subject, page))


def slot_of(artifact: Artifact, page: str) -> Slot:
    """Return what an artifact's region on a page is found by."""
    return Slot(artifact.kind, subjects(kinds()[artifact.kind].grain, artifact.key, page))


def plan_in_order(found: FoundTree, kinds: Iterable[AnyKind]) -> Plan:
    """Return the plan of a docs tree of which it is known that nothing is due: what stands there, as it stands."""
    items: dict[str, list[Planned]] = {kind.name: [] for kind in kinds}
    for (page, artifact), standing in found.regions.items():
        if artifact.kind in items and (header := standing.header) is not None:
            state = State.KEPT if standing.is_edited else State.FRESH
            version_there = Versioned(DataVersion(header.data_version), {})
            items[artifact.kind].append(Planned(artifact, page, state, (), version_there, header.status))
    return Plan(items, ())


class Planner:
    """Plans the artifacts of one survey against one docs tree."""

    def __init__(  # noqa: PLR0913, PLR0917 - each is a thing of its own that a plan follows from
        self,
        survey: Survey,
        found: FoundTree,
        writer: WriterId,
        contents: ContentStore,
        disputes: DisputeLedger,
        forced: Collection[str] = (),
        explanations: Explanations | None = None,
    ) -> None:
        self._explanations = explanations or Explanations(None)
        self._survey = survey
        self._found = found
        self._writer = writer
        self._contents = contents
        self._disputes = disputes
        self._forced = frozenset(forced)
        self._read = frozenset(name for kind in kinds().values() for name in kind.reads)
        """The kinds that others are written from."""

    def plan(self, kinds: Iterable[AnyKind], note: Note = lambda done, due: None) -> Plan:
        """Plan all artifacts of some kinds.

        Args:
            kinds: The kinds.
            note: Is told how many of how many artifacts are planned.
        """
        selected = list(kinds)
        keys = {kind.name: kind.keys(self._survey) for kind in selected}
        due = sum(map(len, keys.values()))
        items: dict[str, list[Planned]] = {kind.name: [] for kind in selected}
        in_order = ((kind, key) for kind in selected for key in keys[kind.name])
        for done, (owner, key) in enumerate(in_order, start=1):
            items[owner.name].append(self._planned(owner, key))
            note(done, due)
        return Plan(items, list(self._gone(selected, items)))

    def item(self, kind: AnyKind, key: PartitionKey, facts: PageFacts) -> Planned:
        """Plan one artifact, of which the facts are collected."""
        artifact = Artifact(kind.name, key)
        page = self._survey.page(kind.grain, key)
        brief = self._brief(kind, facts)
        inputs = self._version_of(kind, key, facts, brief)
        prose_version = self._prose_version(brief, artifact) if brief else ""
        stored = self._contents.find(kind.name, key) if brief else None
        if stored and (stored.prose_version != prose_version or stored.typed(kind.prose(key)) is None):
            stored = None
        stands_on, standing = self._found.at(page, artifact)
        state, reasons = self.judge(artifact, inputs, standing)
        if stands_on != page:
            # Whatever its inputs are: the page to write is another.
            state = State.STALE if standing is None or standing.text is None else State.CONFLICT
            reasons = _MOVES
        if state is State.FRESH and brief and (stored is None or stored.status == "unreviewed"):
            state, reasons = State.STALE, (_NOT_STORED if stored is None else NOT_REVIEWED,)
        status = standing.header.status if standing and standing.header else "missing"
        if brief:
            titles = sorted(words_of(name).title for name in self._survey.languages_of(kind.grain, key))
            brief = replace(
                brief,
                resolution=self._disputes.resolution(str(artifact)) or "",
                language=", ".join(titles),
                languages=self._survey.languages,
            )
        return Planned(
            artifact,
            page,
            state,
            reasons,
            inputs,
            status,
            brief,
            prose_version,
            stored,
            _matches(artifact, self._forced),
            stands_on if stands_on != page else "",
        )

    def _planned(self, kind: AnyKind, key: PartitionKey) -> Planned:
        page = self._survey.page(kind.grain, key)
        if self._writer.is_static and self._found.at(page, Artifact(kind.name, key))[1] is None:
            # It has to be made whatever its facts are: they are collected then, and once.
            return Planned(Artifact(kind.name, key), page, State.MISSING, _NO_PAGE, _NOT_COLLECTED, "missing")
        facts = kind.facts(key, self._survey)
        if kind.name in self._read and self._survey.written(Artifact(kind.name, key)) is None:
            self._survey.keep(Artifact(kind.name, key), kind.describe(facts))  # or they would be collected again for it
        return self.item(kind, key, facts)

    def _brief(self, kind: AnyKind, facts: PageFacts) -> Brief | None:
        return kind.brief(facts, self._survey) if kind.asks_model and not self._writer.is_static else None

    def _version_of(self, kind: AnyKind, key: PartitionKey, facts: PageFacts, brief: Brief | None) -> Versioned:
        """Return the data version of an artifact's inputs."""
        named: dict[str, object] = dict(members(facts))
        named["version"] = kind.version
        identity = {"kind": kind.name, "partition": key}
        writer = self._writer if brief else STATIC
        named["identity"] = identity | ({"writer": writer.name, "model": writer.model} if kind.asks_model else {})
        if brief:
            named["prose"] = [prompt_version(brief.role), brief.shown_version()]
        resolution = self._disputes.resolution(str(Artifact(kind.name, key)))
        return version(named | ({RESOLUTION: resolution} if resolution else {}))

    def _prose_version(self, brief: Brief, artifact: Artifact) -> str:
        """Return the hash of what a model is shown, and of who that is."""
        who = [self._writer.name, self._writer.model, prompt_version(brief.role)]
        return sha256(canonical_json([who, brief.shown_version(), self._disputes.resolution(str(artifact))]))

    def judge(self, artifact: Artifact, inputs: Versioned, standing: Standing | None) -> tuple[State, tuple[str, ...]]:
        """Return how an artifact stands, and why it is not fresh; what a model wrote of it is not looked at."""
        if standing is None:
            return State.MISSING, _NO_PAGE
        header = standing.header
        if header is None:
            return (State.CONFLICT if standing.is_edited else State.STALE), ("its region's markers are not readable",)
        if standing.has_proposal and self._disputes.edit_decision(str(artifact)):
            return State.CONFLICT, ("a person decided",)
        if _is_unchanged(header, inputs):
            return self._judge_unchanged(artifact, header, standing)
        return (State.STALE if standing.text is None else State.CONFLICT), self._changed(header, inputs)

    def _judge_unchanged(
        self, artifact: Artifact, header: RegionHeader, standing: Standing
    ) -> tuple[State, tuple[str, ...]]:
        if standing.is_broken:
            return (State.CONFLICT if standing.is_edited else State.STALE), ("its markers are broken",)
        if standing.is_edited:
            return State.KEPT, ("edited by a person",)
        disputes = self._disputes.of(str(artifact))
        if header.status == "disputed" and all(dispute.is_resolved for dispute in disputes):
            state = State.STALE if standing.text is None else State.CONFLICT
            return state, ("a person decided" if disputes else "its dispute is not in hil-issues.yaml",)
        if header.parts is not None:
            return (State.STALE if standing.text is None else State.KEPT), ("its markers are of an earlier format",)
        if not _matches(artifact, self._forced):
            return State.FRESH, ()
        return (State.STALE if standing.text is None else State.KEPT), FORCED

    def _changed(self, header: RegionHeader, inputs: Versioned) -> tuple[str, ...]:
        """Say which inputs changed, as far as it is known what they were."""
        old = header.parts or self._explanations.parts(header.data_version)
        if not old:
            return ("inputs changed",)
        new = inputs.parts
        names = [name for name in sorted({*old, *new}) if old.get(name) != new.get(name)]
        return tuple(_PART_NAMES.get(name, name.replace("_", " ")) + " changed" for name in names) or (
            "inputs changed",
        )

    def _gone(self, kinds: Sequence[AnyKind], items: Mapping[str, Sequence[Planned]]) -> Iterator[Gone]:
        """Return what stands where it does not belong; what moves goes when it stands where it belongs."""
        grains = {kind.name: kind.grain for kind in kinds}
        expected = {(page, item.artifact) for planned in items.values() for item in planned for page in _pages_of(item)}
        pages = self._survey.layout.pages()
        for (page, artifact), standing in self._found.regions.items():
            is_told = standing.header is not None or page in pages
            if artifact.kind in grains and (page, artifact) not in expected and is_told:
                yield Gone(artifact, grains[artifact.kind], page)


def _pages_of(item: Planned) -> tuple[str, ...]:
    return (item.page, item.left) if item.left else (item.page,)


def _standing(region: Region, artifact: Artifact, *, is_broken: bool) -> Standing:
    has_proposal = proposal(region.body) is not None
    is_edited = region.edited
    text = people_text(region.body) if is_edited or has_proposal else None
    header = replace(region.header, partition=artifact.key) if region.header is not None else None
    return Standing(header, is_edited, has_proposal, text, is_broken)


def _is_unchanged(header: RegionHeader, inputs: Versioned) -> bool:
    """Whether a region was made of these inputs; one of the earlier format, of such as only the tool tells apart."""
    if header.parts is None:
        return header.data_version == inputs.data_version[:SHORT]
    return bool(header.parts) and besides(header.parts, _OF_THE_TOOL) == besides(inputs.parts, _OF_THE_TOOL)


_DUE = frozenset({State.STALE, State.MISSING, State.CONFLICT})
_OF_THE_TOOL = frozenset({"identity", "version"})
"""Inputs that were one in the earlier format, and a hash of source text with it."""
_NO_PAGE = ("no page yet",)
_MOVES = ("its section moves to another page",)
FORCED = ("forced",)
"""Why an artifact is due of which nothing changed."""
_NOT_STORED = "what was written is not in .designdoc/content"
NOT_REVIEWED = "not reviewed yet"
_NOT_COLLECTED = Versioned(DataVersion(""), {})
_PART_NAMES = {
    "doc": "docstring",
    "identity": "writer",
    "links": "links to other pages",
    "prose": "what the writer is shown",
    "version": "this tool's template",
}


def _matches(artifact: Artifact, forced: frozenset[str]) -> bool:
    """Whether an artifact is among the forced ones: `*`, a kind, or `kind[partition]`."""
    return not forced.isdisjoint({"*", artifact.kind, str(artifact)})
