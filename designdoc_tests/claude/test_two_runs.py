"""Runs at the same time on one target: they share one cap, pay nothing twice, and leave one whole tree."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest

from designdoc_assets.spending.prices import Prices
from designdoc_tests.claude.money import FORK, billed, exit_code, forked_provider, journal_rows, ledger, nanos, start
from designdoc_tests.claude.support import repo_of_classes
from designdoc_tests.messages_api.tokens import DEAREST
from designdoc_tests.support import docs_of, document, tree_bytes, write

_FILES = 5
_CALLS = 2 * (_FILES + 2 * _FILES + 1 + 2)
"""A draft and a review for each file, each class, the package and two documents."""
_DIAGRAMS = ["class_diagram", "package_diagram"]
"""No model is asked for them, and each process would load an engine for them."""


def _repo(folder: Path) -> Path:
    repo = repo_of_classes(folder / "repo", _FILES)
    write(repo, ".designdoc.toml", f"[stages]\nskip = {_DIAGRAMS}\n")
    return repo


@pytest.fixture(scope="module")
def quiet_tree(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The tree that one run alone leaves."""
    folder = tmp_path_factory.mktemp("quiet")
    Prices().check(["claude-sonnet-5-5"])  # loads the price list, once for all processes
    with pytest.MonkeyPatch.context() as environment, forked_provider(folder) as provider:
        environment.setenv("XDG_STATE_HOME", str(folder / "state"))
        assert exit_code(start(partial(_run, _repo(folder), True, lambda: None))) == 0
        assert len(provider.stop()) == _CALLS
    return tree_bytes(docs_of(folder / "repo"))


def _run(repo: Path, ends_well: bool, begin: Callable[[], object]) -> None:
    begin()
    run = document(repo, writer="claude", parallelism=6)
    assert run.success if ends_well else run.failure.startswith("budget exhausted at $"), run.failure


def _together(repo: Path, runs: int, *, ends_well: bool) -> None:
    begin = FORK.Barrier(runs).wait
    children = [start(partial(_run, repo, ends_well, begin)) for _ in range(runs)]
    assert [exit_code(child) for child in children] == [0] * runs


def test_runs_at_the_same_time_pay_for_each_answer_once(tmp_path: Path, quiet_tree: dict[str, bytes]) -> None:
    repo = _repo(tmp_path)
    with forked_provider(tmp_path, latency=(0.0, 0.04)) as provider:
        _together(repo, 3, ends_well=True)
        calls = provider.stop()
    assert len({call.digest for call in calls}) == len(calls) == _CALLS
    assert billed(calls) == ledger()
    assert {row.state for row in journal_rows()} == {"settled"}
    assert tree_bytes(docs_of(repo)) == quiet_tree


def test_runs_at_the_same_time_share_one_cap(
    tmp_path: Path, quiet_tree: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    repo = _repo(tmp_path)
    with forked_provider(tmp_path, latency=(0.0, 0.04), tokenizer=DEAREST, thinking_tokens=10**9) as provider:
        cap = Decimal("0.25")
        monkeypatch.setenv("DESIGNDOC_BUDGET_USD", str(cap))
        _together(repo, 2, ends_well=False)
        assert 0 < provider.generated.value < _CALLS
        assert ledger() <= nanos(cap)
        monkeypatch.setenv("DESIGNDOC_BUDGET_USD", "1000")
        _together(repo, 2, ends_well=True)
        calls = provider.stop()
    assert len({call.digest for call in calls}) == len(calls) == _CALLS
    assert billed(calls) == ledger()
    assert tree_bytes(docs_of(repo)) == quiet_tree
