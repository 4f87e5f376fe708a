"""Where to begin reading: the documents, what is run, and what is imported most."""

from collections.abc import Iterator
from dataclasses import dataclass

from designdoc_assets.analysis.entry_points import commands_elsewhere, programs, word_for
from designdoc_assets.analysis.grains import Grain
from designdoc_assets.analysis.reading_order import most_imported_files, most_imported_packages
from designdoc_assets.analysis.target import DOCUMENTS
from designdoc_assets.artifacts.documents.contents import Line, as_written, document_line, entry, file_line, link
from designdoc_assets.artifacts.page_facts import PageFacts
from designdoc_assets.artifacts.survey import Survey
from designdoc_assets.languages.keys import encode
from designdoc_assets.markup import markdown

MOST_NAMED = 6
"""Programs, packages and files each that are named."""
FEWEST_PACKAGES = 4
"""With fewer, the list of all says as much as that of those that are imported most."""


@dataclass(frozen=True, slots=True)
class Start:
    """What is run: what is typed, and where that begins."""

    name: str
    sort: str
    target: Line


@dataclass(frozen=True, slots=True)
class Beginning:
    """What to read first."""

    documents: tuple[Line, ...]
    starts: tuple[Start, ...]
    packages: tuple[Line, ...]
    """Those of which files of others import something, most imported first."""
    files: tuple[Line, ...]
    """The same."""


def beginning(survey: Survey) -> Beginning:
    """Find what to read first; documents but the README, which says so."""
    used = most_imported_packages(survey, MOST_NAMED) if len(survey.keys(Grain.PACKAGES)) >= FEWEST_PACKAGES else []
    packages = (Line(name, survey.page(Grain.PACKAGES, encode(name))) for name in used)
    files = (file_line(path, survey) for path in most_imported_files(survey, MOST_NAMED))
    return Beginning(
        documents=tuple(as_written(document_line(key, survey), survey) for key in DOCUMENTS if key != "README"),
        starts=tuple(_starts(survey)),
        packages=tuple(as_written(line, survey) for line in packages),
        files=tuple(as_written(line, survey) for line in files),
    )


def beginning_blocks(found: Beginning, facts: PageFacts) -> Iterator[str]:
    """Say what to read first."""
    yield markdown.bullets(entry(line, facts) for line in found.documents)
    starts = [_start(start, facts) for start in found.starts[:MOST_NAMED]]
    if rest := len(found.starts) - len(starts):
        starts.append(f"and {rest:,} more, in {link(Line('ARCHITECTURE', 'ARCHITECTURE.md'), facts)}.")
    if starts:
        yield "What is run:"
        yield markdown.bullets(starts)
    if found.packages:
        packages = ", ".join(link(line, facts) for line in found.packages)
        yield f"The packages that files of other packages import most: {packages}."
    if found.files:
        yield "The files that others import most:"
        yield markdown.bullets(entry(line, facts) for line in found.files)


def _starts(survey: Survey) -> Iterator[Start]:
    for program in programs(survey):
        symbol = program.symbol
        if program.sort == "command" or survey.places.is_main(symbol.path):
            target = f"{symbol.path}:{symbol.qualname}" if symbol.qualname else symbol.path
            line = as_written(Line(target, survey.address_of(symbol) or ""), survey)
            yield Start(program.name, word_for(program), line)
    yield from (Start(name, "command", Line(reference, "")) for name, reference in commands_elsewhere(survey))


def _start(start: Start, facts: PageFacts) -> str:
    if start.name == start.target.name:
        return f"{link(start.target, facts)} *({start.sort})*"
    return f"{markdown.code(start.name)} *({start.sort})* in {link(start.target, facts)}"
