"""Runs that are killed while events wait: the next run reports what is missing, once, and neither makes nor pays it."""

import random
import shutil
import time
from collections import Counter
from functools import partial
from multiprocessing.context import ForkProcess
from pathlib import Path

import dagster as dg
import pytest

from designdoc_assets.artifacts.registry import kinds
from designdoc_assets.orchestration.storage.batches import MOST_WAITING
from designdoc_tests.benchmarks.targets import make_target
from designdoc_tests.claude.money import exit_code, forked_provider, journal_rows, kill, start
from designdoc_tests.claude.support import repo_of_classes
from designdoc_tests.storage.homes import Home
from designdoc_tests.support import Documented, docs_of, document, latest_materializations, regions, tree_bytes

_FILES, _PARALLELISM = 12, 4
_KINDS_OF_A_GRAIN = 2
_MOST_UNREPORTED = MOST_WAITING + _KINDS_OF_A_GRAIN * _PARALLELISM
"""Events that wait, and artifacts that are made at once."""

Artifact = tuple[str, str]


@pytest.fixture(autouse=True)
def own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test a journal and a cache of its own."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def _document(repo: Path, home: Home, writer: str) -> Documented:
    with home.instance() as instance:
        return document(repo, instance, writer=writer, parallelism=_PARALLELISM)


def _known(home: Home) -> dict[Artifact, str]:
    """Return the data version of each artifact that the instance knows."""
    with home.instance() as instance:
        return {
            (kind, key): (event.tags or {})["dagster/data_version"]
            for kind in kinds()
            for key, event in latest_materializations(instance, kind).items()
        }


def _reported(home: Home) -> Counter[Artifact]:
    """Return how often each artifact was reported, over all runs, as each run and the instance say it."""
    count: Counter[Artifact] = Counter()
    with home.instance() as instance:
        for run in instance.get_runs():
            count.update(_of_run(instance, run.run_id))
        for kind in kinds():
            records = instance.fetch_materializations(dg.AssetKey(kind), limit=10_000).records
            assert Counter(record.partition_key for record in records) == Counter(
                {key: times for (of, key), times in count.items() if of == kind}
            )
    return count


def _of_run(instance: dg.DagsterInstance, run_id: str) -> list[Artifact]:
    made = [
        entry.asset_materialization
        for entry in instance.all_logs(run_id, of_type=dg.DagsterEventType.ASSET_MATERIALIZATION)
    ]
    return [(one.asset_key.to_user_string(), one.partition) for one in made if one and one.partition is not None]


def _on_disk(repo: Path) -> dict[Artifact, str]:
    return {artifact: header.data_version for artifact, header in regions(repo).items()}


def _is_prefix(short: str, version: str) -> bool:
    return version.startswith(short)


def _killed_and_next(
    repo: Path, home: Home, writer: str, child: ForkProcess
) -> tuple[Documented, set[Artifact], set[Artifact]]:
    """Kill a run, run again, and return how that went, what stood on disk, and what of that was known."""
    kill(child)
    on_disk, known = _on_disk(repo), _known(home)
    assert known.keys() <= on_disk.keys(), "an event is never ahead of its page"
    assert len(on_disk.keys() - known.keys()) <= _MOST_UNREPORTED
    return _document(repo, home, writer), set(on_disk), set(known)


def _check(home: Home, repo: Path, again: Documented, on_disk: set[Artifact], known: set[Artifact]) -> None:
    assert again.success, again.failure
    assert on_disk - known <= set(again.made), "what stood and was unknown is reported"
    # README is made anew with every change, so it may be reported by both runs; nothing else is.
    doubled = {artifact for artifact, times in _reported(home).items() if times > 1}
    assert doubled <= set(again.made) & known
    assert {kind for kind, _ in doubled} <= {"document", "package_readme", "package_diagram"}
    versions, everything = _known(home), _on_disk(repo)
    assert versions.keys() == everything.keys()
    assert all(_is_prefix(everything[artifact], versions[artifact]) for artifact in versions)


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], float, Path]:
    """The tree of a run that nobody kills, how long it took, and its target."""
    folder = tmp_path_factory.mktemp("quiet")
    repo = folder / "repo"
    make_target(repo, _FILES)
    begun = time.monotonic()
    assert exit_code(start(partial(_bare, repo))) == 0
    took = time.monotonic() - begun
    tree = tree_bytes(docs_of(repo))
    shutil.rmtree(docs_of(repo))
    return tree, took, repo


def _bare(repo: Path) -> None:
    assert document(repo, writer="static").success


@pytest.mark.parametrize("seed", [0, *(pytest.param(n, marks=pytest.mark.long) for n in range(1, 30))])
def test_after_a_kill_what_the_events_lack_is_reported_and_not_made(
    home: Home, quiet: tuple[dict[str, bytes], float, Path], tmp_path: Path, seed: int
) -> None:
    tree, took, source = quiet
    repo = Path(shutil.copytree(source, tmp_path / "repo"))
    child = start(partial(_document, repo, home, "static"))
    time.sleep(random.Random(seed).uniform(0.2, 1) * took)
    again, on_disk, known = _killed_and_next(repo, home, "static", child)
    _check(home, repo, again, on_disk, known)
    assert tree_bytes(docs_of(repo)) == tree


@pytest.mark.parametrize("seed", [0, *(pytest.param(n, marks=pytest.mark.long) for n in range(1, 15))])
def test_after_a_kill_nothing_is_paid_again(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setenv("DAGSTER_HOME", str(home.folder))
    monkeypatch.setenv("DESIGNDOC_BUDGET_USD", "10000")  # calls of the dead count at their worst case
    repo = repo_of_classes(tmp_path / "repo", 6)
    with forked_provider(tmp_path, latency=0.02) as provider:
        child = start(partial(_document, repo, home, "claude"))
        provider.wait_for_more(random.Random(seed).randrange(3, 24), child.is_alive)
        again, on_disk, known = _killed_and_next(repo, home, "claude", child)
        _check(home, repo, again, on_disk, known)
        calls = provider.stop()
    rows = journal_rows(home.folder / "designdoc/journal.sqlite")
    answered = Counter(row.request for row in rows if row.has_answer)
    assert max(answered.values()) == 1
    assert len(calls) <= len({call.digest for call in calls}) + _PARALLELISM, "only what was in flight is asked again"
