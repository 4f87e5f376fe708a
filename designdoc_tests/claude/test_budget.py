"""What a run may cost, what it is said to cost, and what it did cost: caps, windows, targets, forecasts."""

import os
import re
from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import dagster as dg
import pytest

from designdoc_assets.definitions import defs
from designdoc_assets.spending.money import NanoUsd, shown
from designdoc_tests.claude.money import (
    bring_up_to_date,
    forked_provider,
    journal_rows,
    kill,
    ledger,
    let_calls_age,
    let_leases_run_out,
    nanos,
    start,
)
from designdoc_tests.claude.support import provider, repo_of_classes
from designdoc_tests.messages_api.answers import failing_review
from designdoc_tests.messages_api.tokens import DEAREST
from designdoc_tests.support import (
    PAY,
    commit,
    docs_of,
    document,
    make_repo,
    regions,
    run_git,
    run_job,
    tree_bytes,
    tree_stamps,
    write,
)

_CLASSES = ["gateway.py::Gateway", "gateway.py::HttpGateway", "order.py::Order"]
_CAP_LINE = re.compile(r"At most (\$[\d.]+): of the cap of (\$[\d.]+) per (\w+), (\$[\d.]+) is spent\.")


def _forecast(repo: Path, budget: Mapping[str, Any] | None = None, **config: Any) -> tuple[str, ...]:
    """Return what a plan says: the most that it can cost, the cap, its window, and what is spent."""
    with dg.DagsterInstance.ephemeral() as instance:
        resources = {
            "designdoc": {"config": {"repo": str(repo), "writer": "claude", "plan_only": True} | config},
            "budget": {"config": dict(budget or {})},
        }
        job = defs.get_job_def("design_docs")
        run = job.execute_in_process(instance=instance, run_config={"resources": resources})
        messages = [entry.user_message for entry in instance.all_logs(run.run_id)]
    [found] = filter(None, map(_CAP_LINE.search, messages))
    return found.groups()


def _spent(repo: Path, window: str, **config: Any) -> str:
    return _forecast(repo, {"budget_window": window}, **config)[3]


def _edit(repo: Path) -> None:
    """Change something, so that there is something to pay."""
    file = repo / "pay/order.py"
    file.write_text(file.read_text().replace("send(100)", "send(101)"))
    commit(repo)


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    return make_repo(tmp_path / "pay", PAY)


# --- a cap of nothing


def test_a_cap_of_zero_allows_no_call_and_all_that_is_free(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESIGNDOC_BUDGET_USD", "0")
    with provider() as server:
        run = document(repo, writer="claude")
        assert server.calls == []
    assert journal_rows() == []
    assert set(regions(repo)) == {
        ("file_summary", "pay/__init__.py"),  # it defines nothing
        *(
            ("class_diagram", f"pay/{name}")
            for name in ("gateway.py::Gateway", "gateway.py::HttpGateway", "order.py::Order")
        ),
        ("package_diagram", "pay"),
        ("dependency_report", "pypi:requests"),
        ("document", "TECH_DEBT"),
        ("document", "SYMBOLS"),
        ("document", "llms"),
        ("document", "README"),
    }
    assert run.failure == (
        "budget exhausted at $0.00 / cap $0.00: 1 of 3 file_summary, 0 of 3 class_doc, 0 of 1 package_readme, "
        "4 of 6 document done. Raise the cap (DESIGNDOC_BUDGET_USD or [pipeline] max_budget_usd) and materialize again."
    )


def test_what_was_paid_is_used_under_a_cap_of_zero(repo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with provider() as server:
        assert document(repo, writer="claude").success
        calls, tree = len(server.calls), tree_bytes(docs_of(repo))
        monkeypatch.setenv("DESIGNDOC_BUDGET_USD", "0")
        run_git(repo, "clean", "-fdxq", "docs")
        again = document(repo, writer="claude")  # from the journal
        assert again.success, again.failure
        assert tree_bytes(docs_of(repo)) == tree
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "other-machine"))
        for page in docs_of(repo).rglob("*.md"):
            page.unlink()
        again = document(repo, writer="claude")  # from the content that is kept beside the pages
        assert again.success, again.failure
        assert tree_bytes(docs_of(repo)) == tree
        assert journal_rows() == []
        assert len(server.calls) == calls


# --- where cap and window come from


class _Given(NamedTuple):
    """A budget as it can be given: in the run configuration, in the environment, in the target's file."""

    run: Mapping[str, Any] = {}
    environment: Mapping[str, str] = {}
    file: str = ""


@pytest.mark.parametrize(
    ("given", "held"),
    [
        (_Given(), ("$5.00", "month")),
        (_Given(file='max_budget_usd = 3\nbudget_window = "day"'), ("$3.00", "day")),
        (_Given({}, {"BUDGET_USD": "2", "BUDGET_WINDOW": "run"}), ("$2.00", "run")),
        (_Given({}, {"BUDGET_USD": "2"}, "max_budget_usd = 3"), ("$2.00", "month")),
        (_Given({}, {"BUDGET_USD": "2"}, "max_budget_usd = 1"), ("$1.00", "month")),
        (_Given({}, {"BUDGET_USD": "2"}, 'budget_window = "day"'), ("$2.00", "month")),
        (_Given({}, {"BUDGET_USD": "2"}, 'budget_window = "total"'), ("$2.00", "total")),
        (_Given({"max_budget_usd": 4.0, "budget_window": "total"}, {"BUDGET_USD": "2"}), ("$4.00", "total")),
        (_Given({"max_budget_usd": 4.0}, {"BUDGET_USD": "2"}, "max_budget_usd = 3"), ("$3.00", "month")),
        (_Given({"max_budget_usd": 0.0}, {"BUDGET_USD": "2"}, "max_budget_usd = 3"), ("$0.00", "month")),
    ],
)
def test_the_run_decides_before_the_environment_and_the_target_can_only_tighten(
    given: _Given, held: tuple[str, str], repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in given.environment.items():
        monkeypatch.setenv(f"DESIGNDOC_{name}", value)
    write(repo, ".designdoc.toml", f"[pipeline]\n{given.file}\n")
    assert _forecast(repo, given.run)[1:3] == held


@pytest.mark.parametrize("times", [100, 0.01])
def test_a_target_can_raise_a_price_under_the_operators_cap_and_cannot_lower_it(
    times: float, repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prices = f"input = {2 * times}, output = {10 * times}, cache_read = {0.1 * times}, cache_write = {2.5 * times}"
    write(repo, ".designdoc.toml", f'[models.prices]\n"claude-sonnet-5-5" = {{ {prices} }}\n')
    monkeypatch.setenv("DESIGNDOC_BUDGET_USD", "1000")
    with provider() as server:
        assert document(repo, writer="claude").success
        of_sonnet = sum(nanos(call.cost) for call in server.calls if call.model == "claude-sonnet-5-5")
    counted = sum(row.amount for row in journal_rows() if not row.role.startswith("review_"))
    assert counted == of_sonnet * max(times, 1)


# --- windows, runs, targets


def test_each_window_counts_what_was_spent_in_it(repo: Path) -> None:
    with provider() as server:
        assert document(repo, writer="claude").success
        bill = shown(NanoUsd(nanos(server.bill)))
        _edit(repo)
        assert [_spent(repo, window) for window in ("day", "month", "total", "run")] == [bill, bill, bill, "$0.00"]
        let_calls_age(days=1.5)
        assert [_spent(repo, window) for window in ("day", "total", "run")] == ["$0.00", bill, "$0.00"]
        let_calls_age(days=32)
        assert [_spent(repo, window) for window in ("day", "month", "total")] == ["$0.00", "$0.00", bill]


def test_the_runs_of_a_backfill_are_one_run(
    repo: Path, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESIGNDOC_BUDGET_WINDOW", "run")

    def announced(key: str, backfill: str) -> str:
        run = run_job(
            repo,
            instance,
            "__ASSET_JOB",
            asset_selection=[dg.AssetKey("file_summary")],
            partition_key=key,
            tags={"dagster/backfill": backfill},
            writer="claude",
        )
        assert run.success
        [found] = filter(None, (_CAP_LINE.search(entry.user_message) for entry in instance.all_logs(run.run_id)))
        return str(found[4])

    with provider() as server:
        run_job(repo, instance, "__ASSET_JOB", asset_selection=[dg.AssetKey("repo_snapshot")], writer="claude")
        assert announced("pay/gateway.py", "one") == "$0.00"
        paid = shown(NanoUsd(nanos(server.bill)))
        assert announced("pay/order.py", "one") == paid != "$0.00"
        _edit(repo)
        assert announced("pay/order.py", "two") == "$0.00"


def test_two_targets_have_their_own_money(tmp_path: Path) -> None:
    repos = [repo_of_classes(tmp_path / name / "repo", 2) for name in ("one", "two")]
    with provider() as server:
        for repo in repos:
            assert _forecast(repo)[3] == "$0.00"
            assert document(repo, writer="claude").success
        assert len(server.calls) == 2 * len({call.digest for call in server.calls})
    assert len({row.target for row in journal_rows()}) == 2


def test_clones_of_one_repository_share_money_and_answers(tmp_path: Path) -> None:
    urls = ["https://git.example.org/o/pay.git", "git@git.example.org:o/pay"]
    repos = [make_repo(tmp_path / str(number) / "pay", PAY) for number in range(2)]
    for repo, url in zip(repos, urls, strict=True):
        run_git(repo, "remote", "add", "origin", url)
    with provider() as server:
        assert document(repos[0], writer="claude").success
        calls = len(server.calls)
        assert _forecast(repos[1])[3] == shown(NanoUsd(nanos(server.bill)))
        assert document(repos[1], writer="claude").success
        assert len(server.calls) == calls
    assert tree_bytes(docs_of(repos[0])) == tree_bytes(docs_of(repos[1]))


# --- force


def test_force_asks_anew_and_pays_again(repo: Path) -> None:
    with provider() as server:
        assert document(repo, writer="claude").success
        calls, bill = len(server.calls), server.bill
        assert document(repo, writer="claude", force=True).success
        assert len(server.calls) == 2 * calls
        assert nanos(server.bill) == ledger() > nanos(bill)
        assert {row.state for row in journal_rows()} == {"settled"}
        run_git(repo, "clean", "-fdxq", "docs")
        assert document(repo, writer="claude").success
        assert len(server.calls) == 2 * calls


def test_a_forced_run_that_was_killed_is_taken_up_by_one_that_is_not_forced(tmp_path: Path) -> None:
    repo = repo_of_classes(tmp_path / "repo", 4)
    with forked_provider(tmp_path, latency=0.01) as server:
        child = start(partial(bring_up_to_date, repo, force=True, parallelism=3))
        server.wait_for_more(9, child.is_alive)
        assert kill(child)
        paid = {row.request for row in journal_rows() if row.has_answer}
        let_leases_run_out()
        run = document(repo, writer="claude")
        assert run.success, run.failure
        server.stop()
    rows = [row.request for row in journal_rows()]
    assert paid
    assert all(rows.count(request) == 1 for request in paid)


# --- what is said of the money


def test_a_plan_makes_no_call_writes_nothing_and_needs_no_key(repo: Path, instance: dg.DagsterInstance) -> None:
    before = tree_stamps(repo)
    assert not any(name.startswith("ANTHROPIC_") for name in os.environ)
    run = document(repo, instance, writer="claude", plan_only=True)
    assert run.success, run.failure
    assert run.assets == ()
    assert "Plan:\n" in run.log
    assert re.search(r"\nclass_doc +3 +0 +\d+ +\$0\.\d+\n", run.log)
    assert _CAP_LINE.search(run.log)
    assert tree_stamps(repo) == before
    assert not any(instance.get_dynamic_partitions(grain) for grain in ("files", "classes", "packages", "documents"))
    assert journal_rows() == []
    with provider() as server:
        assert document(repo, writer="claude").kinds["class_doc"] == 3  # no receipt says that nothing is left to do
        _edit(repo)
        before, calls = tree_stamps(docs_of(repo)), len(server.calls)
        assert document(repo, writer="claude", plan_only=True).success
        assert tree_stamps(docs_of(repo)) == before
        assert len(server.calls) == calls


@pytest.mark.parametrize("fault", [None, "truncated", "malformed", "reset_before+billed"])
def test_a_run_never_costs_more_than_the_forecast_says(
    fault: str | None, repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESIGNDOC_BUDGET_USD", "100000")
    dear: dict[str, Any] = {"tokenizer": DEAREST, "thinking_tokens": 10**9, "faults": {fault: 0.3} if fault else None}
    with provider(failing_review(), **dear) as server:
        most = Decimal(_forecast(repo)[0].removeprefix("$"))
        document(repo, writer="claude")
        assert 0 < server.bill < most
        assert 0 < ledger() < nanos(most)


def test_what_the_artifacts_cost_adds_up_to_the_bill(repo: Path, instance: dg.DagsterInstance) -> None:
    with provider(failing_review(1)) as server:
        run = run_job(repo, instance, writer="claude")
        assert run.success
        said = [line for entry in instance.all_logs(run.run_id) for line in entry.user_message.splitlines()]
        made = [
            event.step_materialization_data.materialization for event in run.all_events if event.is_step_materialization
        ]
        costs = [value.value for m in made if (value := m.metadata.get("cost_usd")) is not None]
        assert sum(round(float(str(cost)) * 10**9) for cost in costs) == nanos(server.bill) == ledger()
        calls = [value.value for m in made if (value := m.metadata.get("model_calls")) is not None]
        assert sum(int(str(number)) for number in calls) == len(server.calls)
        read = sum(usage[name] for call in server.calls if (usage := call.usage) for name in usage if "input" in name)
        written = sum(call.usage["output_tokens"] for call in server.calls if call.usage)
        bill = shown(NanoUsd(nanos(server.bill)))
        assert (
            f"Spent {bill} in {len(server.calls)} calls ({read:,} tokens in, {written:,} out). "
            f"The budget (month) stands at {bill} of $5.00."
        ) in said
