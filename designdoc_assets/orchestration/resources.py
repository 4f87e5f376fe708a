"""The resources that all assets and the job share: target and budget, as the run configuration describes them."""

from collections.abc import Collection, Mapping
from typing import Any

import dagster as dg
from pydantic import Field, PrivateAttr, field_validator

from designdoc_assets.making.progress import RunProgress
from designdoc_assets.orchestration import secrets
from designdoc_assets.orchestration.choices import DiagramChooser, Kind, Language, Window, WriterKind
from designdoc_assets.orchestration.failures import explained
from designdoc_assets.orchestration.progress import Display
from designdoc_assets.orchestration.terminal import terminal
from designdoc_assets.session.opening import open_session
from designdoc_assets.session.session import Session
from designdoc_assets.settings.problems import SettingsError, named, not_a_setting

BUDGET, DESIGNDOC = "budget", "designdoc"
"""By these names run configurations know the resources."""
_FIELDS: Mapping[str, tuple[str, str]] = {
    "repo": (DESIGNDOC, "repo"),
    "ref": (DESIGNDOC, "ref"),
    "output.dir": (DESIGNDOC, "output"),
    "output.branch": (DESIGNDOC, "branch"),
    "models.doer": (DESIGNDOC, "model"),
    "models.checker": (DESIGNDOC, "checker_model"),
    "writer.kind": (DESIGNDOC, "writer"),
    "writer.context_tokens": (DESIGNDOC, "context_tokens"),
    "pipeline.parallelism": (DESIGNDOC, "parallelism"),
    "stages.skip": (DESIGNDOC, "skip"),
    "stages.only": (DESIGNDOC, "only"),
    "stages.diagrams": (DESIGNDOC, "diagrams"),
    "languages.include": (DESIGNDOC, "languages"),
    "languages.exclude_paths": (DESIGNDOC, "exclude_paths"),
    "languages.include_tests": (DESIGNDOC, "include_tests"),
    "journal_url": (BUDGET, "journal_url"),
    "pipeline.max_budget_usd": (BUDGET, "max_budget_usd"),
    "pipeline.budget_window": (BUDGET, "budget_window"),
}
"""The resource and the field of each setting that a run configuration takes."""
_BACKFILL = "dagster/backfill"
"""The tag that the runs of one backfill share."""


class BudgetResource(dg.ConfigurableResource):  # type: ignore[type-arg]
    """What model calls may cost. What is not set comes from DESIGNDOC_* variables, then from `.designdoc.toml`."""

    max_budget_usd: float | None = Field(
        default=None, description="The most that a window may cost, in US dollars; 0 means no model calls. Default 5."
    )
    budget_window: Window | None = Field(
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
    writer: WriterKind | None = Field(default=None, description="Who writes prose: auto, static or claude.")
    model: str | None = Field(default=None, description="Model that writes; default claude-sonnet-5-5.")
    checker_model: str | None = Field(default=None, description="Model that reviews; default claude-haiku-5-5.")
    api_key: str | None = Field(
        default=None,
        repr=False,
        description="The key for Claude, by the variable that holds it: {env: NAME}; else ANTHROPIC_API_KEY.",
    )
    parallelism: int | None = Field(default=None, description="The most model calls in flight; default 8.")
    context_tokens: int | None = Field(
        default=None,
        description="Tokens of what stands around a thing that Claude is shown of it; default 12000, 0 for none.",
    )
    diagrams: DiagramChooser | None = Field(
        default=None, description="Who chooses what diagrams show: static or model."
    )
    plan_only: bool = Field(default=False, description="Show the plan and what it would cost, and change nothing.")
    force: bool = Field(
        default=False,
        description="Make the selected artifacts anew even where nothing changed; models are asked, and paid, again.",
    )
    skip: list[Kind] | None = Field(default=None, description="Kinds of artifacts to leave as they are.")
    only: list[Kind] | None = Field(default=None, description="The only kinds of artifacts to make.")
    languages: list[Language] | None = Field(
        default=None, description="Languages to read; else all that are supported."
    )
    exclude_paths: list[str] | None = Field(default=None, description="What not to read, as gitignore patterns.")
    include_tests: bool | None = Field(default=None, description="Whether test code gets pages of its own.")

    @field_validator("plan_only", "force", mode="before")
    @classmethod
    def _empty_is_unset(cls, value: object) -> object:
        """Take `plan_only:` without a value, as YAML has it, as every other setting is taken."""
        return False if value is None else value

    _session: Session | None = PrivateAttr(default=None)
    _run: str = PrivateAttr(default="")
    _run_config: Mapping[str, Any] = PrivateAttr(default_factory=dict)
    _resources: Collection[str] = PrivateAttr(default=())
    _display: Display | None = PrivateAttr(default=None)
    _holds_terminal: bool = PrivateAttr(default=False)

    def setup_for_execution(self, context: dg.InitResourceContext) -> None:
        """Note which run it is: a budget may be for one run, and a backfill is one."""
        self._resources = frozenset(context.all_resource_defs)
        if context.run is not None:
            self._run = context.run.tags.get(_BACKFILL, context.run.run_id)
            self._run_config = context.run.run_config
            # A run that Dagster launched has an origin; the one that its command line executes has none.
            is_launched = context.run.remote_job_origin is not None
            self._holds_terminal = not is_launched and terminal.hold(context.run.run_id)

    def teardown_after_execution(self, context: dg.InitResourceContext) -> None:
        """Close what the run opened."""
        try:
            if self._session is not None:
                self._session.close()
                self._session = None
        finally:
            if self._display is not None:
                self._display.close()
                self._display = None
            if self._holds_terminal:
                terminal.let_go()

    @property
    def session(self) -> Session:
        """The work of this run. Opened at first use, since Dagster makes resources more often than it runs.

        Raises:
            dagster.Failure: The settings, the target or the docs tree are not usable; it says why and what to do.
        """
        if self._session is None:
            with explained():
                _refuse_unknown(self._run_config, self._resources)
                if secrets.has_plain_key(self._run_config):
                    raise SettingsError([secrets.refusal(f"run configuration `{'.'.join(secrets.PLACE)}`")])
                progress = RunProgress()
                self._display = self._display or Display(progress, is_watched=self._holds_terminal)
                self._session = open_session(
                    self._run_settings(),
                    places={name: f"resources.{of}.config.{field}" for name, (of, field) in _FIELDS.items()},
                    force=self.force,
                    run=self._run,
                    plan_only=self.plan_only,
                    progress=progress,
                    api_key=self.api_key,
                )
        return self._session

    def _run_settings(self) -> dict[str, Any]:
        tables: dict[str, Any] = {}
        for setting, (resource, field) in _FIELDS.items():
            section, _, key = setting.rpartition(".")
            table = tables.setdefault(section, {}) if section else tables
            table[key] = getattr(self.budget if resource == BUDGET else self, field)
        return tables


def _refuse_unknown(run_config: Mapping[str, Any], resources: Collection[str]) -> None:
    """Refuse resources that are not there: Dagster lets them pass in runs of assets, and so a mistyped cap.

    Raises:
        SettingsError: One is not there.
    """
    given = run_config.get("resources") or {}
    unknown = [name for name in given if name not in resources]
    if unknown:
        allowed = {*resources} - {"io_manager"}
        places = [(f"run configuration `resources.{named(name)}`", name) for name in unknown]
        raise SettingsError(not_a_setting(place, name, allowed, "resource") for place, name in places)


_BUDGET = BudgetResource.configure_at_launch()
RESOURCES = {BUDGET: _BUDGET, DESIGNDOC: DesignDocsResource(budget=_BUDGET)}
