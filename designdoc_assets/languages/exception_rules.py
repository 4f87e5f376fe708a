"""What a language says of exceptions: its own, which of them inherit from which, and what handlers catch."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ExceptionRules:
    """The exceptions of a language, the same whichever version of it runs. The defaults are of one that has none."""

    bases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The language's own exceptions by the names that need no import, and what each inherits from."""
    other_names: Mapping[str, str] = field(default_factory=dict)
    """Full names of the same exceptions elsewhere."""
    everything: str = ""
    """The exception that a handler catches which catches all."""
    of_others: frozenset[str] = frozenset()
    """As what those are caught, too, that others define: all that are made for users to catch inherit from these."""
    not_caught: frozenset[str] = frozenset()
    """Full names of bases that catch nothing."""
    are_classes: bool = False
    """Whether nothing but a class is raised: it is told by its name even where that is not known to be defined."""
    class_name: re.Pattern[str] = re.compile(r"_*[A-Z]\w*")
    """How an exception is called that others define, so that a name is known to be no function's."""

    def known(self, written: str) -> str | None:
        """Return the language's own name of an exception: `OSError` for `socket.error`; None for those of others."""
        name = self.other_names.get(written, written)
        return name if name in self.bases else None

    def lineage(self, name: str) -> frozenset[str]:
        """Return the names of one of the language's own and of all that it inherits from."""
        found: set[str] = set()
        stack = [name]
        while stack:
            found.add(current := stack.pop())
            stack += self.bases[current]
        return frozenset(found)
