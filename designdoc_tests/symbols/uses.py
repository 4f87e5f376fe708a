"""Compares who uses what, as relations say it, with what a compiler says."""

import subprocess
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from designdoc_assets.ecosystems.facts import Manifests
from designdoc_assets.languages.registry import language
from designdoc_assets.program.relations import Relations
from designdoc_assets.program.resolution import Symbol
from designdoc_assets.program.settling import joined
from designdoc_tests.symbols.judges import Judge, Project

Named = tuple[str, str]
"""A path and a qualified name."""
Pair = tuple[Named, Named]
"""A user, and what it uses."""
_UNKNOWN = "?"
_ALL = "*"
"""Said of a file of which the compiler knows nothing: no build that it makes has it."""


@dataclass(frozen=True, slots=True)
class Uses:
    """What became of the claims about one project."""

    right: frozenset[Pair]
    wrong: frozenset[Pair]
    missed: frozenset[Pair]
    unjudged: frozenset[Pair]
    """Claims about a name that the compiler does not know, since a library is not there."""

    @property
    def precision(self) -> float:
        """The part of what is claimed and judged that is right."""
        return len(self.right) / max(1, len(self.right) + len(self.wrong))

    @property
    def recall(self) -> float:
        """The part of what the compiler has that is claimed."""
        return len(self.right) / max(1, len(self.right) + len(self.missed))


def judged_uses(judge: Judge, project: Project, folder: Path) -> Uses:
    """Return how well it is known who uses what in a project."""
    assert judge.references is not None, "there is a key"
    reads = language(judge.language)
    paths = sorted(path for path in (folder / project.code).rglob("*") if path.suffix in reads.suffixes)
    paths = [path for path in paths if not any(path.match(pattern) for pattern in reads.conventions.tests)]
    told = subprocess.run(
        judge.references(), input="\n".join(map(str, paths)), capture_output=True, text=True, check=True
    ).stdout
    pairs: set[Pair] = set()
    unknown: set[tuple[Named, str]] = set()
    unread: set[str] = set()
    for line in told.replace(f"{folder}/", "").splitlines():
        user_path, user, path, name = line.split("\t")
        if path != _UNKNOWN:
            pairs.add(((user_path, user), (path, name)))
        elif name == _ALL:
            unread.add(user_path)
        else:
            unknown.add(((user_path, user), name))
    claims, places = _claimed(judge, folder, paths)
    denied = claims - pairs
    unjudged = {
        (user, used)
        for user, used in denied
        if (user, used[1].rpartition(".")[2]) in unknown or not unread.isdisjoint((*places[user], *places[used]))
    }
    return Uses(frozenset(claims & pairs), frozenset(denied - unjudged), frozenset(pairs - claims), frozenset(unjudged))


def _claimed(judge: Judge, folder: Path, paths: list[Path]) -> tuple[set[Pair], Mapping[Named, set[str]]]:
    """Return who uses what, and the files that each stands in: a member of a type may stand in another file than it."""
    reads = language(judge.language)
    files = {str(path.relative_to(folder)): reads.read(path.read_text("utf-8", "replace")) for path in paths}
    told = [path for pattern in reads.configurations for path in sorted(folder.rglob(pattern))]
    manifests = Manifests(configurations=tuple((str(path.relative_to(folder)), path.read_text()) for path in told))
    files = dict(joined(files))
    relations = Relations(files, {}, manifests)
    found: set[Pair] = set()
    places: dict[Named, set[str]] = defaultdict(set)
    for path, facts in files.items():
        for method in (method for cls in facts.classes for method in cls.methods):
            places[path, method.qualname].add(method.path or path)
    for relation in (relation for path in files for relation in relations.from_file(path)):
        source, target = relation.source, relation.target
        # What has a label follows from the declarations of attributes and parameters, whose names have relations, too.
        if isinstance(target, Symbol) and target.kind != "module" and source.qualname and not relation.label:
            pair = (source.path, source.qualname), (target.path, target.qualname)
            found.add(pair)
            for named in pair:
                places.setdefault(named, {named[0]})
    return found, places
