"""What a writer invents is caught by the facts, and told to it by name; what it may name is not."""

from pathlib import Path
from typing import Any

import dagster as dg
import pytest
from ruamel.yaml import YAML

from designdoc_tests.claude.support import prompt_of, provider, stored_content
from designdoc_tests.messages_api.answers import Answer, in_draft, invents, on
from designdoc_tests.messages_api.bodies import Body
from designdoc_tests.messages_api.plausible import plausible
from designdoc_tests.support import PAY, check_evaluations, docs_of, document, make_repo, regions

GATEWAY = "pay/gateway.py::Gateway"


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    return make_repo(tmp_path / "pay", PAY)


def says(sentence: str) -> Answer:
    """Add a sentence to what is said of the purpose."""
    return in_draft(lambda draft: draft | {"purpose": f"{draft['purpose']} {sentence}"})


def describes(member: str) -> Answer:
    """Describe a member more than there are."""
    return in_draft(lambda draft: draft | {"members": [*draft["members"], {"name": member, "text": "It sends."}]})


NOWHERE = "stands neither in what you were shown nor in the target"
INVENTED = [
    (says("Call `refund_all()` to get it back."), f"`refund_all` {NOWHERE}"),
    (says("Money comes back with Gateway.refund_all()."), f"`Gateway.refund_all` {NOWHERE}"),
    (says("`send(cents, currency_code)` takes any currency."), f"`currency_code` {NOWHERE}"),
    (says("It hands over to a `PaymentRouter`."), f"`PaymentRouter` {NOWHERE}"),
    (says("A PaymentRouter() comes first."), f"`PaymentRouter` {NOWHERE}"),
    (says("It stands in `pay/router.py`."), f"`pay/router.py` {NOWHERE}"),
    (describes("refund_all"), "there is no member `refund_all`"),
    (describes("cents"), "there is no member `cents`"),
    (says("\n\n```python\nGateway().send(cents=1).refund_all()\n```"), f"`refund_all` {NOWHERE}"),
]


@pytest.mark.parametrize(("answer", "told"), INVENTED)
def test_an_invention_is_told_to_the_writer_and_no_reviewer_is_paid_for_the_last_draft(
    repo: Path, instance: dg.DagsterInstance, answer: Answer, told: str
) -> None:
    invention = on(answer, kind="class_doc", subject=GATEWAY)
    with provider(invention) as server:
        run = document(repo, instance, writer="claude", only=["class_doc", "document"])
        assert run.success, run.failure
    calls = server.select(kind="class_doc", subject=GATEWAY)
    assert [call.verb for call in calls] == ["write", "review", "revise", "review", "revise"]
    assert told not in prompt_of(calls[0]).task
    assert all(told in prompt_of(call).task for call in calls if call.verb == "revise")

    content = stored_content(repo)["class_doc", GATEWAY]
    assert (content["status"], content["attempts"]) == ("disputed", 3)
    [issue] = YAML(typ="safe").load((docs_of(repo) / "hil-issues.yaml").read_text())["issues"]
    assert (issue["artifact"], issue["stage"], issue["severity"]) == (f"class_doc[{GATEWAY}]", "facts", "major")
    assert told in issue["checker_said"]
    failed = [check.check_name for check in check_evaluations(instance) if not check.passed]
    assert failed == ["facts"]


def test_each_check_that_a_draft_fails_to_the_last_waits_for_a_person_of_its_own(
    repo: Path, instance: dg.DagsterInstance
) -> None:
    both = says("It hands over to a `PaymentRouter`: [more](https://example.org).")
    with provider(on(both, kind="class_doc", subject=GATEWAY)) as server:
        assert document(repo, instance, writer="claude", only=["class_doc"]).success
        revised = prompt_of(server.select(kind="class_doc", subject=GATEWAY, verb="revise")[0]).task
        assert f"`PaymentRouter` {NOWHERE}" in revised and "it holds a link" in revised
        file = docs_of(repo) / "hil-issues.yaml"
        issues = YAML(typ="safe").load(file.read_text())["issues"]
        assert [(issue["artifact"], issue["stage"]) for issue in issues] == [
            (f"class_doc[{GATEWAY}]", "facts"),
            (f"class_doc[{GATEWAY}]", "links"),
        ]
        failed = {check.check_name for check in check_evaluations(instance) if not check.passed}
        assert failed == {"facts", "links"}
        page = (docs_of(repo) / "packages/pay/gateway.py.md").read_text()
        assert f"A person decides about `{issues[0]['id']}` and `{issues[1]['id']}`" in page


def test_a_writer_that_takes_its_invention_back_is_reviewed_once(repo: Path) -> None:
    answer = on(invents("refund_all", 1), kind="class_doc", subject=GATEWAY)
    with provider(answer) as server:
        assert document(repo, writer="claude").success
    verbs = [call.verb for call in server.select(kind="class_doc", subject=GATEWAY)]
    assert verbs == ["write", "review", "revise", "review"]
    content = stored_content(repo)["class_doc", GATEWAY]
    assert (content["status"], content["attempts"]) == ("passed", 2)


def test_inventions_are_caught_in_every_role(repo: Path) -> None:
    with provider(invents("refund_all")) as server:
        run = document(repo, writer="claude")
        assert run.success, run.failure
    written = {(call.kind, call.subject) for call in server.select(verb="write")}
    assert {kind for kind, _ in written} == {
        "file_summary",
        "class_doc",
        "package_readme",
        "system_design",
        "architecture",
    }
    assert server.count(verb="revise") == server.count(verb="review") == 2 * len(written)
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
    with provider(in_draft(lambda draft: _last_text(draft, "Then comes `refund_all`."))):
        run = document(repo, writer="claude")
        assert run.success, run.failure
    assert {header.status for header in regions(repo).values() if header.writer == "claude"} == {"disputed"}


def test_inventions_are_caught_in_the_text_about_a_member(repo: Path) -> None:
    def told_of_members(draft: dict[str, Any]) -> dict[str, Any]:
        return draft | {"members": [entry | {"text": "It calls `refund_all`."} for entry in draft["members"]]}

    with provider(on(in_draft(told_of_members), kind="class_doc")) as server:
        assert document(repo, writer="claude", only=["class_doc"]).success
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


def test_what_the_target_defines_elsewhere_may_be_named(repo: Path) -> None:
    about = on(says("It goes with an `Order`."), kind="class_doc", subject="pay/gateway.py::HttpGateway")
    with provider(about) as server:
        assert document(repo, writer="claude").success
    assert "Order" not in prompt_of(server.select(kind="class_doc", subject="pay/gateway.py::HttpGateway")[0]).data
    assert server.count(verb="revise") == 0


CONF = """
from sail_themes import get_version

# Read by `brand-deploy`, which fills in `site_root`.
project = "SailBoat"
extensions = ["sphinx.ext.extlinks", "log.paper_cabinet"]
extlinks = {"issue": ("https://example.org/%s", "#%s"), "pr": ("https://example.org/pull/%s", "#%s")}
release = get_version("sailboat")
"""
COMPACT = '''
import json


class CompactJson:
    """How SailBoat writes\\nraw_json."""

    @staticmethod
    def dumps(value, **kwargs):
        kwargs.setdefault("ensure_ascii", False)
        return json.dumps(value, **kwargs)
'''
SAILBOAT = {
    "pyproject.toml": '[project]\nname = "sailboat"\nversion = "1"\ndependencies = ["paper-cabinet"]\n',
    "conf.py": CONF,
    "sailboat/__init__.py": '"""Boats."""\nfrom sailboat.compact import CompactJson\n',
    "sailboat/compact.py": COMPACT,
    "sailboat/errors.py": "class BadSail(Exception):\n    pass\n\n\nclass BadRope(BadSail):\n    pass\n",
    "tests/test_compact.py": "def test_it_is_compact() -> None:\n    pass\n",
}
"""A library whose strings, comments and imports hold the names that its prose needs."""
TRUE = [
    ("file_summary", "conf.py", "It loads `log.paper_cabinet`; `extlinks` defines the roles `issue` and `pr`."),
    ("file_summary", "conf.py", "The docs of SailBoat, with the theme of `sail_themes`."),
    ("file_summary", "sailboat/errors.py", "The exceptions of SailBoat: one `except BadSail` catches them all."),
    ("class_doc", "sailboat/compact.py::CompactJson", "`ensure_ascii` in `kwargs` wins; it goes to `json.dumps`."),
    ("class_doc", "sailboat/compact.py::CompactJson", "It writes `raw_json`, which `conf.py` has no use for."),
    ("class_doc", "sailboat/errors.py::BadRope", "It is a `BadSail`, and none that `CompactJson.dumps` raises."),
    ("class_doc", "sailboat/errors.py::BadRope", "See `tests/test_compact.py`, with `test_it_is_compact`."),
    ("package_readme", ".", "Building it needs `sail_themes`, of which it takes `get_version`."),
    ("package_readme", "sailboat", "It is installed as `sailboat`, and needs `paper-cabinet`."),
    ("architecture", "ARCHITECTURE", "SailBoat is one distribution; `CompactJson` has no state."),
]
"""Sentences like those of good drafts that this check once took for inventions."""


@pytest.mark.parametrize(("kind", "subject", "sentence"), TRUE)
def test_what_stands_in_strings_docstrings_imports_and_elsewhere_in_the_target_is_no_invention(
    tmp_path: Path, kind: str, subject: str, sentence: str
) -> None:
    def told(body: Body) -> Any:
        draft = plausible(body)
        return draft | {next(name for name in draft if isinstance(draft[name], str)): sentence}

    with provider(on(told, verb="write", kind=kind, subject=subject)) as server:
        run = document(make_repo(tmp_path / "sailboat", SAILBOAT), writer="claude")
        assert run.success, run.failure
        assert server.count(verb="write", kind=kind, subject=subject) == 1
        assert [prompt_of(call).task for call in server.select(verb="revise")] == []
