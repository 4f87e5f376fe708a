"""Where the names in a file come from, as far as its own imports and assignments say."""

from collections.abc import Iterable, Mapping

from designdoc_assets.languages.facts import Attribute, Import

_LONGEST_TRAIL = 8
"""Names for names for names: more than anybody writes, and an end where they go in a circle."""
_BUILT_IN = frozenset({"classmethod", "property", "staticmethod"})
"""The built-in names that are asked for; a list of all would depend on the Python that runs."""


class Origins:
    """The names that the statements seen so far bind in a module."""

    def __init__(self, defined: Mapping[str, str], constants: Mapping[str, Attribute]) -> None:
        """Take what is looked up.

        Args:
            defined: The names that the module binds otherwise than by imports.
            constants: Those of them that an assignment binds.
        """
        self._defined = defined
        self._constants = constants
        self._imported: dict[str, str] = {}

    def add(self, imports: Iterable[Import]) -> None:
        """Take note of imports."""
        for entry in imports:
            if entry.name == "*":
                continue
            if entry.name is not None:
                dot = "" if entry.module.endswith(".") else "."
                self._imported[entry.alias or entry.name] = f"{entry.module}{dot}{entry.name}"
            else:
                name = entry.alias or entry.module.partition(".")[0]
                self._imported[name] = entry.module if entry.alias else name

    def of(self, dotted: str) -> str:
        """Return the full name of what a name means: `functools.cached_property`.

        Relative imports keep their dots; `builtins.` stands before Python's own names, and `*.` before those that
        nothing binds, which some module may offer that is imported with a star. Empty where the file defines it.
        """
        for _ in range(_LONGEST_TRAIL):
            first, dot, rest = dotted.partition(".")
            if first in self._imported:
                return f"{self._imported[first]}{dot}{rest}"
            if first not in self._defined:
                return f"builtins.{dotted}" if first in _BUILT_IN else f"*.{dotted}"
            constant = self._constants.get(first)
            if constant is None or not constant.value or not _is_dotted(constant.value):
                return ""
            dotted = f"{constant.value}{dot}{rest}"
        return ""


def _is_dotted(value: str) -> bool:
    return all(part.isidentifier() for part in value.split("."))
