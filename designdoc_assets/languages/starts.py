"""Where users of a system start, as frameworks tell it: commands, routes, tasks, hooks; only data."""

from dataclasses import dataclass
from typing import Literal

from designdoc_assets.languages.resolve import Defined

StartSort = Literal["command", "route", "job", "schedule", "sensor", "task", "consumer", "asset", "hook", "handler"]
"""In the order in which documents show them."""


@dataclass(frozen=True, slots=True)
class Option:
    """An option or an argument of a command."""

    name: str
    """As it is typed: `-v, --verbose`, `PATH`."""
    about: str = ""
    """What its author says of it, as plain text."""
    type: str = ""
    """What it takes, as code: `int`, `'a' | 'b'`."""
    default: str = ""
    """As written."""
    is_required: bool = False
    line: int = 0


@dataclass(frozen=True, slots=True)
class Start:
    """Something by which users, other systems or clocks start a part of the target."""

    sort: StartSort
    name: str
    """What is typed, requested or awaited: `users add`, `/users/{id}`, `orders`; of a command, without that of the
    program, so that it is empty for what the program itself does."""
    path: str
    """The file that says so."""
    line: int
    framework: str
    """Its name; empty for a script or a module of which no framework tells more."""
    answers: Defined | None = None
    """What is called."""
    program: Defined | None = None
    """Of a command, the object or function that makes its outermost program: by it the script is found."""
    alone: str = ""
    """Of a command, what that program is called where no script is found that starts it."""
    names_itself: bool = False
    """Whether that program says itself what it is called, so that `alone` comes before the name of a file that starts
    it."""
    methods: tuple[str, ...] = ()
    """Of a route, the methods that are named for it."""
    when: str = ""
    """Of what a clock or an event starts, when, as written."""
    about: str = ""
    """What its author says of it where that is not the doc of what is called; plain text."""
    options: tuple[Option, ...] = ()
