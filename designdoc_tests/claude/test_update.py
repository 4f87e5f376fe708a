"""Prose is asked about before it is written anew: what still holds stays, and of the rest every word that is right."""

import difflib
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from designdoc_tests.claude.support import BROAD, prompt_of, provider, stored_content
from designdoc_tests.messages_api.answers import Answer, constant, failing_review, issue_with, on
from designdoc_tests.messages_api.bodies import Body, members_of
from designdoc_tests.messages_api.server import MessagesApi
from designdoc_tests.messages_api.shown import draft_in
from designdoc_tests.support import (
    commit,
    docs_of,
    document,
    latest_materializations,
    make_repo,
    regions,
    run_git,
    tree_bytes,
    write,
)

FILE, GATEWAY, PACKAGE = "pay/gateway.py", "pay/gateway.py::Gateway", "pay"
ROUNDING = "pay/rounding.py"
FILES = BROAD | {ROUNDING: "def rounded(cents: int) -> int:\n    total = cents / 5\n    return 5 * round(total)\n"}
COMMENTED = FILES[ROUNDING].replace("cents / 5\n", "cents / 5  # as banks do\n")
WRITER, REVIEWER = "claude-sonnet-5-5", "claude-haiku-5-5"


def asked(server: MessagesApi) -> list[tuple[str | None, str | None, str | None]]:
    return sorted((call.kind, call.subject, call.verb) for call in server.calls)


def pages(repo: Path) -> dict[str, bytes]:
    return {name: text for name, text in tree_bytes(docs_of(repo)).items() if not name.startswith(".designdoc/content")}


def change(repo: Path, path: str, *replaced: tuple[str, str]) -> None:
    text = (repo / path).read_text()
    for old, new in replaced:
        assert old in text
        text = text.replace(old, new)
    write(repo, path, text)


def update(repo: Path, instance: dg.DagsterInstance | None = None, **config: Any) -> None:
    run = document(repo, instance, writer="claude", **config)
    assert run.success, run.failure


def nothing_is_left(repo: Path, server: MessagesApi) -> None:
    before, calls = tree_bytes(docs_of(repo)), len(server.calls)
    again = document(repo, writer="claude")
    assert again.success and again.made == () and len(server.calls) == calls
    assert tree_bytes(docs_of(repo)) == before


def finds(kind: str, **more: str) -> Answer:
    return lambda body: {"issues": [issue_with(body, kind, **more)]}


def mends(body: Body) -> Any:
    """Answer a revision as a writer does that changes only what it is told to: the first text, or its members."""
    draft, members = draft_in(body), members_of(body) or []
    listed = next((name for name in ("members", "functions") if name in draft), None)
    if listed and [entry["name"] for entry in draft[listed]] != members:
        texts = {entry["name"]: entry["text"] for entry in draft[listed]}
        draft[listed] = [{"name": name, "text": texts.get(name, "It is new here.")} for name in members]
    else:
        first = next(name for name, value in draft.items() if isinstance(value, str))
        draft[first] = "It is what it is now."
    answers = {"answers": [{"issue": 1, "outcome": "mended", "quote": ""}]}
    return draft | answers


def first_review(answer: Answer) -> Answer:
    """Answer the reviews of what stood before, and find nothing in what is mended."""
    return lambda body: {"issues": []} if "It is what it is now." in str(draft_in(body)) else answer(body)


def test_a_changed_comment_is_one_call_of_the_reviewer_and_no_page_changes(
    clone: Path, instance: dg.DagsterInstance
) -> None:
    with provider() as server:
        update(clone, instance)
        assert server.calls == []
        before = pages(clone), stored_content(clone)
        write(clone, ROUNDING, COMMENTED)
        update(clone, instance)
        assert asked(server) == [("file_summary", ROUNDING, "review")]
        assert [call.model for call in server.calls] == [REVIEWER]
        prompt = prompt_of(server.calls[0])
        assert "# as banks do" in prompt.data
        assert draft_in(server.calls[0].request) == before[1]["file_summary", ROUNDING]["prose"]
        nothing_is_left(clone, server)
    assert pages(clone) == before[0]
    after = stored_content(clone)
    assert {key for key in after if after[key] != before[1][key]} == {("file_summary", ROUNDING)}
    now, then = (content["file_summary", ROUNDING] for content in (after, before[1]))
    assert now["prose_version"] != then["prose_version"] == now["written_for"]
    assert {**now, "prose_version": "", "written_for": ""} == {**then, "prose_version": "", "written_for": ""}
    metadata = latest_materializations(instance, "file_summary")[ROUNDING].metadata
    assert (metadata["model_calls"].value, metadata["attempts"].value, metadata["content_retries"].value) == (1, 1, 0)


def test_what_held_holds_for_the_next_change_too_and_for_the_one_that_takes_it_back(clone: Path) -> None:
    before = pages(clone)
    first = stored_content(clone)["file_summary", ROUNDING]["prose_version"]
    with provider() as server:
        for source in (COMMENTED, COMMENTED.replace("as banks do", "as all do"), FILES[ROUNDING]):
            write(clone, ROUNDING, source)
            update(clone)
            assert pages(clone) == before
            assert stored_content(clone)["file_summary", ROUNDING]["written_for"] == first
        assert [call.verb for call in server.calls] == ["review"] * 3
        nothing_is_left(clone, server)


def test_a_comment_in_a_class_is_a_call_for_each_page_that_its_source_is_shown_for(clone: Path) -> None:
    before = pages(clone)
    change(clone, FILE, ("return cents > 0", "return cents > 0  # or so"))
    with provider() as server:
        update(clone)
        assert asked(server) == [("class_doc", GATEWAY, "review"), ("file_summary", FILE, "review")]
        nothing_is_left(clone, server)
    assert pages(clone) == before


def test_a_changed_body_that_the_prose_still_describes_is_a_question_for_class_and_file(clone: Path) -> None:
    before = pages(clone)
    change(clone, FILE, ("return cents > 0", "return cents > 1"))
    with provider() as server:
        update(clone)
        assert asked(server) == [("class_doc", GATEWAY, "review"), ("file_summary", FILE, "review")]
        nothing_is_left(clone, server)
    assert pages(clone) == before


def test_what_no_longer_holds_is_revised_and_every_other_word_stays(clone: Path) -> None:
    before = stored_content(clone)["class_doc", GATEWAY]
    change(clone, FILE, ("return cents > 0", "return cents > 1"))
    review = first_review(finds("contradicted", evidence="return cents > 1"))
    about = on(review, kind="class_doc", verb="review", subject=GATEWAY, otherwise=on(mends, verb="revise"))
    with provider(about) as server:
        update(clone)
        calls = server.select(kind="class_doc")
        assert [(call.verb, call.model) for call in calls] == [
            ("review", REVIEWER),
            ("revise", WRITER),
            ("review", REVIEWER),
        ]
        assert draft_in(calls[1].request) == before["prose"]
        assert "return cents > 1" in prompt_of(calls[1]).task
        assert [(call.kind, call.verb) for call in server.calls if call not in calls] == [
            ("file_summary", "review"),
            ("package_readme", "review"),
        ]
        nothing_is_left(clone, server)
    after = stored_content(clone)["class_doc", GATEWAY]
    assert after["prose"] == before["prose"] | {"purpose": "It is what it is now."}
    assert (after["status"], after["attempts"]) == ("passed", 1) and "written_for" not in after


def test_of_a_renamed_method_the_sentences_change_that_are_about_it_and_no_others(clone: Path) -> None:
    contents = stored_content(clone)
    change(clone, FILE, ("def keep", "def hold"))
    commit(clone)
    with provider(on(mends, verb="revise")) as server:
        update(clone)
        of_class = server.select(kind="class_doc", subject=GATEWAY)
        assert [call.verb for call in of_class] == ["revise", "review"], "that a text is missing needs no reviewer"
        told = prompt_of(of_class[0]).task
        assert "`hold` has no text" in told and "there is no member `keep`" in told
        others = sorted((call.kind, call.verb) for call in server.calls if call not in of_class)
        assert others == [
            ("class_doc", "review"),
            ("file_summary", "review"),
            ("package_readme", "review"),
        ]
        nothing_is_left(clone, server)
    was = contents["class_doc", GATEWAY]["prose"]["members"]
    [text] = [entry["text"] for entry in was if entry["name"] == "keep"]
    taken, put = changed_sentences(clone)
    facts = {sentence for sentence in taken if re.search(r"\bkeep\b", sentence)}
    assert facts and taken - facts == set(_sentences(text))
    assert put == {"It is new here."} | {re.sub(r"\bkeep\b", "hold", sentence) for sentence in facts}


def changed_sentences(repo: Path) -> tuple[set[str], set[str]]:
    """Return the sentences of pages that `git diff` takes and puts, markers left out."""
    diff = run_git(repo, "diff", "--unified=0", "--", "docs/design/*.md").splitlines()
    told = [line for line in diff if re.match(r"[+-](?![+-]{2} )", line) and "<!-- designdoc:" not in line]
    taken, put = ([line[1:] for line in told if line[0] == sign] for sign in "-+")
    matcher = difflib.SequenceMatcher(None, _sentences("\n".join(taken)), _sentences("\n".join(put)), autojunk=False)
    blocks = [block for block in matcher.get_opcodes() if block[0] != "equal"]
    return (
        {sentence for _, start, end, _, _ in blocks for sentence in matcher.a[start:end]},
        {sentence for _, _, _, start, end in blocks for sentence in matcher.b[start:end]},
    )


def _sentences(text: str) -> list[str]:
    return [sentence for line in text.splitlines() for sentence in re.split(r"(?<=\.) +", line.strip()) if sentence]


def test_a_new_method_goes_to_the_writer_and_a_removed_one_too(clone: Path) -> None:
    for path, edit, told in (
        (ROUNDING, ("def rounded", "def up(cents: int) -> int:\n    return cents + 1\n\n\ndef rounded"), "`up` has no"),
        (ROUNDING, ("def up(cents: int) -> int:\n    return cents + 1\n\n\n", ""), "there is no member `up`"),
    ):
        change(clone, path, edit)
        with provider(on(mends, verb="revise")) as server:
            update(clone)
            calls = server.select(kind="file_summary", subject=ROUNDING)
            assert [call.verb for call in calls] == ["revise", "review"]
            assert told in prompt_of(calls[0]).task
            nothing_is_left(clone, server)


def test_a_new_caller_costs_what_it_calls_nothing(clone: Path) -> None:
    change(clone, "pay/order.py", ("self.gateway.send(100)", "self.gateway.send(100) and self.gateway.keep(1) > 0"))
    before = stored_content(clone)
    with provider() as server:
        update(clone)
        assert {subject for _, subject, _ in asked(server)} == {"pay/order.py", "pay/order.py::Order", "SYSTEM_DESIGN"}
        assert {verb for _, _, verb in asked(server)} == {"review"}, "its own text holds, and so does that of the flow"
        nothing_is_left(clone, server)
    after = stored_content(clone)
    assert {key: entry["prose"] for key, entry in after.items()} == {k: entry["prose"] for k, entry in before.items()}


def _edits(repo: Path) -> None:
    page = docs_of(repo) / "packages/pay/rounding.py.md"
    said = stored_content(repo)["file_summary", ROUNDING]["prose"]["purpose"]
    page.write_text(page.read_text().replace(said, "I know better."))


@pytest.mark.parametrize(
    ("prepare", "config"),
    [
        (lambda repo: None, {"force": True}),
        (lambda repo: None, {"model": "claude-haiku-5-5"}),
        (_edits, {}),
    ],
    ids=["force", "another model", "a person's text"],
)
def test_it_is_written_anew_where_somebody_wants_another_text(
    clone: Path, prepare: Callable[[Path], None], config: dict[str, Any]
) -> None:
    prepare(clone)
    write(clone, ROUNDING, COMMENTED)
    with provider() as server:
        update(clone, **config)
        calls = server.select(kind="file_summary", subject=ROUNDING)
        assert [call.verb for call in calls] == ["write", "review"]


def test_what_is_in_dispute_is_written_anew(tmp_path: Path) -> None:
    repo = make_repo(tmp_path / "pay", FILES)
    with provider(on(failing_review(), kind="file_summary", subject=ROUNDING)):
        update(repo)
    assert regions(repo)["file_summary", ROUNDING].status == "disputed"
    write(repo, ROUNDING, COMMENTED)
    with provider() as server:
        update(repo)
        assert [call.verb for call in server.select(subject=ROUNDING)] == ["write", "review"]
    assert regions(repo)["file_summary", ROUNDING].status == "passed"


def test_where_nobody_says_whether_it_holds_it_is_unreviewed_until_somebody_does(clone: Path) -> None:
    before = pages(clone)
    write(clone, ROUNDING, COMMENTED)
    with provider(on(constant("I could not say."), verb="review", subject=ROUNDING)) as server:
        update(clone)
        assert {call.verb for call in server.calls} == {"review"}
    assert regions(clone)["file_summary", ROUNDING].status == "unreviewed"
    with provider() as server:
        update(clone)
        assert asked(server) == [("file_summary", ROUNDING, "review")]
        nothing_is_left(clone, server)
    assert pages(clone) == before


def test_what_never_holds_waits_for_a_person_after_three_drafts(clone: Path) -> None:
    write(clone, ROUNDING, COMMENTED)
    with provider(on(failing_review(), subject=ROUNDING)) as server:
        update(clone)
        verbs = [call.verb for call in server.select(subject=ROUNDING)]
        assert verbs == ["review"] + 3 * ["revise", "review"]
        nothing_is_left(clone, server)
    content = stored_content(clone)["file_summary", ROUNDING]
    assert (content["status"], content["attempts"]) == ("disputed", 3)


def test_an_answer_that_was_paid_is_not_asked_for_again(clone: Path) -> None:
    write(clone, ROUNDING, COMMENTED)
    with provider() as server:
        update(clone)
        after = tree_bytes(docs_of(clone))
        run_git(clone, "checkout", "-q", "--", "docs")
        update(clone)
        assert len(server.calls) == 1
    assert tree_bytes(docs_of(clone)) == after


def test_it_is_said_before_what_a_change_costs(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESIGNDOC_BUDGET_USD", "100000")
    write(clone, ROUNDING, COMMENTED)
    with provider(failing_review()) as server:
        plan = document(clone, writer="claude", plan_only=True)
        [row] = re.findall(r"^file_summary +(\d+) +(\d+) +(\d+) +\$([\d.]+)$", plan.log, re.MULTILINE)
        assert row[:3] == ("1", "0", "1") and Decimal(row[3]) < Decimal("0.002")
        assert not re.search(r"^package_readme +\d+ +\d+ +\d+ +\$", plan.log, re.MULTILINE)
        [most] = re.findall(r"At most \$([\d.]+):", plan.log)
        document(clone, writer="claude", only=["file_summary"])
        assert len(server.calls) == 7
        assert 0 < server.bill < Decimal(most)


def test_a_text_that_is_missing_is_forecast_as_a_draft(clone: Path) -> None:
    change(clone, FILE, ("def keep", "def hold"))
    with provider():
        plan = document(clone, writer="claude", plan_only=True)
    rows = dict(re.findall(r"^(file_summary|class_doc) +\d+ +\d+ +(\d+) +\$", plan.log, re.MULTILINE))
    assert rows == {"file_summary": "1", "class_doc": "4"}


def test_what_is_new_in_a_file_or_package_is_told_to_the_writer_of_what_stands(clone: Path) -> None:
    said = stored_content(clone)["package_readme", PACKAGE]["prose"]
    change(clone, ROUNDING, ("def rounded", "class Scale:\n    factor = 5\n\n\ndef rounded"))
    with provider(on(mends, verb="revise")) as server:
        update(clone)
        for kind, subject, told in (
            ("file_summary", ROUNDING, "`Scale` came since this was written"),
            ("package_readme", PACKAGE, "`pay/rounding.py: class Scale` came since this was written"),
        ):
            calls = server.select(kind=kind, subject=subject)
            assert [call.verb for call in calls] == ["revise", "review"]
            assert told in prompt_of(calls[0]).task
        assert draft_in(server.select(kind="package_readme", verb="revise")[0].request) == said
        assert [call.verb for call in server.select(subject=f"{ROUNDING}::Scale")] == ["write", "review"]
        nothing_is_left(clone, server)


def test_a_class_that_is_gone_is_for_the_reviewer(clone: Path) -> None:
    change(clone, "pay/order.py", ("class Order", "class Gone:\n    pass\n\n\nclass Order"))
    with provider(on(mends, verb="revise")) as server:
        update(clone)
        before = len(server.calls)
        change(clone, "pay/order.py", ("class Gone:\n    pass\n\n\n", ""))
        update(clone)
        calls = server.calls[before:]
        assert {(call.kind, call.verb) for call in calls} >= {("file_summary", "review"), ("package_readme", "review")}
        assert {call.verb for call in calls} == {"review"}
        nothing_is_left(clone, server)


def test_what_a_diagram_shows_is_chosen_anew(tmp_path: Path) -> None:
    of_gateway = ("class_diagram", GATEWAY)
    repo = make_repo(tmp_path / "pay", FILES)
    with provider() as server:
        update(repo, diagrams="model")
        before = len(server.calls)
        change(repo, FILE, ("class HttpGateway", "class MailGateway(Gateway):\n    pass\n\n\nclass HttpGateway"))
        update(repo, diagrams="model")
        asked_again = [call.verb for call in server.calls[before:] if (call.kind, call.subject) == of_gateway]
        assert asked_again == ["write", "review"]
