"""The programming languages that can be read, one module or package each; adding one is adding it to `LANGUAGES`."""

from pathlib import PurePosixPath
from typing import Protocol

from designdoc_assets.languages.excerpts import Excerpt
from designdoc_assets.languages.facts import FileFacts
from designdoc_assets.languages.python import Python


class Language(Protocol):
    """Reads the source files of one programming language. Making one is cheap: parsers load at the first `read`."""

    @property
    def name(self) -> str:
        """The language's name in settings and facts, in lower case."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The file name endings it reads, with the dot, in lower case."""

    @property
    def version(self) -> str:
        """Changes whenever `read` may give other facts for the same text."""

    def read(self, text: str) -> FileFacts:
        """Return what parsing finds in a file's text; never raises, whatever the text is."""

    def excerpt(self, text: str, of: tuple[str, int] | None) -> Excerpt:
        """Return what a writer is shown of a file, or of a class in it, without the classes nested in that.

        Args:
            text: The file's text, credentials masked.
            of: Qualified name and number of the class, as in `symbols.Class`.

        Raises:
            LookupError: The text holds no such class.
        """


PYTHON = Python()
LANGUAGES: tuple[Language, ...] = (PYTHON,)


def language_of(path: str) -> Language | None:
    """Return the language that reads the file at `path`, by its suffix; None where there is none."""
    suffix = PurePosixPath(path).suffix.lower()
    return next((language for language in LANGUAGES if suffix in language.suffixes), None)
