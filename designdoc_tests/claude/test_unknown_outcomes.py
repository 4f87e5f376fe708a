"""Calls of which nobody knows whether they were billed: they count as spent, and are asked again within the cap."""

import os
import signal
from decimal import Decimal
from functools import partial
from pathlib import Path

import dagster as dg
import pytest

from designdoc_tests.claude.money import (
    Row,
    billed,
    exit_code,
    forked_provider,
    journal_rows,
    ledger,
    let_leases_run_out,
    nanos,
    start,
)
from designdoc_tests.claude.support import provider
from designdoc_tests.messages_api.faults import FaultPlan, Incoming
from designdoc_tests.support import PAY, docs_of, document, latest_materializations, make_repo, run_job, tree_bytes
from designdoc_tests.waiting import wait_for

_ORDER = "pay/order.py::Order"
_ANSWERED, _IN_FLIGHT = 4, 3
_OUTCOMES = [
    "hang+billed",
    "hang+free",
    "reset_before+billed",
    "reset_before+free",
    "reset_after",
    "bad_gateway+billed",
]


def _on_first_draft_of_order(fault: str) -> FaultPlan:
    def choose(incoming: Incoming) -> str | None:
        asked = incoming.asked
        is_it = asked is not None and (asked.verb, asked.kind, asked.subject) == ("write", "class_doc", _ORDER)
        return fault if is_it and not incoming.seen else None

    return choose


def _rows_of_order() -> list[Row]:
    return [row for row in journal_rows() if (row.artifact, row.role) == (f"class_doc[{_ORDER}]", "class_doc")]


@pytest.mark.parametrize("fault", _OUTCOMES)
def test_a_call_of_unknown_outcome_counts_at_its_worst_case_and_is_made_again(
    fault: str, tmp_path: Path, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESIGNDOC_CALL_TIMEOUT_S", "3" if fault.startswith("hang") else "60")
    repo = make_repo(tmp_path / "pay", PAY)
    with provider(faults=_on_first_draft_of_order(fault)) as server:
        assert run_job(repo, instance, writer="claude").success
        lost, made_again = server.select(verb="write", kind="class_doc", subject=_ORDER)
        assert lost.digest == made_again.digest
        unknown, settled = _rows_of_order()
        assert (unknown.state, settled.state) == ("unknown", "settled")
        assert unknown.amount > nanos(made_again.cost) == settled.amount
        assert ledger() == nanos(server.bill - lost.cost) + unknown.amount >= nanos(server.bill)
    made = latest_materializations(instance, "class_doc")[_ORDER].metadata
    assert made["transport_retries"].value == 1
    assert made["content_retries"].value == 0
    of_order = [row.amount for row in journal_rows() if row.artifact == f"class_doc[{_ORDER}]"]
    assert made["cost_usd"].value == pytest.approx(sum(of_order) / 10**9, abs=1e-12)


def test_a_call_of_unknown_outcome_is_not_made_again_where_the_cap_does_not_allow_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo = make_repo(tmp_path / "pay", PAY)
    monkeypatch.setenv("DESIGNDOC_BUDGET_USD", "0.1")  # one call, and not two, at their worst
    with provider(faults=lambda incoming: "reset_before+billed") as server:
        run = document(repo, writer="claude", parallelism=1)
    assert run.failure.startswith("budget exhausted at $")
    assert {row.state for row in journal_rows()} == {"unknown"}
    assert 0 < nanos(server.bill) <= ledger() <= nanos(Decimal("0.1"))
    assert len(server.calls) == len(journal_rows())


def test_a_call_that_is_never_answered_is_given_up_after_three_worst_cases(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo = make_repo(tmp_path / "pay", PAY)

    def choose(incoming: Incoming) -> str | None:
        return "reset_after" if incoming.asked and incoming.asked.subject == _ORDER else None

    with provider(faults=choose) as server:
        run = document(repo, writer="claude")
    assert f"class_doc[{_ORDER}]: the connection to the provider failed" in run.failure
    assert [row.state for row in _rows_of_order()] == ["unknown"] * 3
    assert len(server.select(subject=_ORDER)) == 3
    assert ledger() >= nanos(server.bill)


@pytest.mark.parametrize("way", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_run_that_is_ended_from_outside_leaves_its_calls_in_flight_counted_and_the_next_one_asks_again(
    way: signal.Signals, tmp_path: Path
) -> None:
    repo = make_repo(tmp_path / "pay", PAY)
    folders = [tmp_path / name for name in ("first", "second")]
    for folder in folders:
        folder.mkdir()
    with forked_provider(folders[0], faults=_after(_ANSWERED)) as server:
        child = start(partial(document, repo, writer="claude", parallelism=_IN_FLIGHT))
        server.wait_for_more(_ANSWERED + _IN_FLIGHT, child.is_alive)
        wait_for(
            lambda: sum(row.has_answer for row in journal_rows()) == _ANSWERED, "answers that are kept", every_s=0.005
        )
        assert child.pid is not None
        os.kill(child.pid, way)
        assert exit_code(child) is not None
        calls = server.stop()
    in_flight = [row for row in journal_rows() if not row.has_answer]
    # What is only cancelled says so, and the next run need not wait until it counts as dead.
    assert [row.state for row in in_flight] == ["in_flight" if way is signal.SIGKILL else "unknown"] * _IN_FLIGHT
    assert ledger() >= billed(calls) > 0
    before = ledger()
    let_leases_run_out()
    with forked_provider(folders[1]) as server:
        assert exit_code(start(partial(_succeeds, repo))) == 0
        again = server.stop()
    assert {row.request for row in in_flight} <= {row.request for row in journal_rows() if row.has_answer}
    assert ledger() == before + billed(again)
    answered = [call.digest for call in calls if call.status == 200]
    assert not set(answered) & {call.digest for call in again}
    assert "README.md" in tree_bytes(docs_of(repo))


def _after(answers: int) -> FaultPlan:
    left = answers

    def choose(incoming: Incoming) -> str | None:
        nonlocal left
        left -= 1
        return "hang+billed" if left < 0 else None

    return choose


def _succeeds(repo: Path) -> None:
    run = document(repo, writer="claude")
    assert run.success, run.failure
