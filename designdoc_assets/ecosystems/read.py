"""Reading all manifests of a target: those of each ecosystem, and what linkers ask for."""

import posixpath
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from fnmatch import translate

from designdoc_assets.ecosystems.ecosystem import Ecosystem
from designdoc_assets.ecosystems.facts import Declaration, Dependency, Distribution, Manifests, Problem
from designdoc_assets.ecosystems.findings import Findings
from designdoc_assets.ecosystems.manifest_files import ManifestFiles
from designdoc_assets.ecosystems.registry import ECOSYSTEMS
from designdoc_assets.languages.registry import LANGUAGES

_CONFIGURATION = re.compile(
    "|".join(translate(pattern) for language in LANGUAGES for pattern in language.configurations) or "(?!)"
)


def is_configuration(path: str) -> bool:
    """Return whether a linker of some language asks for the text of the file at `path`."""
    return _CONFIGURATION.fullmatch(posixpath.basename(path)) is not None


def read_manifests(
    paths: Iterable[str],
    read: Callable[[str], bytes],
    script_blocks: Mapping[str, str] | None = None,
    ecosystems: Iterable[Ecosystem] = ECOSYSTEMS,
) -> Manifests:
    """Return what the manifests of a target declare. Nothing is executed, and no file outside of `paths` is asked for.

    Args:
        paths: The repository-relative POSIX paths of all files of the target.
        read: Returns the bytes of one of them. An `OSError` of it becomes a problem, as all that is malformed does.
        script_blocks: What scripts declare for themselves, in TOML, by their paths.
        ecosystems: Those whose manifests are read.
    """
    files = ManifestFiles(paths, read)
    problems: set[Problem] = set()
    dependencies: list[Dependency] = []
    distributions: list[Distribution] = []
    passed_over: set[tuple[str, str]] = set()
    for each in ecosystems:
        findings = each.read(files, script_blocks or {})
        built = each.built(findings)
        own = {name for distribution in built for name in each.own_names(distribution)}
        dependencies += [found for found in _dependencies(each.name, findings) if found.name not in own]
        distributions += built
        problems.update(problem for found in findings for problem in found.problems)
        passed_over.update((each.name, folder) for folder in each.passed_over(files.paths))
    configurations, more_problems = _configurations(files)
    return Manifests(
        dependencies=tuple(dependencies),
        distributions=tuple(distributions),
        problems=tuple(sorted(problems.union(more_problems))),
        passed_over=tuple(sorted(passed_over)),
        configurations=tuple(sorted(configurations.items())),
    )


def _configurations(files: ManifestFiles) -> tuple[dict[str, str], Collection[Problem]]:
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    for path in sorted(filter(is_configuration, files.paths)):
        found = Findings(path)
        text = files.text(found)
        if text is not None:
            texts[path] = text
        problems += found.problems
    return texts, problems


def _dependencies(ecosystem: str, findings: Iterable[Findings]) -> list[Dependency]:
    declared: defaultdict[str, set[Declaration]] = defaultdict(set)
    locked: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    others: defaultdict[str, set[str]] = defaultdict(set)
    for found in findings:
        for name, declaration in found.declared:
            declared[name].add(declaration)
        for name, version in found.locked:
            locked[name].add((found.manifest, version))
        for name, other in found.imported_as:
            others[name].add(other)
    return [
        Dependency(
            ecosystem, name, tuple(sorted(declarations)), tuple(sorted(locked[name])), tuple(sorted(others[name]))
        )
        for name, declarations in sorted(declared.items())
    ]
