"""Plans a run: compares snapshot and docs tree, and tells fresh, stale, missing, kept, conflicting and gone artifacts.

Planning reads and computes; it changes nothing. The docs tree is the truth about what is fresh.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from designdoc_assets.artifacts.artifact import Artifact
from designdoc_assets.artifacts.canonical import (
    DataVersion,
    Versioned,
    besides,
    canonical_json,
    sha256,
    shown_fields,
    version,
)
from designdoc_assets.artifacts.kind import AnyKind
from designdoc_assets.artifacts.mentioned import changed
from designdoc_assets.artifacts.page_facts import PageFacts
from designdoc_assets.artifacts.registry import kinds
from designdoc_assets.artifacts.survey import Survey
from designdoc_assets.languages.keys import PartitionKey
from designdoc_assets.languages.registry import words_of
from designdoc_assets.making.found import FoundRegion
from designdoc_assets.making.plan import FORCED, RESOLUTION, STATIC, Gone, Plan, Planned, State, WriterId
from designdoc_assets.making.progress import Note
from designdoc_assets.making.standing import stands
from designdoc_assets.making.workspace import Workspace
from designdoc_assets.pages.content import Content
from designdoc_assets.pages.markers import SHORT, RegionHeader
from designdoc_assets.writing.brief import Brief
from designdoc_assets.writing.instructions import prompt_version


class Planner:
    """Plans the artifacts of one survey against one docs tree.

    Attributes:
        survey: The target.
        workspace: The docs tree.
    """

    def __init__(self, survey: Survey, workspace: Workspace, writer: WriterId, forced: Collection[str] = ()) -> None:
        """Take everything that a plan depends on.

        Args:
            survey: The target.
            workspace: The docs tree.
            writer: The writer of the prose.
            forced: What to make anew although nothing changed: `*`, kinds, or `kind[partition]`.
        """
        self.survey = survey
        self.workspace = workspace
        self._writer = writer
        self._found = workspace.found
        self._contents = workspace.contents
        self._disputes = workspace.disputes
        self._explanations = workspace.explanations
        self._forced = frozenset(forced)
        self._read = frozenset(name for kind in kinds().values() for name in kind.reads)
        """The kinds that others are written from."""

    def plan(self, kinds: Iterable[AnyKind], note: Note = lambda done, due: None) -> Plan:
        """Plan all artifacts of some kinds.

        Args:
            kinds: The kinds.
            note: Called with the number of artifacts that are planned so far, and of all.
        """
        selected = list(kinds)
        keys = {kind.name: kind.keys(self.survey) for kind in selected}
        due = sum(map(len, keys.values()))
        items: dict[str, list[Planned]] = {kind.name: [] for kind in selected}
        in_order = ((kind, key) for kind in selected for key in keys[kind.name])
        for done, (owner, key) in enumerate(in_order, start=1):
            items[owner.name].append(self._planned(owner, key))
            note(done, due)
        return Plan(items, list(self._gone(selected, items)))

    def item(self, kind: AnyKind, key: PartitionKey, facts: PageFacts) -> Planned:
        """Plan one artifact from its facts."""
        artifact = Artifact(kind.name, key)
        page = self.survey.page(kind.grain, key)
        brief = self._brief(kind, facts)
        prose_version = self._prose_version(brief, artifact) if brief else ""
        stored = standing_prose = self._contents.find(kind.name, key) if brief else None
        versions = (prose_version, self._earlier_version(brief, artifact)) if brief else ()
        if stored and (stored.prose_version not in versions or stored.typed(kind.prose(key)) is None):
            stored = None
        stale_names = changed(kind.grain, key, stored.names, self.survey) if stored else []
        written_for = stored.written_for if stored else ""
        inputs = self._version_of(kind, key, facts, brief, written_for)
        if stale_names:
            stored = None
        stands_on, standing = self._found.at(page, artifact)
        state, reasons = self.judge(artifact, inputs, standing)
        if stands_on != page:
            # It has to be written whatever its inputs are, since it belongs on another page.
            state = State.STALE if standing is None or standing.text is None else State.CONFLICT
            reasons = _MOVES
        if state is State.FRESH and brief and (stored is None or stored.status == "unreviewed"):
            state, reasons = State.STALE, tuple(stale_names) or (_NOT_STORED if stored is None else NOT_REVIEWED,)
        elif stale_names and state is not State.KEPT:
            reasons = (*reasons, *stale_names)
        if stale_names and written_for:
            inputs = self._version_of(kind, key, facts, brief)
        status = standing.header.status if standing and standing.header else "missing"
        if brief:
            titles = sorted(words_of(name).title for name in self.survey.languages_of(kind.grain, key))
            if not (stored is None and self._may_stand(kind, key, brief, standing_prose, state)):
                standing_prose = None
            brief = replace(
                brief,
                resolution=self._disputes.resolution(str(artifact)) or "",
                language=", ".join(titles),
                languages=self.survey.languages,
                most_context_tokens=self.survey.context_tokens,
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
            standing_prose,
            _matches(artifact, self._forced),
            stands_on if stands_on != page else "",
        )

    def item_now(self, kind: AnyKind, key: PartitionKey) -> Planned:
        """Plan one artifact by its facts as they are now."""
        return self.item(kind, key, kind.facts(key, self.survey))

    def _planned(self, kind: AnyKind, key: PartitionKey) -> Planned:
        page = self.survey.page(kind.grain, key)
        if self._writer.is_static and self._found.at(page, Artifact(kind.name, key))[1] is None:
            # It has to be made whatever its facts are, so these are collected only then.
            return Planned(Artifact(kind.name, key), page, State.MISSING, _NO_PAGE, _NOT_COLLECTED, "missing")
        facts = kind.facts(key, self.survey)
        if kind.name in self._read and self.survey.written(Artifact(kind.name, key)) is None:
            self.survey.keep(Artifact(kind.name, key), kind.describe(facts))  # or they would be collected again for it
        return self.item(kind, key, facts)

    def _brief(self, kind: AnyKind, facts: PageFacts) -> Brief | None:
        return kind.brief(facts, self.survey) if kind.asks_model and not self._writer.is_static else None

    def _may_stand(self, kind: AnyKind, key: PartitionKey, brief: Brief, content: Content | None, state: State) -> bool:
        """Return whether to ask if prose still holds; where a person wrote, decided or forces, it is written anew."""
        artifact = Artifact(kind.name, key)
        is_left_to_people = state is State.CONFLICT or self._disputes.resolution(str(artifact)) is not None
        is_forced = _matches(artifact, self._forced)
        return not (is_left_to_people or is_forced) and stands(content, kind, key, brief, self._writer)

    def _version_of(
        self, kind: AnyKind, key: PartitionKey, facts: PageFacts, brief: Brief | None, written_for: str = ""
    ) -> Versioned:
        """Return the data version of an artifact's inputs.

        Prose that was found to hold for what changed counts as what it was written for: its page is the same.
        """
        named: dict[str, object] = dict(shown_fields(facts))
        named["version"] = kind.version
        identity = {"kind": kind.name, "partition": key}
        writer = self._writer if brief else STATIC
        named["identity"] = identity | ({"writer": writer.name, "model": writer.model} if kind.asks_model else {})
        if brief:
            named["prose"] = written_for or self._version_of_shown(brief.role, brief.shown_version(), None)
        resolution = self._disputes.resolution(str(Artifact(kind.name, key)))
        return version(named | ({RESOLUTION: resolution} if resolution else {}))

    def _prose_version(self, brief: Brief, artifact: Artifact) -> str:
        """Return the hash of what a model is shown, and of which model it is."""
        return self._version_of_shown(brief.role, brief.shown_version(), self._disputes.resolution(str(artifact)))

    def _earlier_version(self, brief: Brief, artifact: Artifact) -> str | None:
        """Return what that hash was when less was shown; None where it was the same."""
        earlier = brief.earlier_version()
        resolution = self._disputes.resolution(str(artifact))
        return None if earlier is None else self._version_of_shown(brief.role, earlier, resolution)

    def _version_of_shown(self, role: str, shown: Mapping[str, object], resolution: str | None) -> str:
        who = [self._writer.name, self._writer.model, prompt_version(role)]
        return sha256(canonical_json([who, shown, resolution]))

    def judge(
        self, artifact: Artifact, inputs: Versioned, standing: FoundRegion | None
    ) -> tuple[State, tuple[str, ...]]:
        """Return the state of an artifact by its region, and why it is not fresh; stored content is not looked at."""
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
        self, artifact: Artifact, header: RegionHeader, standing: FoundRegion
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
        """Return which inputs changed, as far as it is known what they were."""
        old = header.parts or self._explanations.parts(header.data_version)
        if not old:
            return ("inputs changed",)
        new = inputs.parts
        parts = [name for name in sorted({*old, *new}) if old.get(name) != new.get(name)]
        names = dict.fromkeys(_PART_NAMES.get(name, name.replace("_", " ")) for name in parts)
        return tuple(f"{name} changed" for name in names) or ("inputs changed",)

    def _gone(self, kinds: Sequence[AnyKind], items: Mapping[str, Sequence[Planned]]) -> Iterator[Gone]:
        """Yield the regions whose artifacts are gone; one that moved is taken off when it is on its new page."""
        grains = {kind.name: kind.grain for kind in kinds}
        expected = {(page, item.artifact) for planned in items.values() for item in planned for page in _pages_of(item)}
        pages = self.survey.layout.pages()
        for (page, artifact), standing in self._found.regions.items():
            is_told = standing.header is not None or page in pages
            if artifact.kind in grains and (page, artifact) not in expected and is_told:
                yield Gone(artifact, grains[artifact.kind], page)


def _pages_of(item: Planned) -> tuple[str, ...]:
    return (item.page, item.moved_from) if item.moved_from else (item.page,)


def _is_unchanged(header: RegionHeader, inputs: Versioned) -> bool:
    """Whether a region was made from these inputs. In the earlier format, inputs of the tool alone may differ."""
    if header.parts is None:
        return header.data_version == inputs.data_version[:SHORT]
    return bool(header.parts) and besides(header.parts, _OF_THE_TOOL) == besides(inputs.parts, _OF_THE_TOOL)


_OF_THE_TOOL = frozenset({"identity", "version"})
"""Inputs that were one in the earlier format, and a hash of source text with it."""
_NO_PAGE = ("no page yet",)
_MOVES = ("its section moves to another page",)
_NOT_STORED = "what was written is not in .designdoc/content"
NOT_REVIEWED = "not reviewed yet"
_NOT_COLLECTED = Versioned(DataVersion(""), {})
_PART_NAMES = {
    "anchor": "heading that links reach",
    "beginning": "where to begin reading",
    "chart": "diagram",
    "class_count": "number of classes",
    "counts": "numbers",
    "doc": "doc comment",
    "fields_form": "form of the fields",
    "has_headings": "headings",
    "has_stub": "stub",
    "identity": "writer",
    "is_reduced": "what the diagram leaves out",
    "left_out": "what the diagram leaves out",
    "links": "links to other pages",
    "named_in": "where it is named",
    "no_diagram": "diagram",
    "offers": "what it offers",
    "partly_read": "what was read in part",
    "prose": "what the writer is shown",
    "re_exports": "re-exports",
    "scripts_beside": "scripts beside it",
    "skipped": "what was not read",
    "status": "use",
    "undeclared": "what is not declared",
    "unread": "imports that were not read",
    "unread_languages": "files in other languages",
    "unsearched": "what was not searched",
    "version": "this tool's template",
}
"""What the parts of inputs are called for people, where their own names would not do."""


def _matches(artifact: Artifact, forced: frozenset[str]) -> bool:
    """Whether an artifact is among the forced ones: `*`, a kind, or `kind[partition]`."""
    return not forced.isdisjoint({"*", artifact.kind, str(artifact)})
