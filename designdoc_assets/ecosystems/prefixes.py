"""Matching imports by names: what is imported belongs to the dependency whose name begins it, the longest one first."""

from collections.abc import Iterable, Mapping

from designdoc_assets.ecosystems.ecosystem import ImportMatch


def match_by_prefix(
    names: Mapping[str, Iterable[str]], imported: Iterable[str], separator: str, whole: int = 1
) -> ImportMatch:
    """Match imports to dependencies.

    Args:
        names: Of each dependency, what begins the names of what it holds.
        imported: What is imported.
        separator: What stands between the parts of a name.
        whole: How many parts of an import that nothing accounts for are told.
    """
    owners: dict[str, list[str]] = {}
    for dependency, beginnings in sorted(names.items()):
        for beginning in beginnings:
            owners.setdefault(beginning, []).append(dependency)
    found: dict[str, list[str]] = {dependency: [] for dependency in sorted(names)}
    undeclared: dict[str, list[str]] = {}
    for name in sorted(set(imported)):
        claimants = _claimants(name, owners, separator)
        for dependency in claimants:
            found[dependency].append(name)
        if not claimants:
            undeclared.setdefault(separator.join(name.split(separator)[:whole]), []).append(name)
    return ImportMatch(
        {dependency: tuple(modules) for dependency, modules in found.items()},
        {name: tuple(modules) for name, modules in sorted(undeclared.items())},
    )


def _claimants(name: str, owners: Mapping[str, list[str]], separator: str) -> list[str]:
    rest = name
    while rest:
        if rest in owners:
            return owners[rest]
        rest = rest.rpartition(separator)[0]
    return []
