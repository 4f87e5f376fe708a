"""Connections."""


class Request:
    """What is asked."""


class Response:
    """What is answered."""


Event = Request | Response


class Connection:
    """Keeps the answer."""

    def __init__(self, limit: int | tuple[int, int], name: str | None = None) -> None:
        self.name = name
        if isinstance(limit, int):
            self.high, self.low = limit, None
        else:
            self.high, self.low = limit

    def keep(self, names: list[str] | str) -> None:
        """Keep names, of whatever sort."""
        if isinstance(names, str):
            print(names)
        self.names = names

    def process(self, event: Event) -> None:
        """Take an event."""
        assert isinstance(event, Response)
        self.response = event
