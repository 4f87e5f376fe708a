"""The shape of a word in any language: of a name, a file, or no code. Whether it exists is judged elsewhere."""

import re
from collections.abc import Iterator

from designdoc_assets.artifacts.naming_words import FILE_SUFFIXES

CHAIN = r"[^\W\d]\w*(?:\.[^\W\d]\w*)*"

_TWO_HUMPS = re.compile(r"[a-z\d][A-Z]|[A-Z][A-Z][a-z][a-z]")
_LOWER_CAMEL = re.compile(r"[a-z]{2,}\d*[A-Z][a-z]")
_LOCALE = re.compile(r"[a-z]{2,3}_[A-Z]{2}")
_SHORTEST_CAMEL = 5
"""`SaaS`, `GiB` and `PhD` are no names."""

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


def is_lower_camel(word: str) -> bool:
    """Return whether a word is of the form `sendAll`."""
    return is_camel(word) and word.strip("_")[0].islower()


def singulars(name: str) -> Iterator[str]:
    """Yield the words that a name may be the plural of."""
    if name.endswith("s"):
        yield name[:-1]
    if name.endswith("es"):
        yield name[:-2]
    if name.endswith("ies"):
        yield f"{name[:-3]}y"
