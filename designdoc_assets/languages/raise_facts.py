"""Where a function raises something, and what stands around that; parts of `facts.Function`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Handler:
    """What an `except` around a `raise` catches."""

    exception: str
    """A dotted name as written, `BaseException` for all there is, empty where it is no name."""
    raises_again: bool = False
    """Whether its block may raise what it caught."""


@dataclass(frozen=True, slots=True)
class Raise:
    """A place where a function raises something. Whether that leaves the function depends on the handlers around it."""

    exception: str
    """The dotted name of a class, of what is called to make it, or of the class whose instance it is; see `Use`."""
    when: str | None = None
    """The whole condition, in terms of parameters and attributes: empty for always, None where it cannot be said."""
    message: str = ""
    """Its first argument, where that is a text, or made of one: as written, without quotes."""
    follows: bool = False
    """Whether something that raises comes before it, and is no part of `when`."""
    handlers: tuple[tuple[Handler, ...], ...] = ()
    """Those of each `try` around it, the innermost first."""
