"""Writer and reviewer take turns until a draft passes, three times at most; then a person is asked."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
from ruamel.yaml import YAML

from designdoc_tests.claude.support import prompt_of, provider, stored_content
from designdoc_tests.messages_api.answers import Answer, constant, failing_review, invents, issue_with, on
from designdoc_tests.messages_api.bodies import Body, asked_of, last_user_text
from designdoc_tests.messages_api.calls import Call
from designdoc_tests.messages_api.faults import Incoming
from designdoc_tests.messages_api.plausible import plausible
from designdoc_tests.messages_api.server import MessagesApi
from designdoc_tests.messages_api.shown import draft_in
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
PASS = {"issues": []}


def finds(kind: str = "unsupported", **issue: str) -> Answer:
    """Answer a review with an issue about the first text of the draft."""
    return lambda body: {"issues": [issue_with(body, kind, **issue)]}


FAIL = finds(misleads="They would take it for a store.", suggestion="Say that it sends.")


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


def page_of_gateway(repo: Path) -> Path:
    """Return the page that the class is on: that of its file, since it is small."""
    return docs_of(repo) / "packages/pay/gateway.py.md"


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
        return PASS if complaint is None else finds(misleads=complaint, suggestion="Say that it sends.")(body)

    with provider(reviews(review)) as server:
        run = run_classes(repo, instance)
    assert run.success, run.failure
    calls = calls_about_gateway(server)
    assert [call.verb for call in calls] == ["write", "review", "revise", "review", "revise", "review"]

    prompts = [prompt_of(call) for call in calls]
    assert len({(prompt.system, prompt.data) for prompt in prompts}) == 1  # one prefix for the provider's cache
    first, _, second, _, third, _ = (prompt.task for prompt in prompts)
    drafts = [draft_in(calls[number].request) for number in (1, 3)]
    assert drafts[0] != drafts[1]
    assert "draft" not in first
    assert [draft_in(calls[number].request) for number in (2, 4)] == drafts
    assert "The first draft is vague." in second and "Say that it sends." in second
    assert "The second draft is wrong." in third and "The first draft is vague." not in third

    content = stored_content(repo)["class_doc", GATEWAY]
    assert (content["status"], content["attempts"]) == ("passed", 3)
    metadata = metadata_of_gateway(instance)
    assert metadata["attempts"] == 3 and metadata["content_retries"] == 2 and metadata["protocol_retries"] == 0
    assert metadata["model_calls"] == 6
    assert stored_content(repo)["class_doc", GATEWAY]["attempts"] == 3


def test_a_draft_that_is_rejected_three_times_ships_as_a_dispute(repo: Path, instance: dg.DagsterInstance) -> None:
    with provider(reviews(FAIL)) as server:
        run = document(repo, instance, writer="claude")
        assert run.success, run.failure
        assert [call.verb for call in calls_about_gateway(server)] == ["write", "review"] + 2 * ["revise", "review"]

        content = stored_content(repo)["class_doc", GATEWAY]
        assert (content["status"], content["attempts"]) == ("disputed", 3)
        [issue] = disputes(repo)["issues"]
        assert issue["artifact"] == f"class_doc[{GATEWAY}]"
        assert (issue["stage"], issue["severity"], issue["status"]) == ("review", "major", "unresolved")
        assert issue["attempts"] == 3 and issue["doer_said"] == "purpose"
        assert "unsupported: They would take it for a store." in issue["checker_said"]
        assert issue["suggested_fixes"] == ["Say that it sends."]
        assert issue["id"] in (docs_of(repo) / "README.md").read_text()
        said = "This text failed a check to the last. A person decides about"
        link = "[`hil-issues.yaml`](../../hil-issues.yaml)"
        assert f"> **In dispute.** {said} `{issue['id']}` in {link}.\n" in page_of_gateway(repo).read_text()

        failed = [check for check in check_evaluations(instance) if not check.passed]
        assert [(check.asset_key.to_user_string(), check.check_name) for check in failed] == [("class_doc", "review")]
        assert failed[0].severity == dg.AssetCheckSeverity.WARN

        asked = len(server.calls)
        again = document(repo, instance, writer="claude")
        assert again.success and again.made == () and len(server.calls) == asked


NONSENSE: list[tuple[Any, str]] = [
    ({"status": "pass", "summary": "", "issues": [{"severity": "minor"}]}, "issues.0.quote: Field required"),
    ("Looks good to me.", "it holds no JSON object"),
]


@pytest.mark.parametrize(("nonsense", "told"), NONSENSE, ids=["of another form", "no JSON"])
def test_a_review_that_cannot_be_used_is_asked_for_again_with_what_was_wrong_and_is_no_attempt(
    repo: Path, instance: dg.DagsterInstance, nonsense: Any, told: str
) -> None:
    script = iter([nonsense, PASS])
    with provider(reviews(lambda body: next(script))) as server:
        assert run_classes(repo, instance).success
        calls = calls_about_gateway(server)
        assert [call.verb for call in calls] == ["write", "review", "review"]
        first, again = (prompt_of(call) for call in calls[1:])
        assert (again.system, again.data) == (first.system, first.data) and again.task.startswith(first.task)
        assert told in again.task and told not in first.task

        shutil.rmtree(docs_of(repo))
        assert run_classes(repo).success
        assert len(calls_about_gateway(server)) == 3  # what was paid is replayed, the second answer to the question too
    content = stored_content(repo)["class_doc", GATEWAY]
    assert (content["status"], content["attempts"]) == ("passed", 1)
    metadata = metadata_of_gateway(instance)
    assert metadata["protocol_retries"] == 1 and metadata["content_retries"] == 0


@pytest.mark.parametrize(
    "issue",
    [
        {"kind": "missing", "quote": ""},
        {"kind": "style"},
        {"kind": "unsupported"},
        {"kind": "unsupported", "misleads": "They would lose money.", "quote": "Words that no draft has."},
        {"kind": "invented", "quote": "Words that no draft has."},
        {"kind": "invented", "quote": ""},
        {"kind": "contradicted", "evidence": "return cents < 0"},
        {"kind": "contradicted"},
    ],
    ids=lambda issue: " ".join(issue.values()),
)
def test_no_draft_fails_for_taste_or_for_what_its_words_and_the_data_do_not_bear_out(
    repo: Path, issue: dict[str, str]
) -> None:
    with provider(reviews(finds(**issue))) as server:
        assert run_classes(repo).success
    assert [call.verb for call in calls_about_gateway(server)] == ["write", "review"]
    assert regions(repo)["class_doc", GATEWAY].status == "passed"


@pytest.mark.parametrize(
    "issue",
    [
        {"kind": "invented"},
        {"kind": "unsupported", "misleads": "They would lose money."},
        {"kind": "contradicted", "evidence": "return cents > 0"},
        {"kind": "contradicted", "evidence": "`return  cents>0`."},
        {"kind": "contradicted", "evidence": "def send … cents > 0"},
    ],
    ids=lambda issue: " ".join(issue.values()),
)
def test_a_draft_fails_for_what_is_borne_out(repo: Path, issue: dict[str, str]) -> None:
    first = finds(**issue)
    with provider(
        reviews(lambda body: PASS if "its writer's answers" in last_user_text(body) else first(body))
    ) as server:
        assert run_classes(repo).success
    assert [call.verb for call in calls_about_gateway(server)] == ["write", "review", "revise", "review"]
    assert regions(repo)["class_doc", GATEWAY].status == "passed"


def test_what_all_checks_found_goes_out_in_one_revision(repo: Path) -> None:
    issues = [("unsupported", {"misleads": "They would lose money."}), ("style", {"suggestion": "Say it shorter."})]

    def review(body: Body) -> Any:
        is_first = "refund_all" in str(draft_in(body))
        return {"issues": [issue_with(body, kind, **more) for kind, more in issues]} if is_first else PASS

    about = on(review, verb="review", otherwise=invents("refund_all", 1))
    with provider(about_gateway(about)) as server:
        assert run_classes(repo).success
    calls = calls_about_gateway(server)
    assert [call.verb for call in calls] == ["write", "review", "revise", "review"]
    told = prompt_of(calls[2]).task
    assert "`refund_all` stands neither in what you were shown" in told
    assert "They would lose money." in told
    assert told.index("They would lose money.") < told.index("Say it shorter.")
    assert stored_content(repo)["class_doc", GATEWAY]["attempts"] == 2


@pytest.mark.parametrize(
    ("quote", "seen"),
    [
        ("return cents > 0", '"answer": "kept",\n  "quote_of_the_data": "return cents > 0"'),
        ("return cents < 0", '"answer": "kept, without words of the data that bear it out"'),
    ],
)
def test_a_writer_may_keep_its_words_with_a_quote_of_the_data_and_the_reviewer_sees_it(
    repo: Path, quote: str, seen: str
) -> None:
    def insists(body: Body) -> Any:
        return draft_in(body) | {"answers": [{"issue": 1, "outcome": "kept", "quote": quote}]}

    def review(body: Body) -> Any:
        return PASS if "its writer's answers" in last_user_text(body) else FAIL(body)

    about = on(insists, verb="revise", otherwise=on(review, verb="review"))
    with provider(about_gateway(about)) as server:
        assert run_classes(repo).success
    calls = calls_about_gateway(server)
    assert [call.verb for call in calls] == ["write", "review", "revise", "review"]
    assert seen in prompt_of(calls[3]).task
    assert stored_content(repo)["class_doc", GATEWAY]["prose"] == draft_in(calls[1].request)


def test_a_draft_whose_reviewer_is_never_understood_ships_unreviewed_and_is_reviewed_by_the_next_run(
    repo: Path,
) -> None:
    with provider(reviews(constant("Looks good to me."))) as server:
        assert run_classes(repo).success
        assert [call.verb for call in calls_about_gateway(server)] == ["write", "review", "review", "review"]
    assert regions(repo)["class_doc", GATEWAY].status == "unreviewed"
    assert disputes(repo)["issues"] == []  # a protocol failure is no dispute about content
    assert "\n> **Not reviewed.** " in page_of_gateway(repo).read_text()
    prose = stored_content(repo)["class_doc", GATEWAY]["prose"]

    with provider() as server:
        assert run_classes(repo).success
        assert [(call.verb, call.subject) for call in server.calls] == [("review", GATEWAY)]
        assert regions(repo)["class_doc", GATEWAY].status == "passed"
        content = stored_content(repo)["class_doc", GATEWAY]
        assert content["prose"] == prose and content["status"] == "passed"
        assert "Not reviewed" not in page_of_gateway(repo).read_text()
        assert run_classes(repo).made == ()
        assert len(server.calls) == 1


def test_what_was_not_reviewed_is_named_on_the_readme_and_in_the_log(repo: Path) -> None:
    named = f"class_doc[{GATEWAY}]"
    with provider(reviews(constant("Looks good to me."))):
        run = document(repo, writer="claude")
        assert run.success, run.failure
    assert "1 not reviewed, since no reviewer could be had or understood" in run.log and f"  {named}\n" in run.log
    readme = (docs_of(repo) / "README.md").read_text()
    assert "## Not reviewed" in readme and f"- [`{named}`](packages/pay/gateway.py.md#" in readme
    assert "Waiting for a person" not in readme
    with provider():
        again = document(repo, writer="claude")
    assert "not reviewed, since" not in again.log
    assert "Not reviewed" not in (docs_of(repo) / "README.md").read_text()


def test_a_person_who_edits_a_text_in_dispute_need_not_take_the_remark_away(repo: Path) -> None:
    with provider(reviews(FAIL)):
        assert document(repo, writer="claude").success
    page = page_of_gateway(repo)
    old = stored_content(repo)["class_doc", GATEWAY]["prose"]["purpose"]
    page.write_text(page.read_text().replace(old, "Where money leaves us."))
    with provider() as server:
        assert document(repo, writer="claude").success
        shown = [prompt_of(call).data for call in server.select(kind="package_readme")]
    assert shown and all("Where money leaves us." in data and "In dispute" not in data for data in shown)


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
    assert [call.verb for call in calls] == ["write", "revise", "review"]
    assert f'"where": "{field}"' in prompt_of(calls[1]).task and "the text is empty" in prompt_of(calls[1]).task
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


def test_every_role_has_a_reviewer(repo: Path) -> None:
    with provider() as server:
        assert document(repo, writer="claude").success
    written = {(call.kind, call.subject) for call in server.select(verb="write")}
    reviewed = {(call.kind, call.subject) for call in server.select(verb="review")}
    assert written == reviewed
    roles = {"file_summary", "class_doc", "package_readme", "system_design", "architecture"}
    assert {kind for kind, _ in reviewed} == roles
    models = {call.verb: call.model for call in server.calls}
    assert models["write"] != models["review"]


def _insists(body: Body) -> Any:
    asked = asked_of(body)
    return FAIL(body) if asked and asked.verb == "review" else plausible(body)


@pytest.mark.parametrize("answer", [plausible, about_gateway(_insists)], ids=["convinced", "stubborn"])
def test_what_a_person_decided_is_told_to_writer_and_reviewer_and_holds(
    repo: Path, answer: Callable[[Body], Any]
) -> None:
    with provider(reviews(FAIL)):
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
