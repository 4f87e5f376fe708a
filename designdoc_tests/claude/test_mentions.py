"""Prose is stale when the interface of something that it names changes or is gone, and the plan says of what."""

from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from designdoc_tests.claude.support import provider, stored_content
from designdoc_tests.messages_api.bodies import Body, asked_of
from designdoc_tests.messages_api.plausible import plausible
from designdoc_tests.messages_api.server import MessagesApi
from designdoc_tests.support import document, latest_materializations, make_repo, write

GATEWAY, ROUNDING = ("class_doc", "pay/http.py::Gateway"), ("file_summary", "pay/rounding.py")
FILES = {
    "pay/http.py": (
        '"""Banks on the web."""\n\nfrom pay.ledger import Ledger\nfrom pay.rounding import rounded\n\n\n'
        'class Gateway:\n    """Sends by HTTP."""\n\n'
        "    def __init__(self, ledger: Ledger) -> None:\n        self.ledger = ledger\n\n"
        "    def send(self, cents: int) -> bool:\n        return self.ledger.book(rounded(cents))\n"
    ),
    "pay/ledger.py": (
        'class Ledger:\n    """The books."""\n\n'
        '    def book(self, cents: int) -> bool:\n        """Book money."""\n        return cents % 2 == 0\n'
    ),
    "pay/rounding.py": "def rounded(cents: int) -> int:\n    return 5 * round(cents / 5)\n",
}
SAYS = {
    GATEWAY: "It rounds by `rounded()` before `send` has `Ledger.book` keep what a `bool` tells.",
    ROUNDING: "It serves `Gateway`.",
}


def naming(body: Body) -> Any:
    """Answer with texts that name things."""
    asked, answer = asked_of(body), plausible(body)
    said = SAYS.get((asked.kind, asked.subject)) if asked is not None and asked.verb != "review" else None
    return answer | {"purpose": said} if said else answer


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return make_repo(tmp_path / "pay", FILES)


def asked_after(server: MessagesApi, repo: Path, instance: dg.DagsterInstance, path: str, text: str) -> set[Any]:
    """Return what the model is asked about after a file changed."""
    before = len(server.calls)
    write(repo, path, text)
    run = document(repo, instance, writer="claude")
    assert run.success, run.failure
    return {(call.kind, call.subject) for call in server.calls[before:]}


def test_what_prose_names_is_kept_with_it(repo: Path) -> None:
    with provider(naming):
        assert document(repo, writer="claude").success
    contents = stored_content(repo)
    assert contents[GATEWAY]["names"].keys() == {"Ledger.book", "rounded"}, (
        "neither members of its own, nor others' types"
    )
    assert contents[ROUNDING]["names"].keys() == {"Gateway"}


@pytest.mark.parametrize(
    ("path", "change", "is_stale"),
    [
        ("pay/ledger.py", ("cents: int) -> bool", "cents: int, now: bool) -> bool"), True),
        ("pay/ledger.py", ("Book money.", "Book money at once."), True),
        ("pay/ledger.py", ("cents % 2", "cents % 3"), False),
        (
            "pay/ledger.py",
            ("    def book", "    def shut(self) -> None:\n        self.shut = 1\n\n    def book"),
            False,
        ),
        ("pay/ledger.py", ("The books.", "All books."), False),
        ("pay/rounding.py", ("-> int", "-> float"), True),
        ("pay/rounding.py", ("round(cents / 5)", "round(cents / 5)  # as banks do"), False),
    ],
)
def test_a_changed_interface_makes_stale_what_names_it_and_nothing_else_does(
    repo: Path, instance: dg.DagsterInstance, path: str, change: tuple[str, str], is_stale: bool
) -> None:
    with provider(naming) as server:
        assert document(repo, instance, writer="claude").success
        assert change[0] in FILES[path]
        asked = asked_after(server, repo, instance, path, FILES[path].replace(*change))
        assert (GATEWAY in asked) is is_stale
        if is_stale:
            reason = latest_materializations(instance, "class_doc")[GATEWAY[1]].metadata["reason"].value
            name = "rounded" if "rounding" in path else "Ledger.book"
            assert reason == f"it names `{name}`, which changed"
        assert document(repo, instance, writer="claude").made == (), "it was written again for what there is now"


def test_what_is_gone_makes_stale_what_names_it(repo: Path, instance: dg.DagsterInstance) -> None:
    with provider(naming) as server:
        assert document(repo, instance, writer="claude").success
        renamed = FILES["pay/http.py"].replace("class Gateway", "class Bank")
        asked = asked_after(server, repo, instance, "pay/http.py", renamed)
    assert ROUNDING in asked
    reason = latest_materializations(instance, "file_summary")[ROUNDING[1]].metadata["reason"].value
    assert "it names `Gateway`, which is gone" in reason


def test_what_a_person_edited_is_kept_whatever_it_named(repo: Path, instance: dg.DagsterInstance) -> None:
    with provider(naming) as server:
        assert document(repo, instance, writer="claude").success
        page = repo / "docs/design/packages/pay/rounding.py.md"
        page.write_text(
            page.read_text().replace(SAYS[ROUNDING].replace("`Gateway`", ""), "").replace("It serves", "I serve")
        )
        text = page.read_text()
        asked = asked_after(server, repo, instance, "pay/http.py", FILES["pay/http.py"].replace("HTTP", "HTTP alone"))
    assert ROUNDING not in asked and page.read_text() == text
