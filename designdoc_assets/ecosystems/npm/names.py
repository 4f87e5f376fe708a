"""How packages are named, and what code names of them."""

import re

NAME = re.compile(r"(?:@[a-z0-9~][\w.~-]*/)?[A-Za-z0-9_][\w.~-]*")
"""The name of a package, with its scope; old ones have capitals."""
MAX_CHARACTERS = 214
"""As npm has it."""
_TYPES = "@types/"


def is_name(name: object) -> bool:
    """Tell whether it can be the name of a package."""
    return isinstance(name, str) and len(name) <= MAX_CHARACTERS and NAME.fullmatch(name) is not None


def package_of(specifier: str) -> str:
    """Return the package that an import is of; what is none, an alias such as `@/x` or `~/x`, is returned as it is."""
    parts = specifier.split("/")
    return "/".join(parts[:2]) if specifier.startswith("@") else parts[0]


def described_by(name: str) -> str | None:
    """Return the package of which one of `@types` holds the types; None for others."""
    if not name.startswith(_TYPES):
        return None
    scope, separator, rest = name.removeprefix(_TYPES).partition("__")
    return f"@{scope}/{rest}" if separator else scope
