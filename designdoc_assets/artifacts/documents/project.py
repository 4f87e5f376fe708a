"""How a project describes itself: the descriptions of its distributions, and the first paragraph of its README."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from designdoc_assets.artifacts.documents.introduction import introduction
from designdoc_assets.artifacts.survey import Survey
from designdoc_assets.ecosystems.facts import Distribution
from designdoc_assets.markup import markdown

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Quote:
    """A description as Markdown, and the file that has it; `name` is empty unless several distributions are quoted."""

    text: str
    path: str
    url: str
    name: str = ""


def quotes(page: str, survey: Survey) -> tuple[Quote, ...]:
    """Return how the project describes itself, each statement once, with links relative to `page`.

    If no manifest at the top of the target declares a distribution, every distribution is quoted, with its name.
    """
    return tuple(_quotes(page, survey))


def _quotes(page: str, survey: Survey) -> Iterator[Quote]:
    readme = survey.snapshot.readme
    said = introduction(readme.text, readme.path) if readme else ""
    quoted: set[tuple[str, str]] = set()
    for found, name in _described(survey):
        words = _words(found.description)
        if words not in _words(said) and (name, words) not in quoted:
            quoted.add((name, words))
            yield Quote(markdown.escape(found.description), found.manifest, _url(page, found.manifest, survey), name)
    if readme and said:
        yield Quote(said, readme.path, _url(page, readme.path, survey))


def _described(survey: Survey) -> Iterator[tuple[Distribution, str]]:
    """Yield the distributions at the top, else all, that have a description; with a name only in the latter case."""
    distributions = [*filter(survey.places.is_product, survey.snapshot.manifests.distributions)]
    top = [found for found in distributions if "/" not in found.manifest]
    for found in top or distributions:
        if found.description:
            yield found, "" if top else found.name


def _words(text: str) -> str:
    return " ".join(_WORD.findall(text.lower()))


def _url(page: str, path: str, survey: Survey) -> str:
    return survey.layout.sources.url(page, path) or ""
