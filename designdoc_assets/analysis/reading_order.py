"""What to read first: the files and packages that others import most."""

from collections import defaultdict
from collections.abc import Mapping

from designdoc_assets.analysis.target import Target, package_of
from designdoc_assets.analysis.uses import importing
from designdoc_assets.languages.registry import imports_whole_units

FEWEST_USERS = 2
"""A file that fewer others import is no place to begin with."""


def most_imported_files(target: Target, most: int) -> list[str]:
    """Return the files that most documented files import, as their pages list them; then by path."""
    single = (path for path in _main(target) if not imports_whole_units(path))
    return _ranked({path: len(importing(path, target)) for path in single}, most)


def most_imported_packages(target: Target, most: int) -> list[str]:
    """Return the packages of which most documented files of other packages import a file; then by path."""
    importers: dict[str, set[str]] = defaultdict(set)
    for path in _main(target):
        package = package_of(path)
        importers[package] |= {other for other in importing(path, target) if package_of(other) != package}
    return _ranked({package: len(others) for package, others in importers.items()}, most)


def _main(target: Target) -> list[str]:
    return [path for path in target.snapshot.files if target.places.is_main(path)]


def _ranked(counts: Mapping[str, int], most: int) -> list[str]:
    used = (name for name, count in counts.items() if count >= FEWEST_USERS)
    return sorted(used, key=lambda name: (-counts[name], name))[:most]
