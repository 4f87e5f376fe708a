"""Files are read in processes of their own; one that brings the parser down costs its own facts."""

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from designdoc_assets.languages.registry import language
from designdoc_assets.source import reading_pool
from designdoc_assets.source.encoded import encoded
from designdoc_assets.source.errors import TargetError
from designdoc_assets.source.reading_pool import CrashedError, ReadingPool
from designdoc_assets.source.reading_worker import ReaderError
from designdoc_assets.source.snapshot import read_snapshot
from designdoc_assets.source.working_tree import WorkingTree
from designdoc_tests.support import make_repo

_BROUGHT_DOWN = """
import os, signal
from designdoc_assets.languages.python import Python
from designdoc_assets.source.reading_worker import serve
read = Python.read
def brought_down(self, text):
    if "POISON" in text:
        os.kill(os.getpid(), signal.SIGSEGV)
    if "HEAVY" in text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "HUGE" in text:
        raise MemoryError
    if "DEFECT" in text:
        return {}[text]
    return read(self, text)
Python.read = brought_down
serve()
"""


def _texts(count: int) -> list[tuple[str, str]]:
    return [("python", f'"""Module {number}."""\n\ndef act_{number}(): ...\n') for number in range(count)]


def _children() -> set[int]:
    return {int(pid) for task in Path("/proc/self/task").iterdir() for pid in (task / "children").read_text().split()}


@pytest.fixture
def _poisonous(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(reading_pool, "_COMMAND", (sys.executable, "-P", "-c", _BROUGHT_DOWN))
    yield


def test_facts_are_those_that_are_read_here_in_the_order_of_the_texts() -> None:
    texts = _texts(50)
    with ReadingPool() as pool:
        assert list(pool.read(texts)) == [encoded(language(name).read(text)) for name, text in texts]


@pytest.mark.usefixtures("_poisonous")
def test_a_text_that_brings_the_parser_down_costs_its_own_facts() -> None:
    texts = _texts(20)
    texts[7] = ("python", "POISON = 1\n")
    with ReadingPool() as pool:
        found = list(pool.read(texts))
        again = list(pool.read(texts[:3]))
    assert [type(entry) for entry in found] == [bytes] * 7 + [CrashedError] + [bytes] * 12
    assert str(found[7]) == signal.strsignal(signal.SIGSEGV)
    assert again == found[:3]


def test_where_no_process_can_be_started_texts_are_read_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = _texts(10)
    for command in (("/nowhere/python",), (sys.executable, "-c", "raise SystemExit(3)")):
        monkeypatch.setattr(reading_pool, "_COMMAND", command)
        with ReadingPool() as pool:
            assert list(pool.read(texts)) == [encoded(language(name).read(text)) for name, text in texts]


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="the system does not list a process's children so")
def test_leaving_ends_its_processes_also_in_the_middle_of_the_work() -> None:
    before = _children()
    with pytest.raises(KeyboardInterrupt), ReadingPool() as pool:
        pool.grow()
        read = pool.read(_texts(400))
        next(read)
        assert _children() - before
        raise KeyboardInterrupt
    assert _children() - before == set()


@pytest.mark.usefixtures("_poisonous")
@pytest.mark.parametrize("others", [1, 200])
def test_a_file_that_brings_the_parser_down_is_listed_as_not_read(others: int, tmp_path: Path) -> None:
    files = {f"pay/m{number}.py": f"x{number} = 1\n" for number in range(others)}
    snapshot = read_snapshot(WorkingTree(make_repo(tmp_path / "repo", files | {"pay/poison.py": "POISON = 1\n"})))
    assert len(snapshot.files) == others
    assert [entry.path for entry in snapshot.skipped if "its parser came down" in entry.reason] == ["pay/poison.py"]


@pytest.mark.usefixtures("_poisonous")
@pytest.mark.parametrize("others", [1, 200])
@pytest.mark.parametrize(("text", "how"), [("HEAVY = 1\n", "Killed"), ("HUGE = 1\n", "exit status 1")])
def test_what_is_ended_from_outside_ends_the_run_and_takes_no_page(
    others: int, text: str, how: str, tmp_path: Path
) -> None:
    files = {f"pay/m{number}.py": f"x{number} = 1\n" for number in range(others)}
    with pytest.raises(TargetError) as raised:
        read_snapshot(WorkingTree(make_repo(tmp_path / "repo", files | {"pay/heavy.py": text})))
    for word in ("pay/heavy.py", how, "memory", "DESIGNDOC_EXCLUDE"):
        assert word in str(raised.value)


@pytest.mark.usefixtures("_poisonous")
def test_a_process_that_is_killed_once_is_replaced(tmp_path: Path) -> None:
    with ReadingPool() as pool:
        assert list(pool.read(_texts(1)))
        for child in _children():
            os.kill(child, signal.SIGKILL)
        assert list(pool.read(_texts(20))) == [encoded(language(name).read(text)) for name, text in _texts(20)]


@pytest.mark.usefixtures("_poisonous")
def test_a_defect_of_a_reader_keeps_its_stack(tmp_path: Path) -> None:
    with ReadingPool() as pool, pytest.raises(ReaderError, match="brought_down"):
        list(pool.read([*_texts(3), ("python", "DEFECT = 1\n")]))
