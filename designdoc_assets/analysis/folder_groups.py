"""Folders in groups: as fine as a picture has room for, the large ones taken apart before the small ones."""

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from designdoc_assets.languages.keys import ROOT_PACKAGE

MOST_GROUPS = 40
"""A folder that holds most of all files is taken apart even where its parts have no room in one picture."""


def groups(paths: Sequence[str], most: int) -> Mapping[str, str]:
    """Return the group of each file, by the folder that the group is: what lies right in it, or below it.

    Args:
        paths: The files.
        most: How many groups there is room for.
    """
    found: dict[str, list[str]] = {"": list(paths)}
    while True:
        splits = {group: _apart(group, found[group]) for group in found}
        more = {group: len(found) - 1 + len(splits[group]) for group in found}
        able = [
            group
            for group in found
            if len(splits[group]) > 1
            and (more[group] <= most or (more[group] <= MOST_GROUPS and 2 * len(found[group]) > len(paths)))
        ]
        if not able:
            break
        largest = max(able, key=lambda group: (len(found[group]), group))
        del found[largest]
        found |= splits[largest]
    names = {group: _name(group, inside) for group, inside in found.items()}
    return {path: names[group] for group, inside in found.items() for path in inside}


def _apart(group: str, paths: Sequence[str]) -> dict[str, list[str]]:
    """Return the files of a folder by the folders in it; those right in it stay in a group of its own, `folder/`."""
    if group.endswith("/"):
        return {group: list(paths)}
    folder = _folder(paths)
    parts: dict[str, list[str]] = {}
    for path in paths:
        inside = path[len(folder) :].lstrip("/") if folder else path
        first, is_deeper, _ = inside.partition("/")
        parts.setdefault(f"{folder}/{first}".lstrip("/") if is_deeper else f"{folder}/", []).append(path)
    return parts


def _folder(paths: Sequence[str]) -> str:
    """Return the deepest folder that all files lie in."""
    parents = [PurePosixPath(path).parent.parts for path in paths]
    shared = []
    for names in zip(*parents, strict=False):
        if len({*names}) > 1:
            break
        shared.append(names[0])
    return "/".join(shared)


def _name(group: str, paths: Sequence[str]) -> str:
    """Return a group's name: its folder, or its file where it has no other."""
    if group.endswith("/") and len(paths) == 1:
        return paths[0]
    return group.rstrip("/") if group.endswith("/") and group != "/" else _folder(paths) or ROOT_PACKAGE
