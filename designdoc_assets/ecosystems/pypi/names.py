"""How distributions are named (PEP 503, PEP 508)."""

import re

NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,200}[A-Za-z0-9])?")
"""The name of a distribution, as PEP 508 allows it; the length is bounded, since names become file names."""


def normalise(name: str) -> str:
    """Return the name of a distribution as PEP 503 spells it: lower case, runs of `-_.` as one `-`."""
    return re.sub(r"[-_.]+", "-", name).lower()
