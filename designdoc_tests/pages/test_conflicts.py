from hypothesis import given
from hypothesis import strategies as st

from designdoc_assets.pages.conflicts import conflict_body, people_text, proposal
from designdoc_assets.pages.regions import normalised


def test_a_conflict_shows_their_text_and_below_it_folded_the_proposed_one() -> None:
    head, marker, folded = conflict_body("Theirs.\n", "New.\n", "What is <now>\ngenerated").partition(
        "\n<!-- designdoc:proposal -->\n"
    )
    assert head == "Theirs.\n"
    assert marker
    assert folded.startswith("<details><summary>What is &lt;now&gt; generated</summary>\n")
    assert folded.endswith("\n\nNew.\n\n</details>\n<!-- designdoc:proposal-end -->")


def test_a_body_without_a_conflict_is_all_theirs() -> None:
    assert people_text("Theirs.\n\nMore.\n") == "Theirs.\n\nMore."
    assert proposal("Theirs.") is None


def test_text_below_the_proposal_is_theirs_too() -> None:
    assert people_text(conflict_body("Above.", "New.", "note") + "\n\nBelow.") == "Above.\n\nBelow."


def test_a_proposal_that_a_person_wrote_into_becomes_their_text() -> None:
    body = conflict_body("Theirs.", "New.", "note").replace("New.", "New, and better.")
    assert proposal(body) == "New, and better."
    assert people_text(body) == "Theirs.\n\nNew, and better."


def test_half_a_proposal_is_their_text_without_its_markers() -> None:
    kept = people_text(conflict_body("Theirs.", "New.", "note").replace("<!-- designdoc:proposal-end -->", "Mine."))
    assert kept.startswith("Theirs.") and "New." in kept and kept.endswith("Mine.")
    assert "designdoc:" not in kept


@given(st.text(), st.text(), st.text(), st.text())
def test_a_conflict_keeps_both_texts_and_is_replaced_by_the_next(theirs: str, old: str, new: str, note: str) -> None:
    body = conflict_body(theirs, old, note)
    again = conflict_body(body.replace("\n", "\r\n"), new, note)
    assert (people_text(body), proposal(body)) == (normalised(theirs), normalised(old))
    assert again == conflict_body(theirs, new, note)
