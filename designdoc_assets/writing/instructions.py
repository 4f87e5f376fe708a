"""The prompt files: one per role, and those that are for all; each with a version in its first line."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

_FIRST_LINE = re.compile(r"<!-- version: (\d+) -->\n")
REVIEW = "review_"
"""What the name of a reviewer's role begins with."""


@dataclass(frozen=True, slots=True)
class Instructions:
    """A prompt. The version is raised when a change of the text is worth writing all pages anew: that costs money."""

    version: int
    text: str


@cache
def instructions(role: str) -> Instructions:
    """Return the prompt of a role.

    Raises:
        ValueError: The file says no version.
    """
    text = _file(role).read_text("utf-8")
    first = _FIRST_LINE.match(text)
    if first is None:
        raise ValueError(f"prompts/{role}.md must begin with a line like <!-- version: 1 -->")
    return Instructions(int(first[1]), text[first.end() :].strip())


def prompt_version(role: str) -> str:
    """Return the version of all that a writer of this role is told."""
    return f"{instructions('rules').version}.{instructions(role).version}"


def _file(role: str) -> Traversable:
    return files("designdoc_assets.writing").joinpath("prompts", f"{role}.md")
