"""What names mean once all files are known: what a language may ask as it completes the facts of its files.

`program` answers: a language knows no other room.
"""

from collections.abc import Sequence
from typing import Literal, NamedTuple, Protocol

from designdoc_assets.languages.facts import Class, Function


class Defined(NamedTuple):
    """Something that a file defines: its path, its qualified name, numbered as in partition keys, and what it is."""

    path: str
    qualname: str
    kind: Literal["module", "class", "function", "method", "attribute", "constant"]


Meant = Defined | str
"""What a name means: a definition, or the full dotted name of something that no file defines."""


class Resolve(Protocol):
    """Resolves names in files whose facts are whole."""

    def meaning(self, path: str, name: str, within: str = "") -> Meant | None:
        """Return what `name` means in the file at `path`, where that is one thing; None for objects.

        Args:
            path: The file that the name stands in.
            name: As in `facts.Use`.
            within: The qualified name of the function in whose body it stands.
        """

    def defined(self, path: str, cls: Class) -> Defined:
        """Return a class of the file at `path` by its name."""

    def bases(self, cls: Defined) -> Sequence[Meant]:
        """Return what a class inherits from directly, in order; what has no meaning is left out."""

    def ancestors(self, cls: Defined) -> Sequence[Meant]:
        """Return all that a class inherits from, each once, in the order in which members are looked for."""

    def class_at(self, cls: Defined) -> Class:
        """Return the facts of a class."""

    def function_at(self, function: Defined) -> Function | None:
        """Return the facts of a function; None for what is none."""
