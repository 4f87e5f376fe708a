"""Makes the artifacts of a few partitions that share a page: facts, prose, checks, publication."""

import time
from collections.abc import Callable, Iterable
from dataclasses import replace

from designdoc_assets.artifacts.artifact import Artifact
from designdoc_assets.artifacts.kind import AnyKind
from designdoc_assets.artifacts.mentioned import mentions
from designdoc_assets.artifacts.page_facts import PageFacts
from designdoc_assets.artifacts.registry import kinds
from designdoc_assets.disputes.file import id_for
from designdoc_assets.disputes.remarks import remark, with_remark
from designdoc_assets.making.authoring import Author, content_of
from designdoc_assets.making.found import slot_of
from designdoc_assets.making.human_input import HumanInput
from designdoc_assets.making.outcomes import Made
from designdoc_assets.making.plan import PERSON, STATIC, Planned, State, WriterId
from designdoc_assets.making.planning import Planner
from designdoc_assets.making.progress import RunProgress
from designdoc_assets.making.publication import Publication, header_of
from designdoc_assets.pages.errors import SupersededError
from designdoc_assets.pages.regions import Region, body_digest
from designdoc_assets.spending.budget import BudgetExhaustedError
from designdoc_assets.spending.database import JournalError
from designdoc_assets.writing.failures import ProviderStoppedError
from designdoc_assets.writing.verdict import Check

_NOT_ITS_OWN = (ProviderStoppedError, JournalError, SupersededError)
"""Errors that end the run, since they would meet every other artifact as well."""


class Maker:
    """Makes artifacts, and puts them on their pages."""

    def __init__(
        self,
        planner: Planner,
        author: Author,
        human_input: HumanInput,
        publication: Publication,
        progress: RunProgress,
    ) -> None:
        """Take what making needs; nothing is made yet.

        Args:
            planner: Plans the artifacts of the target against the docs tree.
            author: Writes the prose.
            human_input: The edits and disputes of the run.
            publication: Writes the pages.
            progress: Where the artifacts in work are noted.
        """
        self._planner = planner
        self._survey = planner.survey
        self._contents = planner.workspace.contents
        self._author = author
        self._human_input = human_input
        self._publication = publication
        self._outcomes = publication.outcomes
        self._progress = progress

    async def make(self, artifacts: Iterable[Artifact], is_told: Callable[[Artifact], bool]) -> list[Made]:
        """Make the due ones among some artifacts of one page.

        Args:
            artifacts: The artifacts, in order.
            is_told: Returns whether an artifact is returned even if it turns out fresh.

        Raises:
            RepeatedFailureError: The same failure came five times in a row.
        """
        new: list[tuple[Made, Region]] = []
        fresh: list[Made] = []
        stopped: Exception | None = None
        has_failed = False
        for artifact in artifacts:
            kind = kinds()[artifact.kind]
            try:
                facts = kind.facts(artifact.key, self._survey)
                item = self._planner.item(kind, artifact.key, facts)
                if item.is_due:
                    with self._progress.working(kind.name, artifact.key):
                        region, result = await self._make(kind, item, facts)
                    new.append((result, region))
                else:
                    self._outcomes.unchanged.add(artifact)
                    fresh += [self._publication.as_it_stands(item)] if is_told(artifact) else []
            except BudgetExhaustedError as error:
                self._outcomes.leave(artifact, error)
            except _NOT_ITS_OWN as error:
                stopped = error
            except Exception as error:  # noqa: BLE001 - one artifact's failure, of whatever sort, is its own
                has_failed = True
                self._outcomes.fail([artifact], error)
        made = await self._publication.publish(new) if new else []
        # An artifact that no model writes can be made while all calls fail: it does not end a row of failures.
        if not has_failed and any(result.planned.brief or self._author.claude is None for result in made):
            self._outcomes.succeed()
        if stopped:
            raise stopped
        return [*fresh, *made]

    async def _make(self, kind: AnyKind, item: Planned, facts: PageFacts) -> tuple[Region, Made]:
        started = time.monotonic()
        outcome = await self._author.write(kind, item, facts, self._publication.linkable)
        claude = self._author.claude if item.brief else None
        before = self._contents.find(kind.name, item.artifact.key)
        slot = slot_of(item.artifact, item.page)
        if claude:
            # Content is stored before the page: a page whose content is missing would be written, and paid, again.
            names = mentions(kind.grain, item.artifact.key, outcome.prose, self._survey)
            content = content_of(item, outcome, claude, names)
            await self._publication.on_disk(self._contents.keep, item.page, slot, content)
            if content.written_for != (item.stored.written_for if item.stored else ""):
                # Its prose is kept, and so its page keeps its version; or it no longer is what was kept.
                item = replace(item, version=self._planner.item(kind, item.artifact.key, facts).version)
        elif kind.asks_model:
            self._contents.withdraw(item.page, [slot])
        self._survey.keep(item.artifact, outcome.prose, is_written=claude is not None)
        status = self._human_input.enter(item, outcome, before)
        body = outcome.body
        if any(failure.stage is Check.DIAGRAM for failure in outcome.failures):
            body = kind.render(replace(facts, no_diagram=True), outcome.prose)
        ids = [id_for(str(item.artifact), failure.stage) for failure in outcome.failures]
        body = with_remark(body, remark(status, ids, facts), facts)
        digest = body_digest(body)
        if item.state is State.CONFLICT:
            body, digest, status = self._human_input.merge(item, body, status)
        writer = WriterId(claude.name, claude.model) if claude else STATIC
        header = header_of(item, digest, status, writer)
        made = Made(
            item,
            status,
            was_fresh=False,
            body=body,
            attempts=outcome.attempts,
            seconds=time.monotonic() - started,
            tally=outcome.tally,
            elided=outcome.elided,
            writer=writer.name,
            model=writer.model,
            beside=kind.beside(facts),
        )
        return Region(kind.name, header, body), made

    async def replace(self, artifact: Artifact, text: str) -> list[Made]:
        """Put a person's own text in the place of an artifact's section, as if they had edited the page.

        Returns:
            The artifact; empty if the text was there before.
        """
        kind = kinds()[artifact.kind]
        item = self._planner.item_now(kind, artifact.key)
        standing = self._planner.workspace.found_region(item.page, artifact)
        if item.state is State.KEPT and standing is not None and standing.text == text:
            return []
        # There is no generated text: the whole section counts as a person's edit from now on.
        header = header_of(item, body_digest(""), "passed", PERSON)
        item = replace(item, reasons=("a person's own text took the place of a passage in dispute",))
        made = [Made(item, "passed", was_fresh=False, body=text, writer=PERSON.name)]
        region = Region(kind.name, header, text)
        made = await self._publication.publish([(made[0], region)])
        if made:
            self._human_input.take_over(artifact, text)
        return made
