"""A language that the engine reads: what is the same for all of them, whatever their dialects."""

from abc import abstractmethod
from importlib.metadata import version
from typing import TYPE_CHECKING

from designdoc_assets.languages.engine import ENGINE_VERSION
from designdoc_assets.languages.excerpts import Excerpt
from designdoc_assets.languages.facts import FileFacts
from designdoc_assets.languages.language import Language

if TYPE_CHECKING:
    from designdoc_assets.languages.engine.dialect import Dialect


class EngineLanguage(Language):
    """Reads files with a dialect, which is loaded with the first of them: most runs read from a cache."""

    reader_version: str
    """To be raised with every change of what `read` returns that is the language's own."""
    wheel: str
    """The distribution that its grammar comes in."""

    @abstractmethod
    def dialect(self, text: str) -> "Dialect":
        """Return how a text is read; imports the module that has it."""

    @property
    def version(self) -> str:
        """The versions of its reader, of the engine, and of the grammar."""
        return f"{self.reader_version} {ENGINE_VERSION} {self.wheel} {version(self.wheel)}"

    def read(self, text: str) -> FileFacts:
        """Return what parsing finds in a file's text; never raises, whatever the text is."""
        from designdoc_assets.languages.engine.reader import read  # noqa: PLC0415  see the class

        return read(self.dialect(text), text)

    def excerpt(self, text: str, of: tuple[str, int] | None) -> Excerpt:
        """Return what a writer is shown of a file, or of a type in it."""
        from designdoc_assets.languages.engine.excerpt import excerpt  # noqa: PLC0415  see the class

        return excerpt(self.dialect(text), text, of)

    def excerpt_at(self, text: str, line: int) -> Excerpt:
        """Return what a writer is shown of the function that begins in a line."""
        from designdoc_assets.languages.engine.excerpt import function_excerpt  # noqa: PLC0415  see the class

        return function_excerpt(self.dialect(text), text, line)
