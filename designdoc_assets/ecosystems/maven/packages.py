"""Which Java packages an artifact holds, as far as names tell: a wrong guess costs more than none."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from designdoc_assets.ecosystems.ecosystem import ImportMatch
from designdoc_assets.ecosystems.facts import Dependency
from designdoc_assets.ecosystems.maven.known_packages import HOLDERS, PACKAGES, RENAMED

_MAJOR = re.compile(r"\d+(?=[.\-]|\Z)")


def packages_of(dependency: Dependency) -> Sequence[str]:
    """Return the packages that an artifact is known to hold, or that its name tells, in the versions asked for."""
    name = dependency.name
    if name not in RENAMED:
        return tuple(dict.fromkeys(_packages(name)))
    since, package = RENAMED[name]
    asked = [_MAJOR.match(each.specifier) for each in dependency.declarations]
    # Where some version is not known, either may be meant.
    is_new = {int(found[0]) >= since if found else None for found in asked} or {None}
    new, old = f"jakarta.{package}", f"javax.{package}"
    return (*((new,) if is_new != {False} else ()), *((old,) if is_new != {True} else ()))


def match_packages(
    artifacts: Mapping[str, Sequence[str]], imported: Iterable[str], *, brings_others: bool
) -> ImportMatch:
    """Match imported names to artifacts.

    Args:
        artifacts: Those that hold code, and their packages: see `packages_of`.
        imported: Full names of what is imported.
        brings_others: Whether something is declared that brings artifacts which code is meant to use.

    Returns:
        The match. What is said not to be declared is of packages alone of which the artifact is known. An artifact is
        told unmatched where imports are left that may be of it.
    """
    sure: dict[str, list[str]] = {}
    of_group: dict[str, list[str]] = {}
    for name, packages in sorted(artifacts.items()):
        for package in packages:
            sure.setdefault(package, []).append(name)
        of_group.setdefault(name.partition(":")[0], []).append(name)
    found: dict[str, list[str]] = {name: [] for name in sorted(artifacts)}
    undeclared: dict[str, list[str]] = {}
    is_left = False
    for module in sorted(set(imported)):
        owners = next((sure[each] for each in _outwards(module) if each in sure), None)
        group = next((of_group[each] for each in _outwards(module) if each in of_group), [])
        # A group alone tells only where one artifact of it is declared.
        if owners is None and len(group) == 1 and not _is_known(group[0]):
            owners = group
        for name in owners or ():
            found[name].append(module)
        known = next((each for each in _outwards(module) if each in HOLDERS), None)
        if owners is None and not group and known and not brings_others and not _may_be_held(known, of_group):
            undeclared.setdefault(known, []).append(module)
        elif owners is None:
            is_left = True
    return ImportMatch(
        {name: tuple(modules) for name, modules in found.items()},
        {package: tuple(modules) for package, modules in sorted(undeclared.items())},
        frozenset(name for name, modules in found.items() if is_left and not modules and not _is_known(name)),
    )


def names_in_code(dependency: Dependency) -> tuple[str, ...]:
    """Return what code and configuration may call an artifact."""
    return (dependency.name.partition(":")[2], *packages_of(dependency))


def _is_known(name: str) -> bool:
    return name in PACKAGES or name in RENAMED


def _may_be_held(package: str, of_group: Mapping[str, list[str]]) -> bool:
    """Whether an artifact is declared that is made by those who make the one which holds a package."""
    return any(holder.partition(":")[0] in of_group for holder in HOLDERS[package])


def _packages(name: str) -> Iterator[str]:
    """Yield what the table says, or packages that the name spells out: the group, and what the artifact adds to it."""
    if name in PACKAGES:
        yield from PACKAGES[name]
        return
    group, _, artifact = name.partition(":")
    parts = group.split(".")
    if artifact.replace("-", ".").startswith(f"{group}."):
        yield artifact.replace("-", ".")
    first, _, rest = artifact.partition("-")
    if rest and parts[-1].startswith(first):  # `org.springframework:spring-context`
        yield f"{group}.{rest.replace('-', '.')}"
    for length in range(2, len(parts) + 1):
        beginning = f"{'-'.join(parts[-length:])}-"
        if artifact.startswith(beginning):
            yield f"{group}.{artifact.removeprefix(beginning).replace('-', '.')}"
    # `com.fasterxml.jackson.core:jackson-databind`: the group's last part is another artifact's.
    if len(parts) > 1 and artifact.startswith(f"{parts[-2]}-"):
        yield ".".join([*parts[:-1], artifact.removeprefix(f"{parts[-2]}-").replace("-", ".")])


def _outwards(module: str) -> Iterator[str]:
    while module:
        yield module
        module = module.rpartition(".")[0]
