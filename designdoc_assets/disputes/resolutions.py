"""What a person answers to one dispute: whether that decides it, and what is written down."""

import re
from dataclasses import dataclass

from designdoc_assets.disputes.file import FILE_NAME, Dispute
from designdoc_assets.disputes.ledger import EDIT, KEEP, REPLACE, DisputeLedger, keep_or_replace
from designdoc_assets.markup.fences import lines_with_code
from designdoc_assets.markup.markdown import printable

MOST_IDS = 5
WRITTEN_BY_A_PERSON = "A person wrote this section."
"""The resolution of a dispute that a replacement alone decides."""

_MARKER_LINE = re.compile(r"^<!-- designdoc:", re.MULTILINE)
_OPEN_COMMENT = re.compile(r"^ {0,3}<!--(?!.*?-->)", re.MULTILINE | re.DOTALL)


class ResolutionError(Exception):
    """An answer does not decide a dispute; the message says why, and what to do. Nothing was written."""


@dataclass(frozen=True, slots=True)
class DisputeAnswer:
    """What a person answers to a dispute.

    Attributes:
        dispute_id: The dispute's id.
        text: What they decided.
        replacement: Their own text in place of the passage in dispute; empty where they wrote none.
    """

    dispute_id: str
    text: str
    replacement: str

    @classmethod
    def of(cls, dispute_id: str, text: str, replacement: str | None) -> "DisputeAnswer":
        """Return the answer that a person typed, without blanks around it and characters that cannot be displayed.

        Raises:
            ResolutionError: It says nothing, or its replacement cannot stand on a page.
        """
        answer = cls(dispute_id.strip(), printable(text).strip(), _body(replacement))
        if not answer.text and not answer.replacement:
            raise ResolutionError(
                "A dispute is resolved by a `resolution` (a sentence that the writer follows), or by a `replacement` "
                "(your own text for the passage). Neither says anything. Nothing is changed."
            )
        return answer

    def decides(self, dispute: Dispute) -> str | None:
        """Return the resolution that is written down for a dispute; None where a replacement on the page says it all.

        Raises:
            ResolutionError: It does not decide this dispute.
        """
        if dispute.stage != EDIT:
            return self.text or WRITTEN_BY_A_PERSON
        if self.replacement:
            return None
        word = keep_or_replace(self.text)
        if word is None:
            raise ResolutionError(
                f"{dispute.id} is about text that a person wrote into {dispute.artifact}: its resolution is `{KEEP}` "
                f"(their text stays) or `{REPLACE}` (the proposed text takes its place), or give a `replacement`. "
                "Nothing is changed."
            )
        return word


def unknown(dispute_id: str, ledger: DisputeLedger) -> ResolutionError:
    """Return the error for an id that no dispute has."""
    ids = [dispute.id for dispute in ledger.open()]
    rest = len(ids) - MOST_IDS
    named = ", ".join(ids[:MOST_IDS]) + (f" and {rest} more" if rest > 0 else "")
    is_open = f"Open are {named}: see" if ids else "None is open: they would be listed in"
    return ResolutionError(
        f"There is no dispute {printable(dispute_id) or 'without an id'}. {is_open} {FILE_NAME} in the docs tree, the "
        "README there, and the failed checks of the assets. Nothing is changed."
    )


def _body(replacement: str | None) -> str:
    """Return a replacement as the body of a region; empty if there is none."""
    text = printable(replacement or "").strip("\n")
    if not text.strip():
        if replacement is None:
            return ""
        raise ResolutionError("The `replacement` is empty. Leave it out, or give a text. Nothing is changed.")
    if _MARKER_LINE.search(text):
        raise ResolutionError(
            "The `replacement` has a line that begins with `<!-- designdoc:`, which would end its section. Give only "
            "the text between the markers. Nothing is changed."
        )
    if [*lines_with_code(f"{text}\n")][-1][1]:
        raise ResolutionError(
            "The `replacement` opens a block of code that it never closes, and that would swallow the rest of its "
            "page. Close it. Nothing is changed."
        )
    prose = "\n".join("" if is_code else line for line, is_code in lines_with_code(text))
    if _OPEN_COMMENT.search(prose):
        raise ResolutionError(
            "The `replacement` begins a comment (`<!--`) that it never ends, and that would hide the rest of its page. "
            "End it. Nothing is changed."
        )
    return text
