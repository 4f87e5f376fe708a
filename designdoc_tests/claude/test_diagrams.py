"""Diagrams that a model chooses: what exists, labelled, reviewed; and what does not exist is never drawn."""

from pathlib import Path

import pytest

from designdoc_tests.claude.support import provider, stored_content
from designdoc_tests.messages_api.answers import constant, in_draft, on
from designdoc_tests.messages_api.plausible import plausible
from designdoc_tests.support import PAY, docs_of, document, make_repo, regions

ORDER_PAGE = "packages/pay/order.py.Order.md"
ORDER = "pay/order.py::Order"
STEPS = "".join(f"\n    def step_{number}(self) -> int:\n        return {number}\n" for number in range(6))
FILES = PAY | {"pay/order.py": PAY["pay/order.py"] + STEPS}
"""Here an order has enough methods for a page of its own, and so for a diagram."""


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    return make_repo(tmp_path / "pay", FILES)


@pytest.fixture(autouse=True)
def own_journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def test_no_model_is_asked_about_diagrams_unless_the_settings_say_so(repo: Path) -> None:
    with provider() as server:
        document(repo, writer="claude")
        assert server.count(kind="class_diagram") == server.count(kind="package_diagram") == 0


def test_a_model_chooses_nodes_and_edges_and_labels_them(repo: Path) -> None:
    edge = {"source": "Order", "target": "Gateway", "label": "pays; then\n%%{x}%%"}
    choice = {"answers": [], "nodes": ["Order"], "edges": [edge]}
    answer = on(constant(choice), verb="write", kind="class_diagram", subject=ORDER, otherwise=plausible)
    with provider(answer) as server:
        run = document(repo, writer="claude", diagrams="model")
        assert run.success, run.failure
        assert server.count(verb="review", kind="class_diagram", subject=ORDER) == 1
        asked = {call.subject for call in server.select(kind="class_diagram")}
        assert asked == {ORDER, "pay/gateway.py::HttpGateway"}, "nothing is drawn of a small class without relations"
    page = (docs_of(repo) / ORDER_PAGE).read_text()
    assert "Order --> Gateway : pays" in page
    assert regions(repo)["class_diagram", ORDER].writer == "claude"
    with provider() as server:
        assert document(repo, writer="claude", diagrams="model").made == ()
        assert server.calls == []


def test_an_invented_edge_is_told_to_the_writer(repo: Path) -> None:
    edge = {"source": "Gateway", "target": "Order", "label": ""}
    choice = {"answers": [], "nodes": ["Order"], "edges": [edge]}
    answer = on(in_draft(lambda draft: choice), kind="class_diagram", subject=ORDER)
    with provider(answer) as server:
        run = document(repo, writer="claude", diagrams="model")
        assert run.success, run.failure
        drafts = server.select(kind="class_diagram", subject=ORDER)
        assert [call.asked.verb for call in drafts if call.asked] == ["write", "review", "revise", "review", "revise"]
        assert "there is no edge from `Gateway` to `Order`" in str(drafts[2].request)
    content = stored_content(repo)["class_diagram", ORDER]
    assert (content["status"], content["attempts"]) == ("disputed", 3)
    assert "Gateway --> Order" not in (docs_of(repo) / ORDER_PAGE).read_text()
    assert "class_diagram[pay/order.py::Order]" in (docs_of(repo) / "hil-issues.yaml").read_text()
