"""The resources that all assets and the job share: target and budget, as the run configuration describes them."""

from typing import Any

import dagster as dg
from pydantic import Field, PrivateAttr

from designdoc_assets.orchestration.failures import explained
from designdoc_assets.orchestration.session import Session, open_session

_BACKFILL = "dagster/backfill"
"""The tag that the runs of one backfill share."""


class BudgetResource(dg.ConfigurableResource):  # type: ignore[type-arg]
    """What model calls may cost. What is not set comes from DESIGNDOC_* variables, then from `.designdoc.toml`."""

    max_budget_usd: float | None = Field(
        default=None, description="The most that a window may cost, in US dollars; 0 means no model calls. Default 5."
    )
    budget_window: str | None = Field(
        default=None, description="What the cap applies to: month (default) or day, in UTC; run; or total."
    )
    journal_url: str | None = Field(
        default=None,
        description="Database of calls and money: sqlite:///... or postgresql://...; else a file in the Dagster home.",
    )


class DesignDocsResource(dg.ConfigurableResource):  # type: ignore[type-arg]
    """The repository to document. What is not set comes from DESIGNDOC_* variables, then from `.designdoc.toml`."""

    budget: dg.ResourceDependency[BudgetResource]
    repo: str | None = Field(
        default=None, description="Folder or URL of the repository; else DESIGNDOC_REPO, else the current folder."
    )
    ref: str | None = Field(
        default=None, description="Commit, branch or tag to read from git; else DESIGNDOC_REF, else the working tree."
    )
    output: str | None = Field(
        default=None,
        description="Where the docs go: a folder, or a URL (s3://bucket/docs); else docs/design in the repository.",
    )
    branch: str | None = Field(
        default=None, description="Branch to commit the docs to, instead of writing a folder; nothing is pushed."
    )
    writer: str | None = Field(default=None, description="Who writes prose: auto, static or claude.")
    model: str | None = Field(default=None, description="Model that writes; default claude-sonnet-5-5.")
    checker_model: str | None = Field(default=None, description="Model that reviews; default claude-haiku-5-5.")
    parallelism: int | None = Field(default=None, description="The most model calls in flight; default 8.")
    diagrams: str | None = Field(default=None, description="Who chooses what diagrams show: static or model.")
    plan_only: bool = Field(default=False, description="Show the plan and what it would cost, and change nothing.")
    force: bool = Field(
        default=False,
        description="Make the selected artifacts anew even where nothing changed; models are asked, and paid, again.",
    )
    skip: list[str] | None = Field(default=None, description="Kinds of artifacts to leave as they are.")
    only: list[str] | None = Field(default=None, description="The only kinds of artifacts to make.")
    languages: list[str] | None = Field(default=None, description="Languages to read; else all that are supported.")
    exclude_paths: list[str] | None = Field(default=None, description="What not to read, as gitignore patterns.")
    include_tests: bool | None = Field(default=None, description="Whether test code gets pages of its own.")
    _session: Session | None = PrivateAttr(default=None)
    _run: str = PrivateAttr(default="")

    def setup_for_execution(self, context: dg.InitResourceContext) -> None:
        """Note which run it is: a budget may be for one run, and a backfill is one."""
        if context.run is not None:
            self._run = context.run.tags.get(_BACKFILL, context.run.run_id)

    def teardown_after_execution(self, context: dg.InitResourceContext) -> None:
        """Close what the run opened."""
        if self._session is not None:
            self._session.close()
            self._session = None

    @property
    def session(self) -> Session:
        """The work of this run. Opened at first use, since Dagster makes resources more often than it runs.

        Raises:
            dagster.Failure: The settings, the target or the docs tree are not usable; it says why and what to do.
        """
        if self._session is None:
            with explained():
                self._session = open_session(
                    self._run_settings(), force=self.force, run=self._run, plan_only=self.plan_only
                )
        return self._session

    def _run_settings(self) -> dict[str, Any]:
        return {
            "repo": self.repo,
            "ref": self.ref,
            "output": {"dir": self.output, "branch": self.branch},
            "journal_url": self.budget.journal_url,
            "pipeline": {
                "max_budget_usd": self.budget.max_budget_usd,
                "budget_window": self.budget.budget_window,
                "parallelism": self.parallelism,
            },
            "models": {"doer": self.model, "checker": self.checker_model},
            "writer": {"kind": self.writer},
            "stages": {"skip": self.skip, "only": self.only, "diagrams": self.diagrams},
            "languages": {
                "include": self.languages,
                "exclude_paths": self.exclude_paths,
                "include_tests": self.include_tests,
            },
        }
