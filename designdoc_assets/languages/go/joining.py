"""Methods and their types: both stand in one package, in whichever of its files.

A type that a package has once for each system it is built for is one type to its readers: methods go to the one in
a file for the same system, else to the first.
"""

import posixpath
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from designdoc_assets.languages.facts import Extension, FileFacts

_TEST = "_test"


def with_homes(files: Mapping[str, FileFacts]) -> Mapping[str, FileFacts]:
    """Return the facts of all files, the homes of their extensions told.

    What a test adds to a type of the package is for tests alone: it stays a function of the file that it stands in.
    """
    homes: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for path, facts in sorted(files.items()):
        for cls in facts.classes:
            if not cls.in_function:
                homes[posixpath.dirname(path), facts.unit, cls.qualname].append(path)
    return {path: _with_homes(path, facts, homes) if facts.extensions else facts for path, facts in files.items()}


def _with_homes(path: str, facts: FileFacts, homes: Mapping[tuple[str, str, str], Sequence[str]]) -> FileFacts:
    told: list[Extension] = []
    functions = list(facts.functions)
    for extension in facts.extensions:
        candidates = homes.get((posixpath.dirname(path), facts.unit, extension.type), ())
        home = min(candidates, key=lambda other: _distance(path, other), default="")
        if home and _is_test(path) and not _is_test(home):
            functions += extension.methods
        else:
            told.append(replace(extension, home=home))
    return replace(facts, extensions=tuple(told), functions=tuple(functions))


def _distance(path: str, other: str) -> tuple[bool, bool, bool, str]:
    """Return how badly a file fits as the one that the type of a method stands in; the least counts."""
    return other != path, _is_test(other) and not _is_test(path), _system(other) != _system(path), other


def _is_test(path: str) -> bool:
    return path.endswith(f"{_TEST}.go")


def _system(path: str) -> str:
    """Return what a file's name says of the system that it is for: `linux` of `pump_linux.go`; nothing of others."""
    stem = posixpath.basename(path).removesuffix(".go").removesuffix(_TEST)
    return stem.partition("_")[2]
