"""Forms in which a language stands in files that are not read as its source: notebooks, dialects, scripts.

Nothing of such a file is documented. That a dependency is used nowhere is a claim about all code, theirs too.
"""

from collections.abc import Callable
from dataclasses import dataclass

Imported = frozenset[tuple[str, str]]
"""Imported names: each as the whole name, and the module that it is taken from."""


@dataclass(frozen=True, slots=True)
class OtherForm:
    """One such form."""

    name: str
    """What it is called where files are listed that are not read; empty for the language's own source."""
    mentions: Callable[[str], Imported]
    """Finds fast what a text seems to import: text that is no code may look like an import."""
    suffixes: tuple[str, ...] = ()
    """What names of such files end in, with the dot; empty for files without a suffix."""
    is_script: Callable[[str], bool] = lambda text: False
    """Whether the text of a file without a suffix is of this form."""
    most_bytes: int = 0
    """Above how many bytes a file is not read, where that is another limit than that of source."""
    code: Callable[[str], str] = lambda text: text
    """Takes the code out of a file's text."""
    imports: Callable[[str], Imported] | None = None
    """Finds what it really imports; None where what it seems to import is all that can be told."""
    declares: Callable[[str], str] = lambda text: ""
    """Takes out, as TOML, which dependencies a script declares for itself."""
