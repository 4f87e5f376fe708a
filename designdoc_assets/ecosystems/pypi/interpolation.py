"""`%(name)s` in the values of a setup.cfg, which stand for other values of the section: see `configparser`."""

import re
from collections.abc import Mapping

_REFERENCE = re.compile(r"%(?:%|\((?P<name>[^)\n]+)\)s)")
_MAX_DEPTH = 10
"""References inside of references that configparser follows."""
_MAX_CHARACTERS = 100_000
"""A value that grows beyond this was written by nobody: doubling it at every depth makes it endless."""


def interpolated(value: str, section: Mapping[str, str]) -> str:
    """Return a value with its references replaced; as it is written, where one of them leads nowhere or in a circle."""
    text = value
    for _ in range(_MAX_DEPTH):
        names = {found["name"] for found in _REFERENCE.finditer(text)} - {None}
        if not names:
            return text.replace("%%", "%")
        if not names <= section.keys():
            return value
        text = _REFERENCE.sub(lambda found: section[found["name"]] if found["name"] else "%%", text)
        if len(text) > _MAX_CHARACTERS:
            return value
    return value
