"""Writes the prose of one artifact: from facts, by a model, or from what a model wrote of the same inputs before."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from designdoc_assets.artifacts.artifact import Prose
from designdoc_assets.artifacts.canonical import digest_besides
from designdoc_assets.artifacts.checks import Draft, check
from designdoc_assets.artifacts.kind import AnyKind
from designdoc_assets.artifacts.naming_known import Names
from designdoc_assets.artifacts.page_facts import PageFacts
from designdoc_assets.artifacts.survey import Survey
from designdoc_assets.making.plan import DECIDED_OR_TOOL, Planned
from designdoc_assets.making.standing import found_by_code
from designdoc_assets.pages.content import Content
from designdoc_assets.writing.brief import Brief
from designdoc_assets.writing.claude import Claude
from designdoc_assets.writing.client import Asker
from designdoc_assets.writing.loop import Outcome, Written, describe, produce, render_again
from designdoc_assets.writing.verdict import Check, Issue, Verdict


class Author:
    """Writes artifacts.

    Attributes:
        claude: The model's writer and reviewer; None for the static writer.
    """

    def __init__(self, claude: Claude | None, survey: Survey) -> None:
        self.claude = claude
        self._survey = survey

    async def write(self, kind: AnyKind, item: Planned, facts: PageFacts, pages: Collection[str]) -> Outcome[Prose]:
        """Return the outcome for one artifact.

        Raises:
            BudgetExhaustedError: The budget does not allow a call.
            ProviderStoppedError: The provider takes no call of this run.
            CallFailedError: The provider did not answer.
            UnusableAnswerError: No answer was usable.
        """
        job = _Job(kind, facts, pages, item.brief, self._survey)
        if item.brief is None or self.claude is None:
            return describe(job)
        written = _written(item.brief, item.stored) if item.stored and not item.is_anew else None
        if written and written.status != "unreviewed":
            outcome = render_again(job, written)
            if outcome is not None:
                return outcome
            written = None
        if item.standing:
            written = replace(_written(item.brief, item.standing), failures=found_by_code(item))
        return await produce(job, item.brief, Asker(kind.name, str(item.artifact)), self.claude, written)


def content_of(item: Planned, outcome: Outcome[Prose], writer: Claude, names: Mapping[str, str]) -> Content:
    """Return what the content store keeps of an artifact that a model wrote, and of what that names."""
    assert item.brief is not None  # a model wrote it
    was_asked = outcome.tally.was_asked
    prose = outcome.prose.model_dump(mode="json")
    return Content(
        partition=item.artifact.key,
        prose_version=item.prose_version,
        writer=writer.name,
        model=writer.model,
        status=outcome.status,
        attempts=outcome.attempts,
        prose=prose,
        failure=_plain(outcome.failures[0]) if outcome.failures else None,
        also_failed=tuple(map(_plain, outcome.failures[1:])),
        elided=item.stored.elided if item.stored and not was_asked else outcome.elided,
        inputs=digest_besides(item.version, DECIDED_OR_TOOL) if outcome.failures else "",
        names=names,
        form=item.stored.form if item.stored and not was_asked else item.brief.form,
        parts=item.stored.parts if item.stored and not was_asked else item.brief.parts,
        written_for=_written_for(item, prose, is_disputed=outcome.status == "disputed"),
    )


def _written_for(item: Planned, prose: Mapping[str, Any], *, is_disputed: bool) -> str:
    """Return what prose was written for that stood before and is kept as it was; empty for what is shown now."""
    if item.stored and item.stored.prose == prose:
        return item.stored.written_for
    if item.standing and item.standing.prose == prose and not is_disputed:
        return item.standing.written_for or item.standing.prose_version
    return ""


class _Job:
    """One artifact as the writing loop sees it."""

    def __init__(
        self, kind: AnyKind, facts: PageFacts, pages: Collection[str], brief: Brief | None, survey: Survey
    ) -> None:
        self._kind = kind
        self._facts = facts
        self._pages = pages
        self._members: Sequence[str] = brief.members if brief else ()
        self._languages: Collection[str] = brief.languages if brief else ()
        self._survey = survey

    def describe(self) -> Prose:
        prose: Prose = self._kind.describe(self._facts)
        return prose

    def render(self, prose: Prose) -> str:
        return self._kind.render(self._facts, prose)

    def check(self, prose: Prose, body: str, names: frozenset[str] | None) -> list[Verdict]:
        known = None if names is None else (Names.of(names), self._survey.names)
        return check(Draft(self._kind, self._facts, prose, body, known, self._members, self._languages), self._pages)


def _written(brief: Brief, stored: Content) -> Written[Prose]:
    prose = stored.typed(brief.answer)
    assert isinstance(prose, Prose)  # planning took no other for stored
    failures = [stored.failure, *stored.also_failed] if stored.failure else []
    return Written(prose, stored.status, stored.attempts, tuple(map(_verdict, failures)))


def _plain(verdict: Verdict) -> dict[str, Any]:
    return {**asdict(verdict), "stage": str(verdict.stage)}


def _verdict(plain: Mapping[str, Any]) -> Verdict:
    issues = tuple(Issue(**issue) for issue in plain["issues"])
    return Verdict(Check(plain["stage"]), plain["status"], plain["summary"], issues)
