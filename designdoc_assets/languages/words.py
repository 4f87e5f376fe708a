"""How pages speak of things in a language: the words of those who write it, and sentences about what only it has.

`{}` stands for what a sentence is about, as Markdown. The defaults are for languages that have no word of their own.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

DRAWN = {
    "abstract class": "abstract",
    "enumeration": "enumeration",
    **{word: word for word in ("exception", "interface", "protocol", "record", "struct", "trait", "union")},
}
"""What stands in the box of a type, by what the type is called; nothing for those that are plain."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language."""

    title: str
    """What the language is called."""
    fence: str = ""
    """What marks a fenced block of its code."""
    type: str = "type"
    """What any type is called, whatever its sort."""
    annotation: str = "@{}"
    """An annotation as written, its name and arguments given."""
    annotated_with: str = "Annotated with"
    annotated_by: str = "annotated by"
    drawn: Mapping[str, str] = field(default_factory=lambda: DRAWN)
    """What stands in the box of a type in diagrams, by what the type is called."""
    heritage: Mapping[str, str] = field(default_factory=dict)
    """What is said of what a type takes from another in a way that is the language's own, by the relation."""
    takes_from: str = "Inherits from"
    """Said before what a type takes from others."""
    takes_of: Mapping[str, str] = field(default_factory=dict)
    """The same of types of which something else is to be said, by their sort."""
    implements: str = ""
    """Said before the interfaces that a type implements, where that is another thing than to take something."""
    implemented_by: str = ""
    """Said before the types that implement it, likewise."""
    overrides: str = "Overrides that of {}."
    """Said of a member that replaces one of what its type takes from, or builds on."""
    fulfils: str = ""
    """The same of a member that an interface asks for, where it does not override."""
    families: str = "Inheritance, base {} first:"
    """Said above trees of types, of which many follow."""
    taken: str = "Inherited"
    """Said before the members that a type has of others."""
    heirs: str = "Subclasses"
    """Said before the types that take something from it."""
    raises: str = "Raises"
    """Said before the exceptions that leave a function."""
    unused: str = "No subclass, use or test of it was found in the code of this repository."
    """Said of a type of which nothing else is known."""
    raised_by: str = "Raised by"
    """Said before the functions that an exception leaves."""
    member: str = "Member"
    """One of the values that an enumeration has."""
    attribute: str = "Attribute"
    """A value that a type or its objects have."""
    uses_beside: str = ""
    """What files do with those beside them whose names they use without an import: empty where that is not told."""
    has_typed_references: bool = False
    """Whether authors refer to methods with the types of their parameters: `open(String, int)`."""
    has_defaults: bool = True
    """Whether parameters can have defaults."""
    last_comma: str = ","
    """What stands behind the last argument where each has a line of its own."""
    provided: str = "Subclasses must provide {}."
    """Said of the members that a type leaves to those that take from it."""
    final: str = "Is final: it must not be subclassed."
    """Said of a type that nothing may inherit from; empty where its declaration says so on its page."""
    alias_condition: str = ""
    """Said of a type alias that is there under a condition."""
    in_function: str = "Defined anew by each call of {}."
    """Said of a type that a function defines."""
    program: str = "script"
    """What a file is called that is a program by what is in it."""
    operator: str = "Operator"
    """A method that the language itself calls."""
    operators: str = "Operators"
    exports: str = "Exports {}."
    """What is said of a file that names what it offers, where that is not all that is public in it."""
    exports_nothing: str = "Exports nothing."
    of_values: frozenset[str] = frozenset()
    """Generic types whose arguments are values: a string in their brackets names no type."""
    no_types: re.Pattern[str] | None = None
    """What in the text of a type names no type: strings that are types by themselves, names of members."""
    imported_by_path: bool = False
    """Whether what no package gives a name is imported by its path, which is another one from each file."""
    declared_in: str = "Types are as {} beside it declares them."
    """What is said of a file of which another one tells the types."""
    declarations: str = ""
    """What that other file's name ends in, in place of the suffix."""
    demonstrates: str = "that can be run"
    """What is said of modules of a package that are no programs, and do something when they are run."""
    no_programs: str = "no distribution, no program"
    """What was looked for where nothing is found that is shipped or run."""


PLAIN = Words("")
"""For what is of no language, or of several."""
