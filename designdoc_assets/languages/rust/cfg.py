"""Conditions under which code is built, as text: `cfg(unix)`."""

import re
from collections.abc import Iterable

_TESTS = re.compile(r"cfg\s*\(\s*(?:test|all\s*\(\s*test\b[^|]*)\s*\)?\s*\)", re.DOTALL)
_CFG = re.compile(r"cfg\s*\((.*)\)", re.DOTALL)


def is_of_tests(condition: str) -> bool:
    """Return whether a condition, or the text of its attribute, is met by builds for tests alone."""
    return _TESTS.search(condition) is not None


def all_of(conditions: Iterable[str]) -> str:
    """Return the one condition that several are together; empty of none."""
    known = list(dict.fromkeys(filter(None, conditions)))
    if len(known) < 2:
        return "".join(known)
    if not all(map(_CFG.fullmatch, known)):
        return " and ".join(known)
    return f"cfg(all({', '.join(map(inner_of, known))}))"


def inner_of(condition: str) -> str:
    """Return what stands in `cfg(...)`."""
    found = _CFG.fullmatch(condition)
    return found[1] if found is not None else condition
