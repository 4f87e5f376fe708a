"""README: what the project is, where to begin reading, all pages, what waits for a person, what was not read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from designdoc_assets.analysis.grains import Grain
from designdoc_assets.artifacts.documents.base import Document, DocumentFacts, Overview
from designdoc_assets.artifacts.documents.beginning import Beginning, beginning, beginning_blocks
from designdoc_assets.artifacts.documents.contents import (
    Line,
    PackageEntry,
    contents,
    link,
    packages,
    unlinked_if_unwritten,
)
from designdoc_assets.artifacts.documents.project import Quote, quotes
from designdoc_assets.artifacts.sections.text import plural, shown, source_link
from designdoc_assets.artifacts.survey import Disputed, Survey
from designdoc_assets.languages.keys import decode
from designdoc_assets.languages.registry import noun_for
from designdoc_assets.markup import markdown
from designdoc_assets.source.other_languages import READABLE, SEARCHED

MOST_DEPENDENCIES = 40
"""With more dependencies, their list is folded."""
MOST_SKIPPED = 100
"""With more files and folders that were left out, the rest is counted."""
MOST_SKIPPED_OPEN = 12
"""With more of them, their list is folded."""
MOST_UNREAD_FILES = 4
"""Files that are named of a language that is not read."""


@dataclass(frozen=True, slots=True)
class ReadmeFacts(DocumentFacts):
    """The inputs of README."""

    name: str
    quotes: tuple[Quote, ...]
    beginning: Beginning
    class_count: int
    packages: tuple[PackageEntry, ...]
    dependencies: tuple[Line, ...]
    disputes: tuple[Disputed, ...]
    """Those without an id wait for their review alone."""
    orphans: tuple[str, ...]
    skipped: tuple[tuple[str, str], ...]
    partly_read: tuple[tuple[str, str], ...]
    unread_languages: tuple[tuple[str, int, tuple[str, ...]], ...]
    """(language, number of files, paths of the first of them)."""


class Readme(Document[ReadmeFacts, Overview]):
    """The document README."""

    name = "README"
    sections: ClassVar = ("Where to begin", "Packages")

    def facts(self, page: str, survey: Survey) -> ReadmeFacts:
        """Collect all pages, and what of the tree waits for a person or could not be read."""
        files = survey.snapshot.files
        dependencies = (
            Line(decode(key).partition(":")[2], survey.address(Grain.DEPENDENCIES, key))
            for key in survey.keys(Grain.DEPENDENCIES)
        )
        return ReadmeFacts(
            page=page,
            links={},
            document=self.name,
            name=survey.snapshot.name,
            quotes=quotes(page, survey),
            beginning=beginning(survey),
            class_count=survey.class_count,
            noun=noun_for(survey.languages),
            packages=tuple(packages(survey)),
            dependencies=tuple(unlinked_if_unwritten(line, survey) for line in dependencies),
            # A dispute about this very page shows on it, and would otherwise make it stale as soon as it is written.
            disputes=tuple(entry for entry in survey.tree_status.disputes if entry.page != page),
            orphans=survey.tree_status.orphans,
            skipped=tuple((entry.path, entry.reason) for entry in survey.snapshot.skipped),
            partly_read=tuple((path, file.facts.problem) for path, file in files.items() if file.facts.problem),
            unread_languages=tuple(
                (language.name, len(language.paths), language.paths[:MOST_UNREAD_FILES])
                for language in survey.snapshot.unread_languages
            ),
        )

    def describe(self, facts: ReadmeFacts) -> Overview:
        """Count the pages."""
        files = [entry for package in facts.packages for entry in package.files]
        counts = (
            (len(facts.packages), "package"),
            (len(files), "file"),
            (facts.class_count, facts.noun),
            (len(facts.dependencies), "dependency"),
        )
        counted = ", ".join(plural(count, noun) for count, noun in counts if count)
        subject = markdown.code(facts.name) if facts.name else "this repository"
        return Overview(overview=f"Of {subject}: {counted}.")

    def render(self, facts: ReadmeFacts, prose: Overview) -> str:
        """Return the body."""
        return markdown.paragraphs(
            *_quoted(facts),
            prose.overview,
            _unwritten(facts),
            *_part("Waiting for a person", _waiting(facts)),
            *_part("Not reviewed", _not_reviewed(facts)),
            markdown.heading(2, "Where to begin"),
            *beginning_blocks(facts.beginning, facts),
            markdown.heading(2, "Packages"),
            *contents(facts.packages, facts),
            *_part("Dependencies", _dependencies(facts)),
            *_part("Not read", _not_read(facts)),
        )


def _quoted(facts: ReadmeFacts) -> Iterator[str]:
    """Quote what the project says of itself, and say where it does."""
    for quote in facts.quotes:
        if not quote.name:
            yield f"> {shown(quote.text, facts)} ({source_link(quote.path, quote.url)})"
    several = (quote for quote in facts.quotes if quote.name)
    yield markdown.bullets(f"{source_link(quote.name, quote.url)}: {shown(quote.text, facts)}" for quote in several)


def _dependencies(facts: ReadmeFacts) -> list[str]:
    listed = ", ".join(link(line, facts) for line in facts.dependencies)
    count = len(facts.dependencies)
    return [markdown.details(f"All {count:,}", listed) if count > MOST_DEPENDENCIES else listed]


def _unwritten(facts: ReadmeFacts) -> str:
    below = (line for package in facts.packages for file in package.files for line in file.pages)
    lines = (*facts.beginning.documents, *(entry.package for entry in facts.packages), *below, *facts.dependencies)
    count = sum(not line.page for line in lines)
    return (
        f"{plural(count, 'entry')} below without a link {'is' if count == 1 else 'are'} not written yet."
        if count
        else ""
    )


def _waiting(facts: ReadmeFacts) -> Sequence[str]:
    disputes = [
        f"- {link(Line(entry.artifact, entry.page), facts)}: {_closed(markdown.escape(entry.summary))} "
        f"Resolve {markdown.code(entry.dispute_id)} in {markdown.link('`hil-issues.yaml`', 'hil-issues.yaml')}."
        for entry in facts.disputes
        if entry.dispute_id
    ]
    orphans = [
        f"- {link(Line(page, page), facts)} is not needed any longer; it was kept for the text of people on it."
        for page in facts.orphans
    ]
    return ["\n".join([*disputes, *orphans])] if disputes or orphans else []


def _not_reviewed(facts: ReadmeFacts) -> Sequence[str]:
    """List what a model wrote and no reviewer judged."""
    entries = [link(Line(entry.artifact, entry.page), facts) for entry in facts.disputes if not entry.dispute_id]
    return [markdown.bullets(entries)] if entries else []


def _closed(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def _not_read(facts: ReadmeFacts) -> Sequence[str]:
    entries = [*facts.skipped, *((path, f"{problem}; the rest was read") for path, problem in facts.partly_read)]
    lines = [f"{markdown.code(path)}: {markdown.escape(reason)}." for path, reason in entries[:MOST_SKIPPED]]
    rest = len(entries) - len(lines)
    lines += [f"and {rest:,} more."] if rest else []
    languages = markdown.bullets(_in_language(*entry) for entry in facts.unread_languages)
    listed = markdown.bullets(lines)
    if len(entries) > MOST_SKIPPED_OPEN:
        listed = markdown.details(f"Files and folders that are left out ({len(entries):,})", listed)
    return [languages, listed]


def _in_language(name: str, count: int, paths: Sequence[str]) -> str:
    what = f"{markdown.escape(name)} {'file' if count == 1 else 'files'}"
    more = count - len(paths)
    where = ", ".join(map(markdown.code, paths)) + (f" and {more:,} more" if more else "")
    return f"{count:,} {what} ({where}): {_why_not_read(name)}."


def _why_not_read(language: str) -> str:
    if language in SEARCHED:
        return "searched for imports of dependencies alone"
    return (
        "not among the languages that are asked for" if language in READABLE else "there is no reader for the language"
    )


def _part(title: str, blocks: Sequence[str]) -> list[str]:
    return [markdown.heading(2, title), *blocks] if any(blocks) else []
