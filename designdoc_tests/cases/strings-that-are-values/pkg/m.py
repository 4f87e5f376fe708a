"""Forms."""

from typing import Literal, Union

html = object()


class Base:
    """A form."""


Form = Union[Literal["html", "ast"], Base]
Short = Literal["html"]
Later = Union["Base", None]


def make(form: Literal["html", "Base"] = "html") -> "Base":
    """Make one.

    Args:
        form: Which.
    """
    return Base()
