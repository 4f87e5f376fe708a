"""Where a dependency is used that no documented code imports: by files of other kinds, or by its name alone.

That a dependency is used nowhere is a claim about everything. So for those that nothing imports, everything is
searched: for an import in what is not read as source, and for their names in all code and configuration.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from designdoc_assets.ecosystems.ecosystem import Ecosystem, Role
from designdoc_assets.ecosystems.facts import Dependency
from designdoc_assets.ecosystems.registry import ECOSYSTEMS, ecosystems_named
from designdoc_assets.languages.other_forms import Imported, OtherForm
from designdoc_assets.languages.registry import LANGUAGES
from designdoc_assets.source.others import OtherFile, OtherFiles

_CAPITALS = bytes(range(ord("A"), ord("Z") + 1))
_ALIKE = bytes.maketrans(_CAPITALS + b"_.", _CAPITALS.lower() + b"--")
_ECOSYSTEMS = {form: language.ecosystem for language in LANGUAGES for form in language.other_forms}


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Uses that documented code does not show. Paths are sorted."""

    imports: tuple[tuple[str, str, str, str], ...] = ()
    """(ecosystem, full name, the module of it, path) of imports in files that are not read as source."""
    named: tuple[tuple[str, str, str], ...] = ()
    """(ecosystem, dependency, path) of names in code or configuration."""
    unsearched: tuple[str, ...] = ()
    """Files that can import, and could not be looked into."""


def search(
    dependencies: Iterable[Dependency],
    imported: Mapping[str, Iterable[str]],
    others: OtherFiles,
    sources: Mapping[str, Callable[[], bytes]],
) -> Elsewhere:
    """Search for the dependencies that nothing but tests imports.

    Args:
        dependencies: All that are declared.
        imported: The names that source other than tests imports, by ecosystem.
        others: The other files.
        sources: The files read as source, to be read again.
    """
    imports: list[tuple[str, str, str, str]] = []
    wanted: list[_Wanted] = []
    for each in ecosystems_named(imported):
        own = [found for found in dependencies if found.ecosystem == each.name and each.role(found) is not Role.STUBS]
        names = set(imported[each.name])
        pending = _unclaimed(each, own, names)
        found = [
            (each.name, *entry, path)
            for path, file in others.read.items()
            if file.form is not None and _ECOSYSTEMS[file.form] == each.name
            for entry in _imports(file.text, file.form, each, pending)
        ]
        imports += found
        pending = _unclaimed(each, own, names | {name for _, name, _, _ in found}) if found else pending
        wanted += [_Wanted(each, dependency) for dependency in pending if each.role(dependency) is None]
    return Elsewhere(
        tuple(sorted(imports)), tuple(sorted(_named(wanted, others, sources))), tuple(sorted(others.unread))
    )


class _Wanted:
    """A dependency of which the names are looked for."""

    def __init__(self, ecosystem: Ecosystem, dependency: Dependency) -> None:
        self.key = ecosystem.name, dependency.name
        self._spellings, self._pattern = _pattern(tuple(ecosystem.spellings(dependency)))
        self._manifests = [declaration.manifest for declaration in dependency.declarations]

    def is_named(self, path: str, alike: bytes) -> bool:
        """Whether a file names it: where it is declared, only if it is named once more."""
        if not any(spelling in alike for spelling in self._spellings):
            return False
        return len(self._pattern.findall(alike)) > self._manifests.count(path)


def _named(
    wanted: Sequence[_Wanted], others: OtherFiles, sources: Mapping[str, Callable[[], bytes]]
) -> Iterable[tuple[str, str, str]]:
    texts = {**{path: _text(file) for path, file in others.read.items()}, **sources} if wanted else {}
    for path, text in texts.items():
        if not any(each.only_lists(path) for each in ECOSYSTEMS):
            alike = text().translate(_ALIKE)
            yield from ((*each.key, path) for each in wanted if each.is_named(path, alike))


def _unclaimed(ecosystem: Ecosystem, dependencies: Sequence[Dependency], imported: Iterable[str]) -> list[Dependency]:
    found = ecosystem.match(dependencies, imported).by_dependency
    return [dependency for dependency in dependencies if not found.get(dependency.name)]


@lru_cache(maxsize=1024)
def _pattern(names: tuple[str, ...]) -> tuple[tuple[bytes, ...], re.Pattern[bytes]]:
    spellings = tuple(sorted({name.encode().translate(_ALIKE) for name in names}))
    joined = b"|".join(map(re.escape, sorted(spellings, key=len, reverse=True)))
    return spellings, re.compile(rb"(?<![a-z0-9])(?:%b)(?![a-z0-9])" % joined)


def _text(file: OtherFile) -> Callable[[], bytes]:
    return lambda: file.text.encode("utf-8", "replace")


def _imports(text: str, form: OtherForm, ecosystem: Ecosystem, wanted: Sequence[Dependency]) -> Imported:
    """Return what a text imports, if a wanted distribution may be among it."""
    if not wanted:
        return frozenset()
    found = form.mentions(text)
    if form.imports is None:
        return found
    is_wanted = len(_unclaimed(ecosystem, wanted, {name for name, _ in found})) < len(wanted)
    return form.imports(text) if is_wanted else frozenset()
