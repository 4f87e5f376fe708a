"""All settings there are: name, meaning, default, what they take, and who may set them. Reading them is `load`'s work.

The names are those of `.designdoc.toml`; run configuration has the same sections and keys.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from designdoc_assets.settings import checks
from designdoc_assets.settings.addresses import Url
from designdoc_assets.settings.checks import Check, Price

BudgetWindow = Literal["month", "day", "run", "total"]
DiagramChooser = Literal["static", "model"]
WriterKind = Literal["auto", "static", "claude"]

FILE_NAME = ".designdoc.toml"
DEFAULT = "the default"
_SERVER = re.compile(r"(?:[^@/?]*@)?(?P<server>[\w.-]*(?::[0-9]+)?(?:/[\w.-]*)?)(?:\?[^@]*)?")
"""Host, port and database in a URL; one whose password could be mistaken for them does not match."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What is said of a setting, apart from its name and default.

    Attributes:
        description: One line, as the launchpad or a reference page shows it.
        variable: The environment variable that sets it, if there is one.
        operators: It is the operator's alone where the target was fetched from a URL: what
            costs money or reaches servers, prices, limits, and paths.
    """

    description: str
    check: Check[Any]
    variable: str | None = None
    operators: bool = False


@dataclass(frozen=True, slots=True)
class Pipeline:
    """How much a run may take."""

    max_budget_usd: Annotated[
        Decimal,
        Rule(
            "The most that a budget window may cost, in US dollars; 0 means no model calls.",
            checks.number,
            variable="DESIGNDOC_BUDGET_USD",
            operators=True,
        ),
    ] = Decimal("5.00")
    budget_window: Annotated[
        BudgetWindow,
        Rule(
            "What the budget applies to: a month or a day (UTC), a run, or the total of all time.",
            checks.choice(*get_args(BudgetWindow)),
            variable="DESIGNDOC_BUDGET_WINDOW",
            operators=True,
        ),
    ] = "month"
    parallelism: Annotated[
        int,
        Rule(
            "The most model calls in flight, 1 to 128.",
            checks.integer(1, 128),
            variable="DESIGNDOC_PARALLELISM",
            operators=True,
        ),
    ] = 8
    call_timeout_s: Annotated[
        int,
        Rule(
            "Seconds that one model call may take, 1 to 3600.",
            checks.integer(1, 3_600),
            variable="DESIGNDOC_CALL_TIMEOUT_S",
            operators=True,
        ),
    ] = 300
    resume: Annotated[
        bool,
        Rule("Accepted for old files, without effect: finished work is always kept; `force` redoes it.", checks.flag),
    ] = True


@dataclass(frozen=True, slots=True)
class KindSelection:
    """Which kinds of artifacts a run writes."""

    skip: Annotated[tuple[str, ...], Rule("Kinds of artifacts to leave out.", checks.names)] = ()
    only: Annotated[
        tuple[str, ...], Rule("Kinds of artifacts to write, and no others; empty means all.", checks.names)
    ] = ()
    diagrams: Annotated[
        DiagramChooser,
        Rule(
            "Who chooses what a diagram shows: `static`, from facts alone, or the `model`.",
            checks.choice(*get_args(DiagramChooser)),
        ),
    ] = "static"


@dataclass(frozen=True, slots=True)
class Languages:
    """What of the target is read."""

    include: Annotated[
        tuple[str, ...],
        Rule(
            "Languages to document; empty means all that are supported.", checks.names, variable="DESIGNDOC_LANGUAGES"
        ),
    ] = ()
    exclude_paths: Annotated[
        tuple[str, ...],
        Rule(
            "gitignore patterns, relative to the target, of files to leave out.",
            checks.patterns,
            variable="DESIGNDOC_EXCLUDE",
        ),
    ] = ()
    include_tests: Annotated[bool, Rule("Test code gets pages of its own.", checks.flag)] = False


@dataclass(frozen=True, slots=True)
class Output:
    """Where the docs tree goes."""

    dir: Annotated[
        Path | Url,
        Rule(
            "Where the docs tree stands: a folder, relative to the target, or a URL of object storage.",
            checks.docs_place,
            variable="DESIGNDOC_OUTPUT",
            operators=True,
        ),
    ] = Path("docs/design")
    branch: Annotated[
        str | None,
        Rule(
            "Branch to commit the docs tree to, instead of writing a folder.",
            checks.branch_name,
            variable="DESIGNDOC_OUTPUT_BRANCH",
            operators=True,
        ),
    ] = None


@dataclass(frozen=True, slots=True)
class Models:
    """Which models write and review, and what they cost."""

    doer: Annotated[str, Rule("Model that writes.", checks.model_name, variable="DESIGNDOC_MODEL", operators=True)] = (
        "claude-sonnet-5-5"
    )
    checker: Annotated[
        str, Rule("Model that reviews.", checks.model_name, variable="DESIGNDOC_CHECKER_MODEL", operators=True)
    ] = "claude-haiku-5-5"
    prices: Annotated[
        Mapping[str, Price],
        Rule(
            "Prices instead of the known ones: model = {input, output, cache_read, cache_write}, dollars per million.",
            checks.prices,
            operators=True,
        ),
    ] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes the prose."""

    kind: Annotated[
        WriterKind,
        Rule(
            "Who writes the prose: `static`, `claude`, or `auto`, which is Claude where a key is set.",
            checks.choice(*get_args(WriterKind)),
            variable="DESIGNDOC_WRITER",
        ),
    ] = "auto"
    context_tokens: Annotated[
        int,
        Rule(
            "Tokens of what stands around a thing (callers, helpers, tests) that Claude is shown of it, 0 to 60000.",
            checks.integer(0, 60_000),
            variable="DESIGNDOC_CONTEXT_TOKENS",
            operators=True,
        ),
    ] = 12_000


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of a run. What `load_settings` returns has an absolute `repo`, and the languages spelt out."""

    repo: Annotated[
        Path | Url,
        Rule(
            "The target: a folder, or a URL that git fetches from; default is the current directory.",
            checks.repository,
            variable="DESIGNDOC_REPO",
        ),
    ] = Path()
    ref: Annotated[
        str | None,
        Rule(
            "Commit, branch or tag of the target to read; default is the working tree.",
            checks.git_ref,
            variable="DESIGNDOC_REF",
        ),
    ] = None
    journal_url: Annotated[
        str | None,
        Rule(
            "Database of model calls and money, SQLite or PostgreSQL; default is a file in the Dagster home.",
            checks.journal_url,
            variable="DESIGNDOC_JOURNAL_URL",
        ),
    ] = field(default=None, repr=False)
    partitions_per_run: Annotated[
        int,
        Rule(
            "Partitions that one run of a backfill takes, 1 to 100000; 0, the default, means all of them. Read when "
            "Dagster loads the definitions.",
            checks.integer(0, 100_000),
            variable="DESIGNDOC_PARTITIONS_PER_RUN",
            operators=True,
        ),
    ] = 0
    owners: Annotated[
        tuple[str, ...],
        Rule(
            "Who answers for the docs in the Dagster UI: e-mail addresses, or team:name. Read when Dagster loads the "
            "definitions.",
            checks.owners,
            variable="DESIGNDOC_OWNERS",
            operators=True,
        ),
    ] = ()
    pipeline: Pipeline = Pipeline()
    stages: KindSelection = KindSelection()
    languages: Languages = Languages()
    output: Output = Output()
    models: Models = field(default_factory=Models)
    writer: Writer = Writer()
    warnings: tuple[str, ...] = ()
    """Sentences about settings that were given and do not hold, or not as the operator gave them."""
    set_in: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Where each setting that is not the default was set; prices also as `models.prices.<model>`."""

    def place_of(self, name: str) -> str:
        """Return where a setting's value comes from, as an error or a log line says it."""
        return self.set_in.get(name, DEFAULT)

    def is_operators(self, name: str) -> bool:
        """Whether the operator chose a setting, by run configuration or environment."""
        return self.place_of(name).startswith(("run configuration", "DESIGNDOC_"))

    def public(self) -> dict[str, Any]:
        """Return what logs and Dagster metadata may show: plain data, without credentials and paths of this machine."""
        shown: dict[str, Any] = _plain(self)
        for private in ("repo", "warnings", "set_in"):
            del shown[private]
        folder = self.output.dir
        if isinstance(folder, Path) and folder.is_absolute():
            home = self.repo if isinstance(self.repo, Path) and folder.is_relative_to(self.repo) else None
            shown["output"]["dir"] = folder.relative_to(home).as_posix() if home else "outside the target"
        if self.journal_url is not None:
            shown["journal_url"] = _without_credentials(self.journal_url)
        return shown


def _plain(value: Any) -> Any:
    if isinstance(value, Url):
        return str(value)
    if is_dataclass(value):
        return {item.name: _plain(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, Decimal):
        return float(value)
    return value.as_posix() if isinstance(value, Path) else value


def _without_credentials(url: str) -> str:
    """Return a journal's URL without user, password, options, and, for a file, without this machine's folders."""
    scheme, _, rest = url.partition("://")
    if scheme.startswith("sqlite"):
        return f"{scheme}://{rest.partition('?')[0].rpartition('/')[2]}"
    match = _SERVER.fullmatch(rest)
    return f"{scheme}://{match['server'] if match else '***'}"
