"""`repo_commits`: watches a branch, and asks for a run of `design_docs` whenever its tip has moved."""

import os
import time

import dagster as dg

from designdoc_assets.orchestration.job import design_docs
from designdoc_assets.orchestration.watched import Watched, settings_digest
from designdoc_assets.session.opening import operator_settings
from designdoc_assets.session.targets import repository
from designdoc_assets.settings.problems import SettingsError
from designdoc_assets.source.errors import TargetError
from designdoc_assets.source.tip import Tip, tip

COMMIT_TAG = "designdoc/commit"
BRANCH_TAG = "designdoc/branch"
INTERVAL_S = 30
"""A tick starts one git process, and for a remote makes one connection."""
MOST_FAULTS = 3
"""After so many ticks in a row without an answer, ticks fail, so that they can alert somebody."""
AGAIN_AFTER_S = (15 * 60, 60 * 60, 4 * 60 * 60, 16 * 60 * 60)
"""The waits before a commit is asked for again after its run failed: enough for a provider that was down for hours."""


@dg.sensor(
    name="repo_commits",
    job=design_docs,
    minimum_interval_seconds=INTERVAL_S,
    default_status=dg.DefaultSensorStatus.STOPPED,
    description=(
        "Watches the branch DESIGNDOC_REF of DESIGNDOC_REPO, a folder or a URL; without DESIGNDOC_REF, the one that is "
        "checked out, or the remote's default. Whenever its tip has moved it asks for one run of design_docs that "
        "documents that very commit: several commits between two looks are one run, of the newest. A commit whose run "
        "failed is asked for again once a setting has changed, such as a higher cap, or after 15 minutes, 1, 4 and 16 "
        "hours."
    ),
)
def repo_commits(context: dg.SensorEvaluationContext) -> dg.RunRequest | dg.SkipReason:
    """Ask git once."""
    watched = Watched.from_cursor(context.cursor)
    try:
        settings = operator_settings(os.environ)
        found = tip(repository(settings), settings.ref)
    except (SettingsError, TargetError) as error:
        if watched.faults + 1 >= MOST_FAULTS:
            raise
        context.update_cursor(watched.model_copy(update={"faults": watched.faults + 1}).to_cursor())
        return dg.SkipReason(str(error))
    digest = settings_digest(settings)
    if found.commit != watched.commit:
        wanted = Watched(commit=found.commit, settings=digest)
    elif (end := _failed_at(context.instance, found.commit)) is None:
        context.update_cursor(watched.model_copy(update={"faults": 0}).to_cursor())
        return dg.SkipReason(f"{_branch(found)} is still at {found.commit[:12]}.")
    elif watched.settings != digest:
        wanted = Watched(commit=found.commit, settings=digest)
    elif watched.again < len(AGAIN_AFTER_S) and time.time() >= end + AGAIN_AFTER_S[watched.again]:
        wanted = Watched(commit=found.commit, settings=digest, again=watched.again + 1)
    else:
        context.update_cursor(watched.model_copy(update={"faults": 0}).to_cursor())
        return dg.SkipReason(_why_not_again(found, watched, end))
    context.update_cursor(wanted.to_cursor())
    return dg.RunRequest(
        # Dagster never runs a key twice, but a branch may go back to a commit. A tick that a crash cut off is
        # repeated, and asks for the same run, since it has the same tick before it.
        run_key=f"{found.commit} {context.last_tick_completion_time or 0:.6f}",
        tags={COMMIT_TAG: found.commit, BRANCH_TAG: _branch(found)},
        run_config={"resources": {"designdoc": {"config": {"ref": found.commit}}}},
    )


def _branch(found: Tip) -> str:
    return found.branch or "HEAD"


def _failed_at(instance: dg.DagsterInstance, commit: str) -> float | None:
    """Return when the latest run for a commit failed; None if it did not fail, or there is none."""
    latest = instance.get_run_records(dg.RunsFilter(tags={COMMIT_TAG: commit}), limit=1)
    if not latest or latest[0].dagster_run.status is not dg.DagsterRunStatus.FAILURE:
        return None
    return latest[0].end_time or latest[0].update_timestamp.timestamp()


def _why_not_again(found: Tip, watched: Watched, failed_at: float) -> str:
    said = f"{_branch(found)} is still at {found.commit[:12]}, whose run failed."
    if watched.again >= len(AGAIN_AFTER_S):
        return f"{said} It is asked for no more until a setting changes: mend the cause, and launch design_docs."
    minutes = max(1, round((failed_at + AGAIN_AFTER_S[watched.again] - time.time()) / 60))
    return f"{said} It is asked for again in {minutes} min, or as soon as a setting changes."
