"""`repo_commits`: watches a branch, and asks for one run of `design_docs` per new commit."""

import os

import dagster as dg

from designdoc_assets.orchestration.job import design_docs
from designdoc_assets.orchestration.session import operator_settings
from designdoc_assets.orchestration.targets import repository
from designdoc_assets.settings.problems import SettingsError
from designdoc_assets.source.errors import TargetError
from designdoc_assets.source.tip import tip

COMMIT_TAG = "designdoc/commit"
BRANCH_TAG = "designdoc/branch"
INTERVAL_S = 30
"""A tick starts one git process, and for a remote makes one connection."""


@dg.sensor(
    name="repo_commits",
    job=design_docs,
    minimum_interval_seconds=INTERVAL_S,
    default_status=dg.DefaultSensorStatus.STOPPED,
    description=(
        "Watches the branch DESIGNDOC_REF of DESIGNDOC_REPO, a folder or a URL; without DESIGNDOC_REF, the one that is "
        "checked out, or the remote's default. For each new tip it asks for one run of design_docs that documents that "
        "very commit: several commits between two looks are one run, of the newest."
    ),
)
def repo_commits(context: dg.SensorEvaluationContext) -> dg.RunRequest | dg.SkipReason:
    """Ask git once."""
    try:
        settings = operator_settings(os.environ)
        found = tip(repository(settings), settings.ref)
    except (SettingsError, TargetError) as error:
        return dg.SkipReason(str(error))
    branch = found.branch or "HEAD"
    if found.commit == context.cursor:
        return dg.SkipReason(f"{branch} is still at {found.commit[:12]}.")
    context.update_cursor(found.commit)
    return dg.RunRequest(
        run_key=found.commit,
        tags={COMMIT_TAG: found.commit, BRANCH_TAG: branch},
        run_config={"resources": {"designdoc": {"config": {"ref": found.commit}}}},
    )
