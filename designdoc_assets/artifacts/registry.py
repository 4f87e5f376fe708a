"""The kinds that there are: every module of this folder that has a `KIND`. Adding a kind is adding one file."""

import hashlib
import importlib
import inspect
import pkgutil
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import designdoc_assets.artifacts as room
from designdoc_assets import pages
from designdoc_assets.artifacts.kind import AnyKind, Grain

_MARKUP = ("markdown.py", "prose.py", "restructured.py", "mermaid/render.py")


@cache
def kinds() -> Mapping[str, AnyKind]:
    """Return all kinds by name, in the order in which a run makes them."""
    modules = [importlib.import_module(f"{room.__name__}.{info.name}") for info in pkgutil.iter_modules(room.__path__)]
    found: list[AnyKind] = [module.KIND for module in modules if hasattr(module, "KIND")]
    grains = list(Grain)
    return {kind.name: kind for kind in sorted(found, key=lambda kind: (grains.index(kind.grain), _depth(kind, found)))}


@cache
def code_version(name: str) -> str:
    """Return the version of a kind's code: a hash over its schema and templates.

    These are the kind's own module and the shared rendering of artifacts and pages. Facts are inputs of their own, so
    a parser that finds more makes stale just what it changes.
    """
    own = Path(inspect.getfile(type(kinds()[name])))
    templates = sorted((Path(room.__file__ or "").parent / "sections").glob("*.py"))
    markup = [Path(pages.__file__ or "").parent / name for name in _MARKUP]
    digest = hashlib.sha256()
    for path in [own, *templates, *markup]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()[:16]


def _depth(kind: AnyKind, found: list[AnyKind]) -> tuple[int, str]:
    """Order kinds of one grain: those that read others of it, or that no model writes, come after."""
    return (int(not kind.asks_model), kind.name)
