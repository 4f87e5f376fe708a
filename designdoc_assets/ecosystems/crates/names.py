"""How crates are named, in manifests and in code."""

import re

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,99}")
"""The name of a crate; the length is bounded, since names become file names."""
_SEPARATOR = re.compile(r"::|\.")


def in_code(name: str) -> str:
    """Return a crate's name as code has it."""
    return name.replace("-", "_")


def first_segment(path: str) -> str:
    """Return the crate that a path begins with."""
    return _SEPARATOR.split(path.removeprefix("::"), maxsplit=1)[0].removeprefix("r#")
