"""How far a run is: what is told of it in lines, how often, and that it is true."""

import random
import re
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path

import dagster as dg
import pytest

from designdoc_assets.definitions import defs
from designdoc_assets.making.progress import Money, RunProgress
from designdoc_assets.orchestration import progress as shown
from designdoc_assets.orchestration.progress import LEAST_S, UNWATCHED_S, WATCHED_S, Lines
from designdoc_assets.spending.money import NanoUsd
from designdoc_tests.claude.support import provider
from designdoc_tests.support import PAY, document, make_repo, write
from designdoc_tests.waiting import wait_for

KINDS = ("file_summary", "class_doc", "class_diagram", "package_readme")


class Clock:
    """Goes when it is told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def _told(seed: int, every_s: float) -> tuple[list[tuple[float, str]], dict[str, int]]:
    """Let a run of random length make things at random, and return its lines with their times, and what it made."""
    rng, clock = random.Random(seed), Clock()
    progress = RunProgress(clock)
    lines, told = Lines(progress, every_s, clock), []
    made = {kind: rng.choice([0, 1, 40]) for kind in KINDS}

    def listen(until: float) -> None:
        """Do what the thread does: wake when it is time, or when a kind ends."""
        while clock.now + lines.wait_s() <= until:
            clock.now += lines.wait_s()
            line = lines.line()
            assert line is not None
            told.append((clock.now, line))
        clock.now = until

    for step in ("Reading the target", "Planning"):
        progress.enter(step)
        listen(clock.now + rng.choice([0.0, 0.2, 45.0]))
    progress.expect(made)
    progress.make()
    for kind in KINDS:
        for number in range(made[kind]):
            with progress.working(kind, f"p{number}"):
                listen(clock.now + rng.choice([0.0, 0.01, 0.3, 25.0]))
        progress.end([kind])
    listen(clock.now + rng.choice([0.0, 30.0]))
    return told, made


@pytest.mark.parametrize("every_s", [WATCHED_S, UNWATCHED_S], ids=["watched", "unwatched"])
@pytest.mark.parametrize("seed", range(40))
def test_lines_are_a_second_apart_and_there_is_no_long_silence(seed: int, every_s: float) -> None:
    told, _ = _told(seed, every_s)
    times = [0.0, *(time for time, _ in told)]
    pauses = [later - earlier for earlier, later in pairwise(times)]
    assert all(LEAST_S - 1e-6 <= pause <= every_s + 1e-6 for pause in pauses)


@pytest.mark.parametrize("seed", range(40))
def test_each_kind_has_a_line_that_says_that_it_ended_unless_the_run_ended_first(seed: int) -> None:
    told, made = _told(seed, WATCHED_S)
    said = "\n".join(line for _, line in told)
    for kind in [kind for kind in KINDS[:-1] if made[kind] and made[KINDS[-1]] == 40]:
        assert re.search(rf"{kind} {made[kind]} of {made[kind]}[^;]* done\.", said)


def test_a_line_says_what_is_in_work_how_far_that_is_and_what_it_costs() -> None:
    clock = Clock()
    progress = RunProgress(clock)
    lines = Lines(progress, WATCHED_S, clock)
    progress.enter("Reading the target")
    progress.note(812, 2811)
    clock.now = 10.0
    assert lines.line() == "Reading the target: 812 of 2,811, 10 s so far."
    progress.money = lambda: Money(NanoUsd(420_000_000), NanoUsd(130_000_000))
    progress.expect({"class_doc": 3, "document": 4})
    progress.make()
    with ExitStack() as stack:
        with progress.working("class_doc", "a.py::A"):
            pass
        for name in ("a.py::B", "a.py::C", "a.py::D"):
            stack.enter_context(progress.working("class_doc", name))
        clock.now = 20.0
        assert lines.line() == (
            "class_doc 1 of 3 done, 1 of 7 in all; $0.42 spent, $0.13 in flight; in work: a.py::B, a.py::C and 1 more."
        )


def test_what_fails_is_not_counted_as_done() -> None:
    progress = RunProgress()
    progress.expect({"class_doc": 2})
    progress.make()
    with pytest.raises(ZeroDivisionError), progress.working("class_doc", "a"):
        raise ZeroDivisionError
    with progress.working("class_doc", "b"):
        pass
    assert (progress.now().count.done, progress.now().count.due) == (1, 2)


# --- in real runs


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return make_repo(tmp_path / "pay", PAY)


@pytest.fixture
def often(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let there be a line whenever one may be."""
    monkeypatch.setattr(shown, "WATCHED_S", LEAST_S)
    return


def test_while_a_run_waits_for_a_model_lines_say_so(repo: Path, often: None, capfd: pytest.CaptureFixture[str]) -> None:
    with provider(latency=1.5):
        run = document(repo)
    assert run.success, run.failure
    told = [line for line in capfd.readouterr().err.splitlines() if "in work: " in line]
    assert any(re.search(r"\$0\.\d+ in flight; in work: pay/\S+(?:, | and |\.$)", line) for line in told), told
    assert any(re.search(r"class_doc [0-3] of 3", line) for line in told), told
    assert not any("in work: " in line for line in run.log.splitlines()), "nothing of it is an event"


def test_a_kind_that_ended_is_told_at_once(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(shown, "WATCHED_S", 3600.0)
    progress = RunProgress()
    display = shown.Display(progress, is_watched=True)
    progress.make()
    with progress.working("class_doc", "a.py::A"):
        pass
    progress.end(["class_doc"])
    wait_for(lambda: "class_doc 1 of 1 done." in capfd.readouterr().err, "a line that says so")
    display.close()


def test_at_the_end_all_that_was_due_is_done_and_nothing_more(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[RunProgress] = []
    monkeypatch.setattr(shown.Display, "__init__", lambda self, progress, **_: seen.append(progress))
    monkeypatch.setattr(shown.Display, "close", lambda self: None)
    changed = PAY["pay/order.py"].replace("Pay it.", "Pay it at once.")
    for change in (lambda: None, lambda: write(repo, "pay/order.py", changed)):
        change()
        run = document(repo)
        assert run.success and run.made
        count = seen[-1].now().count
        assert (count.done, count.due) == (0, 0), "it is at the end, and no longer writing"
        seen[-1].make()
        count = seen[-1].now().count
        assert count.done == count.due == len(run.made)


def test_a_run_of_assets_counts_its_own_partitions_alone(
    repo: Path, disk_instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[RunProgress] = []
    monkeypatch.setattr(shown.Display, "__init__", lambda self, progress, **_: seen.append(progress))
    monkeypatch.setattr(shown.Display, "close", lambda self: None)
    job = defs.resolve_implicit_global_asset_job_def()
    config = {"resources": {"designdoc": {"config": {"repo": str(repo)}}}}
    for asset, partition in (("repo_snapshot", None), ("class_doc", "pay/order.py::Order")):
        run = job.execute_in_process(
            instance=disk_instance,
            run_config=config,
            asset_selection=[dg.AssetKey(asset)],
            partition_key=partition,
        )
        assert run.success
    count = seen[-1].now().count
    assert (count.done, count.due) == (1, 1)
