"""What is gathered while one manifest is read, and the type checks on untrusted tables that go with it."""

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from designdoc_assets.ecosystems.facts import NAME, Declaration, Distribution, Problem, normalise
from designdoc_assets.ecosystems.pypi.pep508 import MAX_CHARACTERS, parse_requirement
from designdoc_assets.ecosystems.urls import without_credentials

_VERSION = re.compile(r"[0-9A-Za-z.!+_-]{1,100}")
_MAX_REASON = 300
_SCRIPT_GROUPS = ("console_scripts", "gui_scripts")

Requirements = list[tuple[str, Declaration]]
EntryPoints = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Include:
    """A requirements file that a manifest names, by its path in the repository."""

    path: str
    group: str
    where: str
    is_constraint: bool = False


@dataclass(slots=True)
class Findings:
    """What one manifest says. The methods that take `where` report what is wrong there, and go on without it."""

    manifest: str
    declared: Requirements = field(default_factory=list)
    """Normalised name, and declaration."""
    locked: list[tuple[str, str]] = field(default_factory=list)
    """Normalised name, and version."""
    includes: list[Include] = field(default_factory=list)
    distributions: list[Distribution] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def problem(self, reason: str) -> None:
        """Record a clause about the manifest; keys of the file that it names may be of any length."""
        line = without_credentials(" ".join(reason[:MAX_CHARACTERS].split()))
        self.problems.append(Problem(self.manifest, line if len(line) <= _MAX_REASON else f"{line[:_MAX_REASON]}…"))

    def table(self, value: object, where: str) -> dict[str, Any]:
        """Return a table; empty where there is none."""
        if value is None or isinstance(value, dict):
            return value or {}
        self.problem(f"has something other than a table at {where}; it is left out")
        return {}

    def array(self, value: object, where: str) -> list[Any]:
        """Return an array; empty where there is none."""
        if value is None or isinstance(value, list):
            return value or []
        self.problem(f"has something other than an array at {where}; it is left out")
        return []

    def text(self, value: object, where: str) -> str:
        """Return a text on one line, without credentials; empty where there is none."""
        if value is None:
            return ""
        if isinstance(value, str) and len(value) <= MAX_CHARACTERS:
            return without_credentials(" ".join(value.split()))
        self.problem(
            f"has something other than a text of at most {MAX_CHARACTERS} characters at {where}; it is left out"
        )
        return ""

    def texts(self, value: object, where: str) -> dict[str, str]:
        """Return the entries of a table of texts that are not empty."""
        entries = {str(key): self.text(item, f"{where}.{key}") for key, item in self.table(value, where).items()}
        return {key: text for key, text in entries.items() if text}

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
        if isinstance(name, str) and isinstance(version, str) and NAME.fullmatch(name) and _VERSION.fullmatch(version):
            self.locked.append((normalise(name), version))

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
