"""The table of contents: packages with their sentence, and below them their files and classes, as far as they fit."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from designdoc_assets.analysis.grains import Grain
from designdoc_assets.analysis.member_sorts import is_offered
from designdoc_assets.analysis.target import file_names
from designdoc_assets.artifacts.page_facts import PageFacts
from designdoc_assets.artifacts.sections.text import named, plural, plural_of, shown
from designdoc_assets.artifacts.survey import Survey
from designdoc_assets.languages.folders import folders_from
from designdoc_assets.languages.keys import ROOT_PACKAGE, PartitionKey, decode, encode
from designdoc_assets.languages.registry import noun_for
from designdoc_assets.markup import markdown
from designdoc_assets.markup.prose import sentence
from designdoc_assets.pages.layout import LLMS, LLMS_PAGE
from designdoc_assets.program.resolution import class_symbol

MOST_INDEXED = 2_000
"""With more pages, those of files and classes are not listed: each package's page leads to its own."""
MOST_OPEN = 120
"""With more pages, those of files and classes are folded."""

FEWEST_FOLDED = 8
"""At least this many packages without classes and functions, such as one of texts per language, are folded."""

_DOCUMENTS: Mapping[str, str] = {
    "README": "What the project is, where to begin reading, and every page.",
    "SYSTEM_DESIGN": "An overview, and the packages.",
    "ARCHITECTURE": "What is shipped and run, and how its parts build on each other.",
    "TECH_DEBT": "Dependencies: how they are declared, pinned and used.",
    "SYMBOLS": "Public {}, functions and constants, A to Z.",
    LLMS: "The same way in, for programs.",
}
"""The purpose of each document; `{}` is the plural noun for types."""


@dataclass(frozen=True, slots=True)
class Line:
    """The name, address and purpose, a sentence of Markdown, of a page; `page` is empty while that is not written."""

    name: str
    page: str
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A file's page, and those of its classes."""

    file: Line
    classes: tuple[Line, ...]
    private: tuple[Line, ...]
    """Its classes that are private, or that a function defines."""
    defines: bool
    """Whether anything is defined in it."""

    @property
    def pages(self) -> tuple[Line, ...]:
        """Return the lines of the file and of all its classes."""
        return (self.file, *self.classes, *self.private)


@dataclass(frozen=True, slots=True)
class PackageEntry:
    """A package's page, and those of its files."""

    package: Line
    files: tuple[FileEntry, ...]
    is_main: bool
    """Whether it is part of what the target is about."""
    is_data: bool
    """Whether it has no classes and no functions."""


def document_line(key: PartitionKey, survey: Survey) -> Line:
    """Return the line of a document."""
    name = LLMS_PAGE if key == LLMS else decode(key)
    return Line(name, survey.page(Grain.DOCUMENTS, key), _DOCUMENTS[key].format(plural_of(noun_for(survey.languages))))


def package_line(key: PartitionKey, survey: Survey) -> Line:
    """Return the line of a package."""
    purpose = sentence(survey.purpose("package_readme", key))
    return Line(decode(key), survey.page(Grain.PACKAGES, key), purpose)


def file_line(path: str, survey: Survey) -> Line:
    """Return the line of a file."""
    key = encode(path)
    return Line(path, survey.page(Grain.FILES, key), sentence(survey.purpose("file_summary", key)))


def unlinked_if_unwritten(line: Line, survey: Survey) -> Line:
    """Return a line; without its address if that page, or the section of it that is meant, is not written yet."""
    is_written = survey.tree_status.unwritten.isdisjoint({line.page, line.page.partition("#")[0]})
    return line if is_written else replace(line, page="")


def packages(survey: Survey) -> Iterator[PackageEntry]:
    """Return all packages, in order of their paths."""
    for key in survey.keys(Grain.PACKAGES):
        paths = survey.files_of(key)
        is_main = any(map(survey.places.is_main, paths))
        line = unlinked_if_unwritten(package_line(key, survey), survey)
        files = [survey.snapshot.files[path].facts for path in paths]
        is_data = not any(facts.classes or facts.functions for facts in files)
        yield PackageEntry(line, tuple(_file(path, survey) for path in paths), is_main, is_data)


def contents(listed: Sequence[PackageEntry], facts: PageFacts) -> Iterator[str]:
    """Yield the blocks of the table of contents. Files and classes are folded if they are many, private or empty."""
    total = sum(1 + sum(len(file.pages) for file in package.files) for package in listed)
    is_open = total <= MOST_OPEN
    beside = [package for package in listed if not package.is_main]
    main = [package for package in listed if package.is_main] or beside
    data = [package for package in main if package.is_data]
    if FEWEST_FOLDED <= len(data) < len(main):
        yield _tree([package for package in main if not package.is_data], facts, files=is_open)
        title = f"Packages without {plural_of(facts.noun)} and functions ({len(data):,})"
        yield markdown.details(title, _tree(data, facts, files=is_open))
    else:
        yield _tree(main, facts, files=is_open)
    if beside and main != beside:
        within = {folder for package in main for folder in folders_from(package.package.name)}
        names = (package.package.name for package in beside)
        folders = dict.fromkeys(
            "the root directory" if name == ROOT_PACKAGE else _outermost(name, within) for name in names
        )
        title = f"Beside it: {', '.join(folders)} ({plural(len(beside), 'package')})"
        yield markdown.details(title, _tree(beside, facts, files=is_open))
    if is_open:
        quiet = [replace(package, files=tuple(_quiet(package.files))) for package in listed]
        if lines := _index([package for package in quiet if package.files], facts):
            yield markdown.details(f"Private {plural_of(facts.noun)}, and files that define nothing", lines)
    elif total <= MOST_INDEXED:
        yield markdown.details(f"All files and {plural_of(facts.noun)}", _index(listed, facts))
    else:
        yield f"Each package's page lists its own; there are {total:,} in all."


def _outermost(package: str, within: Collection[str]) -> str:
    """Return the outermost folder around a package that is none of those, or the package."""
    if package == ROOT_PACKAGE:
        return "the root directory"
    found = [folder for folder in folders_from(package) if folder and folder not in within]
    return found[-1] if found else package


def line_with_purpose(line: Line, facts: PageFacts) -> str:
    """Return a line's name, linked to its page, and its purpose."""
    text = " ".join(shown(line.purpose, facts).split())
    return link(line, facts) + (f": {text}" if text else "")


def link(line: Line, facts: PageFacts) -> str:
    """Return a line's name, linked to its page if that is written."""
    return named(line.name, line.page, facts)


def _file(path: str, survey: Survey) -> FileEntry:
    facts = survey.snapshot.files[path].facts
    classes: dict[bool, list[Line]] = {True: [], False: []}
    for cls in facts.classes:
        symbol = class_symbol(path, cls)
        line = unlinked_if_unwritten(Line(symbol.qualname, survey.address_of(symbol) or ""), survey)
        classes[is_offered(cls) and not cls.in_function].append(line)
    line = unlinked_if_unwritten(Line(PurePosixPath(path).name, survey.page(Grain.FILES, encode(path))), survey)
    return FileEntry(line, tuple(classes[True]), tuple(classes[False]), bool(file_names(facts)))


def _tree(listed: Iterable[PackageEntry], facts: PageFacts, *, files: bool) -> str:
    """Return packages with their purposes; if `files`, also files that define something, with their public classes."""
    lines = []
    for package in listed:
        lines.append(f"- {line_with_purpose(package.package, facts)}")
        shown_files = (file for file in package.files if files and file.defines)
        lines += (_file_line(file.file, file.classes, facts) for file in shown_files)
    return "\n".join(lines)


def _index(listed: Iterable[PackageEntry], facts: PageFacts) -> str:
    """Return packages with all their files and classes."""
    lines = []
    for package in listed:
        lines.append(f"- {link(package.package, facts)}")
        lines += (_file_line(file.file, (*file.classes, *file.private), facts) for file in package.files)
    return "\n".join(lines)


def _file_line(file: Line, classes: Sequence[Line], facts: PageFacts) -> str:
    names = ", ".join(link(each, facts) for each in classes)
    return f"  - {link(file, facts)}" + (f": {names}" if names else "")


def _quiet(files: Iterable[FileEntry]) -> Iterator[FileEntry]:
    """Yield the files that have private classes, with these alone, and those that define nothing."""
    return (replace(file, classes=()) for file in files if file.private or not file.defines)
