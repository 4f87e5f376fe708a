"""The body of a region that a person edited and whose inputs changed: their text, and below it the proposed one."""

import html
import re

from designdoc_assets.pages.regions import body_digest, normalised

_BEGIN = "<!-- designdoc:proposal -->"
_PROPOSAL = re.compile(
    rf"\n*^{_BEGIN}\n<details><summary>[^\n]*</summary>\n"
    r"<!-- designdoc:proposal-sha256 ([0-9a-f]+) -->\n\n"
    r"(.*?)\n\n</details>\n<!-- designdoc:proposal-end -->$",
    re.MULTILINE | re.DOTALL,
)
_PROPOSAL_LINE = re.compile(r"^<!-- designdoc:proposal[^\n]*-->(?:\n|\Z)", re.MULTILINE)


def conflict_body(theirs: str, proposed: str, note: str) -> str:
    """Return a body that shows a person's text, and below it, folded, what would now be generated.

    `note` is the line that stands for the folded text. What `theirs` proposed before is replaced.
    """
    text = normalised(proposed)
    summary = html.escape(" ".join(note.split()), quote=False)
    return (
        f"{people_text(theirs)}\n\n<!-- designdoc:proposal -->\n<details><summary>{summary}</summary>\n"
        f"<!-- designdoc:proposal-sha256 {body_digest(text)} -->\n\n{text}\n\n"
        "</details>\n<!-- designdoc:proposal-end -->"
    )


def people_text(body: str) -> str:
    """Return a body without its proposal. A proposal that a person wrote into is theirs, and stays."""
    kept = _PROPOSAL.sub(lambda found: "" if body_digest(found[2]) == found[1] else f"\n\n{found[2]}", normalised(body))
    return normalised(_PROPOSAL_LINE.sub("", kept))


def proposal(body: str) -> str | None:
    """Return the newly generated text that a body with a conflict proposes, or None where there is none."""
    found = _PROPOSAL.search(normalised(body)) if _BEGIN in body else None  # hardly any body has one
    return found[2] if found else None
