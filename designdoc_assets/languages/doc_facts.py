"""What authors write of things beside their code, as facts: parts of `facts.Class`, `facts.Function` and the like."""

from dataclasses import dataclass
from typing import Literal

Visibility = Literal["public", "protected", "package", "private"]
"""Who is meant to use a thing by its name: everybody, those who inherit it, the package around it, its file alone."""


@dataclass(frozen=True, slots=True)
class Described:
    """A name and what an author says about it: a parameter, an attribute, an exception."""

    name: str
    text: str
    """Markdown, as all texts of a `Doc`."""
    type: str | None = None
    visibility: Visibility = "public"
    """Of an attribute, which may be nowhere else but here."""


@dataclass(frozen=True, slots=True)
class Doc:
    """What an author says of a thing, split into its parts, by the dialect of doc comments that its language has.

    All texts are Markdown. They are not trusted, and names of other things in them are code and no links: where these
    lead is known when a page is made.
    """

    text: str = ""
    """The free text: all that is not in one of the other parts."""
    opening: str = ""
    """How it begins, where the author's first paragraph is more than one of Markdown: a list or code is in it too."""
    parameters: tuple[Described, ...] = ()
    attributes: tuple[Described, ...] = ()
    returns: str = ""
    yields: str = ""
    raises: tuple[Described, ...] = ()
    deprecated: str = ""
    """Why it, or a part of it, is deprecated, each as `1.4: reason`, both optional, a paragraph or more for each."""
    returns_type: str = ""
    """What it says that the result is, where that stands apart from the text."""
    yields_type: str = ""
    mentions: tuple[str, ...] = ()
    """The names that it sets as code or refers to, dotted, as written: Markdown may show the last part alone."""
    inherits: bool = False
    """Its text comes behind that of what the thing replaces."""
    is_private: bool = False
    """Its author says that the thing is for no user (`:meta private:`): part of its `visibility`."""
    examples: tuple[str, ...] = ()
    """Code of others that shows its use, as it is shown, each with its title."""

    @property
    def summary(self) -> str:
        """The author's first paragraph."""
        return self.opening or self.text.partition("\n\n")[0]


@dataclass(frozen=True, slots=True)
class Example:
    """A function that shows the use of what its name tells."""

    name: str
    code: str
