"""All kinds: every module of this folder that has a `KIND`. Adding a kind is adding one file."""

import importlib
import pkgutil
from collections.abc import Collection, Mapping
from functools import cache

import designdoc_assets.artifacts as room
from designdoc_assets.analysis.grains import Grain
from designdoc_assets.artifacts.artifact import Artifact, Prose
from designdoc_assets.artifacts.kind import AnyKind
from designdoc_assets.artifacts.survey import Survey


@cache
def kinds() -> Mapping[str, AnyKind]:
    """Return all kinds by name, in the order in which a run makes them."""
    modules = [importlib.import_module(f"{room.__name__}.{info.name}") for info in pkgutil.iter_modules(room.__path__)]
    found: list[AnyKind] = [module.KIND for module in modules if hasattr(module, "KIND")]
    grains = list(Grain)
    return {kind.name: kind for kind in sorted(found, key=lambda kind: (grains.index(kind.grain), _place(kind)))}


def described(survey: Survey, artifact: Artifact) -> Prose:
    """Return the prose of an artifact from facts alone."""
    kind = kinds()[artifact.kind]
    prose: Prose = kind.describe(kind.facts(artifact.key, survey))
    return prose


def code_version(name: str) -> str:
    """Return the version of a kind, as Dagster shows it: see `Kind.version`."""
    return str(kinds()[name].version)


def _place(kind: AnyKind) -> tuple[bool, bool, str]:
    """Order kinds of one grain as their page does: text first, diagrams after."""
    return (kind.has_diagram, not kind.asks_model, kind.name)


def selected(only: Collection[str], skip: Collection[str]) -> list[AnyKind]:
    """Return the kinds in `only`, or all where it names none, without those in `skip`; in order."""
    return [kind for name, kind in kinds().items() if (not only or name in only) and name not in skip]
