"""The ecosystems whose manifests are read: every folder beside this module whose package has an `ECOSYSTEM`."""

import importlib
import pkgutil
from collections.abc import Iterable

from designdoc_assets import ecosystems
from designdoc_assets.ecosystems.ecosystem import Ecosystem


def _found() -> tuple[Ecosystem, ...]:
    folders = sorted(info.name for info in pkgutil.iter_modules(ecosystems.__path__) if info.ispkg)
    packages = (importlib.import_module(f"{ecosystems.__name__}.{name}") for name in folders)
    return tuple(package.ECOSYSTEM for package in packages if hasattr(package, "ECOSYSTEM"))


ECOSYSTEMS = _found()
_BY_NAME = {each.name: each for each in ECOSYSTEMS}


def ecosystem(name: str) -> Ecosystem:
    """Return the ecosystem of this name.

    Raises:
        KeyError: There is none.
    """
    return _BY_NAME[name]


def ecosystems_named(names: Iterable[str]) -> list[Ecosystem]:
    """Return the ecosystems of these names, in the order of `ECOSYSTEMS`; unknown names are skipped."""
    wanted = frozenset(names)
    return [each for each in ECOSYSTEMS if each.name in wanted]
