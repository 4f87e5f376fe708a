"""What a check says of a draft."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Severity = Literal["critical", "major", "minor"]

_MOST_QUOTED = 300
"""Characters of a draft's or the data's words in a summary."""


class Check(StrEnum):
    """The checks of a draft; all but the last cost nothing."""

    STRUCTURE = "structure"
    FACTS = "facts"
    DIAGRAM = "diagram"
    LINKS = "links"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing that is wrong."""

    severity: Severity
    location: str
    current_text: str
    """What is wrong, in a reviewer's case the words of the draft."""
    suggested_fix: str
    kind: str = ""
    """What a reviewer calls it: `contradicted`, say."""
    reason: str = ""
    """Why a reviewer's issue counts: the words of the data that say otherwise, or how a reader would go wrong."""

    @property
    def is_serious(self) -> bool:
        """Whether a draft fails for it."""
        return self.severity != "minor"

    def __str__(self) -> str:
        if not self.kind:
            return f"{self.location}: {self.current_text}"
        why = f": {_clipped(self.reason)}" if self.reason else ""
        return f"{self.location}: “{_clipped(self.current_text)}” ({self.kind}{why})"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of one check."""

    stage: Check
    status: Literal["pass", "fail"]
    summary: str
    issues: tuple[Issue, ...] = ()


def judge(stage: Check, issues: Sequence[Issue]) -> Verdict:
    """Return the verdict that follows from what a check found."""
    serious = [issue for issue in issues if issue.is_serious]
    if not serious:
        return Verdict(stage, "pass", "", tuple(issues))
    more = f" ({len(serious) - 1} more)" if len(serious) > 1 else ""
    return Verdict(stage, "fail", f"{serious[0]}{more}", tuple(issues))


def failed(verdicts: Iterable[Verdict]) -> tuple[Verdict, ...]:
    """Return the verdicts that a draft fails for."""
    return tuple(verdict for verdict in verdicts if verdict.status == "fail")


def _clipped(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _MOST_QUOTED else f"{text[: _MOST_QUOTED - 1]}…"
