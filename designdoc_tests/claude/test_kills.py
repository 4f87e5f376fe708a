"""Runs that are killed: what was paid is not asked again, and the last run leaves what a quiet one would have left."""

import random
import shutil
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

import pytest

from designdoc_assets.spending.prices import Prices
from designdoc_tests.claude.money import (
    Row,
    billed,
    bring_up_to_date,
    exit_code,
    forked_provider,
    journal_rows,
    kill,
    let_leases_run_out,
    start,
)
from designdoc_tests.claude.support import repo_of_classes
from designdoc_tests.messages_api.calls import Call
from designdoc_tests.support import check_whole, docs_of, document, tree_bytes, write
from designdoc_tests.trials import trials

_ROUNDS, _ROUNDS_WITH_DIAGRAMS, _KILLS_PER_ROUND = trials(10, 2), trials(2, 1), 10
_MOST_CALLS_BETWEEN_KILLS = 32
"""Twice a tenth of what a whole run takes: ten kills are spread over one run, from its first moment to its last."""
_PARALLELISM = 16
_DIAGRAMS = ["class_diagram", "package_diagram"]
"""No model is asked for them, and each process needs an engine for them, which takes half a second to load: most rounds
do without."""

Asked = tuple[str | None, str | None, str | None]
"""Verb, kind and subject of a call."""


class _Quiet(NamedTuple):
    """A repository of 60 classes without docs, and the tree that a run leaves which nobody kills."""

    repo: Path
    tree: dict[str, bytes]


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bool], _Quiet]:
    """Make a repository and its tree, with diagrams or without, once."""

    @cache
    def make(has_diagrams: bool) -> _Quiet:
        folder = tmp_path_factory.mktemp("quiet")
        repo = repo_of_classes(folder / "repo", 30, packages=3)
        if not has_diagrams:
            write(repo, ".designdoc.toml", f"[stages]\nskip = {_DIAGRAMS}\n")
        Prices().check(["claude-sonnet-5-5"])  # loads the price list, once for all processes
        with pytest.MonkeyPatch.context() as environment, forked_provider(folder) as provider:
            environment.setenv("XDG_STATE_HOME", str(folder / "state"))
            assert exit_code(start(partial(bring_up_to_date, repo, parallelism=_PARALLELISM))) == 0
            assert Counter(call.verb for call in provider.stop()) == {
                "write": 30 + 60 + 3 + 2,
                "review": 30 + 60 + 3 + 2,
            }
        tree = tree_bytes(docs_of(repo))
        shutil.rmtree(docs_of(repo))
        return _Quiet(repo, tree)

    return make


@pytest.mark.parametrize("seed", range(_ROUNDS))
def test_runs_that_are_killed_pay_nothing_twice_and_the_last_one_ends_in_the_same_bytes(
    seed: int, quiet: Callable[[bool], _Quiet], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESIGNDOC_BUDGET_USD", "10000")  # calls of the dead count at their worst case
    source, expected = quiet(seed < _ROUNDS_WITH_DIAGRAMS)
    dice, kills = random.Random(seed), 0
    while kills < _KILLS_PER_ROUND:
        folder = tmp_path / str(kills)
        folder.mkdir()
        monkeypatch.setenv("XDG_STATE_HOME", str(folder / "state"))
        repo = Path(shutil.copytree(source, folder / "repo"))
        kills += _document_with_kills(repo, expected, dice, _KILLS_PER_ROUND - kills)


def _document_with_kills(repo: Path, expected: dict[str, bytes], dice: random.Random, most_kills: int) -> int:
    """Document a repository in runs of which all but the last are killed; return how many that were."""
    kills: list[tuple[float, set[Asked]]] = []
    with forked_provider(repo.parent, latency=(0.0, 0.02), seed=dice.randrange(1000)) as provider:
        while len(kills) < most_kills:
            child = start(partial(bring_up_to_date, repo, parallelism=_PARALLELISM))
            provider.wait_for_more(dice.choice([0, dice.randint(1, _MOST_CALLS_BETWEEN_KILLS)]), child.is_alive)
            time.sleep(dice.uniform(0, 0.03))
            if not kill(child):
                assert child.exitcode == 0
                break
            kills.append((time.time(), _stored()))
            _check_pages_are_whole(docs_of(repo), expected)
            let_leases_run_out()
        run = document(repo, writer="claude", parallelism=_PARALLELISM)
        assert run.success, run.failure
        calls = provider.stop()
    assert tree_bytes(docs_of(repo)) == expected
    _check_payment(calls, journal_rows())
    for moment, stored in kills:
        assert stored.isdisjoint(_asked(call) for call in calls if call.arrived > moment)
    return len(kills)


def _asked(call: Call) -> Asked:
    return call.verb, call.kind, call.subject


def _stored() -> set[Asked]:
    """Return what has an answer in the journal."""
    return {_of(row) for row in journal_rows() if row.has_answer}


def _of(row: Row) -> Asked:
    kind = row.role.removeprefix("review_")
    _, _, subject = row.artifact.removesuffix("]").partition("[")
    return "write" if kind == row.role else "review", kind, subject


def _check_pages_are_whole(docs: Path, expected: dict[str, bytes]) -> None:
    """Check that none is torn, whatever the moment."""
    files = {name: content for name, content in tree_bytes(docs).items() if not name.endswith(".tmp")}
    check_whole(files, expected)


def _check_payment(calls: list[Call], rows: list[Row]) -> None:
    """Check that each question was answered once, that nobody asked again then, and that the ledger holds the bill."""
    of_request: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        of_request[row.request].append(row)
    assert all([row.has_answer for row in asked].index(True) == len(asked) - 1 for asked in of_request.values())
    assert sum(row.amount for row in rows) >= billed(calls)
    assert len(calls) <= len(rows)
    assert {_asked(call) for call in calls} == {_of(row) for row in rows}
