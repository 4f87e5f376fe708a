import hashlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from designdoc_assets.source.cache import FactsCache
from designdoc_assets.source.errors import TargetError
from designdoc_assets.source.snapshot import Snapshot, read_snapshot
from designdoc_assets.source.working_tree import WorkingTree
from designdoc_tests.source.repositories import CLASS, Target


@pytest.fixture
def target(tmp_path: Path) -> Target:
    root = tmp_path / "shop"
    root.mkdir()
    return Target(root)


@pytest.fixture(params=["in git", "outside git"])
def either(target: Target, request: pytest.FixtureRequest) -> Target:
    """A target whose files all belong to it, be it by git or not; write them before `read`."""
    if request.param == "in git":
        target.git("init", "-q")
    return target


def read(target: Target, **options) -> Snapshot:
    if (target.root / ".git").exists():
        target.git("add", "-A")
    return read_snapshot(WorkingTree(target.root), **options)


def skipped(snapshot: Snapshot) -> dict[str, str]:
    return {entry.path: entry.reason for entry in snapshot.skipped}


def error(root: Path, **options) -> str:
    with pytest.raises(TargetError) as raised:
        read_snapshot(WorkingTree(root), **options)
    return str(raised.value)


# What is read


def test_files_are_read_with_their_facts_in_order_of_their_paths(either: Target) -> None:
    either.write("src/b.py")
    either.write("a.py", "")
    either.write("README.md")
    snapshot = read(either)
    assert list(snapshot.files) == ["a.py", "src/b.py"]
    assert [found.name for found in snapshot.files["src/b.py"].facts.classes] == ["Gateway"]
    assert snapshot.files["a.py"].facts.classes == ()
    assert snapshot.skipped == ()


def test_in_git_only_what_is_tracked_is_read(target: Target) -> None:
    target.write("a.py")
    target.write("deleted.py")
    target.write("folder.py")
    commit = target.track()
    target.write("untracked.py")
    (target.root / "deleted.py").unlink()
    (target.root / "folder.py").unlink()
    target.write("folder.py/b.txt")
    snapshot = read_snapshot(WorkingTree(target.root))
    assert list(snapshot.files) == ["a.py"]
    assert snapshot.skipped == ()
    assert snapshot.commit == commit


def test_edits_that_are_not_committed_are_read(target: Target) -> None:
    target.write("a.py", "")
    target.track()
    target.write("a.py", CLASS)
    assert len(read_snapshot(WorkingTree(target.root)).files["a.py"].facts.classes) == 1


def test_before_the_first_commit_there_is_none(target: Target) -> None:
    target.write("a.py")
    target.git("init", "-q")
    assert read(target).commit is None


def test_a_tracked_file_that_gitignore_names_is_read(target: Target) -> None:
    target.write(".gitignore", "*.py")
    target.write("a.py")
    target.git("init", "-q")
    target.git("add", "-f", "a.py")
    assert list(read_snapshot(WorkingTree(target.root)).files) == ["a.py"]


def test_a_folder_of_a_repository_is_a_target_of_its_own(target: Target) -> None:
    target.write("a.py")
    target.write("build/sub/b.py")
    target.write("build/sub/node_modules/c.py")
    target.track()
    snapshot = read_snapshot(WorkingTree(target.root / "build" / "sub"))
    assert list(snapshot.files) == ["b.py"]
    assert skipped(snapshot) == {"node_modules/": "vendored (1 source file)"}


def test_a_folder_that_its_repository_does_not_track_is_read_by_its_own_rules(target: Target) -> None:
    target.write(".gitignore", "build/")
    target.write("a.py")
    target.track()
    target.write("build/django/b.py")
    snapshot = read_snapshot(WorkingTree(target.root / "build" / "django"))
    assert list(snapshot.files) == ["b.py"]
    assert snapshot.commit is None


def test_a_file_in_conflict_is_read_once(target: Target) -> None:
    target.write("a.py", "x = 1\n")
    target.track()
    target.git("checkout", "-q", "-b", "other")
    target.write("a.py", "x = 2\n")
    target.git("commit", "-q", "-a", "-m", "c")
    target.git("checkout", "-q", "-")
    target.write("a.py", "x = 3\n")
    target.git("commit", "-q", "-a", "-m", "c")
    with pytest.raises(subprocess.CalledProcessError):
        target.git("merge", "other")
    assert list(read_snapshot(WorkingTree(target.root)).files) == ["a.py"]


def test_outside_git_the_gitignore_files_hold(target: Target) -> None:
    target.write(".gitignore", "*_old.py\n/local/\n[z-a]\n!\n\\\n")
    target.write("src/.gitignore", "gen/\n!keep_old.py\n")
    for path in ("a.py", "a_old.py", "local/b.py", "src/local/c.py", "src/gen/d.py", "src/keep_old.py", "gen/e.py"):
        target.write(path)
    assert list(read_snapshot(WorkingTree(target.root)).files) == [
        "a.py",
        "gen/e.py",
        "src/keep_old.py",
        "src/local/c.py",
    ]


def test_a_folder_within_an_ignored_folder_stays_ignored(target: Target) -> None:
    target.write(".gitignore", "local/\n!local/keep.py\n")
    target.write("local/.gitignore", "!*.py\n")
    target.write("local/keep.py")
    target.write("a.py")
    assert list(read_snapshot(WorkingTree(target.root)).files) == ["a.py"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give a folder away")
def test_a_target_that_git_does_not_trust_is_read_by_its_gitignore_files(
    target: Target, caplog: pytest.LogCaptureFixture
) -> None:
    target.write(".gitignore", "b.py")
    target.write("a.py")
    target.write("b.py")
    target.track()
    for path in (target.root, target.root / ".git"):
        os.chown(path, 54_321, 54_321)
    snapshot = read_snapshot(WorkingTree(target.root))
    assert list(snapshot.files) == ["a.py"]
    assert "safe.directory" in caplog.text


def test_without_a_git_command_the_gitignore_files_hold(
    target: Target, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    target.write(".gitignore", "b.py")
    target.write("a.py")
    target.write("b.py")
    target.track()
    monkeypatch.setenv("PATH", str(tmp_path))
    assert list(read_snapshot(WorkingTree(target.root)).files) == ["a.py"]
    assert "git cannot be run" in caplog.text


# What is not trusted


def test_nothing_that_the_target_configures_is_executed(target: Target, tmp_path: Path) -> None:
    target.write("a.py")
    target.track()
    evidence = tmp_path / "executed"
    script = target.write(".git/spy", f"#!/bin/sh\ntouch {evidence}\n")
    script.chmod(0o755)
    for hook in ("post-index-change", "post-checkout"):
        target.write(f".git/hooks/{hook}", script.read_bytes()).chmod(0o755)
    for setting in (
        "core.fsmonitor",
        "core.pager",
        "core.sshCommand",
        "pager.ls-files",
        "alias.ls-files",
        "core.editor",
    ):
        target.git("config", setting, f"!{script}" if setting.startswith("alias") else str(script))
    evidence.unlink(missing_ok=True)
    assert list(read_snapshot(WorkingTree(target.root)).files) == ["a.py"]
    assert not evidence.exists()


def test_a_configured_working_tree_does_not_widen_the_target(target: Target, tmp_path: Path) -> None:
    target.write("a.py")
    target.track()
    target.git("config", "core.worktree", str(tmp_path))
    (tmp_path / "a.py").write_text(CLASS)
    assert set(read_snapshot(WorkingTree(target.root)).files) <= {"a.py"}


def test_a_forged_index_does_not_reach_out_of_the_target(target: Target, tmp_path: Path) -> None:
    (tmp_path / "secret.py").write_text(CLASS)
    target.write("a.py")
    target.write("xx/secret.py")
    target.track()
    index = target.root / ".git" / "index"
    forged = index.read_bytes()[:-20].replace(b"xx/secret.py", b"../secret.py")
    index.write_bytes(forged + hashlib.sha1(forged).digest())
    assert "../secret.py" in target.git("ls-files").split()
    assert list(read_snapshot(WorkingTree(target.root)).files) == ["a.py"]


def test_the_environment_of_a_git_hook_does_not_redirect_the_reading(
    target: Target, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target.write("a.py")
    target.track()
    other = Target(tmp_path / "other")
    other.write("b.py")
    other.track()
    monkeypatch.setenv("GIT_DIR", str(other.root / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other.root))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other.root / ".git" / "index"))
    assert list(read_snapshot(WorkingTree(target.root)).files) == ["a.py"]


def test_a_folder_that_looks_like_a_bare_repository_is_read_as_a_folder(target: Target) -> None:
    target.git("init", "-q", "--bare")
    target.write("a.py")
    assert "a.py" in read_snapshot(WorkingTree(target.root)).files


# What is left out


def test_links_are_listed_and_never_followed(either: Target, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.py").write_text(CLASS)
    either.write("src/a.py")
    either.link("src/file.py", "a.py")
    either.link("alias", "src")
    either.link("out.py", outside / "secret.py")
    either.link("src/out", "../../outside")
    either.link("here.py", "there.py")
    either.link("there.py", "here.py")
    either.link("src/up", "..")
    either.link("gone.py", "missing.py")
    snapshot = read(either)
    assert list(snapshot.files) == ["src/a.py"]
    assert skipped(snapshot) == {
        "src/file.py": "link to src/a.py",
        "alias": "link to src",
        "out.py": "link out of the repository",
        "src/out": "link out of the repository",
        "here.py": "link in a circle",
        "there.py": "link in a circle",
        "src/up": "link in a circle",
        "gone.py": "link to nothing",
    }


def test_a_tracked_folder_that_became_a_link_is_not_followed(target: Target, tmp_path: Path) -> None:
    target.write("a.py")
    target.write("src/deep/b.py")
    target.track()
    (target.root / "src").rename(tmp_path / "moved")
    target.link("src", tmp_path / "moved")
    snapshot = read_snapshot(WorkingTree(target.root))
    assert list(snapshot.files) == ["a.py"]
    assert skipped(snapshot) == {"src": "link out of the repository"}


def test_the_target_itself_may_be_reached_through_a_link(either: Target, tmp_path: Path) -> None:
    either.write("a.py")
    read(either)
    (tmp_path / "link").symlink_to(either.root)
    assert list(read_snapshot(WorkingTree(tmp_path / "link")).files) == ["a.py"]


def test_submodules_are_listed_and_not_entered(target: Target, tmp_path: Path) -> None:
    library = Target(tmp_path / "library")
    library.write("b.py")
    library.track()
    target.write("a.py")
    target.track()
    target.git("submodule", "--quiet", "add", str(library.root), "lib")
    snapshot = read_snapshot(WorkingTree(target.root))
    assert list(snapshot.files) == ["a.py"]
    assert skipped(snapshot) == {"lib": "submodule: document it as a target of its own"}


def test_a_left_out_folder_is_one_entry(either: Target) -> None:
    either.write("a.py")
    for number in range(3):
        either.write(f"lib/vendor/sub/m{number}.py")
    either.write("lib/vendor/README.md")
    either.write("node_modules/x.txt")
    snapshot = read(either)
    assert list(snapshot.files) == ["a.py"]
    assert skipped(snapshot) == {"lib/vendor/": "vendored (3 source files)"}


def test_a_target_below_a_folder_named_build_is_read_in_full(tmp_path: Path) -> None:
    target = Target(tmp_path / "build" / "node_modules" / "vendor")
    target.write("a.py")
    assert list(read_snapshot(WorkingTree(target.root)).files) == ["a.py"]


def test_generated_files_are_listed(either: Target) -> None:
    either.write("a.py")
    either.write("api_pb2.py")
    either.write("version.py", "# Generated by a tool\n")
    assert skipped(read(either)) == {
        "api_pb2.py": "generated, as its name says",
        "version.py": "generated, as its first lines say",
    }


def test_excluded_paths_are_left_out_without_a_word(either: Target) -> None:
    for path in ("a.py", "old/b.py", "src/c_old.py", "vendor/d.py"):
        either.write(path)
    either.link("old/link.py", "b.py")
    either.link("l.py", "a.py")
    snapshot = read(either, exclude=["/old/", "*_old.py", "vendor", "l.py"])
    assert list(snapshot.files) == ["a.py"]
    assert snapshot.skipped == ()


def test_the_docs_tree_is_no_part_of_the_target(either: Target) -> None:
    either.write("a.py")
    either.write("docs/design/b.py")
    either.write("docs/c.py")
    assert list(read(either, docs="docs/design").files) == ["a.py", "docs/c.py"]
    assert list(read(either, docs=None).files) == [
        "a.py",
        "docs/c.py",
        "docs/design/b.py",
    ]


def test_only_the_languages_that_are_asked_for_are_read(either: Target) -> None:
    either.write("a.py")
    assert list(read(either, languages=["python"]).files) == ["a.py"]
    assert "none in a supported language (cobol)" in error(either.root, languages=["cobol"])


def test_test_code_is_read_for_its_facts_and_documented_on_request(either: Target) -> None:
    either.write("a.py")
    either.write("tests/test_a.py")
    snapshot = read(either)
    assert list(snapshot.files) == ["a.py"]
    assert list(snapshot.tests) == ["tests/test_a.py"]
    assert snapshot.tests["tests/test_a.py"].facts.classes
    included = read(either, include_tests=True)
    assert {path: file.is_test for path, file in included.files.items()} == {"a.py": False, "tests/test_a.py": True}
    assert included.tests == snapshot.tests


# What is odd


@pytest.mark.parametrize(
    "name",
    [
        "with space.py",
        "a,b.py",
        "more...dots.py",
        "a#b.py",
        "naïve-日本.py",
        "a\nb.py",
        'quo"te.py',
        "-rf.py",
        "a::b.py",
        "100%.py",
        os.fsdecode(b"caf\xe9.py"),
        os.fsdecode(b"d\xff/a.py"),
    ],
)
def test_any_file_name_is_read(either: Target, name: str) -> None:
    either.write(name)
    snapshot = read(either)
    assert list(snapshot.files) == [name]
    assert len(snapshot.files[name].facts.classes) == 1


@pytest.mark.parametrize(
    "content",
    [
        CLASS.encode("utf-16"),
        CLASS.encode("utf-8-sig"),
        CLASS.replace("\n", "\r\n").encode(),
        CLASS.replace("\n", "\r").encode(),
        b"# caf\xe9\n" + CLASS.encode(),
        b"# coding: cp1251\n# \xcf\n" + CLASS.encode(),
    ],
    ids=["UTF-16", "BOM", "CRLF", "CR", "Latin-1", "coding comment"],
)
def test_any_encoding_is_read(target: Target, content: bytes) -> None:
    target.write("a.py", content)
    facts = read_snapshot(WorkingTree(target.root)).files["a.py"].facts
    assert [found.name for found in facts.classes] == ["Gateway"]


def test_a_file_that_cannot_be_read_is_listed_and_not_fatal(target: Target) -> None:
    target.write("a.py")
    target.write("binary.py", b"\x7fELF\0\0\0\1")
    target.write("huge.py", b"x = 1\n" * 900_000)
    os.mkfifo(target.root / "pipe.py")
    assert skipped(read_snapshot(WorkingTree(target.root))) == {
        "binary.py": "binary: it holds NUL bytes",
        "huge.py": "not readable: 5,400,000 bytes, above the limit of 1,048,576",
        "pipe.py": "not readable: not a regular file",
    }


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_without_permission_a_file_or_folder_is_listed(target: Target) -> None:
    target.write("a.py")
    target.write("b.py").chmod(0)
    target.write("closed/c.py").parent.chmod(0)
    reasons = skipped(read_snapshot(WorkingTree(target.root)))
    (target.root / "closed").chmod(0o755)
    assert reasons == {"b.py": "not readable: Permission denied", "closed/": "not readable: Permission denied"}


def test_a_syntax_error_is_a_fact_about_its_file(target: Target) -> None:
    target.write("a.py", "class Gateway:\n    pass\n\ndef broken(:\n")
    facts = read_snapshot(WorkingTree(target.root)).files["a.py"].facts
    assert facts.problem is not None


@pytest.fixture
def deep(either: Target) -> Iterator[Target]:
    """A target with a file 1,100 folders down, more than Python calls may be nested."""
    descriptor = os.open(either.root, os.O_RDONLY)
    for _ in range(1_100):
        os.mkdir("d", dir_fd=descriptor)
        inner = os.open("d", os.O_RDONLY, dir_fd=descriptor)
        os.close(descriptor)
        descriptor = inner
    os.close(os.open("a.py", os.O_CREAT, dir_fd=descriptor))
    os.close(descriptor)
    yield either
    subprocess.run(["rm", "-rf", either.root], check=True)  # pytest's own removal is recursive


def test_folders_may_be_nested_deeply(deep: Target) -> None:
    assert list(read(deep).files) == ["d/" * 1_100 + "a.py"]


# What identifies it


def test_the_name_is_that_of_the_distribution_and_never_of_the_folder(either: Target) -> None:
    either.write("a.py")
    assert read(either).name == ""
    either.write("sub/pyproject.toml", '[project]\nname = "part"\nversion = "1"\n')
    assert read(either).name == ""
    either.write("pyproject.toml", '[project]\nname = "webshop"\nversion = "1"\ndependencies = ["requests>=2"]\n')
    snapshot = read(either)
    assert snapshot.name == "webshop"
    assert [dependency.name for dependency in snapshot.manifests.dependencies] == ["requests"]


def test_manifests_that_are_left_out_are_not_read(either: Target) -> None:
    either.write("a.py")
    either.write("third_party/x/pyproject.toml", '[project]\nname = "x"\ndependencies = ["evil"]\n')
    either.write("old/pyproject.toml", '[project]\nname = "y"\ndependencies = ["evil"]\n')
    assert read(either, exclude=["old/"]).manifests.dependencies == ()


def test_the_digest_changes_with_what_is_read_and_with_nothing_else(target: Target, tmp_path: Path) -> None:
    def digest_after(path: str, content: str) -> str:
        target.write(path, content)
        return read_snapshot(WorkingTree(target.root)).digest

    digests = [
        digest_after("a.py", "x = 1\n"),
        digest_after("a.py", "x = 2\n"),
        digest_after("b.py", "x = 2\n"),
        digest_after("tests/test_a.py", ""),
        digest_after("pyproject.toml", "[project]\nname = 'a'\n"),
        digest_after("pyproject.toml", "[project]\nname = 'b'\n"),
    ]
    assert len(set(digests)) == len(digests)
    assert digest_after("NOTES.txt", "") == digests[-1]
    target.root.rename(tmp_path / "moved")
    assert read_snapshot(WorkingTree(tmp_path / "moved")).digest == digests[-1]


def test_a_cache_changes_nothing_but_the_time(target: Target, tmp_path: Path) -> None:
    for number in range(150):
        target.write(f"m{number % 7}/a{number}.py", f"class A{number // 2}:\n    x = {number // 2}\n")
    target.write("vendor/a.py")
    cold = read_snapshot(WorkingTree(target.root))
    cache = FactsCache(tmp_path / "facts.sqlite")
    assert read_snapshot(WorkingTree(target.root), cache=cache) == cold
    assert read_snapshot(WorkingTree(target.root), cache=cache) == cold
    target.write("m0/a0.py", "class Changed:\n    pass\n")
    changed = read_snapshot(WorkingTree(target.root), cache=cache)
    assert changed.files["m0/a0.py"].facts.classes[0].name == "Changed"
    assert changed.files["m1/a1.py"] == cold.files["m1/a1.py"]


def test_other_work_is_done_while_files_are_read_and_not_where_all_are_known(target: Target, tmp_path: Path) -> None:
    target.write("a.py")
    cache = FactsCache(tmp_path / "facts.sqlite")
    done: list[str] = []

    def read_again() -> list[str]:
        done.clear()
        read_snapshot(
            WorkingTree(target.root),
            cache=cache,
            note=lambda number, _: done.append(f"{number} read"),
            meanwhile=lambda: done.append("other work"),
        )
        return done

    assert read_again() == ["other work", "1 read"]
    assert read_again() == ["1 read"]
    target.write("b.py", "class Other:\n    pass\n")
    assert read_again() == ["other work", "1 read", "2 read"]


# What is no target


def test_a_path_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert "There is no folder" in error(tmp_path / "nowhere")
    assert str(tmp_path / "nowhere") in error(tmp_path / "nowhere")


def test_a_file_is_no_target(target: Target) -> None:
    assert "is not a folder" in error(target.write("a.py"))
    assert "There is no folder" in error(target.root / "a.py" / "b")
    assert "cannot be opened" in error(target.root / ("a" * 300))


def test_an_empty_folder_is_no_target(target: Target) -> None:
    assert "is empty" in error(target.root)


def test_a_repository_that_tracks_nothing_says_what_to_do(target: Target) -> None:
    target.write("a.py")
    target.git("init", "-q")
    assert "git add" in error(target.root)


def test_a_target_without_a_supported_language_says_what_was_found(either: Target) -> None:
    for number in range(12):
        either.write(f"{number}.txt")
    with pytest.raises(TargetError, match=r"12 files, none in a supported language \(.*python.*\)"):
        read(either)


def test_a_target_whose_source_is_all_left_out_says_why(either: Target) -> None:
    either.write("vendor/a.py")
    either.write("b.py", b"\0\1")
    with pytest.raises(TargetError, match=r"b\.py: binary.*; vendor/: vendored \(1 source file\)"):
        read(either)


def test_a_target_with_nothing_but_tests_says_how_to_document_them(either: Target) -> None:
    either.write("test_a.py")
    with pytest.raises(TargetError, match="include_tests"):
        read(either)
    assert list(read(either, include_tests=True).files) == ["test_a.py"]


def test_a_damaged_repository_is_an_error_that_names_it(target: Target) -> None:
    target.write("a.py")
    target.track()
    target.write(".git/index", b"DIRC damaged")
    message = error(target.root)
    assert str(target.root) in message
    assert "git status" in message
