"""What is still to be done while a run is under way, and whether the next run will find nothing to do."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from designdoc_assets.artifacts.canonical import sha256
from designdoc_assets.artifacts.registry import kinds
from designdoc_assets.disputes.file import FILE_NAME
from designdoc_assets.languages.keys import PartitionKey
from designdoc_assets.making.plan import Plan, Planned, State
from designdoc_assets.making.planning import NOT_REVIEWED, Planner
from designdoc_assets.making.publication import Publication

README = PartitionKey("README")


class Remainder:
    """The part of a plan that is not done yet."""

    def __init__(
        self,
        plan: Callable[[], Plan],
        planner: Planner,
        publication: Publication,
    ) -> None:
        """Take the plan, and where its outcomes are noted.

        Args:
            plan: Returns the plan.
            planner: Plans the artifacts of the target against the docs tree.
            publication: Knows the regions that the run wrote.
        """
        self._plan = plan
        self._planner = planner
        self._publication = publication
        self._outcomes = publication.outcomes
        self._workspace = planner.workspace
        self._ledger = planner.workspace.disputes

    def left_in_order(self) -> Mapping[str, str] | None:
        """Return the digests of the docs tree's files if the next run will find nothing to do; None otherwise."""
        disputes = self._workspace.tree.read_text(FILE_NAME)
        items = [item for planned in self._plan().items.values() for item in planned]
        is_in_order = (
            not self._outcomes.failures
            and self._ledger.is_told_by(disputes)
            and all(map(self._stands_in_order, items))
            and self._readme_stands(items)
        )
        if not is_in_order:
            return None
        digests = self._publication.digests | self._workspace.contents.digests
        return digests if disputes is None else digests | {FILE_NAME: sha256(disputes)}

    @property
    def has_changed_pages(self) -> bool:
        """Whether this run changed pages."""
        return self._publication.digests != self._workspace.found.digests

    def plan_now(self) -> Plan:
        """Return the plan with the outcomes so far: its due artifacts are those that are still to be made."""
        items = {kind: [self._with_outcome(item) for item in planned] for kind, planned in self._plan().items.items()}
        return Plan(items, ())

    def _with_outcome(self, item: Planned) -> Planned:
        """Return a planned artifact as the next plan will find it: what was made is judged as it stands on its page."""
        if item.artifact not in self._outcomes.made:
            is_done = item.is_due and item.artifact in self._outcomes.unchanged
            return replace(item, state=State.FRESH, reasons=()) if is_done else item
        status = self._outcomes.made[item.artifact]
        version, region = self._publication.written.get(item.artifact, (item.version, None))
        state: State = State.FRESH
        reasons: tuple[str, ...] = ()
        if region is not None:
            state, reasons = self._planner.judge(item.artifact, version, region)
        if state is State.FRESH and status == "unreviewed":
            state, reasons = State.STALE, (NOT_REVIEWED,)
        return replace(item, state=state, reasons=reasons, version=version, status=status)

    def _stands_in_order(self, item: Planned) -> bool:
        """Whether the next run will leave an artifact as it is, with disputes and regions as they are now."""
        made = self._publication.written.get(item.artifact)
        if made is None and item.is_due:
            return False
        version, standing = made or (item.version, self._workspace.found_region(item.page, item.artifact))
        if standing is None or (made is None and item.state is State.FRESH and item.status == "passed"):
            return True
        state, _ = self._planner.judge(item.artifact, version, standing)
        is_reviewed = standing.header is not None and standing.header.status != "unreviewed"
        return is_reviewed and state in {State.FRESH, State.KEPT}

    def _readme_stands(self, items: Iterable[Planned]) -> bool:
        """Whether the README, which was written before the run's end, still shows what waits for a person."""
        for item in items:
            if item.artifact.key == README and (self._publication.orphans or any(self._ledger.open())):
                version, _ = self._publication.written.get(item.artifact, (item.version, None))
                now = self._planner.item_now(kinds()[item.artifact.kind], README)
                if now.version.data_version != version.data_version:
                    return False
        return True
