"""The rooms besides `languages` and `ecosystems` speak of no one language: one more is a folder, and no condition."""

import ast
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from designdoc_assets.languages.registry import LANGUAGES

ROOMS = Path(__file__).parents[1] / "designdoc_assets"
OF_LANGUAGES = ("languages/", "ecosystems/")
NAMES = "|".join(language.name for language in LANGUAGES if len(language.name) > 3)
"""Shorter ones, such as `go`, are words of English too."""
NOUNS = rf"{NAMES}|docstrings?|decorat[a-z]+|dunders?|metaclass(?:es)?|stdlib"
"""What only some languages have, or call so."""
IN_TEXT = re.compile(rf"__[a-z]+__|\.pyi?\b|\b(?:{NOUNS}|dataclass(?:es)?|conftest|pytest)\b", re.IGNORECASE)
IN_NAMES = re.compile(rf"(?<![a-z])(?:{NOUNS})(?![a-z])", re.IGNORECASE)
A_FOLDER = re.compile(rf"(?<=languages\.)(?:{'|'.join(language.name for language in LANGUAGES)})(?![a-z])")
OUR_OWN = ("See the module's docstring.",)
"""What our code says of itself: it is written in a language, after all."""


class Allowed(NamedTuple):
    """Words that stand in some files for a reason."""

    files: str
    words: frozenset[str]
    reason: str


def allowed(files: str, words: str, reason: str) -> Allowed:
    return Allowed(files, frozenset(words.split()), reason)


STAY = [
    allowed("artifacts/canonical.py", "dataclass dataclasses", "objects of our own, which are hashed"),
    allowed(
        "artifacts/naming_words.py",
        "java javascript python pytest typescript",
        "commands and products, which projects in all languages speak of",
    ),
    allowed("artifacts/package_readme.py", "docstring", "a key in what a model is shown: another would be paid for"),
    allowed("making/receipts.py", ".py python", "this package's own files, and what it reads with"),
    allowed("markup/mermaid/*.py", ".py python __main__", "the interpreter that diagrams are parsed under"),
    allowed("markup/restructured.py", "python", "the address of PEPs, for which this markup has a role"),
    allowed("orchestration/descriptions.py", ".py", "a path, as an example of a key"),
    allowed("orchestration/run_page.py", ".py", "a path, as an example of a key"),
    allowed("source/collector.py", "python", "the process that this runs in"),
    allowed("settings/table.py", "__metadata__", "an attribute of annotated types of our own"),
    allowed("source/other_languages.py", "java rust", "the names of languages and their suffixes, read or not"),
    allowed("source/text.py", "python", "the codecs of the process that this runs in"),
    allowed("spending/calls.py", ".py", "a path, as an example of a key"),
    allowed("writing/schema.py", "docstrings", "types of our own, of which a model is shown the schema"),
]


class Found(NamedTuple):
    """A word of a language, and where it is."""

    file: str
    line: int
    word: str


def words_in(code: str, file: str) -> Iterator[Found]:
    """Yield the words of languages in strings, docstrings and names of code; what has to be called so is none."""
    for node in ast.walk(ast.parse(code)):
        match node:
            case ast.Constant(value=str(text)) if text not in OUR_OWN:
                words = IN_TEXT.findall(text)
            case ast.Name(id=name) | ast.arg(arg=name) | ast.Attribute(attr=name):
                words = IN_NAMES.findall(name)
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.AsyncFunctionDef(name=name):
                words = IN_NAMES.findall(name)
            case ast.ImportFrom(module=str(module), names=names):
                words = [*IN_NAMES.findall(module), *A_FOLDER.findall(f"{module}.{names[0].name}")]
            case _:
                continue
        yield from (Found(file, getattr(node, "lineno", 0), word.lower()) for word in words)


@cache
def everything() -> list[Found]:
    files = {path.relative_to(ROOMS).as_posix(): path for path in sorted(ROOMS.rglob("*.py"))}
    neutral = {file: path for file, path in files.items() if not file.startswith(OF_LANGUAGES)}
    return [found for file, path in neutral.items() for found in words_in(path.read_text(), file)]


def covers(row: Allowed, found: Found) -> bool:
    return found.word in row.words and fnmatchcase(found.file, row.files)


def test_the_neutral_rooms_hold_no_word_of_a_language() -> None:
    assert [found for found in everything() if not any(covers(row, found) for row in STAY)] == []


def test_every_exception_is_needed() -> None:
    there = everything()
    each = [Allowed(row.files, frozenset({word}), row.reason) for row in STAY for word in row.words]
    assert [row for row in each if not any(covers(row, found) for found in there)] == []


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ('"""Reads the docstring."""', "docstring"),
        ('name == "__init__"', "__init__"),
        ('path.endswith(".py")', ".py"),
        ("markdown.fence(code, 'python')", "python"),
        ("def decorated_with(names): ...", "decorated"),
        ("for decorator in cls.decorators: ...", "decorator"),
        ("from designdoc_assets.languages.python.lexicon import LEXICON", "python"),
        ("from designdoc_assets.languages import python", "python"),
        ("is_stdlib(name)", "stdlib"),
        ('f"Its metaclass is {name}."', "metaclass"),
    ],
)
def test_a_word_of_a_language_is_found(code: str, word: str) -> None:
    assert word in {found.word for found in words_in(code, "a.py")}


@pytest.mark.parametrize(
    "code",
    [
        "class A:\n    def __init__(self): super().__init__()",
        "from dataclasses import dataclass\n\n@dataclass\nclass A: ...",
        "@staticmethod\ndef f(): ...",
        '"""See the module\'s docstring."""',
        '"""A copy, a type and a pyramid."""',
    ],
)
def test_code_that_has_to_be_as_it_is_has_none(code: str) -> None:
    assert [*words_in(code, "a.py")] == []
