"""The kinds that there are: every module of this folder that has a `KIND`. Adding a kind is adding one file."""

import hashlib
import importlib
import pkgutil
import re
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import designdoc_assets.artifacts as room
from designdoc_assets.artifacts.kind import AnyKind, Grain
from designdoc_assets.writing.instructions import all_versions

_IMPORT = re.compile(
    r"^from (designdoc_assets\.(?:artifacts|pages)(?:\.\w+)*) import (?:\(([^)]*)\)|(.+)$)", re.MULTILINE
)
_FACTS = frozenset({"designdoc_assets.artifacts.survey", "designdoc_assets.artifacts.analysis.usage"})
"""Modules of these rooms from which kinds take facts alone."""


@cache
def kinds() -> Mapping[str, AnyKind]:
    """Return all kinds by name, in the order in which a run makes them."""
    modules = [importlib.import_module(f"{room.__name__}.{info.name}") for info in pkgutil.iter_modules(room.__path__)]
    found: list[AnyKind] = [module.KIND for module in modules if hasattr(module, "KIND")]
    grains = list(Grain)
    return {kind.name: kind for kind in sorted(found, key=lambda kind: (grains.index(kind.grain), _place(kind)))}


@cache
def code_version(name: str) -> str:
    """Return the version of a kind's code: a hash over the versions of its prompts, its schema and templates.

    These are the kind's own module and all that it imports for rendering artifacts and pages. Facts are inputs of their
    own, so a parser that finds more makes stale just what it changes.
    """
    digest = hashlib.sha256()
    for role in kinds()[name].roles:
        digest.update(f"{role}\0{all_versions(role)}\0".encode())
    for module, source in sorted(_templates(type(kinds()[name]).__module__).items()):
        digest.update(f"{module}\0{source}\0".encode())
    return digest.hexdigest()[:16]


def _templates(module: str) -> dict[str, str]:
    """Return the source of a module, and of those that it imports from the rooms of artifacts and pages."""
    found: dict[str, str] = {}
    pending = [module]
    while pending:
        name = pending.pop()
        if name not in found and name not in _FACTS:
            found[name] = _source(name)
            pending += [imported for match in _IMPORT.finditer(found[name]) for imported in _imported(match)]
    return found


def _imported(match: re.Match[str]) -> list[str]:
    """Return the modules that an import statement names: `from a import b` may mean the module `a.b`."""
    names = re.findall(r"\w+", match[2] or match[3])
    modules = [f"{match[1]}.{name}" for name in names]
    return [match[1], *(module for module in modules if module in sys.modules)]


@cache
def _source(module: str) -> str:
    """Return the text of a module, with the same line ends on every system."""
    return Path(importlib.import_module(module).__file__ or "").read_text("utf-8")


def _place(kind: AnyKind) -> tuple[bool, bool, str]:
    """Order kinds of one grain as their page does: text first, diagrams after."""
    return (kind.has_diagram, not kind.asks_model, kind.name)
