"""The linkers of a target, one per language: files of one never lead into another, but where both are one program."""

from collections.abc import Callable, Mapping

from designdoc_assets.languages.doc_facts import Visibility
from designdoc_assets.languages.facts import FileFacts
from designdoc_assets.languages.linking import External, Linker, Surroundings
from designdoc_assets.languages.registry import language, program_of

Around = Callable[[str], Surroundings]
"""Tells what there is around the files of languages, by the name of their ecosystem."""


def _nothing_around(_: str) -> Surroundings:
    return Surroundings()


class Linkers:
    """Asks the linker of the language in which a file is written."""

    def __init__(self, files: Mapping[str, FileFacts], around: Around = _nothing_around) -> None:
        by_language: dict[str, dict[str, FileFacts]] = {}
        for path, facts in files.items():
            by_language.setdefault(program_of(facts.language), {})[path] = facts
        self.files: Mapping[str, Mapping[str, FileFacts]] = by_language
        """The files of each language, by its name; see `registry.program_of`."""
        self._linkers = {
            name: language(name).linker(own, around(language(name).ecosystem)) for name, own in by_language.items()
        }
        self._of_file = {path: self._linkers[program_of(facts.language)] for path, facts in files.items()}

    def of_language(self, name: str) -> Linker:
        """Return the linker of a language that there are files of."""
        return self._linkers[program_of(name)]

    def name_of(self, path: str) -> str:
        """Return the name by which importers know the unit of the file at `path`."""
        return self._of_file[path].name_of(path)

    def visibility(self, path: str) -> Visibility:
        """Return for whom the file at `path` is meant."""
        return self._of_file[path].visibility(path)

    def find(self, unit: str, importer: str) -> str | None:
        """Return the file that speaks for a unit, which is named as in the file at `importer`; None if none does.

        A file that is no source, such as a manifest, names units of any language.
        """
        own = self._of_file.get(importer)
        found = (linker.find(unit, importer) for linker in ((own,) if own else self._linkers.values()))
        return next((path for path in found if path is not None), None)

    def subunit(self, path: str, name: str) -> str | None:
        """Return the file of the unit `name` right inside of the one that the file at `path` speaks for."""
        return self._of_file[path].subunit(path, name)

    def outside(self, unit: str, importer: str) -> External | None:
        """Return a unit that no file speaks for; None where it is not told what it is."""
        own = self._of_file.get(importer)
        found = (linker.outside(unit, importer) for linker in ((own,) if own else self._linkers.values()))
        return next((external for external in found if external is not None), None)

    def is_third_party(self, unit: str, importer: str) -> bool:
        """Return whether others made a unit: no file speaks for it or seems to, nor does it come along."""
        outside = self.outside(unit, importer) if self.find(unit, importer) is None else None
        return outside is not None and outside.kind == "third party"
