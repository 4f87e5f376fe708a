"""What a piece of text looks like: a name, a file, a command. Whether a name exists is not judged here."""

import re
from collections.abc import Iterator

from designdoc_assets.artifacts.naming_words import FILE_SUFFIXES
from designdoc_assets.languages.python.builtin_names import KEYWORDS

CHAIN = r"[^\W\d]\w*(?:\.[^\W\d]\w*)*"

_TWO_HUMPS = re.compile(r"[a-z\d][A-Z]|[A-Z][A-Z][a-z][a-z]")
_LOWER_CAMEL = re.compile(r"[a-z]{2,}\d*[A-Z][a-z]")
_LOCALE = re.compile(r"[a-z]{2,3}_[A-Z]{2}")
_SHORTEST_CAMEL = 5
"""`SaaS`, `GiB` and `PhD` are no names."""

TOKEN = re.compile(
    rf"""
    (?P<string> [rbfuRBFU]{{0,2}}(?: \"\"\"[\s\S]*?\"\"\" | '''[\s\S]*?''' | "[^"\n]*" | '[^'\n]*' ) )
  | (?P<comment> \#[^\n]* )
  | (?P<number> \d[\w.]* | v\d+\.[\w.]* )
  | (?P<kebab> [^\W\d]\w*+(?:-\w++)++ )
  | (?P<attribute> (?<=[)\]}}"'.])\.{CHAIN} )
  | (?P<name> {CHAIN} )
    """,
    re.VERBOSE,
)
"""The words of code. Strings, comments and numbers are found so that what stands in them is not."""
NOT_CODE = re.compile(
    r"""
    \w:// | \bwww\. | \\            # addresses, Windows paths, regular expressions
  | (?:^|\s)--?[A-Za-z]             # flags
  | (?:^|\s)[~.]{0,2}/[\w.{<:*-]    # absolute paths, routes
  | \*[._]\w | _\* | \*\*/ | \w@\w  # patterns of files, mail addresses
  | \$\{?\w | %\(?\w+\)?[sdr%]      # variables of shells, placeholders
  | ^[?&.][\w-]+(?:=|$) | ^<[^<>]*>$ | ^\{[^{}(),"']*\}$
    """,
    re.VERBOSE,
)


def is_file_name(name: str) -> bool:
    """Return whether a dotted word is a file's name rather than an attribute."""
    stem, _, suffix = name.rpartition(".")
    return bool(stem) and suffix in FILE_SUFFIXES and suffix.isalnum() and (stem.isupper() or not stem[:1].isupper())


def has_words_in_a_row(code: str) -> bool:
    """Return whether two words follow each other as in a command or a phrase, and never in an expression."""
    end, was_word = -1, False
    for token in TOKEN.finditer(code):
        is_word = token.lastgroup in {"name", "kebab"} and token[0] not in KEYWORDS
        if is_word and was_word and code[end : token.start()].isspace():
            return True
        end, was_word = token.end(), is_word
    return False


def is_snake(word: str) -> bool:
    """Return whether a word is of the form `send_all`."""
    inner = word.strip("_")
    return (
        "_" in inner
        and any(letter.islower() for letter in inner)
        and any(letter.isalpha() for letter in inner)
        and not _LOCALE.fullmatch(inner)
    )


def is_camel(word: str) -> bool:
    """Return whether a word is of the form `PaymentGateway`, `HTTPError` or `sendAll`."""
    inner = word.strip("_")
    if len(inner) < _SHORTEST_CAMEL or not inner.isalnum() or not inner.isascii():
        return False
    return bool(_TWO_HUMPS.search(inner) if inner[0].isupper() else _LOWER_CAMEL.match(inner))


def singulars(name: str) -> Iterator[str]:
    """Yield what a name may be the plural of."""
    if name.endswith("s"):
        yield name[:-1]
    if name.endswith("es"):
        yield name[:-2]
    if name.endswith("ies"):
        yield f"{name[:-3]}y"
