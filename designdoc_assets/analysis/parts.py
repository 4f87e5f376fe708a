"""Groups the files of a large package by their importers and by their names, for a diagram of its parts."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import PurePosixPath

from designdoc_assets.analysis.import_graph import Edge
from designdoc_assets.languages.registry import is_face


def parts(paths: Iterable[str], edges: Collection[Edge], most: int) -> list[tuple[str, ...]]:
    """Return files in parts of at most `most`, the file with most imports to and from others first in each.

    A file that only one other imports belongs to that one's part; so do files whose names begin with the same word. An
    import by the package's own file does not count: it is a re-export.

    Args:
        paths: The files.
        edges: Pairs of files of which the first imports the second.
        most: The most files of a part.
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
    """Return for each file the number of imports to and from it."""
    found: dict[str, int] = {}
    for end in (end for edge in edges for end in edge):
        found[end] = found.get(end, 0) + 1
    return found


def between(edges: Mapping[Edge, bool], found: Sequence[Sequence[str]]) -> dict[Edge, bool]:
    """Return the edges between parts, each named by its first file; True if any of the imports behind an edge is."""
    part_of = {path: part[0] for part in found for path in part}
    joined: dict[Edge, bool] = {}
    for (source, target), is_set in edges.items():
        pair = part_of[source], part_of[target]
        if pair[0] != pair[1]:
            joined[pair] = joined.get(pair, False) or is_set
    return joined


def _join(members: dict[str, list[str]], one: str, other: str, most: int) -> None:
    """Merge the parts of two files, unless the result would have more than `most` files."""
    mine, theirs = members[one], members[other]
    if mine is not theirs and len(mine) + len(theirs) <= most:
        mine += theirs
        members.update(dict.fromkeys(theirs, mine))
