"""Compares the symbols of facts with those of a key, file by file."""

import subprocess
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from designdoc_assets.languages.facts import FileFacts
from designdoc_assets.languages.registry import language
from designdoc_tests.symbols.judges import Judge

Symbol = tuple[str, str]
"""Kind and qualified name."""
UNJUDGED = "unjudged"


@dataclass
class Judgement:
    """How the symbols of a project were found."""

    files: int = 0
    unjudged: int = 0
    """Files that the key does not understand."""
    right: int = 0
    missed: list[tuple[str, Symbol]] = field(default_factory=list)
    wrong: list[tuple[str, Symbol]] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """The part of the key's symbols that were found."""
        return self.right / max(1, self.right + len(self.missed))

    @property
    def precision(self) -> float:
        """The part of the symbols found that the key has."""
        return self.right / max(1, self.right + len(self.wrong))


def judged(judge: Judge, folder: Path) -> Judgement:
    """Return how well the files of a language below a folder are read."""
    reads = language(judge.language)
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix in reads.suffixes)
    key = _key(judge, paths)
    found = Judgement()
    for path in paths:
        found.files += 1
        expected = key[str(path)]
        if any(kind == UNJUDGED for kind, _ in expected):
            found.unjudged += 1
            continue
        claimed = Counter(symbols_of(reads.read(path.read_text("utf-8", "replace")), judge))
        name = str(path.relative_to(folder))
        found.right += (claimed & expected).total()
        found.missed += [(name, symbol) for symbol in (expected - claimed).elements()]
        found.wrong += [(name, symbol) for symbol in (claimed - expected).elements()]
    return found


def symbols_of(facts: FileFacts, judge: Judge) -> Iterator[Symbol]:
    """Yield what a file defines, as far as the key tells it."""
    for cls in facts.classes:
        if cls.in_function and not judge.has_local_types:
            continue
        yield "type", cls.qualname
        for method in cls.methods:
            yield from [("function", method.qualname)] * max(1, len(method.overloads))
        yield from (("value", f"{cls.qualname}.{attribute.name}") for attribute in cls.attributes)
    for extension in facts.extensions:
        yield from (("function", method.qualname) for method in extension.methods)
        yield from (("value", f"{extension.type}.{attribute.name}") for attribute in extension.attributes)
    yield from (("function", function.qualname) for function in facts.functions)
    yield from (("value", constant.name) for constant in facts.constants)


def _key(judge: Judge, paths: Sequence[Path]) -> Mapping[str, Counter[Symbol]]:
    told = subprocess.run(
        judge.command(), input="\n".join(map(str, paths)), capture_output=True, text=True, check=True
    ).stdout
    found: dict[str, Counter[Symbol]] = defaultdict(Counter)
    for line in told.splitlines():
        path, kind, name = line.split("\t")[:3]
        found[path][kind, name] += 1
    return found
