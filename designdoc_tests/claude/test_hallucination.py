"""What a writer invents is caught by the facts, before a reviewer is paid, and told to it by name."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
from ruamel.yaml import YAML

from designdoc_tests.claude.support import prompt_of, provider, stored_content
from designdoc_tests.messages_api.answers import Answer, invents, on
from designdoc_tests.messages_api.bodies import Body, asked_of
from designdoc_tests.messages_api.plausible import plausible
from designdoc_tests.support import PAY, check_evaluations, docs_of, document, make_repo, regions

GATEWAY = "pay/gateway.py::Gateway"


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    return make_repo(tmp_path / "pay", PAY)


def says(sentence: str) -> Answer:
    """Add a sentence to what is said of the purpose."""
    return _changed(lambda draft: draft | {"purpose": f"{draft['purpose']} {sentence}"})


def describes(member: str) -> Answer:
    """Describe a member more than there are."""
    return _changed(lambda draft: draft | {"members": [*draft["members"], {"name": member, "text": "It sends."}]})


def _changed(change: Callable[[dict[str, Any]], dict[str, Any]]) -> Answer:
    def answer(body: Body) -> Any:
        asked = asked_of(body)
        return plausible(body) if asked and asked.verb == "review" else change(plausible(body))

    return answer


INVENTED = [
    (says("Call `refund_all()` to get it back."), "`refund_all` does not exist"),
    (says("Money comes back with Gateway.refund_all()."), "`Gateway.refund_all` does not exist"),
    (says("`send(cents, currency_code)` takes any currency."), "`currency_code` does not exist"),
    (says("It hands over to a `PaymentRouter`."), "`PaymentRouter` does not exist"),
    (says("A PaymentRouter comes first."), "`PaymentRouter` does not exist"),
    (describes("refund_all"), "there is no member `refund_all`"),
    (describes("cents"), "there is no member `cents`"),
    (says("\n\n```python\nGateway().send(cents=1).refund_all()\n```"), "`refund_all` does not exist"),
]


@pytest.mark.parametrize(("answer", "told"), INVENTED)
def test_an_invention_is_told_to_the_writer_and_no_reviewer_is_paid(
    repo: Path, instance: dg.DagsterInstance, answer: Answer, told: str
) -> None:
    invention = on(answer, kind="class_doc", subject=GATEWAY)
    with provider(invention) as server:
        run = document(repo, instance, writer="claude", only=["class_doc", "document"])
        assert run.success, run.failure
    calls = server.select(kind="class_doc", subject=GATEWAY)
    assert [call.verb for call in calls] == ["write", "revise", "revise"]
    assert told not in prompt_of(calls[0]).task
    assert all(told in prompt_of(call).task for call in calls[1:])

    content = stored_content(repo)["class_doc", GATEWAY]
    assert (content["status"], content["attempts"]) == ("disputed", 3)
    [issue] = YAML(typ="safe").load((docs_of(repo) / "hil-issues.yaml").read_text())["issues"]
    assert (issue["artifact"], issue["stage"], issue["severity"]) == (f"class_doc[{GATEWAY}]", "facts", "major")
    assert told in issue["checker_said"]
    failed = [check.check_name for check in check_evaluations(instance) if not check.passed]
    assert failed == ["facts"]


def test_a_writer_that_takes_its_invention_back_is_reviewed_once(repo: Path) -> None:
    answer = on(invents("refund_all", 1), kind="class_doc", subject=GATEWAY)
    with provider(answer) as server:
        assert document(repo, writer="claude").success
    verbs = [call.verb for call in server.select(kind="class_doc", subject=GATEWAY)]
    assert verbs == ["write", "revise", "review"]
    content = stored_content(repo)["class_doc", GATEWAY]
    assert (content["status"], content["attempts"]) == ("passed", 2)


def test_inventions_are_caught_in_every_role(repo: Path) -> None:
    with provider(invents("refund_all")) as server:
        run = document(repo, writer="claude")
        assert run.success, run.failure
    assert server.count(verb="review") == 0
    written = {(call.kind, call.subject) for call in server.select(verb="write")}
    assert {kind for kind, _ in written} == {
        "file_summary",
        "class_doc",
        "package_readme",
        "system_design",
        "architecture",
    }
    assert server.count(verb="revise") == 2 * len(written)
    disputed = [key for key, header in regions(repo).items() if header.status == "disputed"]
    assert len(disputed) == len(written)


def _last_text(value: Any, sentence: str) -> Any:
    """Add a sentence to the last text of an answer."""
    if isinstance(value, str):
        return f"{value} {sentence}"
    if isinstance(value, list):
        return [*value[:-1], _last_text(value[-1], sentence)] if value else [sentence]
    *_, last = value
    if last == "faults":
        return value | {last: [{"where": "all of it", "text": sentence}]}
    return value | {last: _last_text(value[last], sentence)}


def test_inventions_are_caught_in_the_last_text_of_an_answer_too(repo: Path) -> None:
    with provider(_changed(lambda draft: _last_text(draft, "Then comes `refund_all`."))) as server:
        run = document(repo, writer="claude")
        assert run.success, run.failure
    assert server.count(verb="review") == 0
    assert {header.status for header in regions(repo).values() if header.writer == "claude"} == {"disputed"}


def test_inventions_are_caught_in_the_text_about_a_member(repo: Path) -> None:
    def told_of_members(draft: dict[str, Any]) -> dict[str, Any]:
        return draft | {"members": [entry | {"text": "It calls `refund_all`."} for entry in draft["members"]]}

    with provider(on(_changed(told_of_members), kind="class_doc")) as server:
        assert document(repo, writer="claude", only=["class_doc"]).success
    assert server.count(verb="review") == 0
    assert server.count(verb="revise") == 2 * 3


def test_a_person_may_say_that_it_is_no_invention(repo: Path) -> None:
    answer = on(says("Then comes `refund_all`."), kind="class_doc", subject=GATEWAY)
    with provider(answer) as server:
        assert document(repo, writer="claude", only=["class_doc"]).success
        file = docs_of(repo) / "hil-issues.yaml"
        file.write_text(file.read_text().replace("resolution:", "resolution: refund_all is added by the metaclass."))
        before = len(server.calls)
        assert document(repo, writer="claude", only=["class_doc"]).success
        assert [(call.verb, call.subject) for call in server.calls[before:]] == [
            ("write", GATEWAY),
            ("review", GATEWAY),
        ]
    content = stored_content(repo)["class_doc", GATEWAY]
    assert (content["status"], content["attempts"]) == ("passed", 1)


def test_what_the_source_names_may_be_named(repo: Path) -> None:
    sentences = "`Gateway.send(cents)` returns a `bool`. See `pay/gateway.py`; `HttpGateway` is in `pay.gateway` too."
    with provider(on(says(sentences), kind="class_doc", subject="pay/gateway.py::HttpGateway")):
        assert document(repo, writer="claude").success
    assert regions(repo)["class_doc", "pay/gateway.py::HttpGateway"].status == "passed"


@pytest.mark.parametrize("kind", ["file_summary", "class_doc"])
def test_what_a_docstring_names_may_be_named(tmp_path: Path, kind: str) -> None:
    source = (
        "class Sender:\n"
        "    def send(self) -> None:\n"
        '        """Do as `bank.deliver_all` does, and as :func:`open_vault`."""\n'
    )
    answer = on(says("Works like `bank.deliver_all` and `open_vault`."), kind=kind)
    with provider(answer) as server:
        assert document(make_repo(tmp_path / "send", {"send.py": source}), writer="claude", only=[kind]).success
        assert server.count(verb="write") == 1 and server.count(verb="revise") == 0


def test_a_private_class_may_be_named_and_its_constructor_described(tmp_path: Path) -> None:
    source = "class _CookieJar:\n    def __init__(self, max_size: int) -> None:\n        self.max_size = max_size\n"
    repo = make_repo(tmp_path / "jar", {"jar.py": source})
    with provider(says("The _CookieJar keeps at most max_size cookies.")) as server:
        assert document(repo, writer="claude", only=["class_doc"]).success
        assert [call.verb for call in server.calls] == ["write", "review"]
        assert "Members: _CookieJar" in prompt_of(server.calls[0]).task
    assert regions(repo)["class_doc", "jar.py::_CookieJar"].status == "passed"


def test_what_an_unrelated_class_defines_does_not_exist_for_a_class(repo: Path) -> None:
    with provider(
        on(says("It goes with an `Order`."), kind="class_doc", subject="pay/gateway.py::HttpGateway")
    ) as server:
        assert document(repo, writer="claude").success
    task = prompt_of(server.select(subject="pay/gateway.py::HttpGateway")[1]).task
    assert "`Order` does not exist" in task
