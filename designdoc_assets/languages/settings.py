"""What operators may set, as frameworks tell it: variables of the environment, and keys of other places; only data."""

from dataclasses import dataclass

from designdoc_assets.languages.resolve import Defined

ENVIRONMENT = ""
"""The place of what is set by a variable of the environment."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Something that an operator may set."""

    name: str
    """As it is set: `PAY_DATABASE_URL`, `pay.limits.max`."""
    path: str
    """The file that reads or declares it."""
    line: int
    place: str = ENVIRONMENT
    """What it is set in, where that is not the environment: `Django settings`."""
    type: str = ""
    """As written."""
    default: str = ""
    """As written."""
    about: str = ""
    """What its author says of it, as plain text."""
    is_required: bool = False
    """Whether what reads it fails without it, as far as that is said."""
    defined: Defined | None = None
    """What declares it, or the function that reads it; else it is the file."""
