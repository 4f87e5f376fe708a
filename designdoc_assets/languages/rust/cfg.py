"""Conditions under which code is built, as text: `cfg(unix)`."""

import re
from collections.abc import Iterable

_CFG = re.compile(r"cfg\s*\((.*)\)", re.DOTALL)


def all_of(conditions: Iterable[str]) -> str:
    """Return the one condition that several are together; empty of none."""
    known = list(dict.fromkeys(filter(None, conditions)))
    if len(known) < 2:
        return "".join(known)
    bare = [inner[1] if (inner := _CFG.fullmatch(each)) is not None else each for each in known]
    return f"cfg(all({', '.join(bare)}))"
