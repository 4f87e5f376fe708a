"""What is gathered while one manifest of a distribution is read: requirements, and the files that it includes."""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field

from designdoc_assets.ecosystems.facts import Contents, Distribution
from designdoc_assets.ecosystems.findings import Findings
from designdoc_assets.ecosystems.pypi.layouts import Layout
from designdoc_assets.ecosystems.pypi.names import NAME, normalise
from designdoc_assets.ecosystems.pypi.pep508 import parse_requirement

ECOSYSTEM_NAME = "pypi"
_SCRIPT_GROUPS = ("console_scripts", "gui_scripts")

EntryPoints = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Include:
    """A requirements file that a manifest names, by its path in the repository."""

    path: str
    group: str
    where: str
    is_constraint: bool = False


@dataclass(slots=True)
class PythonFindings(Findings):
    """What one manifest says; names are normalised."""

    includes: list[Include] = field(default_factory=list)
    layout: Layout | None = None
    contents: Contents = field(default_factory=Contents)

    def require(self, text: object, group: str, where: str) -> None:
        """Declare what a requirement in the format of PEP 508 asks for."""
        parsed = parse_requirement(text, self.manifest, group) if isinstance(text, str) else None
        if parsed is None:
            self.problem(f"has no valid requirement at {where}; it is left out")
        else:
            self.declared.append(parsed)

    def require_all(self, value: object, group: str, where: str) -> None:
        """Declare what an array of requirements asks for."""
        for index, text in enumerate(self.array(value, where), start=1):
            self.require(text, group, f"{where}, entry {index}")

    def lock(self, name: object, version: object) -> None:
        """Record a locked version; what has no name or no version (a source tree) is passed over."""
        if isinstance(name, str) and NAME.fullmatch(name):
            self.lock_version(normalise(name), version)

    def include(self, reference: str, group: str, where: str, *, is_constraint: bool = False) -> None:
        """Note a requirements file, named relative to the manifest, to be read with it."""
        reference = reference.replace("\\", "/")
        path = posixpath.normpath(posixpath.join(posixpath.dirname(self.manifest), reference))
        if "://" in reference:
            self.problem(f"names a file on another machine at {where}; it was not fetched")
        elif path.startswith(("/", "../")):
            self.problem(f"names a file outside of the repository at {where}; it was not read")
        else:
            self.includes.append(Include(path, group, where, is_constraint))

    def distribution(self, fields: Mapping[str, object], entry_points: EntryPoints, where: str) -> None:
        """Record the distribution that the manifest describes; `fields` are named as those of `Distribution`."""
        scripts = {name: target for group in _SCRIPT_GROUPS for name, target in entry_points.get(group, {}).items()}
        groups = {group: names for group, names in entry_points.items() if names and group not in _SCRIPT_GROUPS}
        name = self.text(fields.get("name"), f"{where}name")
        if name and not NAME.fullmatch(name):
            self.problem(f"has no valid name of a distribution at {where}name; it is left out")
            name = ""
        requires = self.text(fields.get("requires_python"), f"{where}requires-python")
        self.distributions.append(
            Distribution(
                ecosystem=ECOSYSTEM_NAME,
                manifest=self.manifest,
                name=name,
                version=self.text(fields.get("version"), f"{where}version"),
                description=self.text(fields.get("description"), f"{where}description"),
                runs_on=f"Python {requires}" if requires else "",
                scripts=_references(scripts),
                entry_points=tuple((group, _references(names)) for group, names in sorted(groups.items())),
            )
        )


def _references(entries: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return entry points, sorted, without the extras that may stand behind an object reference."""
    return tuple(sorted((name, target.partition("[")[0].strip()) for name, target in entries.items()))
