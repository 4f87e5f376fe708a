"""Reading all manifests of a target: which files, in which order, and how what they say fits together."""

import posixpath
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from fnmatch import translate

from designdoc_assets.ecosystems.documents import decode
from designdoc_assets.ecosystems.facts import (
    Declaration,
    Dependency,
    Distribution,
    Manifests,
    normalise,
)
from designdoc_assets.ecosystems.findings import Findings, Include
from designdoc_assets.ecosystems.pypi.file_names import (
    is_lock_file,
    is_manifest,
    is_requirements_file,
    requirements_group,
)
from designdoc_assets.ecosystems.pypi.locks import read_pipfile_lock, read_toml_lock
from designdoc_assets.ecosystems.pypi.pipfile import read_pipfile
from designdoc_assets.ecosystems.pypi.pyproject import read_pyproject
from designdoc_assets.ecosystems.pypi.requirements import is_compiled, read_pins, read_requirements
from designdoc_assets.ecosystems.pypi.script_block import read_script_block
from designdoc_assets.ecosystems.pypi.setup_files import read_setup_cfg, read_setup_py
from designdoc_assets.languages.registry import LANGUAGES
from designdoc_assets.languages.secrets import masked

MAX_MANIFEST_BYTES = 1 << 20
MAX_LOCK_FILE_BYTES = 20 << 20

_CONFIGURATION = re.compile(
    "|".join(translate(pattern) for language in LANGUAGES for pattern in language.configurations) or "(?!)"
)

_Reader = Callable[[str, Findings], None]
_READERS: dict[str, _Reader] = {
    "pyproject.toml": read_pyproject,
    "setup.cfg": read_setup_cfg,
    "setup.py": read_setup_py,
    "Pipfile": read_pipfile,
    "Pipfile.lock": read_pipfile_lock,
}


def is_configuration(path: str) -> bool:
    """Return whether a linker of some language asks for the text of the file at `path`."""
    return _CONFIGURATION.fullmatch(posixpath.basename(path)) is not None


def read_manifests(
    paths: Iterable[str], read: Callable[[str], bytes], script_blocks: Mapping[str, str] | None = None
) -> Manifests:
    """Return what the manifests of a target declare. Nothing is executed, and no file outside of `paths` is asked for.

    Args:
        paths: The repository-relative POSIX paths of all files of the target.
        read: Returns the bytes of one of them. An `OSError` of it becomes a problem, as all that is malformed does.
        script_blocks: What scripts declare for themselves, in TOML, by their paths.
    """
    target = _Target(frozenset(paths), read)
    findings = target.read_all()
    for path, block in (script_blocks or {}).items():
        findings.append(Findings(path))
        read_script_block(block, findings[-1])
    distributions = _one_per_folder(findings)
    own = {normalise(distribution.name) for distribution in distributions}
    return Manifests(
        dependencies=tuple(dependency for dependency in _dependencies(findings) if dependency.name not in own),
        distributions=distributions,
        problems=tuple(sorted({problem for found in findings for problem in found.problems})),
        configurations=tuple(sorted(target.configurations.items())),
    )


class _Target:
    """The files of a target, and those of its manifests that were read."""

    def __init__(self, paths: frozenset[str], read: Callable[[str], bytes]) -> None:
        self._paths = paths
        self._read = read
        self._findings: list[Findings] = []
        self.configurations: dict[str, str] = {}
        """The texts of what linkers ask for, by path."""

    def read_all(self) -> list[Findings]:
        """Read every manifest, and every requirements file that one of them names."""
        for path in sorted(filter(is_configuration, self._paths)):
            self._read_one(path, lambda text, into: self.configurations.update({into.manifest: text}))
        manifests = sorted(filter(is_manifest, self._paths))
        for path in manifests:
            if not is_requirements_file(path):
                self._read_one(path, _READERS.get(posixpath.basename(path), read_toml_lock))
        pending = self._includes(self._findings)
        named = {include.path for include in pending}
        for path in manifests:
            if is_requirements_file(path) and path not in named:
                pending.append(Include(path, requirements_group(path), ""))
        own_account = named | set(manifests)
        seen: set[tuple[str, str, bool]] = set()
        while pending:
            include = pending.pop(0)
            key = (include.path, include.group, include.is_constraint)
            if key in seen:
                continue
            seen.add(key)
            found = self._read_one(include.path, self._requirements_reader(include))
            pending += [new for new in self._includes([found]) if new.path not in own_account]
        return self._findings

    def _requirements_reader(self, include: Include) -> _Reader:
        has_source = include.path.endswith(".txt") and f"{include.path[:-4]}.in" in self._paths

        def reader(text: str, into: Findings) -> None:
            if include.is_constraint or has_source or is_compiled(text):
                read_pins(text, into)
            else:
                read_requirements(text, into, include.group)

        return reader

    def _includes(self, findings: list[Findings]) -> list[Include]:
        """Return the files that manifests name; one that is not there is reported."""
        includes = [(found, include) for found in findings for include in found.includes]
        for found, include in includes:
            if include.path not in self._paths:
                found.problem(f"names a file that is not there at {include.where}")
        return [include for _, include in includes if include.path in self._paths]

    def _read_one(self, path: str, reader: _Reader) -> Findings:
        found = Findings(path)
        self._findings.append(found)
        limit = MAX_LOCK_FILE_BYTES if is_lock_file(path) else MAX_MANIFEST_BYTES
        try:
            data = self._read(path)
        except OSError as error:
            found.problem(f"could not be opened: {error.strerror or 'the system gave no reason'}")
            return found
        if len(data) > limit:
            found.problem(f"is larger than {limit >> 20} MiB; it was not read")
        elif (text := decode(data, found)) is not None:
            reader(text if is_lock_file(path) else masked(text), found)  # of those only names and versions are read
        return found


def _dependencies(findings: Iterable[Findings]) -> tuple[Dependency, ...]:
    declared: defaultdict[str, set[Declaration]] = defaultdict(set)
    locked: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for found in findings:
        for name, declaration in found.declared:
            declared[name].add(declaration)
        for name, version in found.locked:
            locked[name].add((found.manifest, version))
    return tuple(
        Dependency("pypi", name, tuple(sorted(declarations)), tuple(sorted(locked[name])))
        for name, declarations in sorted(declared.items())
    )


def _one_per_folder(findings: Iterable[Findings]) -> tuple[Distribution, ...]:
    """Return one distribution per folder: what pyproject.toml leaves open, setup.cfg or setup.py may state."""
    folders: dict[str, Distribution] = {}
    for found in findings:  # in order of their paths: pyproject.toml, setup.cfg, setup.py
        for new in found.distributions:
            folder = posixpath.dirname(new.manifest)
            old = folders.get(folder, new)
            folders[folder] = replace(
                old,
                name=old.name or new.name,
                version=old.version or new.version,
                description=old.description or new.description,
                runs_on=old.runs_on or new.runs_on,
                scripts=old.scripts or new.scripts,
                entry_points=old.entry_points or new.entry_points,
            )
    return tuple(
        distribution
        for _, distribution in sorted(folders.items())
        if distribution.name or distribution.scripts or distribution.entry_points
    )
