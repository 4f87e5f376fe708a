"""Files that prove something: documented ones lead to their page, others to their source."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from designdoc_assets.analysis.grains import Grain
from designdoc_assets.artifacts.page_facts import PageFacts
from designdoc_assets.artifacts.sections.text import listing, named, source_link
from designdoc_assets.artifacts.survey import Survey
from designdoc_assets.languages.keys import encode

MOST_SHOWN = 3


@dataclass(frozen=True, slots=True)
class FilePlace:
    """A file, with where it is documented, or else where it is shown."""

    path: str
    page: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class FilePlaces:
    """Some files, the first of which are named."""

    shown: tuple[FilePlace, ...]
    others: int


def place_of(path: str, page: str, survey: Survey) -> FilePlace:
    """Return where a file is found from a page."""
    if path in survey.snapshot.files:
        return FilePlace(path, page=survey.address(Grain.FILES, encode(path)))
    is_there = path in survey.snapshot.others or path in survey.snapshot.tests
    return FilePlace(path, url=survey.layout.sources.url(page, path) or "" if is_there else "")


def places_of(paths: Sequence[str], page: str, survey: Survey, most: int = MOST_SHOWN) -> FilePlaces:
    """Return where files are found from a page; of many, the first."""
    return FilePlaces(tuple(place_of(path, page, survey) for path in paths[:most]), max(len(paths) - most, 0))


def linked(place: FilePlace, facts: PageFacts) -> str:
    """Return the path of a file, linked."""
    return named(place.path, place.page, facts) if place.page else source_link(place.path, place.url)


def all_linked(places: FilePlaces, facts: PageFacts) -> str:
    """Return the paths of files, linked, with the number of those that are not named."""
    more = f" and {places.others} more" if places.others else ""
    return listing(joined(places.shown, facts)) + more


def joined(places: Iterable[FilePlace], facts: PageFacts) -> list[str]:
    """Return the paths of files, linked each."""
    return [linked(place, facts) for place in places]
