"""How code of a language names things: data by which `program` follows names, a table per language."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from designdoc_assets.languages.exception_rules import ExceptionRules
from designdoc_assets.languages.facts import When

Linearisation = Literal["c3", "nearest first"]
"""In what order a class inherits: no class before what inherits from it, or its bases before theirs."""


@dataclass(frozen=True, slots=True)
class NameRules:
    """The rules of one language. The defaults are of one that has nothing of the kind."""

    receivers: frozenset[str] = frozenset()
    """How methods call their own object or type."""
    type_receivers: frozenset[str] = frozenset()
    """Those of them that are the type: called, they make an object of it."""
    supers: frozenset[str] = frozenset()
    """How methods call their own object as its bases have it."""
    has_overloads: bool = False
    """Whether methods of one name in a type are several methods, each with a result of its own."""
    has_fields_apart: bool = False
    """Whether a field and a method of one name are two members: neither stands for the other."""
    has_implicit_receivers: bool = False
    """Whether methods write members of their own object, its type and the types around that without saying of what."""
    self_types: frozenset[str] = frozenset()
    """How a method says that it returns its own object, or one of its own type."""
    called: str = ""
    """The method that runs when an object is called."""
    subscripted: str = ""
    """The method that gives what stands under a subscript."""
    iterated: tuple[tuple[str, str], ...] = ()
    """The methods that give an iterator, each with that one's method for the next element."""
    entered: frozenset[str] = frozenset()
    """The methods that run when a block is entered: they return their own object, if they say nothing else."""
    linearisation: Linearisation = "nearest first"
    builtins: Mapping[str, str] = field(default_factory=dict)
    """The full names of what needs no import, by the names that code uses: a table, never of what runs this."""
    brought: re.Pattern[str] | None = None
    """How names look that an import of all names of something outside brings, where it is the only one of a file."""
    hidden: str = ""
    """How a name begins that an import of all names leaves out, where the file does not list what it exports."""
    import_ranks: Mapping[When, int] = field(
        default_factory=lambda: {"always": 3, "optional": 2, "types": 2, "late": 1}
    )
    """Of two imports of one name, that of the higher rank counts: the one that most code sees."""
    moments: frozenset[When] = frozenset({"always"})
    """When imports may happen."""
    on_failure: str = ""
    """How the header of a block begins in which stands what is defined where an import fails."""
    nothing: str = ""
    """The value that stands for what could not be imported."""
    factory_options: frozenset[str] = frozenset()
    """Options of a field by which it is told what makes its value."""
    factory_calls: frozenset[str] = frozenset()
    """Calls that are told so by their first argument."""
    has_shared_units: bool = False
    imports_whole_units: bool = False
    """Whether an import takes a unit as a whole, and none of its files by itself."""
    """Whether the files of a unit, which all have its name, see each other's names without an import."""
    exceptions: ExceptionRules = field(default_factory=ExceptionRules)
