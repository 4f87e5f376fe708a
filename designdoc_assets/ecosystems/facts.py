"""What the manifests of a target declare: dependencies, distributions, and what could not be read.

Only data; how each kind of manifest is read is in the module named after it.
"""

import re
from dataclasses import dataclass

NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,200}[A-Za-z0-9])?")
"""The name of a distribution, as PEP 508 allows it; the length is bounded, since names become file names."""


@dataclass(frozen=True, slots=True, order=True)
class Declaration:
    """One place where a manifest asks for a dependency."""

    manifest: str
    """The path of the file in which it is written."""
    group: str
    """"" for runtime; else the extra, dependency group or environment, `build`, `dev`, `test`, or the requirements
    file without its suffix (`requirements-dev`, `docs/requirements`). A group that includes another one does not
    repeat its declarations."""
    specifier: str
    """As written, without white space: `>=2,<3`, `^1.2`; "" where any version will do."""
    marker: str = ""
    """The condition as written: `python_version < "3.11"`."""
    extras: tuple[str, ...] = ()
    direct: str = ""
    """Where it is taken from instead of an index, a URL or a path, without credentials, query and fragment."""


@dataclass(frozen=True, slots=True)
class Dependency:
    """A distribution that the target declares to need."""

    ecosystem: str
    name: str
    """Normalised as by PEP 503."""
    declarations: tuple[Declaration, ...]
    locked: tuple[tuple[str, str], ...] = ()
    """(lock file, version); a compiled requirements file and a constraints file count as lock files."""


@dataclass(frozen=True, slots=True)
class Distribution:
    """A distribution that the target builds. A folder holds at most one; fields that nothing states are empty."""

    manifest: str
    name: str = ""
    """As written; "" where setup.py computes it."""
    version: str = ""
    """"" where it is dynamic."""
    description: str = ""
    runs_on: str = ""
    """The language and its versions, as a phrase: `Python >=3.9`."""
    scripts: tuple[tuple[str, str], ...] = ()
    """(command, `package.module:function`) of console and GUI scripts."""
    entry_points: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    """(group, ((name, object reference), ...)), scripts left out."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Why a manifest, or a part of it, was not read."""

    path: str
    reason: str
    """A clause about the file, such as `is not valid TOML: line 3, column 5`. It names keys and lines, never values."""


@dataclass(frozen=True, slots=True)
class Manifests:
    """Everything that the manifests of a target say, each part sorted."""

    dependencies: tuple[Dependency, ...] = ()
    distributions: tuple[Distribution, ...] = ()
    problems: tuple[Problem, ...] = ()
    configurations: tuple[tuple[str, str], ...] = ()
    """(path, text) of the files that linkers ask for: see `Language.configurations`."""


def normalise(name: str) -> str:
    """Return the name of a distribution as PEP 503 spells it: lower case, runs of `-_.` as one `-`."""
    return re.sub(r"[-_.]+", "-", name).lower()
