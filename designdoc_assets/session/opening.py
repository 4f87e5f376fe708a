"""Opens a session with the settings of run configuration, environment and the target's own file."""

import os
from collections.abc import Mapping
from types import MappingProxyType

from designdoc_assets.artifacts.registry import kinds
from designdoc_assets.languages.registry import LANGUAGES
from designdoc_assets.making.progress import RunProgress
from designdoc_assets.session.folders import state_folder
from designdoc_assets.session.session import Session
from designdoc_assets.session.targets import TargetOpener
from designdoc_assets.settings.load import load_settings
from designdoc_assets.settings.model import Settings


def open_session(  # noqa: PLR0913 - what a run is about
    configured: Mapping[str, object],
    *,
    places: Mapping[str, str] = MappingProxyType({}),
    force: bool,
    run: str = "",
    plan_only: bool = False,
    progress: RunProgress | None = None,
    api_key: str | None = None,
) -> Session:
    """Read the settings of a session.

    Args:
        configured: Settings from the run configuration, in sections.
        places: By name of a setting, its place in the run configuration, for messages.
        force: Whether fresh artifacts are made anew as well.
        run: The id of the run, for a budget of one run.
        plan_only: Whether nothing is to be made or changed.
        progress: Where the progress of the run is noted.
        api_key: The key for Claude, instead of the environment's.

    Raises:
        SettingsError: A setting is unknown or wrong.
        TargetError: The target cannot be had.
    """
    languages = tuple(language.name for language in LANGUAGES)
    opener = TargetOpener(state_folder() / "mirrors")
    settings = load_settings(
        run=configured,
        environ=os.environ,
        stages=tuple(kinds()),
        languages=languages,
        target_file=opener.settings_file,
        places=places,
    )
    target = opener.target(settings)
    return Session(settings, target, force=force, run=run, plan_only=plan_only, progress=progress, api_key=api_key)


def operator_settings(environ: Mapping[str, str]) -> Settings:
    """Return the operator's settings, over which the target's own file has no say.

    Raises:
        SettingsError: A setting is unknown or wrong.
    """
    languages = tuple(language.name for language in LANGUAGES)
    return load_settings(run={}, environ=environ, stages=tuple(kinds()), languages=languages, target_file=lambda *_: {})
