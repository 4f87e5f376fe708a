"""Which files of a target are read: those in a language that is read, without what the rules and the user leave out."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from designdoc_assets.languages.language import Language
from designdoc_assets.languages.registry import language_of
from designdoc_assets.source.generated import is_generated_name
from designdoc_assets.source.rules import Exclusion, FolderRule, Rules
from designdoc_assets.source.tree import Discovery, SourceTree


@dataclass(frozen=True, slots=True, order=True)
class Skipped:
    """What is not documented: a file, a link, or a folder (its path ends with `/`), and why, as a phrase."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Selection:
    """What there is to read in a target."""

    tree: SourceTree
    docs: Exclusion
    found: Discovery
    paths: Sequence[str]
    rules: Rules
    sources: Mapping[str, Language]
    skipped: Sequence[Skipped]

    @property
    def beside(self) -> Iterator[str]:
        """All files but the docs: also those that the user leaves out may import something."""
        return (path for path in self.found.files if path not in self.docs)


def select(tree: SourceTree, languages: Collection[str] | None, exclude: Sequence[str], docs: str | None) -> Selection:
    """Look a target through. The arguments are those of `read_snapshot`."""
    exclusion = Exclusion(exclude, docs=docs)
    found = tree.discover()
    paths = [path for path in found.files if path not in exclusion]
    rules = Rules(found.files, are_tracked=found.is_tracked)
    sources, skipped = _choose(paths, rules, languages)
    skipped += [
        Skipped(path, reason)
        for path, reason in found.closed
        if path not in exclusion and not rules.left_out_folder(path)
    ]
    return Selection(tree, Exclusion((), docs=docs), found, paths, rules, sources, skipped)


def _choose(
    paths: Sequence[str], rules: Rules, languages: Collection[str] | None
) -> tuple[dict[str, Language], list[Skipped]]:
    """Return the source files with their languages, and the source files and folders that the rules leave out."""
    sources: dict[str, Language] = {}
    skipped: list[Skipped] = []
    folders: Counter[FolderRule] = Counter()
    for path in paths:
        language = language_of(path)
        if language is None or (languages is not None and language.name not in languages):
            continue
        if rule := rules.left_out_folder(path):
            folders[rule] += 1
        elif is_generated_name(path):
            skipped.append(Skipped(path, "generated, as its name says"))
        else:
            sources[path] = language
    for (folder, reason), count in folders.items():
        skipped.append(Skipped(folder, f"{reason} ({counted(count, 'source file')})"))
    return sources, skipped


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: `1 file`, `2,000 files`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
