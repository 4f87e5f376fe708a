"""One run's work on one target, from settings: snapshot, docs tree, writer. Imports no Dagster."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_cache_path, user_state_path

from designdoc_assets.artifacts.kind import AnyKind
from designdoc_assets.artifacts.registry import kinds
from designdoc_assets.pages.locks import Locks
from designdoc_assets.pages.tree import DocsTree
from designdoc_assets.production import Production
from designdoc_assets.settings.load import load_settings
from designdoc_assets.settings.model import Settings
from designdoc_assets.settings.problems import SettingsError
from designdoc_assets.source.cache import FactsCache
from designdoc_assets.source.languages import LANGUAGES
from designdoc_assets.source.snapshot import Snapshot, read_snapshot
from designdoc_assets.writing.static import StaticWriter

APPLICATION = "designdoc-assets"


@dataclass(frozen=True, slots=True)
class Session:
    """A target that was read, and what there is to make of it."""

    settings: Settings
    snapshot: Snapshot
    output: Path
    production: Production


def open_session(run: Mapping[str, object], *, force: bool) -> Session:
    """Read settings, target and docs tree.

    Args:
        run: Settings from the run configuration, in sections.
        force: Whether fresh artifacts are made anew as well.

    Raises:
        SettingsError: A setting is unknown or wrong.
        TargetError: The target cannot be documented.
        OutputError: The docs tree cannot be used.
    """
    languages = tuple(language.name for language in LANGUAGES)
    settings = load_settings(run=run, environ=os.environ, stages=tuple(kinds()), languages=languages)
    _refuse_unbuilt(settings)
    output = settings.repo / settings.output.dir
    snapshot = read_snapshot(
        settings.repo,
        languages=settings.languages.include,
        exclude=settings.languages.exclude_paths,
        include_tests=settings.languages.include_tests,
        output=output,
        cache=FactsCache(user_cache_path(APPLICATION) / "facts.sqlite"),
    )
    confine = None if _is_operators(settings, "output.dir") else settings.repo
    tree = DocsTree(output, Locks(_state_folder() / "locks"), confine=confine)
    production = Production(snapshot, tree, StaticWriter(), _selected(settings), ("*",) if force else ())
    return Session(settings, snapshot, output, production)


def _selected(settings: Settings) -> list[AnyKind]:
    only, skip = settings.stages.only, settings.stages.skip
    return [kind for name, kind in kinds().items() if (not only or name in only) and name not in skip]


def _is_operators(settings: Settings, name: str) -> bool:
    """Whether the operator chose a path, by run configuration or environment: then it may be anywhere."""
    return settings.origin(name).startswith(("run configuration", "DESIGNDOC_"))


def _refuse_unbuilt(settings: Settings) -> None:
    """Refuse what this version cannot do yet, rather than do something else."""
    problems = []
    if settings.writer.kind == "claude":
        problems.append(f"{settings.origin('writer.kind')} is 'claude', which this version cannot do. Use 'static'.")
    if settings.ref:
        problems.append(f"{settings.origin('ref')} asks for a commit; this version reads the working tree. Unset it.")
    if settings.output.branch:
        problems.append(f"{settings.origin('output.branch')} asks for a branch; this version writes to a folder.")
    if settings.stages.diagrams == "model":
        problems.append(f"{settings.origin('stages.diagrams')} is 'model', which this version cannot do. Use 'static'.")
    if problems:
        raise SettingsError(problems)


def _state_folder() -> Path:
    home = os.environ.get("DAGSTER_HOME")
    return Path(home) / "designdoc" if home else user_state_path(APPLICATION)
