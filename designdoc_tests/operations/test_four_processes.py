"""Four worker processes at once, with Dagster's storage, the journal and the page locks on one PostgreSQL."""

from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from multiprocessing.context import ForkProcess
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from designdoc_assets.disputes.file import FILE_NAME
from designdoc_tests.claude.money import billed, exit_code, forked_provider, kill, nanos, start
from designdoc_tests.messages_api.answers import failing_review
from designdoc_tests.messages_api.bodies import Body, asked_of
from designdoc_tests.messages_api.calls import Call
from designdoc_tests.messages_api.plausible import plausible
from designdoc_tests.messages_api.tokens import DEAREST
from designdoc_tests.operations.instances import on_postgres
from designdoc_tests.operations.postgres import let_leases_run_out, rows_in
from designdoc_tests.operations.runs import PARALLELISM, begin, known, small_repo, whole_files
from designdoc_tests.support import docs_of, run_job, tree_bytes

_FILES, _PROCESSES = 20, 4
_LATENCY = (0.0, 0.03)


def _answer(body: Body) -> Any:
    """Let the reviewer dislike every fifth class, whatever is written: each process meets one, which is a dispute."""
    asked = asked_of(body)
    is_disliked = asked is not None and asked.kind == "class_doc" and asked.subject.endswith(("0", "5"))
    return failing_review()(body) if is_disliked and "First" in asked.subject else plausible(body)


class _Quiet:
    """What one process alone does."""

    def __init__(self, tree: dict[str, bytes], calls: Sequence[Call]) -> None:
        self.tree = tree
        self.requests = {call.digest for call in calls}
        self.disputes = tree[FILE_NAME].decode().count("- id: ")
        assert len(self.requests) == len(calls)
        assert self.disputes >= _PROCESSES


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> _Quiet:
    folder = tmp_path_factory.mktemp("alone")
    repo = small_repo(folder, _FILES)
    with pytest.MonkeyPatch.context() as environment, forked_provider(folder, _answer) as provider:
        environment.setenv("XDG_STATE_HOME", str(folder / "state"))
        run = begin(repo).end()
        assert run.success, run.failure
        return _Quiet(tree_bytes(docs_of(repo)), provider.stop())


@pytest.fixture
def repo(tmp_path: Path, database: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository whose partitions a Dagster instance knows that is on the database of the journal."""
    home = on_postgres(tmp_path / "home", database)
    monkeypatch.setenv("DAGSTER_HOME", str(home))
    monkeypatch.setenv("DESIGNDOC_JOURNAL_URL", database)
    return small_repo(tmp_path, _FILES)


def _materialize(repo: Path, keys: Sequence[str], sentence: str | None) -> None:
    """Do what a run of a backfill does; it ends well, or where it may fail, the failure says something."""
    ends = {"start": keys[0], "end": keys[-1]}
    tags = {f"dagster/asset_partition_range_{end}": key for end, key in ends.items()}
    with dg.DagsterInstance.get() as instance:
        selection = [dg.AssetKey("class_doc")]
        run = run_job(
            repo,
            instance,
            "__ASSET_JOB",
            asset_selection=selection,
            tags=tags,
            writer="claude",
            parallelism=PARALLELISM,
        )
        failures = [e.step_failure_data.user_failure_data for e in run.all_events if e.is_step_failure]
        said = failures[0].description if failures and failures[0] else None
        assert said is None or (sentence is not None and said.startswith(sentence)), said


def _begin_all(repo: Path, classes: Sequence[str], sentence: str | None = None) -> list[ForkProcess]:
    """Begin to document all classes, a part of them in each process."""
    share = len(classes) // _PROCESSES
    parts = [classes[at : at + share] for at in range(0, len(classes), share)]
    return [start(partial(_materialize, repo, part, sentence)) for part in parts]


def _finish(repo: Path, processes: int = 1) -> None:
    """Do the rest, in processes each of which would do all of it."""
    for run in [begin(repo, has_instance=True) for _ in range(processes)]:
        ended = run.end()
        assert ended.success, ended.failure


def test_four_processes_pay_for_each_answer_once_and_leave_the_tree_that_one_leaves(
    repo: Path, tmp_path: Path, database: str, quiet: _Quiet
) -> None:
    with forked_provider(tmp_path, _answer, latency=_LATENCY) as provider:
        assert [exit_code(child) for child in _begin_all(repo, known(repo)["classes"])] == [0] * _PROCESSES
        assert (docs_of(repo) / FILE_NAME).read_text().count("- id: ") == quiet.disputes
        _finish(repo, _PROCESSES)
        calls = provider.stop()
    rows = rows_in(database)
    assert len(calls) == len(quiet.requests)
    assert {call.digest for call in calls} == quiet.requests
    assert {row.state for row in rows} == {"settled"}
    assert 0 < billed(calls) == sum(row.amount for row in rows) < nanos(Decimal(5))
    assert tree_bytes(docs_of(repo)) == quiet.tree


def test_four_processes_share_one_cap_and_a_higher_one_takes_just_the_calls_that_are_missing(
    repo: Path, tmp_path: Path, database: str, quiet: _Quiet, monkeypatch: pytest.MonkeyPatch
) -> None:
    classes = known(repo)["classes"]
    cap = Decimal("0.6")
    with forked_provider(tmp_path, _answer, latency=_LATENCY, tokenizer=DEAREST, thinking_tokens=10**9) as provider:
        monkeypatch.setenv("DESIGNDOC_BUDGET_USD", str(cap))
        children = _begin_all(repo, classes, sentence="budget exhausted at $0.")
        assert [exit_code(child) for child in children] == [0] * _PROCESSES
        before = provider.generated.value
        assert before > 0
        assert sum(row.amount for row in rows_in(database)) <= nanos(cap)
        assert whole_files(docs_of(repo), quiet.tree, but=FILE_NAME)
        monkeypatch.setenv("DESIGNDOC_BUDGET_USD", "1000")
        assert [exit_code(child) for child in _begin_all(repo, classes)] == [0] * _PROCESSES
        assert provider.generated.value > before, "the cap stopped at least one of them"
        _finish(repo)
        calls = provider.stop()
    assert len(calls) == len(quiet.requests)
    assert {call.digest for call in calls} == quiet.requests
    assert billed(calls[:before]) <= nanos(cap)
    assert billed(calls) == sum(row.amount for row in rows_in(database))
    assert tree_bytes(docs_of(repo)) == quiet.tree


def test_one_of_four_processes_is_killed_and_nothing_is_lost_that_any_of_them_finished(
    repo: Path, tmp_path: Path, database: str, quiet: _Quiet
) -> None:
    with forked_provider(tmp_path, _answer, latency=0.1) as provider:
        doomed, *others = _begin_all(repo, known(repo)["classes"])
        provider.wait_for_more(10 * _PROCESSES, doomed.is_alive)
        assert kill(doomed)
        assert [exit_code(child) for child in others] == [0] * len(others)
        answered = {row.request for row in rows_in(database) if row.has_answer}
        before = provider.generated.value
        let_leases_run_out(database)
        _finish(repo)
        calls = provider.stop()
    rows = rows_in(database)
    again = len(calls) - len(quiet.requests)
    assert 0 <= again <= PARALLELISM
    assert {call.digest for call in calls} == quiet.requests
    assert len([row for row in rows if row.has_answer]) == len({row.request for row in rows}) == len(quiet.requests)
    assert len(answered) >= before - PARALLELISM
    assert billed(calls) <= sum(row.amount for row in rows)
    assert tree_bytes(docs_of(repo)) == quiet.tree
