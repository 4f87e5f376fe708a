"""Carrying out a plan: write, check, publish, partition by partition. Knows nothing of Dagster.

A `Production` is one run's view of one target. What is finished is on disk before the next partition is begun, so a
run may end at any moment; what failed is kept, and named at the end.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Collection, Coroutine, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any, TypeVar

from designdoc_assets.artifacts.canonical import Versioned, sha256
from designdoc_assets.artifacts.kind import AnyKind, Artifact, Grain, PageFacts, Prose
from designdoc_assets.artifacts.registry import code_version, kinds
from designdoc_assets.artifacts.survey import Disputed, Survey, TreeStanding
from designdoc_assets.authoring import Author, content_of
from designdoc_assets.pages.conflicts import conflict_body
from designdoc_assets.pages.content import ContentStore
from designdoc_assets.pages.dispute_ledger import EDIT_STAGE, KEEP, REPLACE, DisputeLedger
from designdoc_assets.pages.disputes import FILE_NAME, Dispute, DisputeFile
from designdoc_assets.pages.publishing import Place, publish, withdraw
from designdoc_assets.pages.regions import Region, RegionHeader, Status, body_digest, normalised
from designdoc_assets.pages.tree import DocsTree
from designdoc_assets.planning import STATIC, Gone, Plan, Planned, Planner, State, WriterId, scan
from designdoc_assets.source.keys import PartitionKey, decode
from designdoc_assets.source.snapshot import Snapshot
from designdoc_assets.spending.budget import BudgetExhaustedError
from designdoc_assets.workers import as_finished
from designdoc_assets.writing.claude import Claude
from designdoc_assets.writing.failures import ProviderStoppedError
from designdoc_assets.writing.loop import Outcome
from designdoc_assets.writing.tally import Tally
from designdoc_assets.writing.verdict import Stage, Verdict

T = TypeVar("T")

README = PartitionKey("README")
MOST_SAME_FAILURES = 5
"""The same failure so many times in a row is not about the artifacts: the run stops."""


class RepeatedFailureError(Exception):
    """The same thing went wrong with several partitions in a row; the message says what."""


@dataclass(frozen=True, slots=True)
class Made:
    """An artifact that stands on its page: made now, or found fresh (`was_fresh`)."""

    planned: Planned
    status: str
    was_fresh: bool
    body: str = ""
    attempts: int = 0
    seconds: float = 0.0
    """Wall time of writing and checks; publishing is shared by the artifacts of a page."""
    tally: Tally = field(default_factory=Tally)
    """What it cost."""
    elided: tuple[str, ...] = ()
    """What of its material the writer was not shown, for length."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a kind is, where the budget did not allow everything."""

    kind: str
    all: int
    remaining: int

    @property
    def done(self) -> int:
        """How many of the artifacts that the run was about are not left for want of money."""
        return self.all - self.remaining


@dataclass(frozen=True, slots=True)
class Failed:
    """An artifact that could not be made, for its own reason."""

    artifact: Artifact
    reason: str


class Production:
    """Makes the artifacts of one target.

    Attributes:
        survey: What is known of the target.
        kinds: The selected kinds, in order.
        failures: What could not be made so far.
        remaining: What the budget did not allow so far.
        exhausted: Why it did not.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - what a run is about, whole
        self,
        snapshot: Snapshot,
        tree: DocsTree,
        claude: Claude | None,
        selected: Sequence[AnyKind],
        forced: Collection[str] = (),
        parallelism: int = 1,
        *,
        model_diagrams: bool = False,
    ) -> None:
        """Read the docs tree; nothing is changed but leftovers of killed runs.

        Args:
            snapshot: The target.
            tree: Where the pages are.
            claude: Who writes prose; None where facts alone speak.
            selected: The kinds to make, in order.
            forced: What to make anew although nothing changed: `*`, kinds, or `kind[partition]`.
            parallelism: How many calls of a model may be in flight.
            model_diagrams: Whether a model chooses what diagrams show.

        Raises:
            OutputError: The docs tree cannot be read or written.
        """
        tree.check_writable()
        tree.sweep()
        self.kinds = selected
        self.failures: list[Failed] = []
        self._tree = tree
        self.remaining: list[Artifact] = []
        self.exhausted: BudgetExhaustedError | None = None
        self._asked_for: dict[str, int] = {}
        self._author = Author(claude)
        self._contents = ContentStore(tree)
        # A chain of calls rests while its drafts are checked and published: others take its place.
        self._width = 2 * parallelism if claude else 1
        self._loop = asyncio.new_event_loop()
        self._found = scan(tree)
        self._disputes = DisputeLedger(DisputeFile(tree))
        self._orphans = set(self._found.orphans)
        self._proposals: set[str] = set()
        self._digests = dict(self._found.digests)
        self._in_order: dict[Artifact, Planned] = {}
        edited: dict[Artifact, str] = {}
        for (_, kind), standing in self._found.regions.items():
            if standing.header is not None and standing.text is not None:
                artifact = Artifact(kind, PartitionKey(standing.header.partition))
                self._proposals |= {str(artifact)} if standing.has_proposal else set()
                if not (standing.has_proposal and self._disputes.edit_decision(str(artifact)) == REPLACE):
                    edited[artifact] = standing.text
        self.survey = Survey(
            snapshot,
            kinds(),
            edited,
            self._stored_prose if claude else lambda artifact: None,
            model_diagrams=model_diagrams and claude is not None,
        )
        writer = WriterId(claude.name, claude.model) if claude else STATIC
        self._planner = Planner(self.survey, self._found, writer, self._contents, self._disputes, frozenset(forced))
        self._last_failure, self._same_failures = "", 0
        self._show_standing()

    @cached_property
    def plan(self) -> Plan:
        """What there is to do: as it was when the run began; of what is written from others, as these turned out."""
        return self._planner.plan(self.kinds)

    def narrow(self, names: Collection[str]) -> None:
        """Leave alone all kinds but these."""
        self.kinds = [kind for kind in self.kinds if kind.name in names]

    def due(self, grain: Grain) -> list[PartitionKey]:
        """Return the partitions of a grain that the plan has something to do for.

        Documents are all returned: they show how the rest of the run went.
        """
        if grain is Grain.DOCUMENTS:
            return list(self.survey.keys(grain))
        self._plan_again(grain)
        kinds_of_grain = {kind.name for kind in self.kinds if kind.grain == grain}
        return list(
            dict.fromkeys(item.artifact.key for item in self.plan.due() if item.artifact.kind in kinds_of_grain)
        )

    def make(self, grain: Grain, keys: Iterable[PartitionKey], *, with_fresh: bool = False) -> Iterator[Made]:
        """Make what is due of some partitions; `with_fresh` returns the fresh artifacts as well.

        Raises:
            RepeatedFailureError: The same failure came five times in a row.
        """
        selected = [kind for kind in self.kinds if kind.grain == grain]
        known = {key for kind in selected for key in kind.keys(self.survey)}
        keys = list(keys)
        for kind in selected:
            self._asked_for[kind.name] = len(keys) if with_fresh else len(kind.keys(self.survey))
        for key in keys:
            if key not in known:
                # Not counted as a failure that repeats: a whole folder may be gone, its partitions side by side.
                reason = "it is no longer in the target. Materialize repo_snapshot, which removes its partition"
                self.failures += [Failed(Artifact(kind.name, key), reason) for kind in selected]
        # The README shows how all others went, so it waits for them.
        ordered = sorted((key for key in keys if key in known), key=lambda key: key == README)
        for group in ([key for key in ordered if key != README], [key for key in ordered if key == README]):
            jobs = (partial(self._make_partition, selected, key, with_fresh=with_fresh) for key in group)
            for made in as_finished(self._loop, jobs, self._width):
                yield from made
            if group and README in keys:
                self._show_standing()
        self._tree.flush()

    def items(self, grain: Grain, keys: Collection[PartitionKey]) -> list[Planned]:
        """Return the plan of some partitions."""
        kinds_of_grain = [kind.name for kind in self.kinds if kind.grain == grain]
        return [item for name in kinds_of_grain for item in self.plan.items[name] if item.artifact.key in keys]

    def progress(self) -> list[Progress]:
        """Return how far each kind is that the run was about."""
        left = Counter(artifact.kind for artifact in self.remaining)
        return [Progress(kind, count, left[kind]) for kind, count in self._asked_for.items()]

    def close(self) -> None:
        """Close what calls needed."""
        if not self._loop.is_closed():
            if self._author.claude:
                self._loop.run_until_complete(self._author.claude.close())
                self._loop.run_until_complete(self._loop.shutdown_default_executor())
            self._loop.close()

    def wait_for(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Return what a coroutine returns that needs the event loop of the calls."""
        return self._loop.run_until_complete(coroutine)

    def as_it_stands(self, item: Planned) -> Made:
        """Return an artifact that needs nothing, with the body that its page has."""
        page = self._tree.read(item.page)
        region = page.region(item.artifact.kind) if page is not None else None
        return Made(item, item.status, was_fresh=True, body=region.body if region is not None else "")

    def withdraw(self, gone: Iterable[Gone]) -> None:
        """Take away the regions of what is no longer there."""
        by_page: dict[tuple[str, Grain, str], list[str]] = {}
        for entry in gone:
            by_page.setdefault((entry.page, entry.grain, entry.artifact.key), []).append(entry.artifact.kind)
        for (page, grain, key), names in by_page.items():
            if withdraw(self._tree, page, grain, key, names):
                self._orphans.add(page)
            self._contents.withdraw(page, names)
        self._tree.flush()
        self._show_standing()

    def settle(self) -> None:
        """Bring `hil-issues.yaml` up to date: what is gone or settled is dropped."""
        self._disputes.retain({str(Artifact(k.name, key)) for k in kinds().values() for key in k.keys(self.survey)})
        for artifact in self._disputes.edits():
            if artifact not in self._proposals:
                self._disputes.settle(artifact, [EDIT_STAGE])
        self._disputes.save()
        self._tree.flush()
        self._show_standing()

    def left_in_order(self) -> tuple[Plan, Mapping[str, str]] | None:
        """Return what the next run would plan, and the digests of the pages that it would find.

        That is known only where nothing was left to do and no person has a say; else nothing is returned.
        """
        is_quiet = self._disputes.is_empty and not (self.failures or self._proposals or self.plan.gone)
        if not is_quiet or self._orphans != set(self._found.orphans):
            return None
        items = {
            kind: [self._in_order.get(item.artifact, item) for item in planned]
            for kind, planned in self.plan.items.items()
        }
        plan = Plan(items, ())
        return None if any(plan.due()) else (plan, self._digests | self._contents.digests)

    def open_disputes(self, kind: str) -> list[Dispute]:
        """Return what waits for a person, of one kind."""
        return [dispute for dispute in self._disputes.open() if dispute.artifact.startswith(f"{kind}[")]

    async def _make_partition(self, selected: Sequence[AnyKind], key: PartitionKey, *, with_fresh: bool) -> list[Made]:
        made: list[Made] = []
        fresh: list[Made] = []
        regions: list[Region] = []
        stopped: ProviderStoppedError | None = None
        has_failed = False
        for kind in selected:
            artifact = Artifact(kind.name, key)
            try:
                facts = kind.facts(key, self.survey)
                item = self._planner.item(kind, key, facts)
                if item.is_due:
                    region, result = await self._make(kind, item, facts)
                    regions.append(region)
                    made.append(result)
                elif with_fresh:
                    fresh.append(self.as_it_stands(item))
            except BudgetExhaustedError as error:
                self.exhausted = self.exhausted or error
                self.remaining.append(artifact)
            except ProviderStoppedError as error:
                stopped = error
            except Exception as error:  # noqa: BLE001 - one artifact's failure, of whatever sort, is its own
                has_failed = True
                self._fail(artifact, _sentence(error))
        if regions:
            made = await self._publish(made, regions, selected[0].grain, key)
        # What needs no model says nothing about one: the diagram beside a class that fails is made all the same.
        if not has_failed and any(result.planned.brief or self._author.claude is None for result in made):
            self._last_failure, self._same_failures = "", 0
        if stopped:
            raise stopped
        return [*fresh, *made]

    async def _publish(
        self, made: list[Made], regions: Sequence[Region], grain: Grain, key: PartitionKey
    ) -> list[Made]:
        """Write the regions of a page, and return what stands there now."""
        order = [kind.name for kind in kinds().values() if kind.grain == grain]
        place = Place(made[0].planned.page, grain, key, order)
        try:
            known = self._text_of_people(place)
            before, after = await self._on_disk(publish, self._tree, self.survey.layout, place, regions, known)
            self._note(made, place.page, before, after)
            self._orphans.discard(place.page)
        except Exception as error:  # noqa: BLE001 - the failure of these artifacts, of whatever sort, is their own
            for result in made:
                self._fail(result.planned.artifact, _sentence(error))
            return []
        return made

    async def _on_disk(self, work: Callable[..., T], *arguments: Any) -> T:
        """Do what waits for the disk: in a thread, where other artifacts can use the time."""
        return await asyncio.to_thread(work, *arguments) if self._author.claude else work(*arguments)

    def _plan_again(self, grain: Grain) -> None:
        """Plan anew what is written from others, now that these are written: only then is known what they say."""
        items = {
            kind.name: self._planner.plan([kind]).items[kind.name]
            for kind in self.kinds
            if kind.grain == grain and kind.reads and self._author.claude
        }
        if items:
            self.plan = Plan({**self.plan.items, **items}, self.plan.gone)

    def _stored_prose(self, artifact: Artifact) -> Prose | None:
        """Return what a model wrote of an artifact before this run."""
        kind = kinds()[artifact.kind]
        page = self.survey.page(kind.grain, artifact.key)
        content = self._contents.find(page, artifact.kind, artifact.key)
        return content.typed(kind.prose(artifact.key)) if content else None

    def _text_of_people(self, place: Place) -> dict[str, str | None]:
        """Return, by kind, what people had written into the regions of a page when the run began."""
        standings = {kind: self._found.regions.get((place.page, kind)) for kind in place.order}
        return {kind: standing.text for kind, standing in standings.items() if standing is not None}

    def _note(self, made: Iterable[Made], page: str, before: str | None, after: str) -> None:
        """Note what stands on a page now, as far as it is known: nobody else wrote on it, and nobody needs to look."""
        if before is not None and sha256(before) != self._digests.get(page):
            self._digests[page] = "changed by somebody else since it was planned"
            return
        self._digests[page] = sha256(after)
        for result in made:
            item = result.planned
            if item.state is not State.CONFLICT and result.status == "passed":
                version = Versioned(item.version.data_version, {})
                self._in_order[item.artifact] = Planned(
                    item.artifact, item.page, State.FRESH, (), version, result.status
                )

    async def _make(self, kind: AnyKind, item: Planned, facts: PageFacts) -> tuple[Region, Made]:
        started = time.monotonic()
        outcome = await self._author.write(kind, item, facts, self._linkable)
        claude = self._author.claude if item.brief else None
        if claude:
            # Before the page: a page whose content is missing would be written again.
            await self._on_disk(self._contents.keep, item.page, {kind.name: content_of(item, outcome, claude)})
        elif kind.asks_model:
            self._contents.withdraw(item.page, [kind.name])
        self.survey.keep(item.artifact, outcome.prose, is_written=claude is not None)
        status = self._enter(item, outcome)
        body = outcome.body
        if outcome.failure is not None and outcome.failure.stage is Stage.DIAGRAM:
            body = kind.render(replace(facts, no_diagram=True), outcome.prose)
        digest = body_digest(body)
        if item.state is State.CONFLICT:
            body, digest, status = self._with_text_of_people(item, body, status)
        header = RegionHeader(
            kind=kind.name,
            partition=item.artifact.key,
            data_version=item.version.data_version,
            body_sha256=digest,
            code_version=code_version(kind.name),
            writer=claude.name if claude else STATIC.name,
            model=claude.model if claude else None,
            status=status,
            attempts=outcome.attempts,
            parts=item.version.parts,
        )
        made = Made(
            item,
            status,
            was_fresh=False,
            body=body,
            attempts=outcome.attempts,
            seconds=time.monotonic() - started,
            tally=outcome.tally,
            elided=outcome.elided,
        )
        return Region(kind.name, header, body), made

    def _enter(self, item: Planned, outcome: Outcome[Prose]) -> Status:
        """Enter the outcome of the checks, and return the artifact's status."""
        artifact = str(item.artifact)
        failure = outcome.failure
        self._disputes.settle(artifact, [stage for stage in Stage if failure is None or stage != failure.stage])
        if failure is None:
            return outcome.status
        entry = self._disputes.put(
            _dispute(item, failure, outcome.attempts), inputs_changed=self._inputs_changed(item, besides="resolution")
        )
        return "passed" if entry.is_resolved else "disputed"

    def _inputs_changed(self, item: Planned, *, besides: str) -> bool:
        standing = self._found.regions.get((item.page, item.artifact.kind))
        if standing is None or standing.header is None:
            return True
        old, new = dict(standing.header.parts), dict(item.version.parts)
        old.pop(besides, None)
        new.pop(besides, None)
        return old != new

    def _with_text_of_people(self, item: Planned, proposed: str, status: Status) -> tuple[str, str, Status]:
        """Return body, digest and status of a region that a person edited and whose inputs changed."""
        artifact = str(item.artifact)
        theirs = self._found.regions[item.page, item.artifact.kind].text or ""
        decision = self._disputes.edit_decision(artifact)
        if decision == REPLACE or normalised(theirs) == normalised(proposed):
            self._proposals.discard(artifact)
            return proposed, body_digest(proposed), status
        if decision == KEEP:
            # The digest stays that of the generated text, so that the region goes on counting as edited.
            self._proposals.discard(artifact)
            return theirs, body_digest(proposed), status
        self._proposals.add(artifact)
        self._disputes.put(
            Dispute(
                artifact=artifact,
                stage=EDIT_STAGE,
                severity="major",
                doer_said=f"The section would now read as proposed on {item.page}.",
                checker_said="It holds text of a person, and its sources or its markers changed since.",
                attempts=1,
                suggested_fixes=(KEEP, REPLACE),
            ),
            inputs_changed=False,
        )
        note = "The sources have changed since this section was edited. It would now read:"
        body = conflict_body(theirs, proposed, note)
        return body, body_digest(body), "disputed"

    def _fail(self, artifact: Artifact, reason: str) -> None:
        self.failures.append(Failed(artifact, reason))
        about = reason.replace(artifact.key, "…").replace(decode(artifact.key), "…")
        self._same_failures = self._same_failures + 1 if about == self._last_failure else 1
        self._last_failure = about
        if self._same_failures >= MOST_SAME_FAILURES:
            raise RepeatedFailureError(
                f"Stopped after the same failure {MOST_SAME_FAILURES} times in a row: {reason.rstrip('.')}. "
                "What was finished is kept. Mend the cause, and materialize again."
            )

    def _show_standing(self) -> None:
        """Hand the README what it says of disputes and orphans."""
        disputes = []
        for dispute in self._disputes.open():
            kind, _, key = dispute.artifact.removesuffix("]").partition("[")
            owner = kinds().get(kind)
            page = self.survey.layout.find(owner.grain, key) if owner else None
            if page is not None:
                disputes.append(Disputed(dispute.artifact, page, dispute.id, dispute.checker_said))
        self.survey.standing = TreeStanding(tuple(disputes), tuple(sorted(self._orphans)))

    @cached_property
    def _linkable(self) -> frozenset[str]:
        return frozenset({*self.survey.layout.pages(), *self._orphans, FILE_NAME})


def _dispute(item: Planned, failure: Verdict, attempts: int) -> Dispute:
    # A reviewer may fail a draft for minor issues alone.
    serious = next((issue for issue in failure.issues if issue.severity != "minor"), failure.issues[0])
    return Dispute(
        artifact=str(item.artifact),
        stage=str(failure.stage),
        severity=serious.severity,
        doer_said=serious.location,
        checker_said=failure.summary,
        attempts=attempts,
        suggested_fixes=tuple(dict.fromkeys(issue.suggested_fix for issue in failure.issues)),
    )


def _sentence(error: Exception) -> str:
    text: Any = str(error) or type(error).__name__
    return text if type(error).__module__.startswith("designdoc_assets") else f"{type(error).__name__}: {text}"
