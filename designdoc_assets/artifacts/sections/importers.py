"""The files that import or name a dependency, as TECH_DEBT and the dependency's own page list them."""

from collections.abc import Iterable
from dataclasses import dataclass

from designdoc_assets.analysis.grains import Grain
from designdoc_assets.artifacts.survey import Survey
from designdoc_assets.languages.keys import encode


@dataclass(frozen=True, slots=True)
class Importer:
    """A file that imports, or names, something; tests have no page."""

    path: str
    page: str


def importers_of(paths: Iterable[str], survey: Survey) -> tuple[Importer, ...]:
    """Return files with the pages that document them."""
    files = survey.snapshot.files
    return tuple(Importer(path, survey.address(Grain.FILES, encode(path)) if path in files else "") for path in paths)
