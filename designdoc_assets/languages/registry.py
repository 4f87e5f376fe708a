"""The programming languages that can be read: every folder beside this module whose package has a `LANGUAGE`.

Adding a language is adding one folder.
"""

import importlib
import pkgutil
from collections.abc import Iterable
from functools import lru_cache
from pathlib import PurePosixPath

import designdoc_assets.languages as room
from designdoc_assets.languages.language import Language
from designdoc_assets.languages.words import PLAIN, Words


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


def program_of(name: str) -> str:
    """Return the name of the language with whose files those of the language of this name are one program."""
    return _BY_NAME[name].linked_as or name


def words_of(name: str) -> Words:
    """Return the words of the language of this name; plain ones where the name is empty."""
    return _BY_NAME[name].words if name else PLAIN


def noun_for(names: Iterable[str]) -> str:
    """Return what types are called in the code of some languages: their own word where all have the same."""
    nouns = {words_of(name).type for name in names}
    return nouns.pop() if len(nouns) == 1 else PLAIN.type


@lru_cache(maxsize=4096)
def language_of(path: str) -> Language | None:
    """Return the language that reads the file at `path`, by its suffix; None where there is none."""
    return _BY_SUFFIX.get(PurePosixPath(path).suffix.lower())


def words_in(path: str) -> Words:
    """Return the words of the language of the file at `path`."""
    found = language_of(path)
    return found.words if found is not None else PLAIN


def noun_in(path: str) -> str:
    """Return what a type is called in the language of the file at `path`."""
    return words_in(path).type


def is_test_name(name: str, path: str) -> bool:
    """Whether a name in the file at `path` is that of a test, as its language calls them."""
    found = language_of(path)
    begins = found.conventions.test_names if found is not None else ()
    return name.startswith(begins) and name not in begins


def shares_units(path: str) -> bool:
    """Whether the files of a unit see each other's names in the language of the file at `path`."""
    found = language_of(path)
    return found is not None and found.rules.has_shared_units


def imports_whole_units(path: str) -> bool:
    """Whether what imports something of the file at `path` imports its unit, and not the file."""
    found = language_of(path)
    return found is not None and found.rules.imports_whole_units


def is_face(path: str) -> bool:
    """Whether a file speaks for the package that it lies in, as its language has it."""
    found = language_of(path)
    return found is not None and found.is_face(path)
