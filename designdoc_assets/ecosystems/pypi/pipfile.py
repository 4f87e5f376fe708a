"""Pipfile, Pipenv's manifest."""

from designdoc_assets.ecosystems.documents import load_toml
from designdoc_assets.ecosystems.pypi.findings import PythonFindings
from designdoc_assets.ecosystems.pypi.keyed import declare_keyed

_GROUPS = {"packages": "", "dev-packages": "dev"}
_OTHER_SECTIONS = frozenset({"source", "requires", "scripts", "pipenv", "pipfile"})


def read_pipfile(text: str, into: PythonFindings) -> None:
    """Read a Pipfile; a section of its own naming is a group of that name."""
    for section, packages in load_toml(text, into).items():
        if section not in _OTHER_SECTIONS:
            for name, constraint in into.table(packages, section).items():
                declare_keyed(into, name, constraint, [_GROUPS.get(section, section)], section)
