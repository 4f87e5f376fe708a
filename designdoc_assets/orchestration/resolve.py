"""`resolve_dispute`: a person decides one dispute, and the artifact that it is about is made in the same run.

What is written from that artifact is left to the next run of `design_docs`: a person who decides five disputes in a row
would else pay for the same package page five times.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import dagster as dg
from pydantic import Field

from designdoc_assets.analysis.grains import Grain
from designdoc_assets.artifacts.artifact import Artifact
from designdoc_assets.artifacts.registry import kinds
from designdoc_assets.disputes.file import FILE_NAME, Dispute
from designdoc_assets.disputes.replacing import Replacement, stands_in
from designdoc_assets.disputes.resolutions import DisputeAnswer, ResolutionError
from designdoc_assets.making.outcomes import Made
from designdoc_assets.orchestration import accounts, evaluations, reporting, staleness, stocktaking
from designdoc_assets.orchestration.delivery import delivered
from designdoc_assets.orchestration.failures import NO_RETRIES, exhausted, explained, raise_for
from designdoc_assets.orchestration.partitions import register
from designdoc_assets.orchestration.resources import DesignDocsResource
from designdoc_assets.orchestration.run_config import explained_job
from designdoc_assets.session.session import Session


class ResolutionConfig(dg.Config):
    """What a person decides."""

    id: str = Field(description="Of the dispute, as in hil-issues.yaml, the README of the docs, and failed checks.")
    resolution: str = Field(
        default="",
        description=(
            "What was decided, in a sentence that the writer and the reviewer of the section follow from now on. Of a "
            "dispute about text that a person edited (edit-...): `keep`, or `replace` by what is proposed."
        ),
    )
    replacement: str | None = Field(
        default=None,
        description=(
            "Your own text (Markdown) in the place of the passage in dispute; all else of the section stays. To say "
            "which part it is for, begin with that part's heading, as on the page. No model is asked; it is kept like "
            "any text that a person wrote there."
        ),
    )


@dg.op(description="Write down what a person decided about a dispute, and make its artifact.", out=dg.Out(dg.Nothing))
def resolve(context: dg.OpExecutionContext, config: ResolutionConfig, designdoc: DesignDocsResource) -> None:
    """Decide, make the artifact, and bring the index page up to date."""
    session = designdoc.session
    with (
        explained(),
        delivered(context, session, is_last=True),
        accounts.accounted(context, session, is_last=True),
    ):
        for warning in session.settings.warnings:
            context.log.warning(warning)
        staleness.known_to(context.instance, session)
        artifact = session.production.resolver.disputed(config.id.strip())
        answer = DisputeAnswer.of(config.id, config.resolution, config.replacement)
        dispute = session.production.resolver.dispute(answer.dispute_id)
        if dispute is None:
            _confirm(context, session, artifact, answer)
            return
        decided = answer.decides(dispute)
        replacement = (
            session.production.resolver.passage(dispute, artifact, answer.replacement) if answer.replacement else None
        )
        if session.plan_only:
            context.log.info(f"Only the plan was asked for: {artifact} and {FILE_NAME} are left as they are.")
            return
        if decided is not None:
            _write_down(context, session, dispute, decided)
        with _half_done(answer), explained():
            made = _make(context, session, artifact, replacement)
            raise_for(session.production.outcomes.failures, exhausted=exhausted(session))
        if made and replacement:
            context.log.info(f"Your text took the place of {replacement.passage} in {artifact}; all else of it stays.")
        if made:
            evaluations.log_evaluations(context, session, {artifact.kind, *made})
            context.log.info(_what_follows(artifact))
        else:
            context.log.info("Nothing has changed.")


def _confirm(context: dg.OpExecutionContext, session: Session, artifact: Artifact, answer: DisputeAnswer) -> None:
    """Say that there is nothing to decide: as when the same is launched twice."""
    if answer.replacement and not stands_in(session.production.survey.edited_text(artifact) or "", answer.replacement):
        page = session.production.survey.page(kinds()[artifact.kind].grain, artifact.key)
        raise ResolutionError(
            f"{artifact} waits for no decision, so {answer.dispute_id} takes no replacement. Write your text into "
            f"{page}: it is kept. Nothing is changed."
        )
    context.log.info(f"{artifact} waits for no decision: {answer.dispute_id} is settled. Nothing has changed.")


def _write_down(context: dg.OpExecutionContext, session: Session, dispute: Dispute, decided: str) -> None:
    if dispute.is_resolved and dispute.resolution != decided:
        context.log.info(f"{dispute.id} was resolved before: the new resolution takes the place of the old one.")
    session.production.resolver.decide(dispute, decided)
    context.log.info(f"The resolution of {dispute.id} is in {FILE_NAME}.")


@contextmanager
def _half_done(answer: DisputeAnswer) -> Iterator[None]:
    """Say in a failure what was done before it, and what is left."""
    try:
        yield
    except dg.Failure as failure:
        left = (
            "Your text is not on the page: launch resolve_dispute again."
            if answer.replacement
            else f"The resolution stays in {FILE_NAME}, and the next run honours it."
        )
        raise dg.Failure(f"{failure.description} {left}", failure.metadata, allow_retries=False) from failure


def _make(
    context: dg.OpExecutionContext, session: Session, artifact: Artifact, replacement: Replacement | None
) -> set[str]:
    """Make an artifact and the index page, log what is new, and return the kinds of it."""
    production, grain = session.production, kinds()[artifact.kind].grain
    register(context.instance, {each: production.survey.keys(each) for each in (grain, Grain.DOCUMENTS)})
    production.narrow([artifact.kind])
    if replacement:
        results: Iterable[Made] = production.replace(artifact, replacement.body)
    else:
        if session.spending:
            stocktaking.announce_cost(context, session, production.items(grain, [artifact.key]))
        results = production.make(grain, [artifact.key], with_fresh=True)
    made = _logged(context, session, results)
    production.settle()
    made |= _logged(context, session, production.remake_readme())
    production.settle()
    staleness.report_readers(context, session, made)
    return made


def _logged(context: dg.OpExecutionContext, session: Session, results: Iterable[Made]) -> set[str]:
    anew = [made for made in results if not made.was_fresh]
    for made in anew:
        context.log_event(reporting.materialization(context, session, made))
    return {made.planned.artifact.kind for made in anew}


def _what_follows(artifact: Artifact) -> str:
    readers = [name for name, kind in kinds().items() if artifact.kind in kind.reads]
    follows = f" What reads it ({', '.join(readers)}) follows with the next run of design_docs." if readers else ""
    return f"{artifact} is made.{follows}"


@dg.graph(name="resolve_dispute", description="Decide a dispute, and make the one artifact that it is about.")
def _decision() -> None:
    """One step."""
    resolve()


# The form that the launchpad shows; without an id, the run names those that are open.
_FORM = {"ops": {"resolve": {"config": {"id": "", "resolution": ""}}}}
resolve_dispute = explained_job(_decision, _FORM, tags=NO_RETRIES)
