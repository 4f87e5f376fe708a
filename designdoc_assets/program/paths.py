"""Parses access paths, the names of uses: `a.b()[*]`, in the order in which they are followed: see `facts.Use`."""

import re
from functools import lru_cache
from typing import NamedTuple

CALL, AWAIT, ELEMENT, PART = "()", "<await>", "[*]", "[:]"
"""Steps that are no names: calling something, waiting for it, an element of it, and a list of some of these."""
NAME = r"(?:[^\W\d]|\$)[\w$]*"
"""A name of any language: some have `$` in names."""
DOTTED = rf"{NAME}(?:\.{NAME})*"
_STEP = re.compile(rf"\.?(?P<name>#?{NAME})|(?P<called>\(\))|(?P<bracket>\[)|(?P<awaited><await>)")


class AccessPath(NamedTuple):
    """A name taken apart. `type` is that of an object that was declared so: `list[Pump]` of `list[Pump]()[*].run`."""

    type: str
    steps: tuple[str, ...]
    """Names of members; `()`, `<await>` and what stands in brackets, with the brackets. The first is the root, unless
    there is a `type`."""


@lru_cache(maxsize=16384)
def path_of(name: str) -> AccessPath:
    """Take a name apart; one that is none has no steps."""
    steps: list[str] = []
    declared = ""
    at = 0
    while at < len(name):
        step = _STEP.match(name, at)
        if step is None:
            return AccessPath("", ())
        end = _closing(name, at) if step["bracket"] else step.end()
        if step["bracket"] and name.startswith("()", end) and not declared and not {CALL, AWAIT} & {*steps}:
            # What stands in brackets right behind a name of a type and before a call, are the arguments of the type.
            declared, steps, end = name[:end], [], end + 2
        else:
            steps.append(step["name"] or name[at:end])
        at = end
    return AccessPath(declared, tuple(steps))


def _closing(name: str, at: int) -> int:
    depth = 0
    for place in range(at, len(name)):
        depth += (name[place] == "[") - (name[place] == "]")
        if depth == 0:
            return place + 1
    return len(name)
