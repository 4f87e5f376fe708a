"""Programs that code starts by a name that is written out: other software, which is installed where it runs."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from designdoc_assets.languages.frameworks import Code, Framework
from designdoc_assets.languages.registrations import Registration
from designdoc_assets.languages.resolve import Meant

_WRITTEN = re.compile(
    r"[\[(]?\s*(?P<quote>[\"'`])(?P<name>[A-Za-z][\w.+-]*)(?:(?P=quote)| (?![^\"'`]*\$\{)[^\"'`]*(?P=quote))"
)
"""The first word of a text, or of the first text of a list. What has a folder, or is computed, is no such name."""
_SEPARATOR = re.compile(r"\.|::")
_OF_SHELLS = frozenset(
    {"cd", "echo", "eval", "exec", "exit", "export", "false", "set", "source", "test", "true", "unset"}
)
"""Words of a shell itself."""


class StartedProgram(NamedTuple):
    """A program that is started, and the file that does."""

    name: str
    path: str


class ProgramStarter(Framework):
    """What comes with a language to start processes: its calls by their whole names, with the place of the command."""

    def __init__(self, name: str, places: Mapping[str, int]) -> None:
        """Take what it is called on pages, and its calls."""
        self.name = name
        self._places = places
        self._names = frozenset(_SEPARATOR.split(call)[-1] for call in places)

    @property
    def calls(self) -> frozenset[str]:
        """The last parts of the names of the calls."""
        return self._names

    def meant(self, code: Code, path: str, call: Registration) -> Meant | None:
        """Return what the name of a call means in a file."""
        return code.resolve.meaning(path, call.name, call.within)

    def programs(self, code: Code) -> Iterator[StartedProgram]:
        """Yield the programs that are started."""
        for path, facts in code.files.items():
            for each in facts.registrations:
                if each.simple_name not in self._names:
                    continue
                meant = self.meant(code, path, each)
                place = self._places.get(meant) if isinstance(meant, str) else None
                found = _WRITTEN.match(each.argument(place)) if place is not None else None
                if found and found["name"] not in _OF_SHELLS:
                    yield StartedProgram(found["name"], path)
