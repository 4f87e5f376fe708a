"""A reviewer's answer, and the verdict that it is."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from designdoc_assets.writing.verdict import Check, Issue, Severity, Verdict


class ReviewIssue(BaseModel):
    """One thing that a reviewer found wrong."""

    model_config = ConfigDict(frozen=True)

    severity: Severity
    location: str = Field(description="Which field of the draft, and which sentence.")
    current_text: str = Field(description="The words that are wrong, quoted.")
    suggested_fix: str = Field(description="What would be right, from the data.")


class Review(BaseModel):
    """What a reviewer says of a draft. One that passes with a major issue, or fails without any, is not valid."""

    model_config = ConfigDict(frozen=True)

    status: Literal["pass", "fail"]
    summary: str
    issues: tuple[ReviewIssue, ...]

    @model_validator(mode="after")
    def _is_consistent(self) -> "Review":
        self.verdict()
        return self

    def verdict(self) -> Verdict:
        """Return the verdict.

        Raises:
            ValueError: It contradicts itself.
        """
        issues = tuple(Issue(**issue.model_dump()) for issue in self.issues)
        return Verdict(Check.REVIEW, self.status, self.summary, issues)
