"""The programming languages that can be read: every folder beside this module whose package has a `LANGUAGE`.

Adding a language is adding one folder.
"""

import importlib
import pkgutil
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Protocol

import designdoc_assets.languages as room
from designdoc_assets.languages.conventions import Conventions
from designdoc_assets.languages.declared_types import DeclaredTypes
from designdoc_assets.languages.excerpts import Excerpt
from designdoc_assets.languages.facts import FileFacts
from designdoc_assets.languages.lexicon import Lexicon
from designdoc_assets.languages.linking import Linker, Surroundings
from designdoc_assets.languages.name_rules import NameRules
from designdoc_assets.languages.other_forms import OtherForm
from designdoc_assets.languages.resolve import Resolve
from designdoc_assets.languages.traits import Traits
from designdoc_assets.languages.words import PLAIN, Words


class Language(Protocol):
    """Reads the source files of one programming language. Making one is cheap: parsers load at the first `read`."""

    @property
    def name(self) -> str:
        """The language's name in settings and facts, in lower case."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The file name endings it reads, with the dot, in lower case."""

    @property
    def words(self) -> Words:
        """How pages speak of things in it."""

    @property
    def lexicon(self) -> Lexicon:
        """The names that it brings along."""

    @property
    def conventions(self) -> Conventions:
        """How files and folders are called."""

    @property
    def other_forms(self) -> tuple[OtherForm, ...]:
        """Forms in which it stands in files that are not read as its source."""

    @property
    def version(self) -> str:
        """Changes whenever `read` may give other facts for the same text."""

    @property
    def traits(self) -> Traits:
        """What names tell in it."""

    def is_face(self, path: str) -> bool:
        """Whether a file speaks for the package that it lies in: who imports the package gets what is in this file."""

    @property
    def rules(self) -> NameRules:
        """How its code names things."""

    @property
    def types(self) -> DeclaredTypes:
        """What its declared types say."""

    def linker(self, files: Mapping[str, FileFacts], around: Surroundings) -> Linker:
        """Return what links its files with each other: `PathLinker` for one in which they know nothing of each other.

        Args:
            files: The files of this language, by path.
            around: What else is known of the target.
        """

    def read(self, text: str) -> FileFacts:
        """Return what parsing finds in a file's text; never raises, whatever the text is."""

    def joined(self, files: Mapping[str, FileFacts]) -> Mapping[str, FileFacts]:
        """Return the facts of all its files by path, those that only complete others put into these."""

    def settled(self, files: Mapping[str, FileFacts], resolve: Resolve) -> Mapping[str, FileFacts]:
        """Return the facts of all its files by path, with what can be told once all are known."""

    def excerpt(self, text: str, of: tuple[str, int] | None) -> Excerpt:
        """Return what a writer is shown of a file, or of a class in it, without the classes nested in that.

        Where members of the class stand in several files, it is asked for what there is of the class in each.

        Args:
            text: The file's text, credentials masked.
            of: Qualified name and number of the class, as in `facts.Class`.

        Raises:
            LookupError: The text holds no such class.
        """


def _found() -> tuple[Language, ...]:
    folders = sorted(info.name for info in pkgutil.iter_modules(room.__path__) if info.ispkg)
    packages = (importlib.import_module(f"{room.__name__}.{name}") for name in folders)
    return tuple(package.LANGUAGE for package in packages if hasattr(package, "LANGUAGE"))


LANGUAGES = _found()
_BY_SUFFIX = {suffix: language for language in LANGUAGES for suffix in language.suffixes}
_BY_NAME = {language.name: language for language in LANGUAGES}


def language(name: str) -> Language:
    """Return the language of this name.

    Raises:
        KeyError: There is none.
    """
    return _BY_NAME[name]


def words_of(name: str) -> Words:
    """Return the words of the language of this name; plain ones where the name is empty."""
    return _BY_NAME[name].words if name else PLAIN


def language_of(path: str) -> Language | None:
    """Return the language that reads the file at `path`, by its suffix; None where there is none."""
    return _BY_SUFFIX.get(PurePosixPath(path).suffix.lower())


def is_face(path: str) -> bool:
    """Whether a file speaks for the package that it lies in, as its language has it."""
    found = language_of(path)
    return found is not None and found.is_face(path)
