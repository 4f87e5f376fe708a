"""Reading all manifests of Python: which files, in which order, and how what they say fits together."""

import posixpath
from collections.abc import Callable, Iterable
from dataclasses import replace

from designdoc_assets.ecosystems.facts import Contents, Distribution
from designdoc_assets.ecosystems.findings import Findings
from designdoc_assets.ecosystems.manifest_files import ManifestFiles
from designdoc_assets.ecosystems.pypi.file_names import (
    is_lock_file,
    is_manifest,
    is_requirements_file,
    requirements_group,
)
from designdoc_assets.ecosystems.pypi.findings import Include, PythonFindings
from designdoc_assets.ecosystems.pypi.layouts import contents
from designdoc_assets.ecosystems.pypi.locks import read_pipfile_lock, read_toml_lock
from designdoc_assets.ecosystems.pypi.pipfile import read_pipfile
from designdoc_assets.ecosystems.pypi.pyproject import read_pyproject
from designdoc_assets.ecosystems.pypi.requirements import is_compiled, read_pins, read_requirements
from designdoc_assets.ecosystems.pypi.script_files import called_by
from designdoc_assets.ecosystems.pypi.setup_files import read_setup_cfg, read_setup_py

_Reader = Callable[[str, PythonFindings], None]
_READERS: dict[str, _Reader] = {
    "pyproject.toml": read_pyproject,
    "setup.cfg": read_setup_cfg,
    "setup.py": read_setup_py,
    "Pipfile": read_pipfile,
    "Pipfile.lock": read_pipfile_lock,
}


class PythonManifests:
    """The manifests of a target, and those of them that were read."""

    def __init__(self, files: ManifestFiles) -> None:
        self._files = files
        self._paths = files.paths
        self._findings: list[PythonFindings] = []

    def read_all(self) -> list[PythonFindings]:
        """Read every manifest, and every requirements file that one of them names."""
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

        def reader(text: str, into: PythonFindings) -> None:
            if include.is_constraint or has_source or is_compiled(text):
                read_pins(text, into)
            else:
                read_requirements(text, into, include.group)

        return reader

    def _includes(self, findings: list[PythonFindings]) -> list[Include]:
        """Return the files that manifests name; one that is not there is reported."""
        includes = [(found, include) for found in findings for include in found.includes]
        for found, include in includes:
            if include.path not in self._paths:
                found.problem(f"names a file that is not there at {include.where}")
        return [include for _, include in includes if include.path in self._paths]

    def _read_one(self, path: str, reader: _Reader) -> PythonFindings:
        found = PythonFindings(path)
        self._findings.append(found)
        text = self._files.text(found, is_lock_file=is_lock_file(path))
        if text is not None:
            reader(text, found)
        found.distributions[:] = [
            replace(each, scripts=tuple((name, self._called(started)) for name, started in each.scripts))
            for each in found.distributions
        ]
        if found.layout is not None:
            folder = posixpath.dirname(path)
            found.contents = contents(found.layout, folder, self._files.below(folder))
        return found

    def _called(self, reference: str) -> str:
        """Return what a command starts; of a file without a suffix, what that calls."""
        is_script = reference in self._paths and not posixpath.splitext(reference)[1]
        text = self._files.text(PythonFindings(reference)) if is_script else None
        return called_by(text or "") or reference


def one_per_folder(findings: Iterable[Findings]) -> tuple[Distribution, ...]:
    """Return one distribution per folder: what pyproject.toml leaves open, setup.cfg or setup.py may state."""
    folders: dict[str, Distribution] = {}
    held: dict[str, Contents] = {}
    for found in findings:  # in order of their paths: pyproject.toml, setup.cfg, setup.py
        if isinstance(found, PythonFindings) and found.layout is not None:
            folder = posixpath.dirname(found.manifest)
            held[folder] = _joined(held.get(folder, Contents()), found.contents)
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
        replace(distribution, contents=held.get(folder, Contents()))
        for folder, distribution in sorted(folders.items())
        if distribution.name or distribution.scripts or distribution.entry_points
    )


def _joined(first: Contents, other: Contents) -> Contents:
    """Return what two manifests say together: of what is in, the first that says something has the word."""
    said = first if first.is_whole else other
    return replace(said, excluded=tuple(dict.fromkeys([*first.excluded, *other.excluded])))
