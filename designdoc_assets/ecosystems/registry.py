"""The ecosystems whose manifests are read."""

from collections.abc import Iterable

from designdoc_assets.ecosystems.crates import CRATES
from designdoc_assets.ecosystems.ecosystem import Ecosystem
from designdoc_assets.ecosystems.go import GO
from designdoc_assets.ecosystems.maven import MAVEN
from designdoc_assets.ecosystems.npm import NPM
from designdoc_assets.ecosystems.pypi import PYPI

ECOSYSTEMS: tuple[Ecosystem, ...] = (PYPI, NPM, MAVEN, GO, CRATES)
_BY_NAME = {each.name: each for each in ECOSYSTEMS}


def ecosystem(name: str) -> Ecosystem:
    """Return the ecosystem of this name."""
    return _BY_NAME[name]


def known(names: Iterable[str]) -> list[Ecosystem]:
    """Return those of the named ecosystems whose manifests are read, in their order."""
    wanted = frozenset(names)
    return [each for each in ECOSYSTEMS if each.name in wanted]
