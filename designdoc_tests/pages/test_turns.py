"""Two runs for neighbouring commits: whatever their order, the docs tree ends as the newer commit has it."""

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations
from threading import Event

import pytest

from designdoc_assets.disputes.file import Dispute, DisputeFile
from designdoc_assets.pages.content import Content, ContentStore
from designdoc_assets.pages.errors import LockError, SupersededError
from designdoc_assets.pages.layout import Layout
from designdoc_assets.pages.locks.locks import Locks
from designdoc_assets.pages.publishing import Leaving, withdraw
from designdoc_assets.pages.regions import Slot
from designdoc_assets.pages.tree import DocsTree
from designdoc_assets.pages.turns import Turn
from designdoc_tests.pages.conftest import IMPATIENT_S, PATIENT_S, Kept, MakeLocks
from designdoc_tests.trials import trials
from designdoc_tests.waiting import LIMIT_S

_OLDER, _NEWER = "older", "newer"
_CONTENT = Content(
    partition="a.py", prose_version="", writer="claude", model=None, status="passed", attempts=1, prose={}
)
_BASE = {"same.md": "base", "back.md": "base", "new.md": None, "gone.md": "base"}
_WANTED: dict[str, dict[str, str | None]] = {
    _OLDER: {"same.md": "base", "back.md": "older", "new.md": "older", "gone.md": "older"},
    _NEWER: {"same.md": "base", "back.md": "base", "new.md": "newer", "gone.md": None},
}
"""The pages of each commit; on `back.md`, the newer commit is as it was before both."""


def _is_newer(first: str, second: str) -> bool:
    return (first, second) == (_NEWER, _OLDER)


def _turn(locks: Locks, tree: str, commit: str) -> Turn:
    return Turn(locks, tree, commit, _is_newer)


def _steps(kept: Kept, locks: Locks, commit: str) -> Iterator[None]:
    """What a run does: it begins, reads what is there, and writes just what is not as it should be."""
    turn = _turn(locks, "docs", commit)
    tree = DocsTree(kept.open(), locks, turn)
    turn.begin()
    yield
    found = dict(tree.texts())
    yield
    for page, wanted in _WANTED[commit].items():
        if found.get(page) != wanted:
            tree.update_text(page, lambda _, wanted=wanted: wanted)
        yield


def _pages(commit: str) -> dict[str, bytes]:
    return {page: text.encode() for page, text in _WANTED[commit].items() if text is not None}


def _fill(kept: Kept) -> None:
    for page, text in _BASE.items():
        if text is not None:
            kept.put(page, text.encode())


_STEPS = 6
_ORDERS = list(combinations(range(2 * _STEPS), _STEPS))
"""Which of all steps the older run takes, in all orders that there are."""


def test_in_whatever_order_two_runs_take_their_steps_the_newer_commit_is_what_stays(
    kept: Kept, make_locks: MakeLocks, request: pytest.FixtureRequest
) -> None:
    locks = make_locks(PATIENT_S)
    every = 40 if "[folder-files]" in request.node.name else 300  # the others take many times as long
    for places in _ORDERS[:: every * trials(1, 3)]:
        _fill(kept)
        if "new.md" in kept.contents():
            DocsTree(kept.open(), locks).update_text("new.md", lambda _: None)
        locks.write_note("turn docs", "before both")
        runs = {commit: _steps(kept, locks, commit) for commit in (_OLDER, _NEWER)}
        superseded = None
        for at in range(2 * _STEPS):
            commit = _OLDER if at in places else _NEWER
            try:
                next(runs[commit], None)
            except SupersededError as error:
                superseded = commit, error.commit
                runs[commit].close()
        for run in runs.values():
            list(run)
        assert superseded in (None, (_OLDER, _NEWER))
        assert kept.contents() == _pages(_NEWER)


def test_the_newer_run_reads_nothing_before_a_write_of_the_older_one_has_ended(
    kept: Kept, make_locks: MakeLocks
) -> None:
    locks = make_locks(PATIENT_S)
    older, newer = _turn(locks, "docs", _OLDER), _turn(locks, "docs", _NEWER)
    tree = DocsTree(kept.open(), locks, older)
    older.begin()
    writing, may_end = Event(), Event()

    def change(_: str | None) -> str:
        writing.set()
        assert may_end.wait(LIMIT_S)
        return "older"

    with ThreadPoolExecutor(2) as threads:
        write = threads.submit(tree.update_text, "a.md", change)
        assert writing.wait(LIMIT_S)
        with pytest.raises(LockError, match="Another run has held"):
            _turn(make_locks(IMPATIENT_S), "docs", _NEWER).begin()
        beginning = threads.submit(newer.begin)
        may_end.set()
        beginning.result()
        assert write.done()
        assert kept.contents() == {"a.md": b"older"}
    with pytest.raises(SupersededError):
        tree.update_text("a.md", lambda _: "older still")


def test_a_run_that_finds_its_commit_noted_waits_as_well(kept: Kept, make_locks: MakeLocks) -> None:
    locks = make_locks(PATIENT_S)
    _turn(locks, "docs", _NEWER).begin()
    location = kept.open().locate("a.md")
    assert location
    with locks.hold(location.address), ThreadPoolExecutor(1) as other, pytest.raises(LockError):
        other.submit(_turn(make_locks(IMPATIENT_S), "docs", _NEWER).begin).result()


def _run(kept: Kept, make_locks: MakeLocks, commit: str) -> None:
    locks = make_locks(PATIENT_S)
    turn = _turn(locks, "docs", commit)
    tree = DocsTree(kept.open(), locks, turn)
    try:
        turn.begin()
        found = dict(tree.texts())
        for number in range(40):
            wanted = "base" if number % 2 and commit == _NEWER else commit
            if found.get(f"{number}.md") != wanted:
                tree.update_text(f"{number}.md", lambda _, wanted=wanted: wanted)
    except SupersededError as error:
        assert (commit, error.commit) == (_OLDER, _NEWER)


def test_of_two_processes_the_one_for_the_newer_commit_prevails(
    kept: Kept, make_locks: MakeLocks, request: pytest.FixtureRequest
) -> None:
    if "s3" in request.node.name:
        pytest.skip(
            "A process that is forked beside a driver's event loop may hang; threads and steps are tried on S3."
        )
    fork = multiprocessing.get_context("fork")
    for _ in range(4):
        for number in range(40):
            kept.put(f"{number}.md", b"base")
        make_locks(PATIENT_S).write_note("turn docs", "before both")
        runs = [fork.Process(target=_run, args=(kept, make_locks, commit)) for commit in (_OLDER, _NEWER)]
        for run in runs:
            run.start()
        for run in runs:
            run.join()
        assert [run.exitcode for run in runs] == [0, 0]
        expected = {f"{number}.md": b"base" if number % 2 else b"newer" for number in range(40)}
        assert kept.contents() == expected


def test_runs_for_the_same_commit_share_the_turn(kept: Kept, make_locks: MakeLocks) -> None:
    locks = make_locks(PATIENT_S)
    for number, turn in enumerate([_turn(locks, "docs", _NEWER), _turn(make_locks(PATIENT_S), "docs", _NEWER)] * 2):
        turn.begin()
        DocsTree(kept.open(), locks, turn).update_text("a.md", lambda _, number=number: str(number))
    assert kept.contents() == {"a.md": b"3"}


def test_an_older_run_that_begins_later_is_superseded_at_once(make_locks: MakeLocks) -> None:
    locks = make_locks(PATIENT_S)
    _turn(locks, "docs", _NEWER).begin()
    with pytest.raises(SupersededError, match=r"brought to commit newer.* this run for commit older") as caught:
        _turn(locks, "docs", _OLDER).begin()
    assert caught.value.commit == _NEWER
    _turn(locks, "docs", _NEWER).check()
    _turn(locks, "other docs", _OLDER).begin()


def test_of_commits_that_nobody_can_order_the_last_to_begin_prevails(make_locks: MakeLocks) -> None:
    locks = make_locks(PATIENT_S)
    first, second = _turn(locks, "docs", "one branch"), _turn(locks, "docs", "another")
    first.begin()
    second.begin()
    with pytest.raises(SupersededError):
        first.check()


def test_a_run_whose_turn_is_over_changes_nothing_of_any_sort(kept: Kept, make_locks: MakeLocks) -> None:
    locks = make_locks(PATIENT_S)
    turn = _turn(locks, "docs", _OLDER)
    tree = DocsTree(kept.open(), locks, turn)
    turn.begin()
    kept.put("page.md", b"# A page\n")
    before = kept.contents()
    _turn(locks, "docs", _NEWER).begin()
    dispute = Dispute("class_doc[a.py::A]", "facts", "major", "this", "that", 3, ())
    for write in (
        lambda: tree.update("page.md", lambda _: None),
        lambda: withdraw(tree, Layout(), "page.md", [Leaving(Slot("file_summary"), "files", "a.py")]),
        lambda: DisputeFile(tree).update(lambda _: {dispute.id: dispute}),
        lambda: ContentStore(tree).keep("page.md", Slot("file_summary"), _CONTENT),
    ):
        with pytest.raises(SupersededError):
            write()
    assert kept.contents() == before
    assert tree.read_text("page.md") == "# A page\n"
