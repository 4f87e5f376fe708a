"""The settings that Dagster needs to load the definitions: from the environment alone, since no target is read yet."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from designdoc_assets.settings.layers import from_environment
from designdoc_assets.settings.load import checked
from designdoc_assets.settings.problems import SettingsError


@dataclass(frozen=True, slots=True)
class Deployment:
    """What holds for a deployment rather than a run; the fields are those of `Settings`."""

    partitions_per_run: int = 0
    owners: tuple[str, ...] = ()


def load_deployment(environ: Mapping[str, str]) -> Deployment:
    """Return what the environment says.

    Raises:
        SettingsError: One of these settings is wrong. What is wrong with others is for a run to say.
    """
    names = {field.name for field in fields(Deployment)}
    problems: list[str] = []
    given = {name: value for name, value in from_environment(environ, []).items() if name in names}
    values = {name: value.value for name, value in checked(given, {}, problems).items()}
    if problems:
        raise SettingsError(problems)
    return Deployment(**values)
