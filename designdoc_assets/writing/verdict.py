"""What a check says of a draft."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Severity = Literal["critical", "major", "minor"]


class Check(StrEnum):
    """The checks of a draft, cheapest first."""

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
    suggested_fix: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of one check.

    Raises:
        ValueError: It passes with a major or critical issue, or fails without any: then it says nothing.
    """

    stage: Check
    status: Literal["pass", "fail"]
    summary: str
    issues: tuple[Issue, ...] = ()

    def __post_init__(self) -> None:
        if self.status == "pass" and any(issue.severity != "minor" for issue in self.issues):
            raise ValueError(f"The {self.stage} check passes with a major issue: it must fail, or call it minor.")
        if self.status == "fail" and not self.issues:
            raise ValueError(f"The {self.stage} check fails without an issue: it must say what is wrong.")


def judge(stage: Check, issues: list[Issue]) -> Verdict:
    """Return the verdict that follows from what a check found."""
    serious = [issue for issue in issues if issue.severity != "minor"]
    if not serious:
        return Verdict(stage, "pass", "", tuple(issues))
    first = serious[0]
    more = f" ({len(serious) - 1} more)" if len(serious) > 1 else ""
    return Verdict(stage, "fail", f"{first.location}: {first.current_text}{more}", tuple(issues))
