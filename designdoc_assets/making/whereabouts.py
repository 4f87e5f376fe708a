"""Explains what became of a partition that was asked for by its key and is gone."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath

from designdoc_assets.analysis.grains import Grain
from designdoc_assets.languages.keys import PartitionKey, decode, unnumbered
from designdoc_assets.source.rules import MAX_SOURCE_BYTES
from designdoc_assets.source.snapshot import Snapshot

_CLASS = "::"
_MOST_PATHS = 3


def by_name(keys: Iterable[PartitionKey]) -> Mapping[str, Sequence[PartitionKey]]:
    """Return keys by the name of their file or class, which stays the same when it is moved."""
    named: dict[str, list[PartitionKey]] = {}
    for key in keys:
        named.setdefault(_name(key), []).append(key)
    return named


def what_became_of(
    grain: Grain, key: PartitionKey, known: Mapping[str, Sequence[PartitionKey]], snapshot: Snapshot
) -> str:
    """Return, as a clause, why a target has no such partition, and where one of the same name is.

    Args:
        grain: Its grain.
        key: Its key.
        known: The keys that the grain has, by name.
        snapshot: The target.
    """
    match grain:
        case Grain.FILES | Grain.CLASSES:
            path, _, name = decode(key).partition(_CLASS)
            return _of_file(path, name, snapshot) + _elsewhere(grain, key, known)
        case Grain.PACKAGES:
            return f"no file that is documented lies right in {decode(key)}"
        case Grain.DEPENDENCIES:
            return "no manifest declares it"
        case Grain.DOCUMENTS:
            return "there is no such document"


def _of_file(path: str, name: str, snapshot: Snapshot) -> str:
    if path in snapshot.files:
        return f"{path} defines no {name}"
    if path in snapshot.tests:
        return f"{path} is test code, which is documented with include_tests alone"
    places = {path, *(f"{parent}/" for parent in PurePosixPath(path).parents)}
    reason = next((skipped.reason for skipped in snapshot.skipped if skipped.path in places), None)
    if reason is None and _is_there(path, snapshot):
        reason = "the settings leave it out, or git does not track it"
    return f"{path} is not read ({reason})" if reason else f"there is no {path}"


def _is_there(path: str, snapshot: Snapshot) -> bool:
    place = PurePosixPath(path)
    if place.is_absolute() or ".." in place.parts:  # a key can be registered by hand: nothing outside is looked at
        return False
    try:
        snapshot.tree.read(path, MAX_SOURCE_BYTES)
    except OSError:
        return False
    return True


def _elsewhere(grain: Grain, key: PartitionKey, known: Mapping[str, Sequence[PartitionKey]]) -> str:
    """Return, as a clause, the places of classes or files of the same name: it may have been moved."""
    same = [decode(each) for each in known.get(_name(key), ())]
    what = "a class" if grain is Grain.CLASSES else "a file"
    more = f" and {len(same) - _MOST_PATHS} more" if len(same) > _MOST_PATHS else ""
    return f"; {what} of that name is {', '.join(same[:_MOST_PATHS])}{more}" if same else ""


def _name(key: PartitionKey) -> str:
    path, is_class, name = decode(key).partition(_CLASS)
    return unnumbered(name) if is_class else PurePosixPath(path).name
