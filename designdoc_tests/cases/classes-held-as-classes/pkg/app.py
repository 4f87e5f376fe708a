"""An application."""

from dataclasses import dataclass, field


class Request:
    """What comes in."""


class Response:
    """What goes out."""


class Session:
    """What is kept between the two."""


class Clock:
    """Tells the time."""


class Passing:
    """Is mentioned in passing."""


def made() -> object:
    """Make something."""
    return object()


@dataclass
class App:
    """Answers requests."""

    request_class: type[Request] = Request
    clock: object = field(default_factory=Clock)
    session_class = Session

    def answer(self, response_class: type = Response) -> None:
        """Answer one request."""
        found: Passing = made()
        print(found, response_class)
