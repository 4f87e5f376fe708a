"""`resolve_dispute` with a model: what a person decided is asked for once, and only of the artifact in dispute."""

from pathlib import Path
from typing import Any

import dagster as dg
import pytest
from ruamel.yaml import YAML

from designdoc_tests.claude.support import BROAD, prompt_of, provider, stored_content, written_by_claude
from designdoc_tests.messages_api.answers import failing_review, on
from designdoc_tests.messages_api.bodies import Body, asked_of
from designdoc_tests.messages_api.plausible import plausible
from designdoc_tests.support import (
    PAY,
    check_evaluations,
    docs_of,
    document,
    make_repo,
    regions,
    resolve,
    run_git,
    tree_stamps,
    write,
)

GATEWAY = "pay/gateway.py::Gateway"
PAGE = "packages/pay/gateway.py.Gateway.md"
DECIDED = "A gateway is allowed to be vague.\nSay so: it's #1."
OWN_TEXT = "## Purpose\n\nIt sends money, as I see it."
UNCONVINCED = on(failing_review(complaint="It is vague."), verb="review", kind="class_doc", subject=GATEWAY)


@pytest.fixture(scope="module")
def disputed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with docs that Claude wrote, one of which its reviewer never liked."""
    return written_by_claude(tmp_path_factory.mktemp("disputed"), BROAD, UNCONVINCED)


@pytest.fixture
def repo(disputed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same on a machine that knows nothing of it."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    run_git(tmp_path, "clone", "-q", str(disputed), "pay")
    return tmp_path / "pay"


def issues_of(repo: Path) -> dict[str, dict[str, Any]]:
    """Return the disputes by stage."""
    issues = YAML(typ="safe").load((docs_of(repo) / "hil-issues.yaml").read_text())["issues"]
    return {issue["stage"]: issue for issue in issues}


def issue_of(repo: Path) -> dict[str, Any]:
    [issue] = issues_of(repo).values()
    return issue


def _stubborn(body: Body) -> Any:
    asked = asked_of(body)
    is_disliked = asked and asked.verb == "review" and asked.subject == GATEWAY
    return failing_review(complaint="It is vague.")(body) if is_disliked else plausible(body)


def test_a_resolution_is_told_to_those_who_write_and_review_the_artifact_and_nobody_else_is_asked(
    repo: Path, instance: dg.DagsterInstance
) -> None:
    issue = issue_of(repo)["id"]
    with provider() as server:
        run = resolve(repo, issue, DECIDED, instance=instance, writer="claude")
        assert run.success, run.failure
        assert [(call.verb, call.kind, call.subject) for call in server.calls] == [
            ("write", "class_doc", GATEWAY),
            ("review", "class_doc", GATEWAY),
        ]
        assert all("it's #1." in prompt_of(call).task for call in server.calls)
        assert run.made == (("class_doc", GATEWAY), ("document", "README"))
        assert "Spent $" in run.log and "Forecast" in run.log and "package_readme" in run.log
        assert regions(repo)["class_doc", GATEWAY].status == "passed"
        assert (issue_of(repo)["status"], issue_of(repo)["resolution"]) == ("resolved", DECIDED)
        latest = {check.asset_check_key.to_user_string(): check for check in check_evaluations(instance)}
        assert latest["class_doc:review"].passed

        asked, before = len(server.calls), tree_stamps(docs_of(repo))
        again = resolve(repo, issue, DECIDED, writer="claude")
        assert again.success and again.assets == () and "Nothing has changed." in again.log
        assert tree_stamps(docs_of(repo)) == before and len(server.calls) == asked

        assert document(repo, writer="claude").success
        assert ("class_doc", GATEWAY) not in {(call.kind, call.subject) for call in server.calls[asked:]}


def test_a_stubborn_reviewer_does_not_overrule_a_person(repo: Path) -> None:
    with provider(_stubborn) as server:
        assert resolve(repo, issue_of(repo)["id"], DECIDED, writer="claude").success
        assert regions(repo)["class_doc", GATEWAY].status == "passed"
        asked = len(server.calls)

        write(repo, "pay/gateway.py", BROAD["pay/gateway.py"].replace("cents > 0", "cents > 10"))
        assert document(repo, writer="claude").success
        assert regions(repo)["class_doc", GATEWAY].status == "disputed"
        assert (issue_of(repo)["status"], issue_of(repo)["resolution"]) == ("reopened", DECIDED)
        calls = [call for call in server.calls[asked:] if (call.kind, call.subject) == ("class_doc", GATEWAY)]
        assert calls and all("it's #1." in prompt_of(call).task for call in calls)

        asked = len(server.calls)
        run = resolve(repo, issue_of(repo)["id"], DECIDED, writer="claude")
        assert run.success, run.failure
        assert regions(repo)["class_doc", GATEWAY].status == "passed"
        assert issue_of(repo)["status"] == "resolved"
        assert len(server.calls) == asked, "a person who says the same again is obeyed without a new draft"


def test_a_new_resolution_takes_the_place_of_the_old_one(repo: Path) -> None:
    with provider() as server:
        assert resolve(repo, issue_of(repo)["id"], DECIDED, writer="claude").success
        asked = len(server.calls)
        run = resolve(repo, issue_of(repo)["id"], "Say that it sends.", writer="claude")
        assert run.success and "takes the place of the old one" in run.log
        prompts = [prompt_of(call).task for call in server.calls[asked:]]
        assert prompts and all("it's #1." not in prompt and "Say that it sends." in prompt for prompt in prompts)


def test_a_persons_own_text_takes_the_place_of_the_section_without_a_call(
    repo: Path, instance: dg.DagsterInstance
) -> None:
    issue, stored = issue_of(repo)["id"], stored_content(repo)["class_doc", GATEWAY]
    with provider() as server:
        run = resolve(repo, issue, replacement=OWN_TEXT, instance=instance, writer="claude")
        assert run.success, run.failure
        assert run.made == (("class_doc", GATEWAY), ("document", "README"))
        assert server.calls == []
        text = (docs_of(repo) / PAGE).read_text()
        assert OWN_TEXT in text
        assert regions(repo)["class_doc", GATEWAY].status == "passed"
        assert (issue_of(repo)["status"], issue_of(repo)["resolution"]) == ("resolved", "A person wrote this section.")
        assert issue not in (docs_of(repo) / "README.md").read_text()
        latest = {check.asset_check_key.to_user_string(): check for check in check_evaluations(instance)}
        assert latest["class_doc:review"].passed

        before = tree_stamps(docs_of(repo))
        assert resolve(repo, issue, replacement=OWN_TEXT, writer="claude").assets == ()
        assert tree_stamps(docs_of(repo)) == before

        assert document(repo, writer="claude").success
        assert ("class_doc", GATEWAY) not in {(call.kind, call.subject) for call in server.calls}
        assert any("It sends money, as I see it." in prompt_of(call).data for call in server.calls), "it is read on"
        assert (docs_of(repo) / PAGE).read_text() == text
        assert stored_content(repo)["class_doc", GATEWAY] == stored

        write(repo, "pay/gateway.py", BROAD["pay/gateway.py"].replace("cents > 0", "cents > 10"))
        assert document(repo, writer="claude").success
        assert OWN_TEXT in (docs_of(repo) / PAGE).read_text()
        assert "designdoc:proposal" in (docs_of(repo) / PAGE).read_text()
        assert regions(repo)["class_doc", GATEWAY].status == "disputed"


def test_a_text_without_a_heading_takes_the_place_of_what_the_reviewer_quoted(repo: Path) -> None:
    issue, before = issue_of(repo)["id"], (docs_of(repo) / PAGE).read_text()
    purpose = stored_content(repo)["class_doc", GATEWAY]["prose"]["purpose"]
    assert before.count(f"## Purpose\n\n{purpose}\n") == 1
    for text in ("It sends money.", "It sends money,\n\nas I see it."):
        run = resolve(repo, issue, replacement=text)
        assert run.success, run.failure
        written = (docs_of(repo) / PAGE).read_text()
        assert f"## Purpose\n\n{text}\n\n## Public API" in written
        assert (
            written.partition("## Public API")[2].partition("designdoc:end class_doc")[0]
            == (before.partition("## Public API")[2].partition("designdoc:end class_doc")[0])
        )
        again = resolve(repo, issue, replacement=text)
        assert again.success and again.assets == ()
    assert f"“{purpose[:20]}" not in run.log, "that is gone"


def test_another_text_takes_the_place_of_a_persons_first_one(repo: Path) -> None:
    issue = issue_of(repo)["id"]
    for text in (OWN_TEXT, "## Purpose\n\nThinking again, it receives money."):
        run = resolve(repo, issue, replacement=text, writer="claude", model="claude-haiku-5-5")
        assert run.success, run.failure
        assert text in (docs_of(repo) / PAGE).read_text()


@pytest.mark.parametrize(
    "text", ["It sends money.", "## class `Gateway`\n\nIt sends money."], ids=["the passage", "with its heading"]
)
def test_a_persons_own_text_stands_in_the_section_of_a_class_on_the_page_of_its_file(tmp_path: Path, text: str) -> None:
    repo = make_repo(tmp_path / "small", PAY)
    with provider(UNCONVINCED) as server:
        assert document(repo, writer="claude").success
        asked, page = len(server.calls), docs_of(repo) / "packages/pay/gateway.py.md"
        begin, end = "<!-- designdoc:begin class_doc ::Gateway", "<!-- designdoc:end class_doc "
        before, _, behind = page.read_text().partition(begin)
        run = resolve(repo, issue_of(repo)["id"], replacement=text, writer="claude")
        assert run.success, run.failure
        assert len(server.calls) == asked
    written = page.read_text()
    section = written.partition(begin)[2].partition("-->")[2].partition(end)[0].strip()
    assert section.startswith("## class `Gateway`\n\nIt sends money.")
    assert "\n\n### `Gateway.send()`\n" in section, "all else of the section stays"
    after = [text.partition(end)[2].partition("\n")[2] for text in (behind, written.partition(begin)[2])]
    assert written.startswith(before) and after[0] == after[1] != "", "its neighbours on the page are as they were"
    assert regions(repo)["class_doc", GATEWAY].status == "passed"


@pytest.mark.parametrize(("stage", "left"), [("edit", set()), ("review", {"review"})])
def test_a_persons_own_text_ends_all_disputes_about_its_section(repo: Path, stage: str, left: set[str]) -> None:
    page = docs_of(repo) / PAGE
    page.write_text(page.read_text().replace("## Purpose\n", "## Purpose\n\nMine.\n", 1))
    write(repo, "pay/gateway.py", BROAD["pay/gateway.py"].replace("cents > 0", "cents > 10"))
    with provider(UNCONVINCED):
        assert document(repo, writer="claude").success
    disputes = issues_of(repo)
    assert disputes.keys() == {"edit", "review"}
    run = resolve(repo, disputes[stage]["id"], replacement=OWN_TEXT)
    assert run.success, run.failure
    text = page.read_text()
    assert OWN_TEXT in text and "Mine." not in text and "designdoc:proposal" not in text
    assert not (docs_of(repo) / "hil-issues.yaml").exists() or issues_of(repo).keys() == left
    assert regions(repo)["class_doc", GATEWAY].status == "passed"
    with provider() as server:
        assert document(repo, writer="claude").success
        assert page.read_text() == text
        assert ("class_doc", GATEWAY) not in {(call.kind, call.subject) for call in server.calls}


def test_a_budget_that_is_used_up_keeps_the_resolution_for_the_next_run(
    repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with provider() as server:
        monkeypatch.setenv("DESIGNDOC_BUDGET_USD", "0.0001")
        run = resolve(repo, issue_of(repo)["id"], DECIDED, writer="claude")
        monkeypatch.delenv("DESIGNDOC_BUDGET_USD")
        assert not run.success
        assert "budget exhausted" in run.failure and "0 of 1 class_doc" in run.failure
        assert "stays in hil-issues.yaml, and the next run honours it" in run.failure
        assert server.calls == [] and issue_of(repo)["resolution"] == DECIDED
        assert regions(repo)["class_doc", GATEWAY].status == "disputed"

        assert document(repo, writer="claude").success
        assert regions(repo)["class_doc", GATEWAY].status == "passed"
        assert "it's #1." in prompt_of(server.calls[0]).task


def test_a_resolution_without_a_key_is_kept_and_a_replacement_needs_none(repo: Path) -> None:
    issue = issue_of(repo)["id"]
    run = resolve(repo, issue, DECIDED)
    assert not run.success
    assert "There is no key for Claude" in run.failure and "the next run honours it" in run.failure
    assert issue_of(repo)["resolution"] == DECIDED
    run = resolve(repo, issue, replacement=OWN_TEXT)
    assert run.success, run.failure
    assert OWN_TEXT in (docs_of(repo) / PAGE).read_text()


@pytest.mark.parametrize(
    "said", ["# no: [comment]", "a: b\n\n  - c\n", 'He said "no".', "null", "\t\x00tab \u2028 é 🙂"]
)
def test_a_resolution_is_an_input_as_the_next_run_reads_it(repo: Path, said: str) -> None:
    with provider() as server:
        assert resolve(repo, issue_of(repo)["id"], said, writer="claude").success
        asked = len(server.calls)
        assert asked == 2
        assert document(repo, writer="claude").success
        assert GATEWAY not in {call.subject for call in server.calls[asked:]}


def test_neither_the_log_nor_an_error_holds_what_a_person_wrote(repo: Path) -> None:
    issue = issue_of(repo)["id"]
    refused = resolve(repo, issue, "mine-alone", replacement="mine-alone\n```")
    run = resolve(repo, issue, "mine-alone", replacement=f"{OWN_TEXT}\n\nmine-alone")
    assert run.success and not refused.success
    assert "mine-alone" not in run.log + refused.log + refused.failure
