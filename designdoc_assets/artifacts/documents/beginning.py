"""Where to begin reading: the documents, the programs, and the packages and files that others import most."""

from collections.abc import Iterator
from dataclasses import dataclass

from designdoc_assets.analysis.entry_points import commands_elsewhere, programs, word_for
from designdoc_assets.analysis.grains import Grain
from designdoc_assets.analysis.reading_order import most_imported_files, most_imported_packages
from designdoc_assets.analysis.target import DOCUMENTS
from designdoc_assets.artifacts.documents.contents import (
    Line,
    document_line,
    file_line,
    line_with_purpose,
    link,
    unlinked_if_unwritten,
)
from designdoc_assets.artifacts.page_facts import PageFacts
from designdoc_assets.artifacts.survey import Survey
from designdoc_assets.languages.keys import encode
from designdoc_assets.markup import markdown

MOST_OF_EACH = 6
"""At most this many programs, packages and files are listed."""
FEWEST_PACKAGES = 4
"""With fewer packages, the most imported ones are not listed: the list of all packages says as much."""


@dataclass(frozen=True, slots=True)
class ProgramLine:
    """A program: the name that it is run by, and the line of the code where it starts."""

    name: str
    sort: str
    target: Line


@dataclass(frozen=True, slots=True)
class Beginning:
    """What to read first."""

    documents: tuple[Line, ...]
    """All documents except the README, on which this stands."""
    starts: tuple[ProgramLine, ...]
    packages: tuple[Line, ...]
    """Packages, most imported by other packages first."""
    files: tuple[Line, ...]
    """Files, most imported first."""


def beginning(survey: Survey) -> Beginning:
    """Find what to read first."""
    used = most_imported_packages(survey, MOST_OF_EACH) if len(survey.keys(Grain.PACKAGES)) >= FEWEST_PACKAGES else []
    documents = (document_line(key, survey) for key in DOCUMENTS if key != "README")
    packages = (Line(name, survey.page(Grain.PACKAGES, encode(name))) for name in used)
    files = (file_line(path, survey) for path in most_imported_files(survey, MOST_OF_EACH))
    return Beginning(
        documents=tuple(unlinked_if_unwritten(line, survey) for line in documents),
        starts=tuple(_program_lines(survey)),
        packages=tuple(unlinked_if_unwritten(line, survey) for line in packages),
        files=tuple(unlinked_if_unwritten(line, survey) for line in files),
    )


def beginning_blocks(found: Beginning, facts: PageFacts) -> Iterator[str]:
    """Yield the blocks of Markdown that list what to read first."""
    yield markdown.bullets(line_with_purpose(line, facts) for line in found.documents)
    shown = [_program_line(program, facts) for program in found.starts[:MOST_OF_EACH]]
    if rest := len(found.starts) - len(shown):
        shown.append(f"and {rest:,} more, in {link(Line('ARCHITECTURE', 'ARCHITECTURE.md'), facts)}.")
    if shown:
        yield "What is run:"
        yield markdown.bullets(shown)
    if found.packages:
        packages = ", ".join(link(line, facts) for line in found.packages)
        yield f"The packages that files of other packages import most: {packages}."
    if found.files:
        yield "The files that others import most:"
        yield markdown.bullets(line_with_purpose(line, facts) for line in found.files)


def _program_lines(survey: Survey) -> Iterator[ProgramLine]:
    for program in programs(survey):
        symbol = program.symbol
        target = f"{symbol.path}:{symbol.qualname}" if symbol.qualname else symbol.path
        line = unlinked_if_unwritten(Line(target, survey.address_of(symbol) or ""), survey)
        yield ProgramLine(program.name, word_for(program), line)
    yield from (ProgramLine(name, "command", Line(reference, "")) for name, reference in commands_elsewhere(survey))


def _program_line(program: ProgramLine, facts: PageFacts) -> str:
    if program.name == program.target.name:
        return f"{link(program.target, facts)} *({program.sort})*"
    return f"{markdown.code(program.name)} *({program.sort})* in {link(program.target, facts)}"
