"""A reviewer's answer: issues alone. What follows from them for the draft is worked out here, and said by nobody."""

from collections.abc import Iterator
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from designdoc_assets.writing.quotes import Quotable
from designdoc_assets.writing.verdict import Check, Issue, Severity, Verdict, judge

IssueKind = Literal["contradicted", "invented", "unsupported", "missing", "style"]

KINDS: tuple[IssueKind, ...] = get_args(IssueKind)
_WHOLE = "the whole"


class ReviewIssue(BaseModel):
    """One thing that a reviewer found."""

    model_config = ConfigDict(frozen=True)

    quote: str = Field(description="The words of the draft that it is about, copied. Empty only if words are missing.")
    kind: IssueKind
    evidence: str = Field(description="If contradicted: the words of the data that say otherwise, copied; else empty.")
    misleads: str = Field(
        description="If unsupported: what a reader who relies on it would do wrong. Empty if that is nothing."
    )
    suggestion: str = Field(description="What would be right, from the data.")


class Review(BaseModel):
    """What a reviewer says of a draft."""

    model_config = ConfigDict(frozen=True)

    issues: tuple[ReviewIssue, ...]


def verdict(review: Review, prose: BaseModel, data: Quotable) -> Verdict:
    """Return the verdict that follows from a review; an issue whose quotes stand nowhere does not count.

    Args:
        review: The reviewer's answer.
        prose: The draft.
        data: What the reviewer was shown of its subject.
    """
    fields = [(name, Quotable(text)) for name, text in _texts("", prose.model_dump(mode="json"))]
    found = (_issue(issue, fields, data) for issue in review.issues)
    return judge(Check.REVIEW, [issue for issue in found if issue])


def _issue(issue: ReviewIssue, fields: list[tuple[str, Quotable]], data: Quotable) -> Issue | None:
    location = next((name for name, text in fields if text.holds(issue.quote)), None)
    if location is None and issue.kind != "missing":
        return None
    if issue.kind == "contradicted" and not data.holds(issue.evidence):
        return None
    quote = issue.quote if location else ""
    reason = {"contradicted": issue.evidence, "unsupported": issue.misleads}.get(issue.kind, "").strip()
    return Issue(_severity(issue), location or _WHOLE, quote.strip(), issue.suggestion.strip(), issue.kind, reason)


def _severity(issue: ReviewIssue) -> Severity:
    is_serious = issue.kind in {"contradicted", "invented"} or (issue.kind == "unsupported" and issue.misleads.strip())
    return "major" if is_serious else "minor"


def _texts(name: str, value: object) -> Iterator[tuple[str, str]]:
    """Yield the texts of a draft, each with where it stands: `purpose`, `members: send`."""
    match value:
        case str():
            yield name, value
        case dict():
            about = value.get("name")
            for key, inner in value.items():
                yield from _texts(f"{name}: {about}" if isinstance(about, str) else name or key, inner)
        case list():
            for inner in value:
                yield from _texts(name, inner)
