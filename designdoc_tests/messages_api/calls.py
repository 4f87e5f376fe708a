"""The record of one call, in memory and as a line of the log."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from designdoc_tests.messages_api.bodies import Asked


@dataclass(slots=True)
class Call:
    """A request, and what became of it."""

    number: int
    arrived: float
    """Seconds since the epoch, as is `ended`."""
    request: Mapping[str, Any]
    model: str | None = None
    asked: Asked | None = None
    digest: str = ""
    seen: int = 0
    """How many times this very request came before."""
    fault: str | None = None
    billed: bool = False
    usage: Mapping[str, Any] | None = None
    """What was generated, whether or not the client got it."""
    cost: Decimal = Decimal(0)
    status: int | None = None
    """None: none was sent."""
    stop_reason: str | None = None
    error: str | None = None
    gone: bool = False
    """The client went away before its answer."""
    ended: float | None = None

    @property
    def verb(self) -> str | None:
        """Return write, review or revise."""
        return self.asked.verb if self.asked else None

    @property
    def kind(self) -> str | None:
        """Return the kind of artifact."""
        return self.asked.kind if self.asked else None

    @property
    def subject(self) -> str | None:
        """Return what the artifact is about."""
        return self.asked.subject if self.asked else None

    @property
    def role(self) -> str | None:
        """Return who is asked."""
        return None if self.asked is None else "reviewer" if self.asked.verb == "review" else "writer"

    @property
    def tools(self) -> list[Any]:
        """Return the tools that the request offers."""
        return self.request.get("tools") or []

    def line(self) -> str:
        """Return the line of the log."""
        fields = {name: getattr(self, name) for name in self.__slots__}
        fields |= {"asked": self.asked and self.asked.wire(), "role": self.role, "cost": str(self.cost)}
        return json.dumps(fields)

    @classmethod
    def from_line(cls, line: str) -> "Call":
        """Read a line of the log."""
        fields = json.loads(line)
        del fields["role"]
        asked = fields["asked"]
        return cls(**fields | {"asked": asked and Asked(**asked), "cost": Decimal(fields["cost"])})


def select(calls: Iterable[Call], **wanted: object) -> list[Call]:
    """Return the calls whose fields or properties have these values: `select(calls, verb="review", billed=True)`."""
    return [call for call in calls if all(getattr(call, name) == value for name, value in wanted.items())]


def bill_of(calls: Iterable[Call]) -> Decimal:
    """Return what calls cost together."""
    return sum((call.cost for call in calls), Decimal(0))


def read_log(log: Path) -> list[Call]:
    """Read the log of a server in order of arrival; a line that is still being written is left out."""
    lines = log.read_text().splitlines(keepends=True)
    return sorted((Call.from_line(line) for line in lines if line.endswith("\n")), key=lambda call: call.number)
