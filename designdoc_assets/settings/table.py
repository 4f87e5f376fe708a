"""The settings as a list, for those who read, check or describe them all alike."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_type_hints

from designdoc_assets.settings.model import (
    KindSelection,
    Languages,
    Models,
    Output,
    Pipeline,
    Rule,
    Settings,
    Writer,
)


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting; what stands outside of the sections has an empty one, and is not in the file."""

    section: str
    key: str
    default: Any
    rule: Rule

    @property
    def name(self) -> str:
        """Section and key: `pipeline.parallelism`."""
        return f"{self.section}.{self.key}" if self.section else self.key


SECTIONS: Mapping[str, type[Any]] = {
    "pipeline": Pipeline,
    "stages": KindSelection,
    "languages": Languages,
    "output": Output,
    "models": Models,
    "writer": Writer,
}

WITHOUT_EFFECT: Mapping[tuple[str, str], str] = {
    ("mcp", "perplexity"): "no server is asked about dependencies",
    ("mcp", "context7"): "no server is asked about dependencies",
    ("output", "diagram_format"): "diagrams are written in Mermaid, and in nothing else",
}
"""Settings of designdoc's file that would change nothing here, by section and key, with the reason."""


def _settings_of(section: str, of: type[Any]) -> Iterator[Setting]:
    defaults = of()
    for key, hint in get_type_hints(of, include_extras=True).items():
        for rule in getattr(hint, "__metadata__", ()):
            yield Setting(section, key, getattr(defaults, key), rule)


SETTINGS: tuple[Setting, ...] = (
    *_settings_of("", Settings),
    *(setting for section, of in SECTIONS.items() for setting in _settings_of(section, of)),
)
"""Every setting: those outside of sections first, then in the order of the file."""
