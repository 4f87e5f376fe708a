"""What a model observed of code beyond its purpose: headings only where there is something, faults in TECH_DEBT."""

import copy
from pathlib import Path
from typing import Any

import pytest

from designdoc_tests.claude.support import BROAD, prompt_of, provider
from designdoc_tests.messages_api.answers import failing_review, on
from designdoc_tests.messages_api.bodies import Body, asked_of
from designdoc_tests.messages_api.plausible import plausible
from designdoc_tests.messages_api.shown import draft_in
from designdoc_tests.support import docs_of, document, make_repo, write

GATEWAY, HTTP_GATEWAY = "pay/gateway.py::Gateway", "pay/gateway.py::HttpGateway"
TITLES = ("## Invariants", "## Errors", "## Security", "## Format", "## Why it is so")
OBSERVED: dict[str, Any] = {
    "invariants": ["Cents are whole numbers."],
    "errors": [],
    "security": [],
    "formats": ["Cents go out as one JSON number."],
    "reasons": [{"text": "It sends at once, since banks count by the second.", "source": "a comment in `send`"}],
    "faults": [{"where": "send", "text": "It takes 0 cents for a failure."}],
}


def observing(body: Body) -> Any:
    """Observe something of the classes, and a fault of one function."""
    asked, answer = asked_of(body), plausible(body)
    is_draft = asked is not None and asked.kind == "class_doc" and asked.verb != "review"
    return answer | {"observed": copy.deepcopy(OBSERVED)} if is_draft else answer


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return make_repo(tmp_path / "pay", BROAD)


def test_what_was_observed_has_a_heading_and_what_was_not_has_none(repo: Path) -> None:
    with provider(observing):
        assert document(repo, writer="claude").success
    page = (docs_of(repo) / "packages/pay/gateway.py.Gateway.md").read_text()
    assert "## Invariants\n\n- Cents are whole numbers." in page
    assert "## Format\n\n- Cents go out as one JSON number." in page
    assert "## Why it is so\n\n- It sends at once, since banks count by the second. (a comment in `send`)" in page
    assert "## Errors" not in page and "## Security" not in page
    assert "failure" not in page, "faults stand in TECH_DEBT"
    shared = (docs_of(repo) / "packages/pay/gateway.py.md").read_text()
    assert "- *Invariants*: Cents are whole numbers." in shared and not any(title in shared for title in TITLES)


def test_nothing_observed_leaves_pages_without_these_headings(repo: Path) -> None:
    with provider():
        assert document(repo, writer="claude").success
    pages = "".join(page.read_text() for page in (docs_of(repo) / "packages").rglob("*.md"))
    assert not any(title in pages for title in TITLES)
    assert "## Faults seen" not in (docs_of(repo) / "TECH_DEBT.md").read_text()


def judging(body: Body) -> Any:
    """Find that a fault is none in the code as it is now, and take it out."""
    draft = draft_in(body)
    faults = draft["observed"]["faults"]
    asked = asked_of(body)
    if asked is not None and asked.verb == "revise":
        answers = [{"issue": 1, "outcome": "mended", "quote": ""}]
        return draft | {"observed": draft["observed"] | {"faults": []}, "answers": answers}
    wrong = {"kind": "contradicted", "evidence": "return cents >= 0", "misleads": "", "suggestion": ""}
    return {"issues": [wrong | {"quote": fault["text"]} for fault in faults]}


@pytest.mark.parametrize("is_gone", [True, False])
def test_faults_stand_in_tech_debt_as_an_opinion_and_are_judged_again_with_their_code(
    repo: Path, is_gone: bool
) -> None:
    with provider(observing):
        assert document(repo, writer="claude").success
        debt = (docs_of(repo) / "TECH_DEBT.md").read_text()
        assert "## Faults seen\n\nWhat the model that wrote these docs took for faults: its opinion." in debt
        where = "[`Gateway.send`](packages/pay/gateway.py.Gateway.md#"
        assert where in debt and "It takes 0 cents for a failure." in debt
        assert document(repo, writer="claude").made == ()
    write(repo, "pay/gateway.py", BROAD["pay/gateway.py"].replace("cents > 0", "cents >= 0"))
    with provider(on(judging, kind="class_doc", subject=GATEWAY) if is_gone else plausible):
        assert document(repo, writer="claude").success
    debt = (docs_of(repo) / "TECH_DEBT.md").read_text()
    assert (where not in debt) is is_gone and "`HttpGateway.send`" in debt


def test_the_static_writer_shows_no_faults_of_a_model(repo: Path) -> None:
    with provider(observing):
        assert document(repo, writer="claude").success
    assert document(repo, writer="static").success
    assert "Faults seen" not in (docs_of(repo) / "TECH_DEBT.md").read_text()


def test_packages_and_the_system_are_written_with_what_was_observed(repo: Path) -> None:
    with provider(observing) as server:
        assert document(repo, writer="claude").success
        [package] = server.select(verb="write", kind="package_readme")
        [system] = server.select(verb="write", subject="SYSTEM_DESIGN")
    assert "- Invariants: Cents are whole numbers." in prompt_of(package).data
    assert "- Perhaps a fault, in send: It takes 0 cents for a failure." in prompt_of(system).data


def test_what_is_in_dispute_is_told_to_nobody_else(repo: Path) -> None:
    answer = on(failing_review(otherwise=observing), kind="class_doc", otherwise=observing)
    with provider(answer) as server:
        assert document(repo, writer="claude").success
        [system] = server.select(verb="write", subject="SYSTEM_DESIGN")
    assert "Noted on" not in prompt_of(system).data
    assert "Faults seen" not in (docs_of(repo) / "TECH_DEBT.md").read_text()


PARTS = ("ideas", "invariants", "security", "formats", "beginning", "context", "delivery", "impact")


@pytest.mark.parametrize("is_said", [True, False])
def test_a_part_of_a_document_without_anything_to_say_is_absent(repo: Path, is_said: bool) -> None:
    def answer(body: Body) -> Any:
        draft = plausible(body)
        said = {name: f"Of {name} there is this." if is_said else "" for name in PARTS}
        return (
            draft | {name: text for name, text in said.items() if name in draft} if isinstance(draft, dict) else draft
        )

    with provider(answer):
        assert document(repo, writer="claude").success
    system = (docs_of(repo) / "SYSTEM_DESIGN.md").read_text()
    architecture = (docs_of(repo) / "ARCHITECTURE.md").read_text()
    for title in ("Ideas", "Invariants", "Security", "Formats", "Where to begin reading"):
        assert (f"## {title}\n" in system) is is_said
    for title in ("Context", "Build, delivery and configuration", "What would break what"):
        assert not is_said or f"## {title}\n" in architecture
    assert ("## What would break what\n\nOf impact there is this." in architecture) is is_said
    assert ("there is this" in system + architecture) is is_said
