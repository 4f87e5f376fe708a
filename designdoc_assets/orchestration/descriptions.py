"""Descriptions of assets and checks in the UI, in Markdown, for somebody who opens it for the first time."""

from collections.abc import Mapping, Sequence

from designdoc_assets.analysis.grains import Grain
from designdoc_assets.artifacts.kind import AnyKind
from designdoc_assets.disputes.ledger import EDIT
from designdoc_assets.orchestration.up_to_date import UP_TO_DATE, UP_TO_DATE_DESCRIPTION
from designdoc_assets.writing.verdict import Check

SNAPSHOT = """\
Start here, or launch the job `design_docs`: the plan, and what the target looks like now.

Materializing it registers the partitions of all other assets, removes those of what is gone, and shows what was fresh,
stale, missing and gone when it was read, and why. It calls no model. A run of `design_docs` shows the plan that it
begins with, and at its end how things stand then.

- **Before it has run once** the other assets have no partitions: the graph is green, and materializing them makes
  nothing. The same goes for *Materialize all*, which then makes only the plan.
- **After it**: launch the job `design_docs`, which makes all that is due in one run; or materialize the partitions that
  are *Missing* or *Unsynced* now. `up_to_date`, a check of each asset, lists them by name.
- **Written from**: the files that git tracks, their symbols, the manifests.
- **Goes stale**: never by itself. Materialize it after a change of the target, or run the job `design_docs`.
"""

BUDGET = """\
What model calls have cost, and what they may still cost.

The cap, what is spent of it, what is reserved for calls in flight, and what is left, with tables by kind, by model, and
of the artifacts that cost most. Materializing it calls no model and costs nothing. Runs that called a model report it
too.

- **Written from**: the journal, which all runs on this target share.
- **A call whose outcome is unknown** (timeout, lost connection, kill) counts as spent at its worst case.
- **The window** (`month`, `day`, `run` or `total`) says which calls count; `run`: those of the run itself.
"""

JOB = """\
Bring all design documentation up to date, in one run: snapshot, then files, classes, packages, dependencies and
documents. What is fresh costs nothing. Press *Launch Run* as it is, or give a repository, a cap or a selection of kinds
in the launchpad; `plan_only: true` shows the plan and what it would cost, and changes nothing.
"""

CHECKS: Mapping[str, str] = {
    Check.STRUCTURE: "Every required section is there, once, and none is empty.",
    Check.FACTS: "Every name in the prose stands in what its writer was shown, or in the target.",
    Check.DIAGRAM: "Every diagram parses.",
    Check.LINKS: "Every link leads to a page.",
    Check.REVIEW: "A reviewer, in a context of its own, found nothing wrong, invented, or misleading without proof.",
    EDIT: "No text of people waits for a decision in `hil-issues.yaml` since its sources changed.",
    UP_TO_DATE: UP_TO_DATE_DESCRIPTION,
}

_KEYS: Mapping[Grain, str] = {
    Grain.FILES: "a source file: `src/pay/gateway.py`",
    Grain.CLASSES: "a class: `src/pay/gateway.py::Gateway`, or `...::Gateway.Inner` for one inside another",
    Grain.PACKAGES: "a folder that holds source files: `src/pay`; `.` is the root",
    Grain.DEPENDENCIES: "a declared dependency: `pypi:requests`",
    Grain.DOCUMENTS: "a document: `SYSTEM_DESIGN`, `ARCHITECTURE`, `TECH_DEBT`, `SYMBOLS`, `llms`, `README`",
}
_SOURCES: Mapping[Grain, tuple[str, str]] = {
    Grain.FILES: (
        "the file's symbols and source",
        "the file changes in more than layout; where a model writes, comments count",
    ),
    Grain.CLASSES: (
        "the class's symbols and source",
        "the class itself changes; where a model writes, what its module says and its bases offer count, too",
    ),
    Grain.PACKAGES: ("", "what its pages say changes"),
    Grain.DEPENDENCIES: ("the pins in the manifests, and who imports it", "a pin or an import of it changes"),
    Grain.DOCUMENTS: ("the tree as a whole", "what they say changes"),
}
_RELATIONS = ("relations found by parsing", "a relation changes: a new caller, a base class, an import")


def is_drawn(kind: AnyKind) -> bool:
    """Whether a kind shows a diagram, whose content a model chooses only if the settings ask for it."""
    return kind.has_diagram and not kind.reads


def of_kind(kind: AnyKind, checks: Sequence[str]) -> str:
    """Return the description of a kind's asset.

    Args:
        kind: The kind.
        checks: The names of its checks.
    """
    source, change = _RELATIONS if is_drawn(kind) else _SOURCES[kind.grain]
    read = " and ".join(f"`{name}`" for name in kind.reads)
    lines = [
        "**No partitions yet?** Launch the job `design_docs`, which registers them and makes all pages; or materialize "
        "`repo_snapshot`, which registers them.",
        f"**One partition** is {_KEYS[kind.grain]}.",
        f"**Written from** {', '.join(filter(None, [read and f'the content of {read}', source]))}.",
        f"**Goes stale** when {change}, or with a new version of its template or model.",
        f"**Prose**: {_prose(kind)}",
        "**Several partitions** are one run if they are neighbours in the order of registration (by name, later ones "
        "at the end), else one for each stretch of neighbours; all under the same cap.",
        f"**Unsynced**: a stale partition says so, and why, on its page; the check *{UP_TO_DATE}* names them all. "
        "*Materialize unsynced* does not: Dagster calls every asset with partitions up to date as a whole, if none is "
        "missing. Choose those by name, or launch the job `design_docs`, which makes just what is due.",
        "**Checks**, each with a table of what failed:",
    ]
    listed = "\n".join(f"    - *{name}*: {CHECKS[name]}" for name in checks)
    return f"{kind.description}\n\n" + "\n".join(f"- {line}" for line in lines) + f"\n{listed}\n"


def _prose(kind: AnyKind) -> str:
    if not kind.asks_model:
        return "none that a model writes; it costs nothing."
    if is_drawn(kind):
        return "none, unless `diagrams: model` lets Claude choose and label what the diagram shows."
    return "the static writer's, at no cost, or Claude's, reviewed and under the cap of `budget_report`."
