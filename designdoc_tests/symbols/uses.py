"""Compares who uses what, as relations say it, with what a compiler says."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

from designdoc_assets.languages.registry import language
from designdoc_assets.program.relations import Relations
from designdoc_assets.program.resolution import Symbol
from designdoc_tests.symbols.judges import Judge, Project

Named = tuple[str, str]
"""A path and a qualified name."""
Pair = tuple[Named, Named]
"""A user, and what it uses."""
_UNKNOWN = "?"


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
    told = subprocess.run(
        judge.references(), input="\n".join(map(str, paths)), capture_output=True, text=True, check=True
    ).stdout
    pairs: set[Pair] = set()
    unknown: set[tuple[Named, str]] = set()
    for line in told.splitlines():
        user_path, user, path, name = line.split("\t")
        if path == _UNKNOWN:
            unknown.add(((user_path, user), name))
        else:
            pairs.add(((user_path, user), (path, name)))
    claims = _claimed(judge, paths)
    denied = claims - pairs
    unjudged = {(user, used) for user, used in denied if (user, used[1].rpartition(".")[2]) in unknown}
    return Uses(frozenset(claims & pairs), frozenset(denied - unjudged), frozenset(pairs - claims), frozenset(unjudged))


def _claimed(judge: Judge, paths: list[Path]) -> set[Pair]:
    reads = language(judge.language)
    relations = Relations({str(path): reads.read(path.read_text("utf-8", "replace")) for path in paths}, {})
    found: set[Pair] = set()
    for relation in (relation for path in paths for relation in relations.from_file(str(path))):
        source, target = relation.source, relation.target
        # What has a label follows from the declarations of attributes and parameters, whose names have relations, too.
        if isinstance(target, Symbol) and target.kind != "module" and source.qualname and not relation.label:
            found.add(((source.path, source.qualname), (target.path, target.qualname)))
    return found
