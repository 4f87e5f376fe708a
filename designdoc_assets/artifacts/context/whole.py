"""The context of a package and of the documents about the whole: what authors claim, how it is met, what pages note."""

from collections.abc import Iterable, Iterator, Sequence

from designdoc_assets.analysis.configuration import Configuration, SettingRow
from designdoc_assets.analysis.grains import Grain
from designdoc_assets.analysis.interfaces import Interfaces
from designdoc_assets.analysis.stored import StoredTable
from designdoc_assets.artifacts.artifact import Artifact
from designdoc_assets.artifacts.context import authors, calls
from designdoc_assets.artifacts.observed import NOTHING, observed_notes
from designdoc_assets.artifacts.survey import Survey
from designdoc_assets.languages.keys import ROOT_PACKAGE, encode, split_class_key
from designdoc_assets.program.resolution import module_symbol
from designdoc_assets.writing.context import Piece

_MOST_STARTS = 60
"""Commands, routes and jobs that are listed for a writer: the pages have all."""
_MOST_OF_README = 3_000
"""Characters of the target's README beside that of a package."""


def around_package(package: str, survey: Survey) -> Iterator[Piece]:
    """Yield who calls whom in a package, and what authors claim of it: its README, the target's, what names it."""
    paths = survey.files_of(encode(package))
    yield from calls.within(paths, survey)
    if package != ROOT_PACKAGE:
        yield from authors.readme(survey, package)
    if any(map(survey.places.is_main, paths)):
        yield from authors.readme(survey, most=_MOST_OF_README)
    if package != ROOT_PACKAGE:
        yield from authors.documents_that_name(package, survey)


def around_system(
    met: Interfaces, settings: Configuration, tables: Sequence[StoredTable], survey: Survey
) -> Iterator[Piece]:
    """Yield what a writer about the whole system has to know beside its packages."""
    yield from authors.readme(survey)
    yield from _list("Commands, routes and jobs", _starts(met))
    yield from _list("Environment variables", map(_setting, settings.variables))
    for place, rows in settings.elsewhere:
        yield from _list(f"Settings in {place}", map(_setting, rows))
    yield from _list("Tables", map(_table, tables))
    yield from _notes(survey)
    yield from calls.across(filter(survey.places.is_main, survey.snapshot.files), survey)
    yield from authors.changes_and_documents(survey)


def around_architecture(survey: Survey) -> Iterator[Piece]:
    """Yield the same about how the parts are made and run."""
    yield from authors.readme(survey)
    yield from _notes(survey)
    yield from calls.across(filter(survey.places.is_main, survey.snapshot.files), survey)
    yield from authors.changes_and_documents(survey)


def _notes(survey: Survey) -> Iterator[Piece]:
    """Yield what pages note about classes and files, those first that others use most."""
    written = ((kind, key) for kind, grain in _NOTED for key in survey.keys(grain))
    noted = [(Artifact(kind, key), notes) for kind, key in written if (notes := _notes_of(Artifact(kind, key), survey))]
    for artifact, notes in sorted(noted, key=lambda each: (-_users(each[0], survey), each[0])):
        yield Piece(f"Noted on {artifact.key}", "\n".join(f"- {note}" for note in notes))


_NOTED = (("class_doc", Grain.CLASSES), ("file_summary", Grain.FILES))


def _notes_of(artifact: Artifact, survey: Survey) -> Sequence[str]:
    prose = survey.approved(artifact)
    observed = getattr(prose, "observed", NOTHING)
    faults = (f"Perhaps a fault, in {fault.where}: {fault.text}" for fault in observed.faults)
    return (*getattr(prose, "notes", ()), *observed_notes(observed), *faults)


def _users(artifact: Artifact, survey: Survey) -> int:
    if artifact.kind == "class_doc":
        return len(survey.relations.users(survey.class_of(artifact.key)[0]))
    return len(survey.relations.users(module_symbol(split_class_key(artifact.key)[0])))


def _starts(met: Interfaces) -> Iterator[str]:
    for command in met.commands:
        yield _told(f"command {command.name}", command.answers.name if command.answers else "", command.about)
    for route in met.routes:
        yield _told(f"route {' '.join([*route.methods, route.address])}", route.answers.name)
    for job in met.jobs:
        yield _told(" ".join(filter(None, [job.sort, job.name, job.when])), job.answers.name, job.about)


def _told(what: str, answers: str, about: str = "") -> str:
    does = f" -> {answers}" if answers else ""
    return f"{what}{does}{f' -- {about}' if about else ''}"


def _setting(row: SettingRow) -> str:
    defaults = f" = {' or '.join(row.defaults)}" if row.defaults else ""
    return f"{row.name}{defaults}{f' -- {row.about}' if row.about else ''}"


def _table(table: StoredTable) -> str:
    columns = (f"{each.name}{f' -> {each.refers}' if each.refers else ''}" for each in table.columns)
    return f"{table.name} ({table.declared_by.name}): {', '.join(columns)}"


def _list(title: str, lines: Iterable[str]) -> Iterator[Piece]:
    found = list(lines)
    if found:
        rest = [f"and {len(found) - _MOST_STARTS} more"] if len(found) > _MOST_STARTS else []
        yield Piece(title, "\n".join([*found[:_MOST_STARTS], *rest]))
