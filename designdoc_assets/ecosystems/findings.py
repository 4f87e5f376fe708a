"""What is gathered while one manifest is read, and the type checks on untrusted tables that go with it."""

import re
from dataclasses import dataclass, field
from typing import Any

from designdoc_assets.ecosystems.facts import Declaration, Distribution, Problem
from designdoc_assets.ecosystems.urls import without_credentials

MAX_CHARACTERS = 4096
"""A longer requirement, or other text, is refused: no person wrote it."""
_VERSION = re.compile(r"[0-9A-Za-z.!+_-]{1,100}")
_MAX_REASON = 300


@dataclass(slots=True)
class Findings:
    """What one manifest says. The methods that take `where` report what is wrong there, and go on without it."""

    manifest: str
    declared: list[tuple[str, Declaration]] = field(default_factory=list)
    """Name, and declaration."""
    locked: list[tuple[str, str]] = field(default_factory=list)
    """Name, and version."""
    imported_as: list[tuple[str, str]] = field(default_factory=list)
    """Name, and the other name that code uses for it."""
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

    def lock_version(self, name: str, version: object) -> None:
        """Record a locked version; what has none is passed over."""
        if isinstance(version, str) and _VERSION.fullmatch(version):
            self.locked.append((name, version))
