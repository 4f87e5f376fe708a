"""How wrong settings are told: the error, and the words that its sentences share. No value of a secret gets in here."""

import difflib
import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import PurePath

MAX_LISTED = 20
"""Sentences in one error. A hostile file may hold thousands of wrong keys."""
_SHOWN_CHARACTERS = 80
_SECRET_NAME = re.compile(r"(?:api_?key|secret|token|password|passwd|credentials?|(?:^|[_-])key)$", re.IGNORECASE)
_SECRET_TEXT = re.compile(r"://.*|sk-[\w-]{6,}", re.DOTALL)


class SettingsError(ValueError):
    """Settings that cannot be used.

    Attributes:
        problems: One sentence for each, which names the setting, where it stands, its value and what is allowed.
    """

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        listed = list(self.problems[:MAX_LISTED])
        if len(self.problems) > MAX_LISTED:
            listed.append(f"and {len(self.problems) - MAX_LISTED} more.")
        intro = f"{len(self.problems)} settings are wrong:\n- " if len(self.problems) > 1 else ""
        super().__init__(intro + "\n- ".join(listed))


class InvalidValueError(ValueError):
    """A value that a setting does not take.

    Args:
        value: The wrong value, or the wrong part of it.
        allowed: What is taken instead, as the end of `it must be ...`.
        part: Which part of the value is wrong, where it is not all of it.
        hidden: The value may hold a secret, and is not shown.
    """

    def __init__(self, value: object, allowed: str, part: str = "", *, hidden: bool = False) -> None:
        where = f": {part}" if part else ""
        what = "is not usable" if hidden else f"is {shown(value)}"
        super().__init__(f"{where} {what}; it must be {allowed}.")


def shown(value: object) -> str:
    """Return a value as an error shows it: short, on one line, without credentials."""
    match value:
        case bool():
            return str(value).lower()
        case int() if value.bit_length() > 64:  # its digits may be more than Python agrees to print
            return "a very large number"
        case str() | PurePath():
            return f'"{named(str(value))}"'
        case Mapping():
            return "a table"
        case list() | tuple():
            return "a list" if value else "an empty list"
        case _:
            return named(str(value))


def named(text: str) -> str:
    """Return a name that somebody wrote, safe to print: short, without control characters or credentials."""
    text = _SECRET_TEXT.sub(lambda match: match.group()[:3] + "***", text)
    text = text if len(text) <= _SHOWN_CHARACTERS else text[: _SHOWN_CHARACTERS - 1] + "…"
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


def is_secret(name: str) -> bool:
    """Tell whether a name is one under which people keep secrets."""
    return bool(_SECRET_NAME.search(name))


def not_a_setting(place: str, name: str, allowed: Collection[str], noun: str = "setting") -> str:
    """Return the sentence for a name that nobody knows.

    Args:
        place: The name with the place where it stands.
        name: The name alone.
        allowed: All names that could stand there.
        noun: What the name should have been.
    """
    if is_secret(name):
        return f"{place} is not taken: secrets are never settings; remove it and set ANTHROPIC_API_KEY instead."
    close = difflib.get_close_matches(name[:_SHOWN_CHARACTERS], allowed, 1)
    hint = f" (did you mean {close[0]}?)" if close else ""
    return f"{place} is not a {noun}{hint}; allowed are {', '.join(sorted(allowed))}."
