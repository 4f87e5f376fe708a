"""The imports of a file in groups: standard library, third parties, and files of the same repository."""

from collections.abc import Iterable
from dataclasses import dataclass

from designdoc_assets.analysis.grains import Grain
from designdoc_assets.analysis.target import package_of
from designdoc_assets.artifacts.page_facts import PageFacts
from designdoc_assets.artifacts.sections.text import listing, named
from designdoc_assets.artifacts.survey import Survey
from designdoc_assets.languages.keys import encode
from designdoc_assets.languages.registry import shares_units
from designdoc_assets.markup import markdown

_MOST = 40
"""Names that are shown per group."""


@dataclass(frozen=True, slots=True)
class Internal:
    """An imported file of the target, or package. `page` is empty for files without one, such as tests."""

    path: str
    page: str
    only_for_types: bool


@dataclass(frozen=True, slots=True)
class Imports:
    """A file's imports, each once, sorted."""

    standard: tuple[str, ...]
    third_party: tuple[str, ...]
    internal: tuple[Internal, ...]
    unread: tuple[str, ...] = ()
    """Modules that belong to the target by their names, but of which no file was read."""


def imports_of(path: str, survey: Survey) -> Imports:
    """Collect the imports of a file, those in functions included."""
    edges = survey.relations.imports(path)
    outside = {edge.target: edge.outside.kind for edge in edges if edge.outside}
    at_run_time = {edge.target for edge in edges if edge.internal and edge.when != "types"}
    return Imports(
        standard=tuple(sorted(unit for unit, kind in outside.items() if kind == "standard")),
        third_party=tuple(sorted(unit for unit, kind in outside.items() if kind == "third party")),
        internal=tuple(
            dict.fromkeys(
                _imported(target, survey, only_for_types=target not in at_run_time)
                for target in sorted({edge.target for edge in edges if edge.internal})
            )
        ),
        unread=tuple(sorted(unit for unit, kind in outside.items() if kind == "unread")),
    )


def _imported(target: str, survey: Survey, *, only_for_types: bool) -> Internal:
    """Return an imported file with its page; where an import takes a whole package, that package with its page."""
    if not shares_units(target):
        page = survey.address(Grain.FILES, encode(target)) if target in survey.snapshot.files else ""
        return Internal(target, page, only_for_types)
    package = package_of(target)
    place = survey.layout.find(Grain.PACKAGES, encode(package))
    return Internal(package, place.address if place else "", only_for_types)


def import_section(imports: Imports, facts: PageFacts) -> str:
    """Return the list of imports, a line per group."""
    groups = (
        ("Standard library", [markdown.code(name) for name in imports.standard]),
        ("Third party", [markdown.code(name) for name in imports.third_party]),
        ("This repository", list(_internal(imports, facts))),
        ("This repository, not read", [markdown.code(name) for name in imports.unread]),
    )
    return markdown.bullets(f"{title}: {listing(names, limit=_MOST)}." for title, names in groups if names)


def _internal(imports: Imports, facts: PageFacts) -> Iterable[str]:
    for entry in imports.internal:
        yield named(entry.path, entry.page, facts) + (" (for types only)" if entry.only_for_types else "")
