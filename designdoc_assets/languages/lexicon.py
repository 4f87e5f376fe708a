"""The names that a language brings along, and how its code is told apart from prose: what the check of names goes by.

What projects in all languages speak of (products, formats, commands) is in `artifacts/naming_words.py`.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The vocabulary of a language."""

    keywords: frozenset[str] = frozenset()
    """Words of its syntax, those included that are so in their place alone."""
    names: frozenset[str] = frozenset()
    """What exists without an import, or is so well known that texts name it without saying where it is from."""
    methods: frozenset[str] = frozenset()
    """Those of its strings, collections and files: known behind anything but the name of a type."""
    modules: frozenset[str] = frozenset()
    """The first parts of what its standard library is imported as."""
    library: Callable[[], frozenset[str]] = frozenset
    """Names that these modules define, as far as they cannot be taken for words. Read when they are needed."""
    versions: frozenset[str] = frozenset()
    """Words that a number follows: versions of the language, its standards."""
    defining: tuple[str, ...] = ()
    """Words before a name that a line of code defines."""
    modifiers: tuple[str, ...] = ()
    """Words before those."""
    binding: tuple[str, ...] = ()
    """Words within a line of code before names that are bound for its rest."""
    string_prefixes: str = ""
    """Letters before the quotes of a string."""
    comments: tuple[str, ...] = ("//",)
    """What the rest of a line is a comment behind."""
    doc_opening: str = ""
    """A regular expression for how a doc begins that is a string; its first group is how it ends. Empty where docs are
    comments."""
    fences: frozenset[str] = frozenset()
    """What a fenced block of its code may be marked with, in lower case."""
    prompt: str = ""
    """A regular expression for how lines of code begin in the record of a dialogue with its interpreter."""
    suffixes: frozenset[str] = frozenset()
    """What names of files end in that hold it, or that its tools make of it, without the dot."""
