"""The parts of a package with many files: files that belong together by who imports them, or by how they are called."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import PurePosixPath

from designdoc_assets.analysis.import_graph import Edge
from designdoc_assets.languages.registry import is_face


def parts(paths: Iterable[str], edges: Collection[Edge], most: int) -> list[tuple[str, ...]]:
    """Return files in parts of at most `most`, each with the file first that most of the others have to do with.

    A file that one other alone imports belongs to that one; files whose names begin with the same word belong
    together. What the file imports that speaks for the package, the package offers: it makes no part of it.

    Args:
        paths: The files.
        edges: Pairs of files of which the first imports the second.
        most: Files of a part.
    """
    members = {path: [path] for path in sorted(paths)}
    importers: dict[str, set[str]] = {path: set() for path in members}
    for source, target in edges:
        if not is_face(source):
            importers[target].add(source)
    for path, (importer, *others) in sorted((path, sorted(found)) for path, found in importers.items() if found):
        if not others:
            _join(members, importer, path, most)
    first: dict[str, str] = {}
    for path in sorted(members):
        word = PurePosixPath(path).stem.strip("_").partition("_")[0]
        if not is_face(path):
            _join(members, first.setdefault(word, path), path, most)
    degree = degrees(edges)
    found = {id(part): part for part in members.values()}.values()
    return [tuple(sorted(part, key=lambda path: (-degree.get(path, 0), path))) for part in found]


def degrees(edges: Iterable[Edge]) -> Mapping[str, int]:
    """Return of each file how many imports it is an end of."""
    found: dict[str, int] = {}
    for end in (end for edge in edges for end in edge):
        found[end] = found.get(end, 0) + 1
    return found


def between(edges: Mapping[Edge, bool], found: Sequence[Sequence[str]]) -> dict[Edge, bool]:
    """Return the edges between parts, which go by their first file; True where any of the imports is."""
    part_of = {path: part[0] for part in found for path in part}
    joined: dict[Edge, bool] = {}
    for (source, target), is_set in edges.items():
        pair = part_of[source], part_of[target]
        if pair[0] != pair[1]:
            joined[pair] = joined.get(pair, False) or is_set
    return joined


def _join(members: dict[str, list[str]], one: str, other: str, most: int) -> None:
    """Make one part of those of two files, if it does not get too large."""
    mine, theirs = members[one], members[other]
    if mine is not theirs and len(mine) + len(theirs) <= most:
        mine += theirs
        members.update(dict.fromkeys(theirs, mine))
