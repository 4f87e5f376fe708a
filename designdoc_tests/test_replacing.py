"""Which passage of a section a person's text takes the place of."""

from typing import Any

import pytest

from designdoc_assets.artifacts.artifact import MemberText, Prose
from designdoc_assets.disputes.replacing import by_complaint, by_difference, by_headings

BODY = "## Purpose\n\nOld.\n\n## API\n\n### `a`\n\nIt is a.\n\n```python\n## Purpose\n```\n\n## Notes\n\n- one\n- two"


class _Draft(Prose):
    purpose: str
    members: tuple[MemberText, ...]
    notes: tuple[str, ...]


DRAFT = _Draft(
    purpose="It keeps money.",
    members=(MemberText(name="send", text="Sends it."), MemberText(name="stop", text="Ends it.")),
    notes=("It keeps quiet.", "It is `fast`."),
)


def _render(draft: _Draft) -> str:
    members = "\n\n".join(f"### {member.name}\n\n{member.text}" for member in draft.members)
    return f"## Purpose\n\n{draft.purpose}\n\n{members}\n\n## Notes\n\n" + "\n".join(
        f"- {note}" for note in draft.notes
    )


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("## Purpose\n\nNew.", BODY.replace("Old.", "New.")),
        ("## Notes\n\n- three", BODY.replace("- one\n- two", "- three")),
        ("### `a`\n\nIt is b.", BODY.replace("It is a.\n\n```python\n## Purpose\n```", "It is b.")),
        ("## Notes\n\nN.\n\n## Purpose\n\nP.", BODY.replace("- one\n- two", "N.").replace("Old.", "P.")),
        ("## Purpose\n\nP.\n\n## Mine\n\nM.", BODY.replace("Old.", "P.\n\n## Mine\n\nM.")),
    ],
)
def test_parts_are_replaced_by_their_headings(text: str, body: str) -> None:
    found = by_headings(BODY, text)
    assert found is not None and found.body == body


OF_A_CLASS = "## class `A`\n\nOld.\n\n### `A.a()`\n\nIt is a.\n\n### Notes\n\n- one"


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("## class `A`\n\nNew.", OF_A_CLASS.replace("Old.", "New.")),
        ("### Notes\n\n- two", OF_A_CLASS.replace("one", "two")),
        ("## class `A`\n\nNew.\n\n### Notes\n\n- two", OF_A_CLASS.replace("Old.", "New.").replace("one", "two")),
        ("## class `A`\n\nNew.\n\n### Mine\n\nM.", OF_A_CLASS.replace("Old.", "New.\n\n### Mine\n\nM.")),
        (OF_A_CLASS, OF_A_CLASS),
    ],
)
def test_the_heading_above_a_whole_section_stands_for_what_is_before_the_next(text: str, body: str) -> None:
    found = by_headings(OF_A_CLASS, text)
    assert found is not None and found.body == body


@pytest.mark.parametrize("text", ["New.", "## Elsewhere\n\nNew.", "New.\n\n## Purpose\n\nNew.", "# Purpose"])
def test_a_text_that_does_not_begin_with_a_heading_of_the_section_names_no_part(text: str) -> None:
    assert by_headings(BODY, text) is None


def test_what_differs_is_replaced_if_it_is_in_one_place() -> None:
    found = by_difference(BODY, BODY.replace("Old.", "One.\n\nTwo."), "New.")
    assert found is not None and found.body == BODY.replace("Old.", "New.")
    assert by_difference(BODY, BODY.replace("Old.", "One.").replace("It is a.", "It is b."), "New.") is None
    assert by_difference(BODY, BODY, "New.") is None
    dropped = by_difference(BODY, BODY.replace("Old.", "Old.\n\nAdded."), "New.")
    assert dropped is not None and dropped.body == BODY.replace("Old.", "Old.\n\nNew.")


@pytest.mark.parametrize(
    ("issue", "replaced"),
    [
        ({"location": "purpose", "current_text": "keeps"}, "It keeps money."),
        ({"location": "notes", "current_text": "keeps"}, "It keeps quiet."),
        ({"location": "members.send, the only sentence", "current_text": ""}, "Sends it."),
        ({"location": "stop", "current_text": "“Ends it.”"}, "Ends it."),
        ({"location": "prose", "current_text": "`fast` does not exist"}, "It is `fast`."),
    ],
)
def test_what_an_issue_is_about_is_replaced(issue: dict[str, Any], replaced: str) -> None:
    found = by_complaint(DRAFT, _render, issue, "New.")
    assert found is not None and found.body == _render(DRAFT).replace(replaced, "New.")
    assert replaced in found.passage


@pytest.mark.parametrize(
    "issue", [{}, {"location": "all", "current_text": "vague"}, {"location": "", "current_text": "keeps"}]
)
def test_what_an_issue_does_not_say_is_not_guessed(issue: dict[str, Any]) -> None:
    assert by_complaint(DRAFT, _render, issue, "New.") is None
