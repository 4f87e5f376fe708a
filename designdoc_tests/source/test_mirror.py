import multiprocessing
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from designdoc_assets.source import git
from designdoc_assets.source.errors import TargetError
from designdoc_assets.source.mirror import mirror, place
from designdoc_assets.source.remote import Remote
from designdoc_assets.source.snapshot import read_snapshot
from designdoc_assets.source.targets import open_target
from designdoc_assets.source.tip import tip
from designdoc_tests.source.git_server import serve
from designdoc_tests.source.repositories import Target


@pytest.fixture
def origin(tmp_path: Path) -> Target:
    """The remote repository, with one commit on its default branch."""
    root = tmp_path / "origin"
    root.mkdir()
    target = Target(root)
    target.write("a.py", "x = 1\n")
    target.track("-b", "main")
    return target


@pytest.fixture
def mirrors(tmp_path: Path) -> Path:
    return tmp_path / "mirrors"


def remote(text: str | Target) -> Remote:
    found = Remote.parse(f"file://{text.root}" if isinstance(text, Target) else text)
    assert found
    return found


def grow(target: Target, content: str) -> str:
    target.write("a.py", content)
    return target.track()


def bytes_below(folder: Path) -> bytes:
    return b"\0".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


def error(repo: Remote, ref: str | None, mirrors: Path) -> str:
    with pytest.raises(TargetError) as raised:
        mirror(repo, ref, mirrors)
    message = str(raised.value)
    assert ". " not in message, "one sentence"
    return message


# What is fetched


def test_what_the_remote_did_since_is_followed(origin: Target, mirrors: Path) -> None:
    repo = remote(origin)
    first = mirror(repo, None, mirrors)
    origin.git("checkout", "-q", "-b", "other")
    second = grow(origin, "x = 2\n")
    origin.git("checkout", "-q", "main")
    assert mirror(repo, None, mirrors) == first
    assert mirror(repo, "other", mirrors) == second, "a new branch"
    origin.git("commit", "-q", "--amend", "-m", "another")
    forced = origin.git("rev-parse", "HEAD")
    assert mirror(repo, "main", mirrors) == mirror(repo, None, mirrors) == forced != first, "a branch that was forced"
    origin.git("symbolic-ref", "HEAD", "refs/heads/other")
    assert mirror(repo, None, mirrors) == second, "another default branch"
    origin.git("branch", "-q", "-D", "main")
    assert "no branch, tag or commit main" in error(repo, "main", mirrors)
    origin.git("branch", "main/sub", first)
    assert mirror(repo, "main/sub", mirrors) == first, "a branch where another was a folder"
    assert mirror(repo, first, mirrors) == first, "a commit of a branch that was forced"


def test_tags_and_short_ids_are_found_and_follow_the_remote(origin: Target, mirrors: Path) -> None:
    repo = remote(origin)
    commit = origin.git("rev-parse", "HEAD")
    origin.git("tag", "-a", "-m", "t", "v1")
    for ref in ("v1", "refs/tags/v1", "refs/heads/main", commit[:10], "HEAD"):
        assert mirror(repo, ref, mirrors) == commit
    moved = grow(origin, "x = 2\n")
    origin.git("tag", "-f", "-a", "-m", "t", "v1")
    assert mirror(repo, "v1", mirrors) == moved
    origin.git("branch", "v1", commit)
    assert "a branch and a tag" in error(repo, "v1", mirrors)
    assert mirror(repo, "refs/heads/v1", mirrors) == commit


def test_a_commit_that_is_there_needs_no_network(origin: Target, mirrors: Path) -> None:
    repo = remote(origin)
    commit = mirror(repo, None, mirrors)
    shutil.rmtree(origin.root)
    assert mirror(repo, commit, mirrors) == commit
    assert "no repository" in error(repo, None, mirrors)
    assert "no repository" in error(repo, "0" * 40, mirrors)
    assert mirror(repo, commit, mirrors) == commit, "a remote that is gone costs nothing that was fetched"


def test_a_commit_that_no_branch_holds_is_fetched_by_its_id(origin: Target, mirrors: Path) -> None:
    repo = remote(origin)
    first = mirror(repo, None, mirrors)
    lost = grow(origin, "x = 2\n")
    origin.git("reset", "-q", "--hard", first)
    origin.git("config", "uploadpack.allowAnySHA1InWant", "true")
    assert mirror(repo, lost, mirrors) == lost


def test_own_branches_of_a_mirror_are_left_alone(origin: Target, mirrors: Path) -> None:
    repo = remote(origin)
    commit = mirror(repo, None, mirrors)
    folder = place(repo, mirrors)
    git.run(folder, "update-ref", "refs/heads/docs", commit)
    grow(origin, "x = 2\n")
    mirror(repo, None, mirrors)
    assert git.run(folder, "for-each-ref", "--format=%(refname)", "refs/heads") == b"refs/heads/docs\n"


def test_a_repository_of_sha256_is_mirrored(tmp_path: Path, mirrors: Path) -> None:
    root = tmp_path / "origin"
    root.mkdir()
    target = Target(root)
    target.write("a.py", "x = 1\n")
    commit = target.track("--object-format=sha256")
    assert mirror(remote(target), None, mirrors) == commit


def test_a_target_behind_a_url_is_read_like_its_clone(origin: Target, mirrors: Path) -> None:
    tree = open_target(remote(origin), "main", mirrors)
    assert list(read_snapshot(tree).files) == ["a.py"]
    assert str(mirrors) not in tree.name
    tree.close()


# What is damaged, killed, or shared


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: (folder / "HEAD").write_text(""),
        lambda folder: shutil.rmtree(folder / "objects" / "pack"),
        lambda folder: [pack.write_bytes(pack.read_bytes()[:40]) for pack in _writable_packs(folder)],
        lambda folder: (folder / "packed-refs.lock").write_text(""),
        lambda folder: (folder / "config").write_text("[core"),
        lambda folder: [shutil.rmtree(folder), folder.mkdir()],
    ],
    ids=["no HEAD", "no packs", "cut packs", "a lock left behind", "no config", "an empty folder"],
)
def test_a_damaged_mirror_is_begun_anew(origin: Target, mirrors: Path, damage: Callable[[Path], object]) -> None:
    repo = remote(origin)
    mirror(repo, None, mirrors)
    damage(place(repo, mirrors))
    commit = grow(origin, "x = 2\n")
    origin.git("tag", "v1")
    assert mirror(repo, "main", mirrors) == mirror(repo, "v1", mirrors) == commit
    assert sorted(path.suffix for path in mirrors.iterdir()) == [".git", ".lock"]


def _writable_packs(folder: Path) -> list[Path]:
    packs = list((folder / "objects" / "pack").glob("*.pack"))
    for pack in packs:
        pack.chmod(0o644)
    return packs


def test_own_branches_outlive_a_mirror_that_is_begun_anew(origin: Target, mirrors: Path) -> None:
    repo = remote(origin)
    commit = mirror(repo, None, mirrors)
    folder = place(repo, mirrors)
    docs = git.run(folder, "commit-tree", "-m", "docs", f"{commit}^{{tree}}", env=_AUTHOR).decode().strip()
    git.run(folder, "update-ref", "refs/heads/docs", docs)
    origin.git("branch", "new")
    lock = folder / "refs/remotes/origin/new.lock"
    lock.parent.mkdir(parents=True, exist_ok=True)
    lock.write_text("")
    assert mirror(repo, "new", mirrors) == commit
    assert git.resolve(folder, "refs/heads/docs") == docs
    assert not lock.exists()


_AUTHOR = {f"GIT_{who}_{what}": "n@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}

_FETCH_AND_SAY_SO = """
import sys
from pathlib import Path
from designdoc_assets.source.mirror import mirror
from designdoc_assets.source.remote import Remote
mirror(Remote.parse(sys.argv[1]), None, Path(sys.argv[2]))
"""


def test_a_first_fetch_that_was_killed_is_begun_anew(origin: Target, mirrors: Path) -> None:
    with serve(origin.root.parent) as host, socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/origin/.git"
        for part in ("new-abc", "new-def"):
            left = place(remote(url), mirrors).with_name(f"{place(remote(url), mirrors).name}.{part}")
            left.mkdir(parents=True)
        process = subprocess.Popen([sys.executable, "-c", _FETCH_AND_SAY_SO, url, str(mirrors)])
        connection, _ = silent.accept()  # it is in the middle of asking
        process.send_signal(signal.SIGKILL)
        process.wait()
        connection.close()
        assert not place(remote(url), mirrors).exists()
        url = f"http://{host}/origin/.git"
        assert mirror(remote(url), None, mirrors) == origin.git("rev-parse", "HEAD")


def test_a_mirror_killed_between_its_old_and_its_new_form_keeps_its_own_branches(origin: Target, mirrors: Path) -> None:
    repo = remote(origin)
    commit = mirror(repo, None, mirrors)
    folder = place(repo, mirrors)
    git.run(folder, "update-ref", "refs/heads/docs", commit)
    folder.rename(f"{folder}.damaged")
    folder.with_name(f"{folder.name}.new-abc").mkdir()
    mirror(repo, None, mirrors)
    assert git.resolve(folder, "refs/heads/docs") == commit
    assert len(list(mirrors.iterdir())) == 2


def test_processes_that_begin_a_mirror_at_once_all_get_their_commit(origin: Target, mirrors: Path) -> None:
    spawn = multiprocessing.get_context("spawn")  # not `Pool`, whose end can hang
    with ProcessPoolExecutor(3, mp_context=spawn) as pool:
        commits = pool.map(_mirrored, [f"file://{origin.root}"] * 6, [None] * 6, [mirrors] * 6)
        assert set(commits) == {origin.git("rev-parse", "HEAD")}
    assert sorted(path.suffix for path in mirrors.iterdir()) == [".git", ".lock"]


def _mirrored(url: str, ref: str | None, mirrors: Path) -> str:
    return mirror(remote(url), ref, mirrors)


# Who may, and who answers


def test_credentials_reach_the_server_and_nothing_else(
    origin: Target, mirrors: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "commands"
    spy = tmp_path / "bin" / "git"
    spy.parent.mkdir()
    spy.write_text(f'#!/bin/sh\necho "$@" >> {log}\nexec {shutil.which("git")} "$@"\n')
    spy.chmod(0o755)
    monkeypatch.setenv("PATH", f"{spy.parent}{os.pathsep}{os.environ['PATH']}")
    with serve(origin.root.parent, "me:s3cret/@x") as host:
        repo = remote(f"http://me:s3cret%2F%40x@{host}/origin/.git")
        commit = mirror(repo, None, mirrors)
        assert commit == origin.git("rev-parse", "HEAD")
        assert tip(repo, "main").commit == commit
        wrong = remote(f"http://me:wr0ng@{host}/origin/.git")
        assert place(wrong, mirrors) == place(repo, mirrors), "the mirror is that of the repository, not of the login"
        messages = [error(wrong, None, mirrors), error(remote(f"http://{host}/origin/.git"), None, mirrors)]
        with pytest.raises(TargetError) as raised:
            tip(wrong, None)
    assert all("may not be read" in message for message in (*messages, str(raised.value)))
    for leak in (b"s3cret", b"wr0ng"):
        assert leak not in bytes_below(mirrors) + log.read_bytes() + "".join(messages).encode() + repr(repo).encode()


def test_the_users_own_way_to_give_credentials_goes_on_working(
    origin: Target, mirrors: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asks = tmp_path / "asks"
    asks.write_text("#!/bin/sh\ncase $1 in Username*) echo me;; *) echo secret;; esac\n")
    asks.chmod(0o755)
    with serve(origin.root.parent, "me:secret") as host:
        monkeypatch.setenv("GIT_ASKPASS", str(asks))
        assert mirror(remote(f"http://{host}/origin/.git"), None, mirrors)
        monkeypatch.delenv("GIT_ASKPASS")
        monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
        monkeypatch.setenv("GIT_CONFIG_KEY_0", "credential.helper")
        monkeypatch.setenv("GIT_CONFIG_VALUE_0", "!f() { echo username=me; echo password=secret; }; f")
        assert mirror(remote(f"http://{host}/origin/.git"), None, mirrors)
        assert mirror(remote(f"http://me:secret@{host}/origin/.git"), "main", mirrors)


def test_ssh_is_run_as_the_user_set_it_and_has_no_terminal_to_ask_at(
    mirrors: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "log"
    ssh = tmp_path / "ssh"
    ssh.write_text(
        f'#!/bin/sh\n(echo "$@"; echo $SSH_ASKPASS_REQUIRE; cat /dev/tty) >> {log} 2>&1\n'
        'echo "git@host: Permission denied (publickey)." >&2\nexit 255\n'
    )
    ssh.chmod(0o755)
    monkeypatch.setenv("GIT_SSH_COMMAND", str(ssh))
    assert "Permission denied" in error(remote("git@host:o/r.git"), None, mirrors)
    assert "git@host" in log.read_text()
    assert "never" in log.read_text()
    assert "/dev/tty" in log.read_text(), "it cannot be opened"


def test_a_remote_that_is_not_there_or_does_not_answer_is_named_in_one_sentence(origin: Target, mirrors: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        with pytest.raises(TargetError, match="no answer within"):
            tip(remote(f"http://user:secret@127.0.0.1:{port}/r.git"), None, timeout=0.5)
    message = error(remote(f"http://user:secret@127.0.0.1:{port}/r.git"), None, mirrors)
    assert "cannot be reached" in message
    assert "connect" in message
    assert "secret" not in message
    with serve(origin.root.parent) as host:
        assert "no repository" in error(remote(f"http://{host}/gone.git"), None, mirrors)
    assert "no repository" in error(remote("file:///gone"), None, mirrors)
    assert not [path for path in mirrors.iterdir() if path.is_dir()]


def test_mirrors_that_cannot_be_kept_are_an_error_that_says_where(origin: Target, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "make it writable" in error(remote(origin), None, tmp_path / "file" / "mirrors")


def test_a_protocol_that_the_user_does_not_allow_stays_closed(
    origin: Target, mirrors: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_ALLOW_PROTOCOL", "https")
    assert "GIT_ALLOW_PROTOCOL" in error(remote(origin), None, mirrors)
