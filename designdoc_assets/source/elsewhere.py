"""Where a dependency is used that no documented code imports: by files of other kinds, or by its name alone.

That a dependency is used nowhere is a claim about everything. So for those that nothing imports, everything is
searched: for an import in what is not read as source, and for their names in all code and configuration.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from designdoc_assets.ecosystems.facts import Dependency
from designdoc_assets.ecosystems.pypi.file_names import is_lock_file, is_requirements_file
from designdoc_assets.ecosystems.pypi.import_names import TopLevelNames, is_tool, known_names, match_imports, stub_of
from designdoc_assets.languages.other_forms import Imported
from designdoc_assets.source.others import OtherFile, OtherFiles

_CAPITALS = bytes(range(ord("A"), ord("Z") + 1))
_ALIKE = bytes.maketrans(_CAPITALS + b"_.", _CAPITALS.lower() + b"--")


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Uses that documented code does not show. Paths are sorted."""

    imports: tuple[tuple[str, str, str], ...] = ()
    """(dotted name, the module of it, path) of imports in files that are not read as source."""
    named: tuple[tuple[str, str], ...] = ()
    """(dependency, path) of names in code or configuration."""
    unsearched: tuple[str, ...] = ()
    """Files that can import, and could not be looked into."""


def search(
    dependencies: Iterable[Dependency],
    imported: Iterable[str],
    others: OtherFiles,
    sources: Mapping[str, Callable[[], bytes]],
) -> Elsewhere:
    """Search for the dependencies that nothing but tests imports.

    Args:
        dependencies: All that are declared.
        imported: The dotted names that source other than tests imports.
        others: The other files.
        sources: The files read as source, to be read again.
    """
    known = {dependency.name: dependency for dependency in dependencies if stub_of(dependency.name) is None}
    names = TopLevelNames(known)
    modules = {module for module in imported if module.partition(".")[0] in names}
    pending = _unclaimed(known, modules)
    imports = [(*entry, path) for path, file in others.read.items() for entry in _imports(file, pending)]
    pending = _unclaimed(known, modules | {name for name, _, _ in imports}) if imports else pending
    wanted = {name: _pattern(name) for name in pending if not is_tool(name)}
    named = []
    for path, text in (
        {**{path: _text(file) for path, file in others.read.items()}, **sources}.items() if wanted else ()
    ):
        if is_lock_file(path) or is_requirements_file(path):
            continue
        alike = text().translate(_ALIKE)
        for name, (spellings, pattern) in wanted.items():
            if any(spelling in alike for spelling in spellings):
                # Where it is declared, it is named, and used only if it is named once more.
                declared = sum(declaration.manifest == path for declaration in known[name].declarations)
                named += [(name, path)] if len(pattern.findall(alike)) > declared else []
    return Elsewhere(tuple(sorted(imports)), tuple(sorted(named)), tuple(sorted(others.unread)))


def _unclaimed(names: Iterable[str], imported: Iterable[str]) -> list[str]:
    return [name for name, modules in match_imports(names, imported).by_dependency.items() if not modules]


@lru_cache(maxsize=1024)
def _pattern(name: str) -> tuple[tuple[bytes, ...], re.Pattern[bytes]]:
    spellings = tuple(sorted({spelling.encode().translate(_ALIKE) for spelling in known_names(name)}))
    joined = b"|".join(map(re.escape, sorted(spellings, key=len, reverse=True)))
    return spellings, re.compile(rb"(?<![a-z0-9])(?:%b)(?![a-z0-9])" % joined)


def _text(file: OtherFile) -> Callable[[], bytes]:
    return lambda: file.text.encode("utf-8", "replace")


def _imports(file: OtherFile, wanted: Sequence[str]) -> Imported:
    """Return what a file imports, if a wanted distribution may be among it."""
    if not wanted or file.form is None:
        return frozenset()
    found = file.form.mentions(file.text)
    if file.form.imports is None:
        return found
    is_wanted = len(_unclaimed(wanted, {name for name, _ in found})) < len(wanted)
    return file.form.imports(file.text) if is_wanted else frozenset()
