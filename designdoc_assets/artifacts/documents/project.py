"""What a project says of itself: the descriptions of its distributions, and the first paragraph of its README."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from designdoc_assets.artifacts.documents.introduction import introduction
from designdoc_assets.artifacts.survey import Survey
from designdoc_assets.ecosystems.facts import Distribution
from designdoc_assets.markup import markdown

_LETTERS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Quote:
    """What a file says, in Markdown; `name` is that of one distribution among several."""

    text: str
    path: str
    url: str
    name: str = ""


def quotes(page: str, survey: Survey) -> tuple[Quote, ...]:
    """Return what the project says of itself, for a page that links to where; what is said twice once.

    Of several distributions none of which is the whole, each speaks for itself.
    """
    return tuple(_quotes(page, survey))


def _quotes(page: str, survey: Survey) -> Iterator[Quote]:
    readme = survey.snapshot.readme
    said = introduction(readme.text, readme.path) if readme else ""
    for found, name in _described(survey):
        if _words(found.description) not in _words(said):
            yield Quote(markdown.escape(found.description), found.manifest, _url(page, found.manifest, survey), name)
    if readme and said:
        yield Quote(said, readme.path, _url(page, readme.path, survey))


def _described(survey: Survey) -> Iterator[tuple[Distribution, str]]:
    """Return the distribution at the target's top, or else all, with their names; those that are described."""
    distributions = survey.snapshot.manifests.distributions
    top = [found for found in distributions if "/" not in found.manifest]
    for found in top or distributions:
        if found.description:
            yield found, "" if top else found.name


def _words(text: str) -> str:
    return " ".join(_LETTERS.findall(text.lower()))


def _url(page: str, path: str, survey: Survey) -> str:
    return survey.layout.sources.url(page, path) or ""
