"""Which files are of a build, told from their paths."""

import posixpath
import re

from designdoc_assets.ecosystems.own import is_own

_POM = "pom.xml"
_CATALOG = ".versions.toml"
_LOCKS = frozenset({"gradle.lockfile", "buildscript-gradle.lockfile"})
_SCRIPTS = (".gradle", ".gradle.kts")
_DATA = re.compile(r"(?:\A|/)(?:resources|archetype-resources|src/it)/")
"""Builds that tests run, and such as are copied when a project begins."""


def is_pom(path: str) -> bool:
    """Tell whether a path is that of a POM."""
    return posixpath.basename(path) == _POM


def is_script(path: str) -> bool:
    """Tell whether a path is that of a script of Gradle."""
    return path.endswith(_SCRIPTS)


def is_settings(path: str) -> bool:
    """Tell whether a path is that of a script that says which projects are of a build."""
    return posixpath.basename(path) in {f"settings{suffix}" for suffix in _SCRIPTS}


def is_properties(path: str) -> bool:
    """Tell whether a path is that of a file that gives values names."""
    return posixpath.basename(path) == "gradle.properties"


def is_catalog(path: str) -> bool:
    """Tell whether a path is that of a version catalog."""
    return path.endswith(_CATALOG)


def is_lock_file(path: str) -> bool:
    """Tell whether a path is that of a lock file."""
    return posixpath.basename(path) in _LOCKS


def is_build_file(path: str) -> bool:
    """Tell whether a file is of a build, whoever's."""
    return any(test(path) for test in (is_pom, is_script, is_properties, is_catalog, is_lock_file))


def is_own_build_file(path: str) -> bool:
    """Tell whether a file is of a build of the target."""
    return is_build_file(path) and is_own(path) and _DATA.search(path) is None
