"""Declared types: what the text of one says, and what objects of generic types give; a table per language.

Generic types are told by the last segment of their names, since most have two homes: `typing.Iterator`,
`collections.abc.Iterator`. An argument is told by its place; `-1` is the last.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

UNION = "|"
ITSELF = -2
"""In place of an argument: the same type again."""


class TypeExpression(NamedTuple):
    """A type: a dotted name and its arguments; `|` for a union, the empty name for what is no type."""

    name: str
    arguments: tuple["TypeExpression", ...] = ()


Places = Mapping[str, int]
"""Generic types, or methods of one, and which of the type's arguments is what they give."""


@dataclass(frozen=True, slots=True)
class DeclaredTypes:
    """The types of one language. The defaults are of one in which the text of a type is its name."""

    parse_type: Callable[[str], TypeExpression] = TypeExpression
    """Returns the type that a text speaks of; never raises, whatever it is."""
    held_in: Callable[[str], Sequence[str]] | None = None
    """Returns the names in a type of which what has that type holds objects; None where `holders` tell them."""
    is_in_docs: bool = False
    """Whether docs declare the types of what code says nothing of, so that compilers believe them."""
    aliases: frozenset[str] = frozenset()
    """The declared types of constants that are other names of types."""
    types: frozenset[str] = frozenset()
    """Generic types whose objects are types."""
    of_all_files: frozenset[str] = frozenset()
    """The homes of types whose names mean the same type in each file."""
    libraries: frozenset[str] = frozenset()
    """Libraries that classes use to say of what types things are, and not to do anything."""
    holders: frozenset[str] = frozenset()
    """Generic types, in small letters, of which what has such a type holds objects of the arguments."""
    first_alone: frozenset[str] = frozenset()
    """Those of them of which that holds of the first argument alone, likewise."""
    records: frozenset[str] = frozenset()
    """Bases of classes whose objects are tables with the attributes of the class as keys."""
    element: Places = field(default_factory=dict)
    """What a loop over an object gives."""
    item: Places = field(default_factory=dict)
    """What stands under a subscript."""
    awaited: Places = field(default_factory=dict)
    called: Places = field(default_factory=dict)
    tuples: frozenset[str] = frozenset()
    """Types that have an argument for each place."""
    results: Mapping[str, Places] = field(default_factory=dict)
    """What the methods of a type return."""
    waited_for: frozenset[str] = frozenset()
    """Those of them that are to be waited for."""
    tables: frozenset[str] = frozenset()
    views: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """What loops over the views of a table give."""
    managing: frozenset[str] = frozenset()
    """Annotations of generators that make a context manager of what they yield."""
    list_type: str = ""
    """What a part of something with elements is; below it, what a pair, views, and results of functions are."""
    tuple_type: str = ""
    stream_type: str = ""
    awaitable_type: str = ""
    manager_type: str = ""
