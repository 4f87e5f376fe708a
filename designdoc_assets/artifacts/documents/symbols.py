"""SYMBOLS: every public class, function and constant, A to Z, with its page and its source.

It holds names and addresses alone, so that a change of a function's body does not change it. In a large target each
letter is a document of its own, such as `SYMBOLS/A`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

from designdoc_assets.analysis.grains import Grain
from designdoc_assets.analysis.symbol_list import letter, shown_name
from designdoc_assets.artifacts.documents.base import Document, DocumentFacts, Overview
from designdoc_assets.artifacts.sections.text import named, plural_of, source_link
from designdoc_assets.artifacts.survey import Survey
from designdoc_assets.languages.keys import decode
from designdoc_assets.languages.registry import noun_for, noun_in
from designdoc_assets.markup import markdown
from designdoc_assets.program.resolution import Symbol

_FEWEST_TO_JUMP = 4
"""With at least this many letters, links at the top lead to each."""


@dataclass(frozen=True, slots=True)
class SymbolLine:
    """A symbol, the address at which it is documented, and its place in the source."""

    letter: str
    name: str
    page: str
    sort: str
    path: str
    url: str


@dataclass(frozen=True, slots=True)
class SymbolsFacts(DocumentFacts):
    """The inputs of SYMBOLS, or of one letter of it."""

    symbols: tuple[SymbolLine, ...]
    parts: tuple[tuple[str, str], ...]
    """(letter, page), where each letter has one."""


class Symbols(Document[SymbolsFacts, Overview]):
    """The document SYMBOLS."""

    name = "SYMBOLS"
    sections: ClassVar = ()

    def facts(self, page: str, survey: Survey) -> SymbolsFacts:
        """Collect the symbols of the page."""
        parts = tuple((decode(key).partition("/")[2], survey.page(Grain.DOCUMENTS, key)) for key in survey.symbol_parts)
        mine = next((part for part, its_page in parts if its_page == page), "")
        shown = [symbol for symbol in survey.symbols if letter(symbol) == mine or not parts]
        return SymbolsFacts(
            page=page,
            links={},
            document=self.name,
            noun=noun_for(survey.languages),
            symbols=tuple(_line(symbol, page, survey) for symbol in shown),
            parts=() if mine else parts,
        )

    def describe(self, facts: SymbolsFacts) -> Overview:
        """Say what is listed."""
        if not (facts.symbols or facts.parts):
            return Overview(overview=f"There are no public {plural_of(facts.noun)}, functions or constants.")
        nouns = plural_of(facts.noun)
        has_variables = any(line.sort == "variable" for line in facts.symbols)
        values = ", constants and variables" if has_variables else " and constants"
        listed = f"Public {nouns}, functions{values}. Methods are on the page of their {facts.noun}."
        return Overview(overview=listed)

    def render(self, facts: SymbolsFacts, prose: Overview) -> str:
        """Return the body."""
        found = [(title, list(lines)) for title, lines in groupby(facts.symbols, key=lambda line: line.letter)]
        jumps = [markdown.link(title, f"#{markdown.anchor(title)}") for title, _ in found]
        jumps += [markdown.link(title, markdown.relative_url(facts.page, page)) for title, page in facts.parts]
        return markdown.paragraphs(
            prose.overview,
            " ".join(jumps) if facts.parts or len(jumps) >= _FEWEST_TO_JUMP else "",
            *(block for title, lines in found for block in _section(title, lines, facts)),
        )


def _line(symbol: Symbol, page: str, survey: Survey) -> SymbolLine:
    url = survey.layout.sources.url(page, symbol.path) or ""
    noun = noun_in(symbol.path)
    told = "type" if symbol in survey.types else "variable" if symbol in survey.variables else symbol.kind
    sort = noun if symbol.kind == "class" else told
    return SymbolLine(letter(symbol), shown_name(symbol), survey.address_of(symbol) or "", sort, symbol.path, url)


def _section(title: str, lines: Sequence[SymbolLine], facts: SymbolsFacts) -> Iterator[str]:
    yield markdown.heading(2, title)
    yield markdown.bullets(
        f"{named(line.name, line.page, facts)} *{line.sort}* in {source_link(line.path, line.url)}" for line in lines
    )
