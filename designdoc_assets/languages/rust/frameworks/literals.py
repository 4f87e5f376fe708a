"""Values that are written out in Rust: strings and characters, cases of names, and what types hold."""

import re
from collections.abc import Callable, Mapping, Sequence

from designdoc_assets.languages.rust.attributes import plain

_STRING = re.compile(r'r(?P<signs>#*)"(?P<raw>.*)"(?P=signs)|"(?P<plain>(?:[^"\\]|\\.)*)"', re.DOTALL)
_LIST = re.compile(r'&?(?:vec!)?\[((?:\s*"(?:[^"\\]|\\.)*"\s*,?)+)\]')
_CHARACTER = re.compile(r"'(\\?.)'")
_WORDS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z0-9]+|[A-Z0-9]+")
_CASES: Mapping[str, Callable[[Sequence[str]], str]] = {
    "kebab": lambda words: "-".join(words).lower(),
    "snake": lambda words: "_".join(words).lower(),
    "lower": lambda words: "".join(words).lower(),
    "upper": lambda words: "".join(words).upper(),
    "screamingsnake": lambda words: "_".join(words).upper(),
}
_HOLDER = re.compile(r"(?:\w+::)*(Option|Vec|Box)\s*<(.*)>", re.DOTALL)


def string(written: str) -> str | None:
    """Return a text that is written out; None where it is none."""
    found = _STRING.fullmatch(written)
    if found is None:
        return None
    return found["raw"] if found["raw"] is not None else plain(found["plain"])


def strings(written: str) -> list[str]:
    """Return the texts of a list that has nothing else in it; none of another."""
    found = _LIST.fullmatch(written)
    return [plain(each) for each in re.findall(r'"((?:[^"\\]|\\.)*)"', found[1])] if found is not None else []


def character(written: str) -> str | None:
    """Return a character that is written out; None where it is none."""
    found = _CHARACTER.fullmatch(written)
    return found[1].removeprefix("\\") if found is not None else None


def cased(name: str, case: str) -> str | None:
    """Return an identifier in another case, as attributes name it; None of a case that is not known."""
    form = re.sub(r"[^a-z]|case", "", case.lower())
    return _CASES[form](_WORDS.findall(name.removeprefix("r#"))) if form in _CASES else None


def held(type_: str) -> tuple[str, frozenset[str]]:
    """Return a type without what only holds it, and the names of that: `u8` and `Option` of `Option<u8>`."""
    holders: set[str] = set()
    while (found := _HOLDER.fullmatch(type_.strip())) is not None:
        holders.add(found[1])
        type_ = found[2]
    return type_.strip(), frozenset(holders)
