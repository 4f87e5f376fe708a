"""JSON as the tools of the language read it: with comments, and commas behind the last of a list."""

import json
import re
from typing import Any

_PIECE = re.compile(r'"(?:[^"\\\n]|\\.)*"|//[^\n]*|/\*.*?\*/', re.DOTALL)
_LAST_COMMA = re.compile(r'("(?:[^"\\\n]|\\.)*")|,(?=\s*[}\]])')


def table(text: str) -> dict[str, Any]:
    """Return the object that a text says; an empty one of what says none."""
    bare = _PIECE.sub(lambda found: found[0] if found[0].startswith('"') else " ", text.removeprefix("\ufeff"))
    try:
        found = json.loads(_LAST_COMMA.sub(lambda match: match[1] or "", bare))
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def inner(outer: dict[str, Any], name: str) -> dict[str, Any]:
    """Return the object under a name; an empty one where there is none."""
    found = outer.get(name)
    return found if isinstance(found, dict) else {}


def string(outer: dict[str, Any], name: str) -> str:
    """Return the text under a name; an empty one where there is none."""
    found = outer.get(name)
    return found if isinstance(found, str) else ""
