"""Which system outside of the target a library is there to speak to: rows of a table, found by the import's name."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_SEPARATOR = re.compile(r"[./:]")


@dataclass(frozen=True, slots=True)
class Systems:
    """The tables of an ecosystem. Libraries are named as code imports them; what lies below a name counts as it does.

    A library that speaks to whatever it is told to has no row: nothing follows from it.
    """

    clients: Mapping[str, str] = field(default_factory=dict)
    """System, by library."""
    servers: frozenset[str] = frozenset()
    """Libraries that take HTTP requests."""
    sends: frozenset[str] = frozenset()
    """What lies below these libraries and takes none."""
    declares_for_clients: frozenset[str] = frozenset()
    """Libraries that make clients of what is declared as servers declare it: a file that imports one takes none."""

    def client(self, name: str) -> tuple[str, str] | None:
        """Return library and system of what is imported under a name; None where none is known."""
        return next(((part, self.clients[part]) for part in _longest_first(name) if part in self.clients), None)

    def server(self, name: str) -> str:
        """Return the library that takes HTTP requests of what is imported under a name; empty where none is known."""
        found = next((part for part in _longest_first(name) if part in self.servers or part in self.sends), "")
        return found if found in self.servers else ""

    def is_for_clients(self, name: str) -> bool:
        """Return whether what is imported under a name makes clients of what the file declares."""
        return any(part in self.declares_for_clients for part in _longest_first(name))


def table(text: str) -> dict[str, str]:
    """Return a table of lines `System: library library`; what stands behind a `#` says why."""
    rows = (line.partition("#")[0].partition(": ") for line in text.strip().split("\n"))
    return {library: system.strip() for system, _, libraries in rows for library in libraries.split()}


def _longest_first(name: str) -> list[str]:
    """Return a name, and the names that it lies below."""
    ends = [match.start() for match in _SEPARATOR.finditer(name)]
    return [name, *(name[:end] for end in reversed(ends) if end)]
