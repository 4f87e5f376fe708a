"""How modules are named."""

import re

_PATH = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~+-]*(?:/[A-Za-z0-9._~+-]+)*")
_MAX_CHARACTERS = 200
"""Names become file names."""


def is_module_path(name: str) -> bool:
    """Tell whether a name is one that a module can have."""
    is_one = len(name) <= _MAX_CHARACTERS and _PATH.fullmatch(name) is not None
    return is_one and not any(set(part) == {"."} for part in name.split("/"))
