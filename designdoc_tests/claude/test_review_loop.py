"""Writer and reviewer take turns until a draft passes, three times at most; then a person is asked."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
from ruamel.yaml import YAML

from designdoc_tests.claude.support import prompt_of, provider, stored_content
from designdoc_tests.messages_api.answers import Answer, constant, failing_review, on
from designdoc_tests.messages_api.bodies import Body, asked_of
from designdoc_tests.messages_api.calls import Call
from designdoc_tests.messages_api.faults import Incoming
from designdoc_tests.messages_api.plausible import plausible
from designdoc_tests.messages_api.server import MessagesApi
from designdoc_tests.support import (
    PAY,
    Documented,
    check_evaluations,
    commit,
    docs_of,
    document,
    latest_materializations,
    make_repo,
    regions,
    write,
)

GATEWAY = "pay/gateway.py::Gateway"
BANK = "class Bank:\n" + "".join(f"    def step_{n}(self) -> int:\n        return {n}\n\n" for n in range(6))
"""A class with a page of its own."""
PASS = {"status": "pass", "summary": "", "issues": []}
ISSUE = {"severity": "major", "location": "purpose", "current_text": "keeps", "suggested_fix": "Say that it sends."}
MINOR = ISSUE | {"severity": "minor"}
FAIL = {"status": "fail", "summary": "It is vague.", "issues": [ISSUE]}


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    return make_repo(tmp_path / "pay", PAY)


def run_classes(repo: Path, instance: dg.DagsterInstance | None = None) -> Documented:
    """Let Claude write the pages of classes: what is done with drafts is the same for all kinds."""
    return document(repo, instance, writer="claude", only=["class_doc"])


def about_gateway(answer: Answer) -> Answer:
    """Give an answer to what is asked about one class, and plausible ones to the rest."""
    return on(answer, kind="class_doc", subject=GATEWAY)


def reviews(answer: Answer) -> Answer:
    """Give an answer to the reviews of one class."""
    return on(answer, verb="review", kind="class_doc", subject=GATEWAY)


def calls_about_gateway(server: MessagesApi) -> list[Call]:
    return server.select(kind="class_doc", subject=GATEWAY)


def metadata_of_gateway(instance: dg.DagsterInstance) -> dict[str, Any]:
    metadata = latest_materializations(instance, "class_doc")[GATEWAY].metadata
    return {name: value.value for name, value in metadata.items()}


def decide(repo: Path, text: str) -> None:
    """Write a resolution of the only dispute, as a person does with an editor."""
    file = docs_of(repo) / "hil-issues.yaml"
    old = file.read_text()
    assert old.count("resolution: ") == 0 and old.count("resolution:") == 1
    file.write_text(old.replace("resolution:", f"resolution: {text}"))


def disputes(repo: Path) -> dict[str, Any]:
    file = docs_of(repo) / "hil-issues.yaml"
    found: dict[str, Any] = YAML(typ="safe").load(file.read_text()) if file.exists() else {"issues": []}
    return found


def test_a_rejected_draft_is_written_again_with_it_and_what_is_wrong_at_hand(
    repo: Path, instance: dg.DagsterInstance
) -> None:
    complaints = iter(["The first draft is vague.", "The second draft is wrong."])

    def review(body: Body) -> Any:
        complaint = next(complaints, None)
        return PASS if complaint is None else FAIL | {"issues": [ISSUE | {"current_text": complaint}]}

    with provider(reviews(review)) as server:
        run = run_classes(repo, instance)
    assert run.success, run.failure
    calls = calls_about_gateway(server)
    assert [call.verb for call in calls] == ["write", "review", "revise", "review", "revise", "review"]

    prompts = [prompt_of(call) for call in calls]
    assert len({(prompt.system, prompt.data) for prompt in prompts}) == 1  # one prefix for the provider's cache
    first, first_review, second, second_review, third, _ = (prompt.task for prompt in prompts)
    drafts = [_draft_of(review) for review in (first_review, second_review)]
    assert drafts[0] != drafts[1]
    assert "draft" not in first
    assert _draft_of(second) == drafts[0] and _draft_of(third) == drafts[1]
    assert "The first draft is vague." in second and "Say that it sends." in second
    assert "The second draft is wrong." in third and "The first draft is vague." not in third

    content = stored_content(repo)["class_doc", GATEWAY]
    assert (content["status"], content["attempts"]) == ("passed", 3)
    metadata = metadata_of_gateway(instance)
    assert metadata["attempts"] == 3 and metadata["content_retries"] == 2 and metadata["protocol_retries"] == 0
    assert metadata["model_calls"] == 6
    assert stored_content(repo)["class_doc", GATEWAY]["attempts"] == 3


def _draft_of(task: str) -> Any:
    """Return the draft that a task quotes."""
    start = task.index("<draft-")
    mark = task[start + 1 : task.index(">", start)]
    return json.loads(task[task.index(">", start) + 1 : task.index(f"</{mark}>")])


def test_a_draft_that_is_rejected_three_times_ships_as_a_dispute(repo: Path, instance: dg.DagsterInstance) -> None:
    with provider(reviews(constant(FAIL))) as server:
        run = document(repo, instance, writer="claude")
        assert run.success, run.failure
        assert [call.verb for call in calls_about_gateway(server)] == ["write", "review"] + 2 * ["revise", "review"]

        content = stored_content(repo)["class_doc", GATEWAY]
        assert (content["status"], content["attempts"]) == ("disputed", 3)
        [issue] = disputes(repo)["issues"]
        assert issue["artifact"] == f"class_doc[{GATEWAY}]"
        assert (issue["stage"], issue["severity"], issue["status"]) == ("review", "major", "unresolved")
        assert issue["attempts"] == 3 and issue["checker_said"] == "It is vague."
        assert issue["suggested_fixes"] == ["Say that it sends."]
        assert issue["id"] in (docs_of(repo) / "README.md").read_text()

        failed = [check for check in check_evaluations(instance) if not check.passed]
        assert [(check.asset_key.to_user_string(), check.check_name) for check in failed] == [("class_doc", "review")]
        assert failed[0].severity == dg.AssetCheckSeverity.WARN

        asked = len(server.calls)
        again = document(repo, instance, writer="claude")
        assert again.success and again.made == () and len(server.calls) == asked


@pytest.mark.parametrize("nonsense", [PASS | {"issues": [ISSUE]}, FAIL | {"issues": []}])
def test_a_verdict_that_contradicts_itself_is_asked_for_again_and_no_attempt(
    repo: Path, instance: dg.DagsterInstance, nonsense: dict[str, Any]
) -> None:
    script = iter([nonsense, PASS])
    with provider(reviews(lambda body: next(script))) as server:
        assert run_classes(repo, instance).success
    assert [call.verb for call in calls_about_gateway(server)] == ["write", "review", "review"]
    content = stored_content(repo)["class_doc", GATEWAY]
    assert (content["status"], content["attempts"]) == ("passed", 1)
    metadata = metadata_of_gateway(instance)
    assert metadata["protocol_retries"] == 1 and metadata["content_retries"] == 0


def test_minor_issues_pass(repo: Path) -> None:
    with provider(reviews(constant(PASS | {"issues": [MINOR]}))) as server:
        assert run_classes(repo).success
    assert [call.verb for call in calls_about_gateway(server)] == ["write", "review"]
    assert regions(repo)["class_doc", GATEWAY].status == "passed"


def test_a_draft_whose_reviewer_is_never_understood_ships_unreviewed_and_is_reviewed_by_the_next_run(
    repo: Path,
) -> None:
    with provider(reviews(constant("Looks good to me."))) as server:
        assert run_classes(repo).success
        assert [call.verb for call in calls_about_gateway(server)] == ["write", "review", "review", "review"]
    assert regions(repo)["class_doc", GATEWAY].status == "unreviewed"
    assert disputes(repo)["issues"] == []  # a protocol failure is no dispute about content
    prose = stored_content(repo)["class_doc", GATEWAY]["prose"]

    with provider() as server:
        assert run_classes(repo).success
        assert [(call.verb, call.subject) for call in server.calls] == [("review", GATEWAY)]
        assert regions(repo)["class_doc", GATEWAY].status == "passed"
        content = stored_content(repo)["class_doc", GATEWAY]
        assert content["prose"] == prose and content["status"] == "passed"
        assert run_classes(repo).made == ()
        assert len(server.calls) == 1


def test_a_reviewer_that_cannot_be_had_leaves_the_draft_unreviewed(repo: Path) -> None:
    def no_reviewer(incoming: Incoming) -> str | None:
        asked = incoming.asked
        return "reset_before" if asked and (asked.verb, asked.subject) == ("review", GATEWAY) else None

    with provider(faults=no_reviewer):
        run = run_classes(repo)
        assert run.success, run.failure
    assert regions(repo)["class_doc", GATEWAY].status == "unreviewed"


@pytest.mark.parametrize(
    ("kind", "subject", "field"),
    [
        ("class_doc", GATEWAY, "purpose"),
        ("class_doc", "pay/bank.py::Bank", "purpose"),
        ("file_summary", "pay/bank.py", "purpose"),
        ("package_readme", "pay", "overview"),
    ],
    ids=["a class on the page of its file", "a class on its own page", "a file", "a package"],
)
def test_a_draft_that_says_nothing_is_rejected_before_its_review(
    repo: Path, kind: str, subject: str, field: str
) -> None:
    write(repo, "pay/bank.py", BANK)
    commit(repo)

    def empty(body: Body) -> Any:
        return plausible(body) | {field: " \n "}

    with provider(on(empty, verb="write", kind=kind, subject=subject)) as server:
        assert document(repo, writer="claude", only=[kind]).success
    calls = server.select(kind=kind, subject=subject)
    assert [call.verb for call in calls] == ["write", "revise", "review"][: 2 if kind == "file_summary" else 3]
    assert f'"location": "{field}"' in prompt_of(calls[1]).task and "the text is empty" in prompt_of(calls[1]).task
    assert regions(repo)[kind, subject].status == "passed"


def test_a_late_review_that_fails_sends_the_draft_back_to_its_writer(repo: Path) -> None:
    with provider(reviews(constant("Looks good to me."))):
        assert run_classes(repo).success
    with provider(about_gateway(failing_review(1))) as server:
        assert run_classes(repo).success
        assert [call.verb for call in calls_about_gateway(server)] == ["review", "revise", "review"]
    content = stored_content(repo)["class_doc", GATEWAY]
    assert (content["status"], content["attempts"]) == ("passed", 2)


def test_an_answer_that_was_cut_off_is_asked_for_again_with_twice_the_room(
    repo: Path, instance: dg.DagsterInstance
) -> None:
    def cut_off(incoming: Incoming) -> str | None:
        asked = incoming.asked
        is_write = asked is not None and (asked.subject, asked.verb, asked.kind) == (GATEWAY, "write", "class_doc")
        return "truncated" if is_write and incoming.body["max_tokens"] < 8_000 else None

    with provider(faults=cut_off) as server:
        assert run_classes(repo, instance).success
    writes = server.select(kind="class_doc", subject=GATEWAY, verb="write")
    rooms = [call.request["max_tokens"] for call in writes]
    assert rooms == [rooms[0], 2 * rooms[0], 4 * rooms[0]]
    assert len({prompt_of(call) for call in writes}) == 1
    metadata = metadata_of_gateway(instance)
    assert metadata["protocol_retries"] == 2 and metadata["content_retries"] == 0 and metadata["attempts"] == 1


@pytest.mark.parametrize("around", ["```json\n{}\n```", "Here it is:\n\n{}", "{}\n\nTell me if it is too short."])
def test_json_in_a_fence_or_between_sentences_is_accepted_as_it_is(repo: Path, around: str) -> None:
    def wrapped(body: Body) -> str:
        return around.replace("{}", json.dumps(plausible(body)))

    with provider(wrapped) as server:
        assert run_classes(repo).success
    assert all(call.seen == 0 and call.verb != "revise" for call in server.calls)
    assert {header.status for header in regions(repo).values()} == {"passed"}


def test_later_attempts_read_the_data_from_the_providers_cache(tmp_path: Path) -> None:
    methods = "".join(f"    def step_{n}(self, total: int) -> int:\n        return total + {n}\n\n" for n in range(60))
    repo = make_repo(tmp_path / "long", {"long.py": f"class Long:\n{methods}"})
    with provider(failing_review(1)) as server:
        assert run_classes(repo).success
    usage = [call.usage or {} for call in server.calls]
    assert [call.verb for call in server.calls] == ["write", "review", "revise", "review"]
    assert usage[0]["cache_creation_input_tokens"] > 1_000 and usage[0]["cache_read_input_tokens"] == 0
    assert usage[2]["cache_read_input_tokens"] == usage[0]["cache_creation_input_tokens"]
    assert usage[3]["cache_read_input_tokens"] == usage[1]["cache_creation_input_tokens"]


def test_every_role_but_the_file_summary_has_a_reviewer(repo: Path) -> None:
    with provider() as server:
        assert document(repo, writer="claude").success
    written = {(call.kind, call.subject) for call in server.select(verb="write")}
    reviewed = {(call.kind, call.subject) for call in server.select(verb="review")}
    assert {kind for kind, _ in written - reviewed} == {"file_summary"}
    assert {kind for kind, _ in reviewed} == {"class_doc", "package_readme", "system_design", "architecture"}
    models = {call.verb: call.model for call in server.calls}
    assert models["write"] != models["review"]


def _insists(body: Body) -> Any:
    asked = asked_of(body)
    return FAIL if asked and asked.verb == "review" else plausible(body)


@pytest.mark.parametrize("answer", [plausible, about_gateway(_insists)], ids=["convinced", "stubborn"])
def test_what_a_person_decided_is_told_to_writer_and_reviewer_and_holds(
    repo: Path, answer: Callable[[Body], Any]
) -> None:
    with provider(reviews(constant(FAIL))):
        assert run_classes(repo).success
    decide(repo, "A gateway is allowed to be vague.")
    with provider(answer) as server:
        assert run_classes(repo).success
        calls = calls_about_gateway(server)
        assert {call.verb for call in calls} >= {"write", "review"}
        assert all("A gateway is allowed to be vague." in prompt_of(call).task for call in calls)
        assert all("vague." not in prompt_of(call).task for call in server.calls if call not in calls)
        assert regions(repo)["class_doc", GATEWAY].status == "passed"
        assert disputes(repo)["unresolved_count"] == 0
        assert disputes(repo)["issues"][0]["status"] == "resolved"

        asked = len(server.calls)
        assert run_classes(repo).made == ()
        assert len(server.calls) == asked


def test_a_resolved_dispute_reopens_when_the_source_changes(repo: Path) -> None:
    with provider(about_gateway(_insists)) as server:
        assert run_classes(repo).success
        decide(repo, "A gateway is allowed to be vague.")
        assert run_classes(repo).success
        assert regions(repo)["class_doc", GATEWAY].status == "passed"

        write(repo, "pay/gateway.py", PAY["pay/gateway.py"].replace("cents > 0", "cents > 10"))
        before = len(server.calls)
        assert run_classes(repo).success
        calls = [call for call in server.calls[before:] if call.subject == GATEWAY]
        assert calls and all("A gateway is allowed to be vague." in prompt_of(call).task for call in calls)
        assert regions(repo)["class_doc", GATEWAY].status == "disputed"
        assert disputes(repo)["unresolved_count"] == 1
        [issue] = disputes(repo)["issues"]
        assert issue["resolution"] == "A gateway is allowed to be vague."
