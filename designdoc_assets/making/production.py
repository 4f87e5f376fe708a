"""Carries out a plan: writes, checks and publishes, partition by partition. Knows nothing of Dagster.

A `Production` is one run's view of one target. What is finished is on disk before the next partition is begun, so a
run may end at any moment; what failed is kept, and named at the end.
"""

import asyncio
from collections.abc import Callable, Collection, Coroutine, Generator, Iterable, Iterator, Sequence
from functools import cached_property, partial
from typing import Any, TypeVar

from designdoc_assets.analysis.grains import Grain
from designdoc_assets.artifacts.artifact import Artifact
from designdoc_assets.artifacts.kind import AnyKind
from designdoc_assets.artifacts.registry import described, kinds
from designdoc_assets.artifacts.survey import Survey, TreeStatus
from designdoc_assets.languages.keys import PartitionKey
from designdoc_assets.making.authoring import Author
from designdoc_assets.making.dispute_resolver import DisputeResolver
from designdoc_assets.making.human_input import HumanInput
from designdoc_assets.making.lookahead import Ahead
from designdoc_assets.making.maker import Maker
from designdoc_assets.making.outcomes import Failed, Made, Outcomes
from designdoc_assets.making.page_groups import SharedPages, by_page
from designdoc_assets.making.plan import STATIC, Gone, Plan, Planned, WriterId
from designdoc_assets.making.planning import Planner
from designdoc_assets.making.progress import Money, RunProgress
from designdoc_assets.making.publication import Publication
from designdoc_assets.making.remainder import README, Remainder
from designdoc_assets.making.running import finish
from designdoc_assets.making.whereabouts import by_name, what_became_of
from designdoc_assets.making.workers import as_finished
from designdoc_assets.making.workspace import Workspace
from designdoc_assets.pages.sources import SourceUrls
from designdoc_assets.source import collector
from designdoc_assets.source.snapshot import Snapshot
from designdoc_assets.writing.claude import Claude

T = TypeVar("T")

_AT_ONCE_ON_A_SERVER = 8
"""Pages that are written to object storage at a time; each takes some 80 ms."""


class Production:
    """Makes the artifacts of one target.

    Attributes:
        survey: What is known of the target.
        kinds: The selected kinds, in order.
        outcomes: The artifacts that were made, that failed, and that the budget did not allow so far.
        progress: How far the run is.
        publication: The pages, as far as the run knows and changes them.
        remainder: What is still to be done.
        resolver: Finds and resolves single disputes.
    """

    def __init__(  # noqa: PLR0913 - what a run is about, whole
        self,
        snapshot: Snapshot,
        workspace: Workspace,
        claude: Claude | None,
        selected: Sequence[AnyKind],
        forced: Collection[str] = (),
        *,
        parallelism: int = 1,
        model_diagrams: bool = False,
        sources: SourceUrls | None = None,
        context_tokens: int = 0,
        progress: RunProgress | None = None,
    ) -> None:
        """Take everything that a run needs; nothing is made yet.

        Args:
            snapshot: The target.
            workspace: The docs tree.
            claude: The writer of prose; None for the static writer.
            selected: The kinds to make, in order.
            forced: What to make anew although nothing changed: `*`, kinds, or `kind[partition]`.
            parallelism: How many calls of a model may be in flight.
            model_diagrams: Whether a model chooses what diagrams show.
            sources: The addresses of the source, for links on pages.
            context_tokens: The most tokens of context that a model is shown of one artifact.
            progress: Where it is noted how far the run is.
        """
        self.progress = progress or RunProgress()
        self.progress.enter("Planning")
        if claude:
            self.progress.money = lambda: Money(claude.total.cost, claude.in_flight)
        self._selected = selected  # of which the README is brought up to date, whatever is narrowed
        self.kinds = selected
        """The selected kinds; `narrow` leaves some of them."""
        self.outcomes = Outcomes()
        self._claude = claude
        self._workspace = workspace
        self._tree = workspace.tree
        # While the drafts of one chain of calls are checked and published, another chain takes its place.
        self._width = 2 * parallelism if claude else 1 if self._tree.folder else _AT_ONCE_ON_A_SERVER
        self._loop = asyncio.new_event_loop()
        self._ahead = Ahead(self._loop, self._due, self._make_stale)
        self._human_input = HumanInput(workspace)
        self.survey = Survey(
            snapshot,
            described,
            self._human_input.edited,
            workspace.prose if claude else lambda artifact: None,
            model_diagrams=model_diagrams and claude is not None,
            sources=sources,
            status=workspace.status if claude else lambda artifact: None,
            context_tokens=context_tokens,
        )
        writer = WriterId(claude.name, claude.model) if claude else STATIC
        self._planner = Planner(self.survey, workspace, writer, forced)
        is_slow = claude is not None or self._tree.folder is None
        self.publication = Publication(self.survey, workspace, self.outcomes, is_slow=is_slow)
        self._maker = Maker(
            self._planner, Author(claude, self.survey), self._human_input, self.publication, self.progress
        )
        self._shared = SharedPages(self.survey)
        self.remainder = Remainder(lambda: self.plan, self._planner, self.publication)
        self.resolver = DisputeResolver(self.survey, workspace, lambda: {kind.name for kind in self.kinds})
        self._show_tree_status()

    @cached_property
    def plan(self) -> Plan:
        """What there is to do: as it was when the run began; of what is written from others, as these turned out."""
        if self._claude or self._workspace.found.regions:  # else nothing is compared, and everything is missing
            self._relate()
        plan = self._planner.plan(self.kinds, self.progress.note)
        self.progress.expect({kind: sum(item.is_due for item in items) for kind, items in plan.items.items()})
        return plan

    def plan_of(self, selected: Iterable[AnyKind]) -> Plan:
        """Return the plan of kinds that this run does not make, now that it made the kinds that they read."""
        return self._planner.plan(selected)

    @cached_property
    def _planned_as_due(self) -> frozenset[Artifact]:
        return frozenset(item.artifact for item in self.plan.due())

    def _relate(self) -> None:
        """Find who uses whom, if that is not done: all of it stays until the end, so no garbage is looked for."""
        if not self.survey.relations.are_found:
            with collector.kept_off():
                self.survey.relations.find()

    def narrow(self, names: Collection[str]) -> None:
        """Make no kinds but these."""
        self.kinds = [kind for kind in self.kinds if kind.name in names]

    def due(self, grain: Grain) -> list[PartitionKey]:
        """Return the partitions of a grain that the plan has something to do for.

        Documents are all returned: they show how the rest of the run went.
        """
        if grain is Grain.DOCUMENTS:
            return list(self.survey.keys(grain))
        self._plan_again(grain)
        return self._due(grain)

    def make(
        self,
        grain: Grain,
        keys: Iterable[PartitionKey],
        *,
        with_fresh: bool = False,
        ahead: Sequence[Grain] = (),
    ) -> Generator[Made]:
        """Make the due artifacts of some partitions.

        Args:
            grain: Their grain.
            keys: The partitions.
            with_fresh: Return the fresh artifacts as well. What was planned as due is returned in any case.
            ahead: Grains that are made next. Where a model writes, what of them reads nothing that is still being made
                need not wait, and is returned in its turn; else what shares a page is made and returned with it.

        Raises:
            RepeatedFailureError: The same failure came five times in a row.
        """
        self._relate()
        selected = self._kinds_of(grain)
        known = {key for kind in selected for key in kind.keys(self.survey)}
        keys = list(keys)
        self._expect(selected, frozenset(keys))
        for kind in selected:
            self.outcomes.expect(kind.name, len(keys) if with_fresh else len(kind.keys(self.survey)))
        self.note_gone(grain, keys, [kind.name for kind in selected])
        # The README shows the outcome of all others, so it waits for them.
        ordered = sorted((key for key in keys if key in known), key=lambda key: key == README)
        ordered = [key for key in ordered if (grain, key) not in self._shared.made]
        sharing = () if self._claude else ahead
        self._shared.due = frozenset((later, key) for later in sharing for key in self._due(later))
        ahead = [later for later in ahead if self._claude and self._kinds_of(later)]
        self._ahead.line_up(ahead, grain, ordered)
        begin_ahead = partial(self._ahead.begin, ahead)
        for group in ([key for key in ordered if key != README], [key for key in ordered if key == README]):
            # Where a model writes, each partition is made alone: the others of its page shall not wait for its answers.
            together = [[key] for key in group] if self._claude else by_page(self.survey, grain, group)
            jobs = (self._job(grain, selected, sharing_page, with_fresh=with_fresh) for sharing_page in together)
            for made in as_finished(self._loop, jobs, self._width, begin_ahead):
                yield from made
            if group and README in keys:
                self._show_tree_status()
        self._tree.flush()
        self.progress.end([kind.name for kind in selected])

    def note_gone(self, grain: Grain, keys: Iterable[PartitionKey], names: Sequence[str]) -> None:
        """Note what became of partitions that were asked for and are gone, for the kinds of these names."""
        known = {key for kind in self._kinds_of(grain) for key in kind.keys(self.survey)}
        named = by_name(known)
        became = {key: what_became_of(grain, key, named, self.survey.snapshot) for key in keys if key not in known}
        self.outcomes.gone({Artifact(name, key): sentence for key, sentence in became.items() for name in names})

    def _expect(self, selected: Sequence[AnyKind], keys: Collection[PartitionKey]) -> None:
        """Note how many of some partitions are due, as far as the plan knows."""
        planned = {kind.name: self.plan.items[kind.name] for kind in selected}
        self.progress.expect(
            {kind: sum(i.is_due and i.artifact.key in keys for i in items) for kind, items in planned.items()}
        )
        self.progress.make()

    def _job(
        self, grain: Grain, selected: Sequence[AnyKind], keys: Sequence[PartitionKey], *, with_fresh: bool
    ) -> Callable[[], Coroutine[Any, Any, list[Made]]]:
        # Something is begun ahead only where a model writes, and there each group has one partition.
        begun = self._ahead.take(grain, keys[0])
        if begun:
            return partial(_finished, begun)
        return partial(self._make_partitions, selected, keys, with_fresh=with_fresh)

    def items(self, grain: Grain, keys: Collection[PartitionKey]) -> list[Planned]:
        """Return the plan of some partitions."""
        return [
            item for kind in self._kinds_of(grain) for item in self.plan.items[kind.name] if item.artifact.key in keys
        ]

    def _kinds_of(self, grain: Grain) -> list[AnyKind]:
        return [kind for kind in self.kinds if kind.grain == grain]

    def _due(self, grain: Grain) -> list[PartitionKey]:
        """Return the partitions of a grain in which the current plan has something due."""
        names = {kind.name for kind in self._kinds_of(grain)}
        return list(dict.fromkeys(item.artifact.key for item in self.plan.due() if item.artifact.kind in names))

    def replace(self, artifact: Artifact, text: str) -> list[Made]:
        """Put a person's own text in the place of an artifact's section; return the artifact if its page changed."""
        return finish(self._loop, self._maker.replace(artifact, text))

    def remake_readme(self) -> Iterator[Made]:
        """Make the README anew if it is stale, unless the settings leave out its kind."""
        selected = [kind for kind in self._selected if kind.grain is Grain.DOCUMENTS]
        jobs = [partial(self._make_partitions, selected, [README], with_fresh=False)] if selected else []
        for made in as_finished(self._loop, jobs, self._width):
            yield from made
        self._tree.flush()

    def stop(self) -> None:
        """Cancel what was begun ahead; the results of its calls in flight are lost."""
        self._ahead.cancel()

    def close(self) -> None:
        """Close the connections of calls."""
        self._planner.workspace.explanations.save()
        if not self._loop.is_closed():
            self._ahead.cancel()
            if self._claude:
                self._loop.run_until_complete(self._claude.close())
                self._loop.run_until_complete(self._loop.shutdown_default_executor())
            self._loop.close()

    def wait_for(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine on the event loop of the calls, and return its result."""
        return finish(self._loop, coroutine)

    def withdraw(self, gone: Iterable[Gone]) -> None:
        """Take away the regions of artifacts that are gone."""
        self.publication.withdraw(gone)
        self._show_tree_status()

    def settle(self) -> None:
        """Bring `hil-issues.yaml` up to date: disputes that are settled, or whose artifact is gone, are dropped."""
        known = {str(Artifact(k.name, key)) for k in kinds().values() for key in k.keys(self.survey)}
        self._human_input.settle(known, {str(failure.artifact) for failure in self.outcomes.failures})
        self._tree.flush()
        self._show_tree_status()

    def not_made(self) -> Iterator[Failed]:
        """Return the artifacts of the plan that failed, or are due and were not made, kind by kind, and why."""
        return self.outcomes.not_made(item for items in self.plan.items.values() for item in items)

    def _make_stale(self, grain: Grain, key: PartitionKey) -> Coroutine[Any, Any, list[Made]]:
        return self._make_partitions(self._kinds_of(grain), [key], with_fresh=False)

    async def _make_partitions(
        self, selected: Sequence[AnyKind], keys: Sequence[PartitionKey], *, with_fresh: bool
    ) -> list[Made]:
        grain = selected[0].grain
        others = self._shared.beside(grain, keys)
        self._shared.made.update(others)
        own = [Artifact(kind.name, key) for key in keys for kind in selected]
        more = [Artifact(kind.name, key) for later, key in others for kind in self._kinds_of(later)]
        try:
            return await self._maker.make([*own, *more], lambda each: with_fresh or each in self._planned_as_due)
        finally:
            for key in keys:
                self._ahead.note_end(grain, key)

    def _plan_again(self, grain: Grain) -> None:
        """Plan the kinds anew that are written from others, now that the texts of these are known."""
        items = {
            kind.name: self._planner.plan([kind]).items[kind.name]
            for kind in self._kinds_of(grain)
            if kind.reads and self._claude
        }
        if items:
            self.plan = Plan({**self.plan.items, **items}, self.plan.gone)
            self.__dict__.pop("_planned_as_due", None)  # cached from the plan before

    def _show_tree_status(self) -> None:
        """Hand the survey the disputes, orphans and unwritten pages that the README shows."""
        waiting = tuple(self._human_input.waiting(self.survey.layout))
        self.survey.tree_status = TreeStatus(
            waiting, tuple(sorted(self.publication.orphans)), frozenset(self.publication.unwritten())
        )


async def _finished(task: asyncio.Task[list[Made]]) -> list[Made]:
    """Return the artifacts of a task that was begun ahead."""
    return await task
