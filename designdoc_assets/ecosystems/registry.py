"""The ecosystems whose manifests are read: every folder beside this module whose package has an `ECOSYSTEM`."""

import importlib
import pkgutil
from collections.abc import Iterable

import designdoc_assets.ecosystems as room
from designdoc_assets.ecosystems.ecosystem import Ecosystem


def _found() -> tuple[Ecosystem, ...]:
    folders = sorted(info.name for info in pkgutil.iter_modules(room.__path__) if info.ispkg)
    packages = (importlib.import_module(f"{room.__name__}.{name}") for name in folders)
    return tuple(package.ECOSYSTEM for package in packages if hasattr(package, "ECOSYSTEM"))


ECOSYSTEMS = _found()
_BY_NAME = {each.name: each for each in ECOSYSTEMS}


def ecosystem(name: str) -> Ecosystem:
    """Return the ecosystem of this name.

    Raises:
        KeyError: There is none.
    """
    return _BY_NAME[name]


def known(names: Iterable[str]) -> list[Ecosystem]:
    """Return those of the named ecosystems whose manifests are read, in their order."""
    wanted = frozenset(names)
    return [each for each in ECOSYSTEMS if each.name in wanted]
