"""`nightly`: a run of `design_docs` each night, for whoever watches no branch, or wants halted work tried again."""

import dagster as dg

from designdoc_assets.orchestration.job import design_docs

nightly = dg.ScheduleDefinition(
    name="nightly",
    job=design_docs,
    cron_schedule="0 2 * * *",
    execution_timezone="UTC",
    default_status=dg.DefaultScheduleStatus.STOPPED,
    description=(
        "Brings the docs up to date at 2:00 UTC, under the cap that the settings name: what is fresh costs nothing. "
        "Stopped until somebody starts it; who watches a branch with repo_commits needs it only for what was halted."
    ),
)
