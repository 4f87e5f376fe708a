"""README: the table of contents that reaches every page; counts; what waits for a person; what was left out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import ClassVar

from designdoc_assets.artifacts.documents.base import Document, DocumentFacts, Overview
from designdoc_assets.artifacts.kind import Grain
from designdoc_assets.artifacts.sections.text import named, plural
from designdoc_assets.artifacts.survey import DOCUMENTS, Disputed, Survey, class_symbol
from designdoc_assets.pages import markdown
from designdoc_assets.source.keys import decode, encode
from designdoc_assets.source.other_languages import SEARCHED

MOST_INDEXED = 2_000
"""Pages that the README links to itself; above, it links to packages, and these to their files and classes."""
MOST_SKIPPED = 100
MOST_NAMED = 4
"""Files of a language that is not read that are named."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page in the table of contents; `page` is empty where it is not written yet."""

    name: str
    page: str


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A file's page, and those of its classes."""

    file: Page
    classes: tuple[Page, ...]


@dataclass(frozen=True, slots=True)
class PackageEntry:
    """A package's page, and those of its files."""

    package: Page
    files: tuple[FileEntry, ...]


@dataclass(frozen=True, slots=True)
class ReadmeFacts(DocumentFacts):
    """The inputs of README."""

    name: str
    documents: tuple[Page, ...]
    packages: tuple[PackageEntry, ...]
    dependencies: tuple[Page, ...]
    disputes: tuple[Disputed, ...]
    orphans: tuple[str, ...]
    skipped: tuple[tuple[str, str], ...]
    partly_read: tuple[tuple[str, str], ...]
    unread_languages: tuple[tuple[str, int, tuple[str, ...]], ...]
    """(language, number of files, paths of the first of them)."""


class Readme(Document[ReadmeFacts, Overview]):
    """See the module's docstring."""

    name = "README"
    sections: ClassVar = ("Documents", "Packages")

    def facts(self, page: str, survey: Survey) -> ReadmeFacts:
        """Collect all pages, and how the tree stands."""
        files = survey.snapshot.files
        return ReadmeFacts(
            page=page,
            links={},
            document=self.name,
            name=survey.snapshot.name,
            documents=tuple(
                _page(name, survey.address(Grain.DOCUMENTS, name), survey) for name in DOCUMENTS if name != self.name
            ),
            packages=tuple(_packages(survey)),
            dependencies=tuple(
                _page(decode(key).partition(":")[2], survey.address(Grain.DEPENDENCIES, key), survey)
                for key in survey.keys(Grain.DEPENDENCIES)
            ),
            # A dispute about this very page shows on it, and would otherwise make it stale as soon as it is written.
            disputes=tuple(entry for entry in survey.standing.disputes if entry.page != page),
            orphans=survey.standing.orphans,
            skipped=tuple((entry.path, entry.reason) for entry in survey.snapshot.skipped),
            partly_read=tuple((path, file.facts.problem) for path, file in files.items() if file.facts.problem),
            unread_languages=tuple(
                (language.name, len(language.paths), language.paths[:MOST_NAMED])
                for language in survey.snapshot.unread_languages
            ),
        )

    def describe(self, facts: ReadmeFacts) -> Overview:
        """Count the pages."""
        files = [entry for package in facts.packages for entry in package.files]
        counts = (
            (len(facts.packages), "package"),
            (len(files), "file"),
            (sum(len(entry.classes) for entry in files), "class"),
            (len(facts.dependencies), "dependency"),
        )
        shown = ", ".join(plural(count, noun) for count, noun in counts if count)
        subject = markdown.code(facts.name) if facts.name else "this repository"
        return Overview(overview=f"Of {subject}: {shown}.")

    def known_names(self, facts: ReadmeFacts) -> frozenset[str]:
        """Return the target's own name."""
        return frozenset({facts.name})

    def render(self, facts: ReadmeFacts, prose: Overview) -> str:
        """Return the body."""
        return markdown.paragraphs(
            prose.overview,
            _unwritten(facts),
            *_part("Waiting for a person", _waiting(facts)),
            markdown.heading(2, "Documents"),
            markdown.bullets(_link(page, facts) for page in facts.documents),
            markdown.heading(2, "Packages"),
            _contents(facts),
            *_part("Dependencies", [", ".join(_link(page, facts) for page in facts.dependencies)]),
            *_part("Not read", _not_read(facts)),
        )


def _packages(survey: Survey) -> Iterable[PackageEntry]:
    keys = survey.keys(Grain.PACKAGES)
    for key in sorted(keys, key=lambda key: not any(map(survey.places.is_main, survey.files_of(key)))):
        files = tuple(_file(path, survey) for path in survey.files_of(key))
        yield PackageEntry(_page(decode(key), survey.address(Grain.PACKAGES, key), survey), files)


def _file(path: str, survey: Survey) -> FileEntry:
    symbols = [class_symbol(path, cls) for cls in survey.snapshot.files[path].facts.classes]
    classes = tuple(_page(symbol.qualname, survey.address_of(symbol) or "", survey) for symbol in symbols)
    return FileEntry(_page(PurePosixPath(path).name, survey.address(Grain.FILES, encode(path)), survey), classes)


def _page(name: str, page: str, survey: Survey) -> Page:
    return Page(name, "" if page in survey.standing.unwritten else page)


def _contents(facts: ReadmeFacts) -> str:
    total = sum(1 + len(package.files) + sum(len(f.classes) for f in package.files) for package in facts.packages)
    lines = []
    for package in facts.packages:
        lines.append(f"- {_link(package.package, facts)}")
        for entry in package.files if total <= MOST_INDEXED else ():
            classes = ", ".join(_link(page, facts) for page in entry.classes)
            lines.append(f"  - {_link(entry.file, facts)}{': ' if classes else ''}{classes}")
    note = "" if total <= MOST_INDEXED else f"Each package's page lists its own; there are {total:,} in all."
    return markdown.paragraphs(note, "\n".join(lines))


def _unwritten(facts: ReadmeFacts) -> str:
    files = [entry for package in facts.packages for entry in package.files]
    classes = [page for entry in files for page in entry.classes]
    packages = [package.package for package in facts.packages]
    pages = (*facts.documents, *packages, *(entry.file for entry in files), *classes, *facts.dependencies)
    count = sum(not page.page for page in pages)
    return (
        f"{plural(count, 'page')} below without a link {'is' if count == 1 else 'are'} not written yet."
        if count
        else ""
    )


def _waiting(facts: ReadmeFacts) -> Sequence[str]:
    disputes = [
        f"- {_link(Page(entry.artifact, entry.page), facts)}: {markdown.escape(entry.summary)} "
        f"Resolve {markdown.code(entry.issue)} in {markdown.link('`hil-issues.yaml`', 'hil-issues.yaml')}."
        for entry in facts.disputes
    ]
    orphans = [
        f"- {_link(Page(page, page), facts)} is not needed any longer; it was kept for the text of people on it."
        for page in facts.orphans
    ]
    return ["\n".join([*disputes, *orphans])] if disputes or orphans else []


def _not_read(facts: ReadmeFacts) -> Sequence[str]:
    entries = [*facts.skipped, *((path, f"{problem}; the rest was read") for path, problem in facts.partly_read)]
    lines = [f"{markdown.code(path)}: {markdown.escape(reason)}." for path, reason in entries[:MOST_SKIPPED]]
    rest = len(entries) - len(lines)
    lines += [f"and {rest:,} more."] if rest else []
    lines = [*(_in_language(*entry) for entry in facts.unread_languages), *lines]
    return [markdown.bullets(lines)] if lines else []


def _in_language(name: str, count: int, paths: Sequence[str]) -> str:
    what = f"{markdown.escape(name)} {'file' if count == 1 else 'files'}"
    more = count - len(paths)
    where = ", ".join(map(markdown.code, paths)) + (f" and {more:,} more" if more else "")
    why = "searched for imports of dependencies alone" if name in SEARCHED else "there is no reader for the language"
    return f"{count:,} {what} ({where}): {why}."


def _link(page: Page, facts: ReadmeFacts) -> str:
    return named(page.name, page.page or None, facts)


def _part(title: str, blocks: Sequence[str]) -> list[str]:
    return [markdown.heading(2, title), *blocks] if any(blocks) else []
