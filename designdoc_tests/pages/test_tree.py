import multiprocessing
import os
import random
import resource
import signal
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from designdoc_assets.pages.errors import LockError, OutputError
from designdoc_assets.pages.locks.files import FileLocks
from designdoc_assets.pages.markers import RegionHeader
from designdoc_assets.pages.page import Page, parse_page
from designdoc_assets.pages.regions import Region, Slot, body_digest
from designdoc_assets.pages.stores.folder import FolderStore
from designdoc_assets.pages.tree import DocsTree
from designdoc_tests.trials import trials
from designdoc_tests.waiting import wait_for

_FORK = multiprocessing.get_context("fork")
_PAGE = "packages/src/a.py.md"


@pytest.fixture
def tree(tmp_path: Path) -> DocsTree:
    return DocsTree(FolderStore(tmp_path / "docs", tmp_path), FileLocks(tmp_path / "state"))


def _write(tree: DocsTree, page: str, text: str) -> bool:
    return tree.update(page, lambda _: parse_page(text))


def _text(tree: DocsTree, page: str = _PAGE) -> str | None:
    found = tree.read(page)
    return found.render() if found else None


def _with_body(kind: str, body: str) -> Callable[[Page | None], Page]:
    header = RegionHeader(kind, "src/a.py", "d" * 16, body_digest(body)[:16], "static", "passed")
    slot = Slot(kind, ("src/a.py", ""))
    return lambda page: (page or parse_page("# A\n")).with_regions({slot: Region(kind, header, body)}, [slot])


def _files(folder: Path) -> list[str]:
    return sorted(str(file.relative_to(folder)) for file in folder.rglob("*") if not file.is_dir())


# --- reading, writing, removing


def test_a_page_is_written_with_its_folders_and_read_again(tree: DocsTree, tmp_path: Path) -> None:
    assert tree.read(_PAGE) is None
    assert _write(tree, _PAGE, "# A\n")
    assert _text(tree) == "# A\n"
    assert _files(tmp_path / "docs") == [_PAGE]


def test_a_page_that_stays_the_same_is_not_written(tree: DocsTree, tmp_path: Path) -> None:
    _write(tree, _PAGE, "# A\n")
    before = (tmp_path / "docs" / _PAGE).stat()
    assert not _write(tree, _PAGE, "# A\n")
    assert (tmp_path / "docs" / _PAGE).stat() == before


def test_a_removed_page_takes_the_folders_along_that_it_leaves_empty(tree: DocsTree, tmp_path: Path) -> None:
    _write(tree, _PAGE, "# A\n")
    _write(tree, "packages/b.py.md", "# B\n")
    assert tree.update(_PAGE, lambda _: None)
    assert not tree.update(_PAGE, lambda _: None)
    assert [path.name for path in (tmp_path / "docs/packages").iterdir()] == ["b.py.md"]
    assert tree.update("packages/b.py.md", lambda _: None)
    assert list((tmp_path / "docs").iterdir()) == []


def test_bytes_that_are_not_utf_8_and_line_ends_survive(tree: DocsTree, tmp_path: Path) -> None:
    _write(tree, _PAGE, "")
    (tmp_path / "docs" / _PAGE).write_bytes(b"\xef\xbb\xbfcaf\xe9\r\n\xff\n")
    tree.update(_PAGE, _with_body("class_doc", "x"))
    assert (tmp_path / "docs" / _PAGE).read_bytes().startswith(b"\xef\xbb\xbfcaf\xe9\r\n\xff\n\r\n<!-- ")


def test_a_page_keeps_its_mode_and_a_new_one_has_that_of_any_new_file(tree: DocsTree, tmp_path: Path) -> None:
    file = tmp_path / "docs" / _PAGE
    previous = os.umask(0o027)
    try:
        _write(tree, _PAGE, "old")
    finally:
        os.umask(previous)
    assert file.stat().st_mode & 0o777 == 0o640
    file.chmod(0o604)
    _write(tree, _PAGE, "new")
    assert file.stat().st_mode & 0o777 == 0o604


def test_names_as_long_as_a_file_system_takes_are_written(tree: DocsTree) -> None:
    page = f"{'d' * 255}/{'n' * 252}.md"
    assert _write(tree, page, "# A\n")
    assert list(tree.pages()) == [page]


def test_all_pages_are_listed_in_order_but_neither_links_nor_data(tree: DocsTree, tmp_path: Path) -> None:
    for page in ("b.md", "a/é.md", "a.md", ".designdoc/content/a.md", "packages/.designdoc/x.py.md"):
        _write(tree, page, page)
    docs = tmp_path / "docs"
    (docs / "data.json").write_text("{}")
    (docs / "link.md").symlink_to("a.md")
    (docs / "folder").symlink_to("a")
    assert list(tree.pages()) == ["a.md", "a/é.md", "b.md", "packages/.designdoc/x.py.md"]


def test_a_tree_that_is_not_there_has_no_pages(tree: DocsTree) -> None:
    tree.sweep()
    assert list(tree.pages()) == []


# --- what is in the way


def test_a_page_that_is_a_link_is_neither_followed_nor_replaced(tree: DocsTree, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/a.md").symlink_to(tmp_path / "secret")
    assert tree.read("a.md") is None
    with pytest.raises(OutputError, match=r"a\.md was not written: what stands there is no plain file"):
        _write(tree, "a.md", "x")
    assert (tmp_path / "secret").read_text() == "secret"


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo])
def test_a_page_that_is_no_plain_file_is_left_alone(
    tree: DocsTree, tmp_path: Path, make: Callable[[Path], None]
) -> None:
    (tmp_path / "docs").mkdir()
    make(tmp_path / "docs/a.md")
    assert tree.read("a.md") is None
    with pytest.raises(OutputError, match="no plain file"):
        _write(tree, "a.md", "x")


@pytest.mark.parametrize("page", ["out/a.md", "out/sub/a.md", "../a.md", "/tmp/designdoc-absolute/a.md"])
def test_nothing_outside_of_the_tree_is_read_or_written(tree: DocsTree, tmp_path: Path, page: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a.md").write_text("secret")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/out").symlink_to(outside)
    assert tree.read(page) is None
    with pytest.raises(OutputError, match="leads out of"):
        _write(tree, page, "x")
    assert _files(outside) == ["a.md"]
    assert (outside / "a.md").read_text() == "secret"


def test_a_folder_that_is_a_link_within_the_tree_is_fine(tree: DocsTree, tmp_path: Path) -> None:
    (tmp_path / "docs/real").mkdir(parents=True)
    (tmp_path / "docs/packages").symlink_to("real")
    _write(tree, "packages/a.md", "x")
    assert _files(tmp_path / "docs/real") == ["a.md"]


def test_a_file_where_a_folder_should_be_is_a_clear_error(tree: DocsTree) -> None:
    _write(tree, "a.md", "x")
    assert tree.read("a.md/b.md") is None
    with pytest.raises(OutputError, match=r"The page a\.md/b\.md could not be written"):
        _write(tree, "a.md/b.md", "x")


@pytest.mark.parametrize("root", ["file", "file/docs"])
def test_an_output_folder_that_is_a_file_is_a_clear_error(tmp_path: Path, root: str) -> None:
    (tmp_path / "file").write_text("x")
    tree = DocsTree(FolderStore(tmp_path / root), FileLocks(tmp_path / "state"))
    with pytest.raises(OutputError, match=r"file is a file\. Move it, or choose"):
        tree.check_writable()
    with pytest.raises(OutputError):
        _write(tree, "a.md", "x")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_an_output_folder_without_permission_is_a_clear_error(tmp_path: Path) -> None:
    tree = DocsTree(FolderStore(tmp_path / "closed/docs"), FileLocks(tmp_path / "state"))
    (tmp_path / "closed").mkdir(mode=0o500)
    with pytest.raises(OutputError, match="no permission for"):
        tree.check_writable()
    with pytest.raises(OutputError, match="Permission denied"):
        _write(tree, "a.md", "x")


def test_an_output_folder_on_a_read_only_file_system_is_a_clear_error(tmp_path: Path) -> None:
    mounts = (Path(line.split()[1]) for line in Path("/proc/mounts").read_text().splitlines())
    folders = (path for path in mounts if path.is_dir() and os.statvfs(path).f_flag & os.ST_RDONLY)
    if (closed := next(folders, None)) is None:
        pytest.skip("needs a file system that is mounted read-only")
    tree = DocsTree(FolderStore(closed / "docs"), FileLocks(tmp_path / "state"))
    with pytest.raises(OutputError, match=r"is on a read-only file system\. Make it"):
        tree.check_writable()


@pytest.mark.parametrize("name", ["../outside", "link", "target/../../outside"])
def test_an_output_folder_outside_of_the_target_is_refused(tmp_path: Path, name: str) -> None:
    target = tmp_path / "target"
    target.mkdir()
    (target / "link").symlink_to(tmp_path / "outside")
    tree = DocsTree(FolderStore(target / name, target), FileLocks(tmp_path / "state"))
    with pytest.raises(OutputError, match="outside of"):
        tree.check_writable()
    with pytest.raises(OutputError, match="outside of"):
        _write(tree, "a.md", "x")
    assert not (tmp_path / "outside").exists()


def test_checking_a_good_output_folder_writes_nothing(tree: DocsTree, tmp_path: Path) -> None:
    tree.check_writable()
    assert list(tmp_path.iterdir()) == []


def test_a_write_that_fails_leaves_the_old_page_and_no_other_file(tree: DocsTree, tmp_path: Path) -> None:
    _write(tree, _PAGE, "old")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
    try:
        with pytest.raises(OutputError, match=r"could not be written: File too large\. It is left as it was"):
            _write(tree, _PAGE, "new" * 1000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert _text(tree) == "old"
    assert _files(tmp_path / "docs") == [_PAGE]


# --- several writers, and kills


def test_threads_that_write_and_remove_neighbours_do_not_disturb_each_other(tree: DocsTree, tmp_path: Path) -> None:
    def work(number: int) -> None:
        for round_ in range(8):
            _write(tree, f"deep/folder/{number}.md", f"{number} {round_}")
            tree.update(f"deep/folder/{number}.md", lambda _: None)
        _write(tree, f"deep/{number}.md", str(number))

    with ThreadPoolExecutor(6) as pool:
        runs = [pool.submit(work, number) for number in range(6)]
        while not all(run.done() for run in runs):
            tree.sweep()
            assert all(page.startswith("deep/") for page in tree.pages())
    assert [run.result() for run in runs] == [None] * 6
    assert _files(tmp_path / "docs") == [f"deep/{number}.md" for number in range(6)]
    assert not (tmp_path / "docs/deep/folder").exists()


def _count_up(folder: Path, kind: str) -> None:
    tree = DocsTree(FolderStore(folder / "docs"), FileLocks(folder / "state"))

    def add_one(page: Page | None) -> Page:
        region = page.region(Slot(kind, ("src/a.py",))) if page else None
        return _with_body(kind, str(int(region.body) + 1 if region else 1))(page)

    for _ in range(100):
        tree.update(_PAGE, add_one)


def test_two_processes_that_write_regions_of_one_page_lose_nothing(tmp_path: Path) -> None:
    writers = [_FORK.Process(target=_count_up, args=(tmp_path, kind)) for kind in ("class_doc", "class_diagram")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    page = DocsTree(FolderStore(tmp_path / "docs"), FileLocks(tmp_path / "state")).read(_PAGE)
    assert page
    assert [piece.body for piece in page.pieces if isinstance(piece, Region)] == ["100", "100"]


def _write_for_ever(folder: Path) -> None:
    tree = DocsTree(FolderStore(folder / "docs"), FileLocks(folder / "state"))
    number = 0
    while True:
        number += 1
        for page in ("a.md", "packages/b.md"):
            tree.update(page, _with_body("class_doc", f"{number} words\n" * 2_000))
        tree.update("packages/gone.md", lambda page: None if page else parse_page("# Gone\n"))


def test_a_kill_at_any_moment_leaves_whole_pages_and_nothing_after_a_sweep(tree: DocsTree, tmp_path: Path) -> None:
    moments = random.Random(7)
    for _ in range(trials(20, 6)):
        run = _FORK.Process(target=_write_for_ever, args=(tmp_path,))
        run.start()
        wait_for(lambda run=run: any(tree.pages()) or not run.is_alive(), "the first page", every_s=0.005)  # type: ignore[misc]
        time.sleep(moments.uniform(0.01, 0.06))
        assert run.pid
        os.kill(run.pid, signal.SIGKILL)
        run.join()
        for page in tree.pages():
            text = _text(tree, page)
            region = parse_page(text or "").region(Slot("class_doc", ("src/a.py",)))
            assert text == "# Gone\n" or (
                region and not region.edited and text == _with_body("class_doc", region.body)(None).render()
            )
        tree.sweep()
        assert all(name.endswith(".md") for name in _files(tmp_path / "docs"))
    assert any(tree.pages())


def test_a_sweep_removes_what_killed_runs_left_and_waits_for_living_ones(tree: DocsTree, tmp_path: Path) -> None:
    _write(tree, "a.md", "old")
    left = tmp_path / "docs" / f".designdoc-{'0' * 32}-01234567.tmp"
    kept = tmp_path / "docs" / ".designdoc-notes.tmp"
    left.write_text("half")
    kept.write_text("mine")
    with FileLocks(tmp_path / "state").hold_digest("0" * 32):
        impatient = DocsTree(FolderStore(tmp_path / "docs"), FileLocks(tmp_path / "state", timeout_s=0.05))
        with pytest.raises(LockError):
            impatient.sweep()
        assert left.exists()
    tree.sweep()
    assert _files(tmp_path / "docs") == [".designdoc-notes.tmp", "a.md"]


def test_a_lock_that_is_held_too_long_is_a_clear_error(tmp_path: Path) -> None:
    page = tmp_path / "docs/a.md"
    impatient = DocsTree(FolderStore(tmp_path / "docs"), FileLocks(tmp_path / "state", timeout_s=0.05))
    with (
        FileLocks(tmp_path / "state").hold(str(page)),
        pytest.raises(LockError, match=r"held the page lock .* for 0\.05 s"),
        ThreadPoolExecutor(1) as other,
    ):
        other.submit(_write, impatient, "a.md", "x").result()
    assert not page.exists()


def test_a_state_folder_that_cannot_be_used_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("x")
    with pytest.raises(LockError, match="or else XDG_STATE_HOME"):
        _write(DocsTree(FolderStore(tmp_path / "docs"), FileLocks(tmp_path / "state")), "a.md", "x")
