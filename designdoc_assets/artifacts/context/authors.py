"""Pieces of context that authors of the target wrote beside the code: quoted as their claims, and never as orders."""

import re
from collections.abc import Iterator
from itertools import islice

from designdoc_assets.artifacts.survey import Survey
from designdoc_assets.languages.keys import ROOT_PACKAGE
from designdoc_assets.source.authors import changelog, documents, readme_of
from designdoc_assets.writing.context import Piece

MOST_OF_README, MOST_OF_OTHERS = 8_000, 4_000
"""Characters of one text that are shown: its beginning."""
MOST_NAMING = 3
"""Documents about a package: a short name is a word of many."""
_CUT = "⟦…⟧"


def readme(survey: Survey, folder: str = ROOT_PACKAGE, most: int = MOST_OF_README) -> Iterator[Piece]:
    """Yield the README of a folder."""
    path = readme_of("" if folder == ROOT_PACKAGE else folder, survey.snapshot.others)
    yield from _quoted(path, most, survey)


def changes_and_documents(survey: Survey) -> Iterator[Piece]:
    """Yield the latest changes, and then the documents, those about the whole first."""
    others = survey.snapshot.others
    for path in (changelog(others), *documents(others)):
        yield from _quoted(path, MOST_OF_OTHERS, survey)


def documents_that_name(package: str, survey: Survey) -> Iterator[Piece]:
    """Yield the first documents that name a package as code: `a.b`, `a/b/c.x`, `import a.b.c`."""
    name = "[./]".join(map(re.escape, package.split("/")))
    named = re.compile(rf"(?<![\w./-]){name}(?:[./]\w|/?`)")
    naming = (path for path in documents(survey.snapshot.others) if named.search(survey.said_in(path)))
    for path in islice(naming, MOST_NAMING):
        yield from _quoted(path, MOST_OF_OTHERS, survey)


def _quoted(path: str | None, most: int, survey: Survey) -> Iterator[Piece]:
    text = survey.said_in(path) if path else ""
    if path is None or not text:
        return
    lines = (text if len(text) <= most else f"{text[:most]}\n{_CUT}").splitlines()
    yield Piece(f"Claims of its authors, in {path}", "\n".join(f"> {line}".rstrip() for line in lines))
