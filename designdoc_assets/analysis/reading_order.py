"""What to read first: the files and packages on which most others rely."""

from collections import defaultdict
from collections.abc import Mapping

from designdoc_assets.analysis.target import Target, package_of
from designdoc_assets.program.resolution import Symbol

FEWEST_USERS = 2
"""Used by fewer, a file is no place to begin with."""


def most_used_files(target: Target, most: int) -> list[str]:
    """Return the files that define what most other files use, most used first."""
    return _ranked({path: len(users) for path, users in _users(target).items()}, most)


def most_used_packages(target: Target, most: int) -> list[str]:
    """Return the packages that define what most files of other packages use, most used first."""
    users: dict[str, set[str]] = defaultdict(set)
    for path, using in _users(target).items():
        package = package_of(path)
        users[package] |= {user for user in using if package_of(user) != package}
    return _ranked({package: len(using) for package, using in users.items()}, most)


def _users(target: Target) -> Mapping[str, set[str]]:
    """Return, by file, the others that use what it defines; through whatever they import it. Examples do not count."""
    main = {path for path in target.snapshot.files if target.places.is_main(path)}
    found: dict[str, set[str]] = defaultdict(set)
    for path in main:
        for relation in target.relations.from_file(path):
            used = relation.target
            if isinstance(used, Symbol) and used.path != path and used.path in main:
                found[used.path].add(path)
    return found


def _ranked(counts: Mapping[str, int], most: int) -> list[str]:
    used = (name for name, count in counts.items() if count >= FEWEST_USERS)
    return sorted(used, key=lambda name: (-counts[name], name))[:most]
