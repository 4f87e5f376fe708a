"""Says on a page that its text is in dispute, or was not reviewed: a quotation at its top, which is no part of it."""

from collections.abc import Sequence

from designdoc_assets.artifacts.page_facts import PageFacts
from designdoc_assets.disputes.file import FILE_NAME
from designdoc_assets.markup import markdown
from designdoc_assets.pages.markers import Status

_DISPUTED = "> **In dispute.**"
_UNREVIEWED = "> **Not reviewed.**"


def remark(status: Status, disputes: Sequence[str], facts: PageFacts) -> str:
    """Return what a page says of its text; nothing where that passed.

    Args:
        status: What became of its checks.
        disputes: The ids of disputes about it.
        facts: Of its page.
    """
    if status == "unreviewed":
        return (
            f"{_UNREVIEWED} Its reviewer could not be had, or not be understood; the next run with Claude asks again."
        )
    if status != "disputed":
        return ""
    ids = " and ".join(map(markdown.code, disputes))
    file = markdown.link(markdown.code(FILE_NAME), facts.url(FILE_NAME))
    return f"{_DISPUTED} This text failed a check to the last. A person decides about {ids} in {file}."


def with_remark(body: str, said: str, facts: PageFacts) -> str:
    """Return a body with a remark at its top; on a shared page that is below the heading."""
    if not said:
        return body
    if not facts.anchor:
        return markdown.paragraphs(said, body)
    heading, _, rest = body.partition("\n")
    return markdown.paragraphs(heading, said, rest.strip("\n"))


def without_remark(text: str) -> str:
    """Return the text of a person without the remark that stood above it."""
    blocks = text.split("\n\n")
    return "\n\n".join(block for block in blocks if not block.lstrip("\n").startswith((_DISPUTED, _UNREVIEWED)))
