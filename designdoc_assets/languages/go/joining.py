"""Methods and their types: both stand in one package, in whichever of its files.

A type that a package has once for each system it is built for is one type to its readers: methods go to the one in
a file that is part of the same builds, else to the first.
"""

import posixpath
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from designdoc_assets.languages.facts import Extension, FileFacts
from designdoc_assets.languages.go.builds import joint, said_by_name

_TEST = "_test"


def with_homes(files: Mapping[str, FileFacts]) -> Mapping[str, FileFacts]:
    """Return the facts of all files, told where the types of their methods stand, and of which builds they are part.

    What a test adds to a type of the package is for tests alone: it stays a function of the file that it stands in.
    """
    files = {path: _with_builds(path, facts) for path, facts in files.items()}
    homes: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for path, facts in sorted(files.items()):
        for cls in facts.classes:
            if not cls.in_function:
                homes[posixpath.dirname(path), facts.unit, cls.qualname].append(path)
    return {path: _with_homes(path, files, homes) if facts.extensions else facts for path, facts in files.items()}


def _with_builds(path: str, facts: FileFacts) -> FileFacts:
    by_name = said_by_name(path)
    return replace(facts, built_where=joint(by_name, facts.built_where)) if by_name else facts


def _with_homes(
    path: str, files: Mapping[str, FileFacts], homes: Mapping[tuple[str, str, str], Sequence[str]]
) -> FileFacts:
    facts = files[path]
    told: list[Extension] = []
    functions = list(facts.functions)
    for extension in facts.extensions:
        candidates = homes.get((posixpath.dirname(path), facts.unit, extension.type), ())
        home = min(candidates, key=lambda other: _distance(path, other, files), default="")
        if home and _is_test(path) and not _is_test(home):
            functions += extension.methods
        else:
            told.append(replace(extension, home=home))
    return replace(facts, extensions=tuple(told), functions=tuple(functions))


def _distance(path: str, other: str, files: Mapping[str, FileFacts]) -> tuple[bool, bool, bool, str]:
    """Return how badly a file fits as the one that the type of a method stands in; the least counts."""
    is_other_build = files[other].built_where != files[path].built_where
    return other != path, _is_test(other) and not _is_test(path), is_other_build, other


def _is_test(path: str) -> bool:
    return path.endswith(f"{_TEST}.go")
