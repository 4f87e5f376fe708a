"""How artifacts are named: `group:artifact`."""

import re

_NAME = re.compile(r"[A-Za-z0-9_][\w.-]*:[A-Za-z0-9_][\w.-]*")
_MAX_CHARACTERS = 180
"""Names become file names."""


def is_name(name: str) -> bool:
    """Tell whether it can be the name of an artifact."""
    return len(name) <= _MAX_CHARACTERS and _NAME.fullmatch(name) is not None
