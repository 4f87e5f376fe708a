"""Carrying out a plan: write, check, publish, partition by partition. Knows nothing of Dagster.

A `Production` is one run's view of one target. What is finished is on disk before the next partition is begun, so a
run may end at any moment; what failed is kept, and named at the end.
"""

import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from designdoc_assets.artifacts.canonical import Versioned, sha256
from designdoc_assets.artifacts.checks import Draft, check
from designdoc_assets.artifacts.kind import AnyKind, Artifact, Grain, PageFacts, Prose
from designdoc_assets.artifacts.registry import code_version, kinds
from designdoc_assets.artifacts.survey import Disputed, Survey, TreeStanding
from designdoc_assets.pages.conflicts import conflict_body
from designdoc_assets.pages.dispute_ledger import EDIT_STAGE, KEEP, REPLACE, DisputeLedger
from designdoc_assets.pages.disputes import FILE_NAME, Dispute, DisputeFile
from designdoc_assets.pages.publishing import Place, publish, withdraw
from designdoc_assets.pages.regions import Region, RegionHeader, Status, body_digest, normalised
from designdoc_assets.pages.tree import DocsTree
from designdoc_assets.planning import Gone, Plan, Planned, Planner, State, WriterId, scan
from designdoc_assets.source.keys import PartitionKey, decode
from designdoc_assets.source.snapshot import Snapshot
from designdoc_assets.writing.loop import Outcome, Writer, produce
from designdoc_assets.writing.verdict import Stage, Verdict

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
    """

    def __init__(
        self,
        snapshot: Snapshot,
        tree: DocsTree,
        writer: Writer,
        selected: Sequence[AnyKind],
        forced: Collection[str] = (),
    ) -> None:
        """Read the docs tree; nothing is changed but leftovers of killed runs.

        Raises:
            OutputError: The docs tree cannot be read or written.
        """
        tree.check_writable()
        tree.sweep()
        self.kinds = selected
        self.failures: list[Failed] = []
        self._tree = tree
        self._writer = writer
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
        self.survey = Survey(snapshot, kinds(), edited)
        self._planner = Planner(
            self.survey, self._found, WriterId(writer.name, writer.model), self._disputes, frozenset(forced)
        )
        self._last_failure, self._same_failures = "", 0
        self._show_standing()

    @cached_property
    def plan(self) -> Plan:
        """What there was to do when the run began."""
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
        for key in keys:
            if key in known:
                yield from self._make_partition(selected, key, with_fresh=with_fresh)
            else:
                # Not counted as a failure that repeats: a whole folder may be gone, its partitions side by side.
                reason = "it is no longer in the target. Materialize repo_snapshot, which removes its partition"
                self.failures += [Failed(Artifact(kind.name, key), reason) for kind in selected]
        self._tree.flush()

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
        return None if any(plan.due()) else (plan, self._digests)

    def open_disputes(self, kind: str) -> list[Dispute]:
        """Return what waits for a person, of one kind."""
        return [dispute for dispute in self._disputes.open() if dispute.artifact.startswith(f"{kind}[")]

    def _make_partition(self, selected: Sequence[AnyKind], key: PartitionKey, *, with_fresh: bool) -> Iterator[Made]:
        made: list[Made] = []
        fresh: list[Made] = []
        regions: list[Region] = []
        for kind in selected:
            try:
                facts = kind.facts(key, self.survey)
                item = self._planner.item(kind, key, facts)
                if item.is_due:
                    region, result = self._make(kind, item, facts)
                    regions.append(region)
                    made.append(result)
                elif with_fresh:
                    fresh.append(self.as_it_stands(item))
            except Exception as error:  # noqa: BLE001 - one artifact's failure, of whatever sort, is its own
                self._fail(Artifact(kind.name, key), _sentence(error))
        if regions:
            grain = selected[0].grain
            order = [kind.name for kind in kinds().values() if kind.grain == grain]
            place = Place(made[0].planned.page, grain, key, order)
            try:
                before, after = publish(self._tree, self.survey.layout, place, regions, self._text_of_people(place))
                self._note(made, place.page, before, after)
                self._orphans.discard(place.page)
                self._last_failure, self._same_failures = "", 0
            except Exception as error:  # noqa: BLE001 - see above
                for result in made:
                    self._fail(result.planned.artifact, _sentence(error))
                made = []
        yield from (*fresh, *made)

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

    def _make(self, kind: AnyKind, item: Planned, facts: PageFacts) -> tuple[Region, Made]:
        started = time.monotonic()
        outcome = produce(_Job(kind, facts, self._linkable), self._writer)
        self.survey.keep(item.artifact, outcome.prose)
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
            writer=self._writer.name if kind.asks_model else "static",
            model=self._writer.model if kind.asks_model else None,
            status=status,
            attempts=outcome.attempts,
            parts=item.version.parts,
        )
        seconds = time.monotonic() - started
        made = Made(item, status, was_fresh=False, body=body, attempts=outcome.attempts, seconds=seconds)
        return Region(kind.name, header, body), made

    def _enter(self, item: Planned, outcome: Outcome[Prose]) -> Status:
        """Enter the outcome of the checks, and return the artifact's status."""
        artifact = str(item.artifact)
        failure = outcome.failure
        self._disputes.settle(artifact, [stage for stage in Stage if failure is None or stage != failure.stage])
        if failure is None:
            return "passed"
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


class _Job:
    """One artifact as the writing loop sees it."""

    def __init__(self, kind: AnyKind, facts: PageFacts, pages: frozenset[str]) -> None:
        self._kind = kind
        self._facts = facts
        self._pages = pages

    def describe(self) -> Prose:
        prose: Prose = self._kind.describe(self._facts)
        return prose

    def render(self, prose: Prose) -> str:
        return self._kind.render(self._facts, prose)

    def check(self, prose: Prose, body: str) -> list[Verdict]:
        return check(Draft(self._kind, self._facts, prose, body), self._pages)


def _dispute(item: Planned, failure: Verdict, attempts: int) -> Dispute:
    serious = next(issue for issue in failure.issues if issue.severity != "minor")
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
