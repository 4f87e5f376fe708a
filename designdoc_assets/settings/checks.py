"""Kinds of values that settings take. A check returns the typed value, or raises an error with what is allowed."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import pathspec

from designdoc_assets.settings.addresses import Url
from designdoc_assets.settings.problems import InvalidValueError, named

T = TypeVar("T")
Check = Callable[[object], T]

MAX_USD = 1_000_000
"""The highest budget and price: above any real one, and a 64-bit integer holds it in billionths of a dollar."""
_USD = f"a number from 0 to {MAX_USD} (US dollars)"
_MAX_ITEMS = 1000
MAX_STARS = 3
"""Wildcards in one part of a pattern, and `**` in all of it. Matching backtracks: six on a name of 100 characters take
13 s, and the pattern may be the target's."""
_FLAGS = {"true": True, "false": False, "1": True, "0": False, "yes": True, "no": False}
_MODEL = re.compile(r"(?!sk-)[\x21-\x7e]{1,200}")
_PATTERN = re.compile(r"[^\x00-\x1f\x7f]{1,500}")
_REF = re.compile(r"(?!-)[^\x00-\x1f\x7f]{1,200}")
_BRANCH = re.compile(r"(?![-/.])(?!.*(?:\.\.|@\{|//|/\.|\.lock(?:/|\Z)))[^\x00-\x20\x7f~^:?*\[\\]{1,200}(?<![/.])")
_OWNER = re.compile(r"team:[\w.-]{1,100}|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}", re.ASCII)
_REMOTE = re.compile(r"(?:https?|ssh|git|file)://[^\s\x00-\x1f\x7f]{1,2000}|[\w.-]+@[\w.-]+:[^\s\x00-\x1f\x7f]{1,2000}")
"""What git fetches from: a URL, or `user@host:path`."""
_BUCKET = re.compile(r"(?!file:|https?:)[a-z][a-z0-9+.-]*://[^\s\x00-\x1f\x7f]{1,2000}")
_JOURNAL = re.compile(r"(?:sqlite|postgresql)(?:\+[a-z0-9]+)?://\S{0,2000}")


@dataclass(frozen=True, slots=True)
class Price:
    """What a model costs, in US dollars per million tokens. Without cache prices, input's counts for
    reading, and 1.25 times that for writing."""

    input: Decimal
    output: Decimal
    cache_read: Decimal | None = None
    cache_write: Decimal | None = None
    raise_only: bool = False
    """The target set it under a cap of the operator's: it may raise the price that the library knows, and do no more,
    or else a price of zero would lift that cap."""


def number(value: object) -> Decimal:
    """Check a number of US dollars."""
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        usable = not isinstance(value, Decimal) or value.is_finite()
        if usable and 0 <= value <= MAX_USD:
            return abs(Decimal(str(value)))  # a float's shortest form is what was written; -0.0 becomes 0
    raise InvalidValueError(value, _USD)


def integer(low: int, high: int) -> Check[int]:
    """Return the check of a whole number between two bounds, which are allowed themselves."""

    def check(value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise InvalidValueError(value, f"a whole number from {low} to {high}")
        return value

    return check


def flag(value: object) -> bool:
    """Check a yes or no."""
    word = value.lower() if isinstance(value, str) else value
    if isinstance(word, bool):
        return word
    if isinstance(word, int) and word in (0, 1):
        return word == 1
    if isinstance(word, str) and word in _FLAGS:
        return _FLAGS[word]
    raise InvalidValueError(value, "true, false, 1, 0, yes or no")


def choice(*allowed: str) -> Check[str]:
    """Return the check of one word out of several."""

    def check(value: object) -> str:
        if not isinstance(value, str) or value not in allowed:
            raise InvalidValueError(value, " or ".join(f'"{word}"' for word in allowed))
        return value

    return check


def text(form: re.Pattern[str], allowed: str, *, hidden: bool = False) -> Check[str]:
    """Return the check of a text of one form; `hidden` keeps a wrong one out of the error."""

    def check(value: object) -> str:
        if not isinstance(value, str) or not form.fullmatch(value):
            raise InvalidValueError(value, allowed, hidden=hidden)
        return value

    return check


model_name = text(_MODEL, "a model's name, without spaces, and no key")
git_ref = text(_REF, "a commit, branch or tag")
branch_name = text(_BRANCH, "a branch name that git takes")
journal_url = text(_JOURNAL, "a URL that starts with sqlite:// or postgresql://", hidden=True)


def names(value: object) -> tuple[str, ...]:
    """Check a list of names; which names there are is the caller's to say."""
    return tuple(dict.fromkeys(_strings(value, "a list of names")))


def owners(value: object) -> tuple[str, ...]:
    """Check a list of owners as Dagster takes them."""
    allowed = "a list of e-mail addresses and teams (team:name)"
    listed = _strings(value, allowed)
    for owner in listed:
        if not _OWNER.fullmatch(owner):
            raise InvalidValueError(owner, "an e-mail address or team:name", "an owner")
    return tuple(dict.fromkeys(listed))


def patterns(value: object) -> tuple[str, ...]:
    """Check a list of gitignore patterns."""
    allowed = f"a list of gitignore patterns, at most {_MAX_ITEMS}"
    lines = _strings(value, allowed)
    for line in lines:
        try:
            pathspec.GitIgnoreSpec.from_lines([line])
            usable = bool(_PATTERN.fullmatch(line)) and _matches_quickly(line)
        except (ValueError, re.error):
            usable = False
        if not usable:
            what = f"a gitignore pattern, with at most {MAX_STARS} * between slashes and {MAX_STARS} ** in all"
            raise InvalidValueError(line, what, "a pattern")
    return lines


def _matches_quickly(pattern: str) -> bool:
    return pattern.count("**") <= MAX_STARS and all(part.count("*") <= MAX_STARS for part in pattern.split("/"))


def repository(value: object) -> Path | Url:
    """Check a folder, or the URL of a repository."""
    if isinstance(value, str) and _REMOTE.fullmatch(value):
        return Url(value)
    return _folder(value, "a path of a folder on this machine, or a URL that git fetches from (https, ssh, git, file)")


def docs_place(value: object) -> Path | Url:
    """Check a folder, or the URL of object storage."""
    if isinstance(value, str) and _BUCKET.fullmatch(value):
        return Url(value)
    return _folder(value, "a path of a folder on this machine, or a URL of object storage such as s3://bucket/docs")


def prices(value: object) -> dict[str, Price]:
    """Check a table of prices per model."""
    if not isinstance(value, Mapping):
        raise InvalidValueError(value, "a table of models and their prices")
    return {model_name(model): _price(str(model), price) for model, price in value.items()}


def _folder(value: object, allowed: str) -> Path:
    """Check a path; `~` at its start is the user's home."""
    written = str(value) if isinstance(value, str | Path) else ""
    if not written.strip() or "\0" in written or "://" in written:
        raise InvalidValueError(value, allowed)
    try:
        return Path(written).expanduser()
    except RuntimeError as error:
        raise InvalidValueError(value, f"{allowed}, and the home folder of that user is not known") from error


def _price(model: str, value: object) -> Price:
    allowed = "a table of input, output and, where they differ, cache_read and cache_write"
    part = f'"{named(model)}"'
    if isinstance(value, Price):
        return value
    if not isinstance(value, Mapping):
        raise InvalidValueError(value, allowed, part, hidden=True)
    unknown = sorted(set(value) - {"input", "output", "cache_read", "cache_write"}, key=str)
    if unknown:
        raise InvalidValueError(
            unknown[0], f"{allowed} (a model's name with a dot in it needs quotes)", f"a key of {part}"
        )
    rates: dict[str, Decimal] = {}
    for key, rate in value.items():
        try:
            rates[key] = number(rate)
        except InvalidValueError:
            raise InvalidValueError(rate, _USD, f"{key} of {part}") from None
    if not {"input", "output"} <= set(rates):
        raise InvalidValueError(value, f"{allowed}; input and output are needed", part)
    return Price(rates["input"], rates["output"], rates.get("cache_read"), rates.get("cache_write"))


def _strings(value: object, allowed: str) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or len(value) > _MAX_ITEMS:
        raise InvalidValueError(value, allowed)
    for item in value:
        if not isinstance(item, str):
            raise InvalidValueError(item, "text", "an item")
    return tuple(value)
