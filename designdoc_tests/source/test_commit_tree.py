import errno
import os
import shutil
import subprocess
import tempfile
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from designdoc_assets.source.commit_tree import CommitTree
from designdoc_assets.source.errors import TargetError
from designdoc_assets.source.rules import MAX_SOURCE_BYTES
from designdoc_assets.source.snapshot import Snapshot, read_fingerprint, read_snapshot
from designdoc_assets.source.working_tree import WorkingTree
from designdoc_tests.source.repositories import CLASS, Target
from designdoc_tests.trials import trials


@pytest.fixture
def target(tmp_path: Path) -> Target:
    root = tmp_path / "shop"
    root.mkdir()
    return Target(root)


def at(folder: Path, commit: str) -> Snapshot:
    tree = CommitTree(folder, commit, str(folder))
    try:
        return read_snapshot(tree)
    finally:
        tree.close()


def same_but_fingerprint(one: Snapshot, other: Snapshot) -> bool:
    return replace(one, fingerprint="") == replace(other, fingerprint="")


def skipped(snapshot: Snapshot) -> dict[str, str]:
    return {entry.path: entry.reason for entry in snapshot.skipped}


# A commit and its checkout


_NAMES = st.sampled_from(["a.py", "b.py", "src", "lib", "é.py", "x\ny.py", os.fsdecode(b"caf\xe9.py"), "vendor", "-d"])
_PATHS = st.lists(_NAMES, min_size=1, max_size=3).map("/".join)
_CONTENTS = st.sampled_from([b"", CLASS.encode(), b"\0\1", b"x = 1\r\n", b"# coding: latin-1\nx = '\xe9'\n"])
_LINKS = st.lists(st.sampled_from(["a.py", "b.py", "src", "lib", ".", "..", "", ".git", "vendor"]), min_size=1).map(
    lambda names: "/".join(names) or "."
)


@settings(max_examples=trials(40, 15), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    files=st.dictionaries(_PATHS, _CONTENTS, max_size=6),
    links=st.dictionaries(_PATHS, _LINKS, max_size=5),
    below=st.sampled_from(["", "src"]),
)
def test_the_snapshot_of_a_clean_checkout_is_that_of_its_commit(
    files: dict[str, bytes], links: dict[str, str], below: str
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        target = Target(Path(folder))
        target.write("src/main.py")
        for write, paths in ((target.write, files), (target.link, links)):
            for path, content in paths.items():
                try:
                    write(path, content)  # type: ignore[operator]
                except (FileExistsError, NotADirectoryError, IsADirectoryError, FileNotFoundError, OSError):
                    continue  # the names of two do not go together
        commit = target.track()
        root = target.root / below
        assert same_but_fingerprint(read_snapshot(WorkingTree(root)), at(root, commit))


def test_a_commit_is_read_whatever_the_working_tree_index_and_head_hold(target: Target) -> None:
    target.write("a.py", "class First:\n    pass\n")
    first = target.track()
    target.write("a.py", "class Second:\n    pass\n")
    target.write("b.py")
    target.track()
    target.write("a.py", "class Third:\n    pass\n")
    target.git("rm", "-q", "--cached", "b.py")
    before = (target.root / ".git/index").read_bytes()
    snapshot = at(target.root, first)
    assert list(snapshot.files) == ["a.py"]
    assert snapshot.files["a.py"].facts.classes[0].name == "First"
    assert snapshot.commit == first
    assert (target.root / ".git/index").read_bytes() == before
    assert (target.root / "a.py").read_text() == "class Third:\n    pass\n"


@pytest.mark.parametrize("object_format", ["sha1", "sha256"])
def test_a_commit_is_read_from_a_bare_repository_and_from_a_worktree_of_git(
    target: Target, object_format: str, tmp_path: Path
) -> None:
    target.write("a.py")
    commit = target.track(f"--object-format={object_format}")
    target.git("clone", "-q", "--bare", ".", str(tmp_path / "bare.git"))
    target.git("worktree", "add", "-q", "--detach", str(tmp_path / "tree"))
    snapshots = [at(folder, commit) for folder in (target.root, tmp_path / "bare.git", tmp_path / "tree")]
    assert snapshots[0] == snapshots[1] == snapshots[2]


def test_excerpts_are_those_of_the_commit(target: Target) -> None:
    target.write("a.py", "class First:\n    pass\n")
    commit = target.track()
    target.write("a.py", "class Second:\n    pass\n")
    snapshot = at(target.root, commit)
    assert snapshot.excerpt("a.py").text.startswith("class First")
    snapshot.tree.close()


def test_submodules_of_a_commit_are_listed_like_those_of_a_checkout(target: Target, tmp_path: Path) -> None:
    library = Target(tmp_path / "library")
    library.write("b.py")
    library.track()
    target.write("a.py")
    target.link("into", "lib/b.py")
    target.link("onto", "lib")
    target.git("init", "-q")
    target.git("submodule", "--quiet", "add", str(library.root), "lib")
    commit = target.track()
    snapshot = at(target.root, commit)
    assert same_but_fingerprint(snapshot, read_snapshot(WorkingTree(target.root)))
    assert skipped(snapshot) == {
        "lib": "submodule: document it as a target of its own",
        "into": "link out of the repository",
        "onto": "link to lib",
    }


@pytest.mark.parametrize("to", ["../shop/a.py", "{root}/a.py", ".git/config", "src/../../shop"])
def test_where_a_link_leads_depends_neither_on_the_machine_nor_on_the_checkouts_name(target: Target, to: str) -> None:
    target.write("a.py")
    target.write("src/b.py")
    target.link("l.py", to.format(root=target.root))
    commit = target.track()
    for snapshot in (at(target.root, commit), read_snapshot(WorkingTree(target.root))):
        assert skipped(snapshot) == {"l.py": "link out of the repository"}


# What is damaged, large or forged


def test_a_large_file_is_listed_and_not_read(target: Target) -> None:
    target.write("a.py")
    target.write("huge.py", b"x = 1\n" * 900_000)
    commit = target.track()
    blob = target.git("rev-parse", "HEAD:huge.py")
    snapshot = at(target.root, commit)
    assert skipped(snapshot) == {"huge.py": "not readable: 5,400,000 bytes, above the limit of 1,048,576"}
    damaged = target.root / ".git/objects" / blob[:2] / blob[2:]
    damaged.chmod(0o644)
    damaged.write_bytes(damaged.read_bytes()[:1_000])
    assert skipped(at(target.root, commit)) == skipped(snapshot), "its size is all that was read"


@pytest.mark.parametrize("damage", ["missing", "cut off", "emptied"])
def test_a_damaged_file_is_listed_and_the_rest_is_read(target: Target, damage: str) -> None:
    target.write("a.py")
    target.write("b.py", "\n".join(f"x{number} = {number}" for number in range(2_000)))
    target.write("c.py", "x = 2\n")
    commit = target.track()
    blob = target.git("rev-parse", "HEAD:b.py")
    file = target.root / ".git/objects" / blob[:2] / blob[2:]
    file.chmod(0o644)
    whole = file.read_bytes()
    if damage == "missing":
        file.unlink()
    else:
        file.write_bytes(b"" if damage == "emptied" else whole[:1_000])
    snapshot = at(target.root, commit)
    assert list(snapshot.files) == ["a.py", "c.py"]
    assert skipped(snapshot)["b.py"].startswith("not readable: ")
    tree = CommitTree(target.root, commit, "shop")
    assert read_fingerprint(tree) != snapshot.fingerprint, "once it is mended, it has to be read again"


def test_what_a_partial_clone_lacks_is_listed_and_not_fetched(target: Target, tmp_path: Path) -> None:
    target.write("a.py")
    commit = target.track()
    target.git("config", "uploadpack.allowFilter", "true")
    lazy = tmp_path / "lazy"
    target.git("clone", "-q", "--no-checkout", "--filter=blob:none", f"file://{target.root}", str(lazy))
    with pytest.raises(TargetError, match=r"a\.py: not readable: git does not have its content"):
        at(lazy, commit)
    assert Target(lazy).git("rev-list", "--objects", "--missing=print", "HEAD").count("?") == 1


def test_a_commit_of_which_trees_are_missing_is_an_error_that_says_what_to_do(target: Target) -> None:
    target.write("src/a.py")
    commit = target.track()
    tree = target.git("rev-parse", "HEAD:src")
    (target.root / ".git/objects" / tree[:2] / tree[2:]).unlink()
    with pytest.raises(TargetError, match="git fsck"):
        at(target.root, commit)


def test_paths_that_git_never_writes_are_passed_over(target: Target) -> None:
    target.write("a.py")
    target.track()
    blob = target.git("hash-object", "-w", "a.py")
    raw = bytes.fromhex(blob)
    inner = b"100644 secret.py\0" + raw
    folder = target.git("hash-object", "-w", "-t", "tree", "--stdin", "--literally", given=inner)
    forged = b"".join(b"40000 " + name + b"\0" + bytes.fromhex(folder) for name in (b"..", b".git"))
    tree = target.git(
        "hash-object", "-w", "-t", "tree", "--stdin", "--literally", given=forged + b"100644 a.py\0" + raw
    )
    commit = target.git("commit-tree", "-m", "c", tree)
    assert list(at(target.root, commit).files) == ["a.py"]
    assert skipped(at(target.root, commit)) == {}


def test_replacements_and_grafts_do_not_change_what_a_commit_is(target: Target) -> None:
    target.write("a.py")
    first = target.track()
    target.write("b.py")
    second = target.track()
    target.git("replace", first, second)
    (target.root / ".git/info").mkdir(exist_ok=True)
    assert list(at(target.root, first).files) == ["a.py"]


def test_reading_a_commit_executes_nothing_that_the_repository_configures(target: Target, tmp_path: Path) -> None:
    target.write(".gitattributes", "*.py filter=spy diff=spy\n")
    target.write("a.py")
    commit = target.track()
    evidence = tmp_path / "executed"
    script = target.write(".git/spy", f"#!/bin/sh\ntouch {evidence}\ncat\n")
    script.chmod(0o755)
    for setting in (
        "core.fsmonitor",
        "core.pager",
        "core.sshCommand",
        "core.alternateRefsCommand",
        "core.gitProxy",
        "filter.spy.smudge",
        "filter.spy.clean",
        "filter.spy.process",
        "diff.spy.textconv",
        "uploadpack.packObjectsHook",
    ):
        target.git("config", setting, str(script))
    evidence.unlink(missing_ok=True)
    assert list(at(target.root, commit).files) == ["a.py"]
    assert not evidence.exists()


# Reading from it


def test_threads_read_large_files_side_by_side(target: Target) -> None:
    contents = {f"f{number}.bin": os.urandom(300_000 + number) for number in range(8)}
    for path, content in contents.items():
        target.write(path, content)
    tree = CommitTree(target.root, target.track(), "shop")
    found: dict[str, bytes] = {}
    threads = [
        threading.Thread(target=lambda path=path: found.update({path: tree.read(path, 1 << 20)})) for path in contents
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    tree.close()
    assert found == contents


def test_a_file_is_read_up_to_the_limit_and_not_beyond(target: Target) -> None:
    target.write("a.py", b"x" * 2_000)
    target.link("l.py", "a.py")
    tree = CommitTree(target.root, target.track(), "shop")
    assert len(tree.read("a.py", 2_000)) == 2_000
    with pytest.raises(OSError, match=r"2,000 bytes, above the limit of 1,999") as raised:
        tree.read("a.py", 1_999)
    assert raised.value.errno == errno.EFBIG
    with pytest.raises(OSError, match="symbolic links"):
        tree.read("l.py", 2_000)
    with pytest.raises(FileNotFoundError):
        tree.read("b.py", 2_000)
    tree.close()


def test_closing_ends_gits_process_and_reading_starts_it_again(target: Target) -> None:
    target.write("a.py")
    tree = CommitTree(target.root, target.track(), "shop")
    before = _children()
    tree.read("a.py", MAX_SOURCE_BYTES)
    assert len(_children() - before) == 1
    tree.close()
    assert _children() == before
    assert tree.read("a.py", MAX_SOURCE_BYTES) == CLASS.encode()
    tree.close()


def _children() -> set[str]:
    listed = subprocess.run(
        ["ps", "--ppid", str(os.getpid()), "-o", "pid=,comm="], check=False, capture_output=True, text=True
    )
    return {line for line in listed.stdout.splitlines() if "git" in line}


# What identifies it


def test_the_fingerprint_follows_the_target_folder_alone_and_reads_nothing(target: Target) -> None:
    target.write("src/a.py")
    first = target.track()
    target.write("other.py")
    second = target.track()
    target.write("src/a.py", "x = 1\n")
    third = target.track()
    folder = target.root / "src"
    fingerprints = [read_fingerprint(CommitTree(folder, commit, "shop")) for commit in (first, second, third)]
    assert fingerprints[0] == fingerprints[1] != fingerprints[2]
    assert fingerprints[2] == at(folder, third).fingerprint
    blob = target.git("rev-parse", "HEAD:src/a.py")
    shutil.rmtree(target.root / ".git/objects" / blob[:2])
    assert read_fingerprint(CommitTree(folder, third, "shop")) == fingerprints[2]


def test_a_commit_without_files_or_without_the_folder_is_named_in_the_error(target: Target) -> None:
    empty = target.track()
    with pytest.raises(TargetError, match=f"no file in commit {empty[:12]} of .*DESIGNDOC_REF"):
        at(target.root, empty)
    target.write("src/a.py")
    target.track()
    with pytest.raises(TargetError, match=f"no such folder in commit {empty[:12]}"):
        at(target.root / "src", empty)
