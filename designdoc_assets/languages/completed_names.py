"""Names of variables that are written out, or completed by another name: `"DB_" + name` is `DB_{}` and `name`."""

from collections.abc import Sequence
from typing import NamedTuple


class CompletedName(NamedTuple):
    """A name, with `{}` in the place of the parameter that completes it, if one does."""

    name: str
    parameter: str = ""


def joined(parts: Sequence[CompletedName | None]) -> CompletedName | None:
    """Return the name that parts make; None where one is unknown, or more than one parameter completes it."""
    known = [part for part in parts if part is not None]
    given = [part.parameter for part in known if part.parameter]
    if len(known) < len(parts) or len(given) > 1:
        return None
    return CompletedName("".join(part.name for part in known), given[0] if given else "")
