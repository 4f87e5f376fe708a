"""llms.txt: the way in for programs, in the format of llmstxt.org: a name, a summary, links with a line each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from designdoc_assets.analysis.grains import Grain
from designdoc_assets.analysis.target import DOCUMENTS
from designdoc_assets.artifacts.documents.base import Document, DocumentFacts, Overview
from designdoc_assets.artifacts.documents.contents import (
    Line,
    document_line,
    file_line,
    line_with_purpose,
    package_line,
)
from designdoc_assets.artifacts.documents.project import Quote, quotes
from designdoc_assets.artifacts.sections.text import shown
from designdoc_assets.artifacts.survey import Survey
from designdoc_assets.markup import markdown
from designdoc_assets.pages.layout import LLMS

MOST_FILES = 500
"""With more files, none is listed: a program is to read this in one piece, and package pages lead to files."""

MOST_REQUIRED = 150
"""With more files, they stand under `Optional`, which a program may skip."""


@dataclass(frozen=True, slots=True)
class LlmsFacts(DocumentFacts):
    """The inputs of llms.txt."""

    name: str
    quotes: tuple[Quote, ...]
    documents: tuple[Line, ...]
    packages: tuple[Line, ...]
    files: tuple[Line, ...]
    beside: tuple[Line, ...]
    """Packages and files that are no part of the product."""


class Llms(Document[LlmsFacts, Overview]):
    """The document llms.txt."""

    name = str(LLMS)
    sections: ClassVar = ("Documents", "Packages")

    def facts(self, page: str, survey: Survey) -> LlmsFacts:
        """Collect the pages with their purposes."""
        is_main = survey.places.is_main
        keys = {key: any(map(is_main, survey.files_of(key))) for key in survey.keys(Grain.PACKAGES)}
        files = survey.snapshot.files if len(survey.snapshot.files) <= MOST_FILES else ()
        return LlmsFacts(
            page=page,
            links={},
            document=self.name,
            name=survey.snapshot.name,
            quotes=quotes(page, survey),
            documents=tuple(document_line(key, survey) for key in DOCUMENTS if key != LLMS),
            packages=tuple(package_line(key, survey) for key, is_of_product in keys.items() if is_of_product),
            files=tuple(file_line(path, survey) for path in files if is_main(path)),
            beside=(
                *(package_line(key, survey) for key, is_of_product in keys.items() if not is_of_product),
                *(file_line(path, survey) for path in files if not is_main(path)),
            ),
        )

    def describe(self, facts: LlmsFacts) -> Overview:
        """Say what the pages are."""
        return Overview(overview="Design documentation: a page per package and file, written from the source.")

    def render(self, facts: LlmsFacts, prose: Overview) -> str:
        """Return the body. The title is part of it: a program expects the summary right below."""
        are_required = len(facts.files) <= MOST_REQUIRED
        return markdown.paragraphs(
            markdown.heading(1, markdown.escape(facts.name) or "Design documentation"),
            "\n".join(f"> {quote.text}" for quote in facts.quotes[:1] if not quote.name),
            *(shown(quote.text, facts) for quote in facts.quotes[1:] if not quote.name),
            prose.overview,
            *_section("Documents", facts.documents, facts),
            *_section("Packages", facts.packages, facts),
            # In this format, a program may skip the section *Optional* where it needs a shorter context.
            *(_section("Files", facts.files, facts) if are_required else ()),
            *_section("Optional", facts.beside if are_required else (*facts.files, *facts.beside), facts),
        )


def _section(title: str, lines: Sequence[Line], facts: LlmsFacts) -> Iterable[str]:
    if lines:
        yield markdown.heading(2, title)
        yield markdown.bullets(line_with_purpose(line, facts) for line in lines)
