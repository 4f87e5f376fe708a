"""The whole job on docs trees that are no folder of this machine: object storage, and locks in a database."""

from pathlib import Path

import pytest
from s3fs import S3FileSystem

from designdoc_tests.pages.conftest import S3
from designdoc_tests.postgres import POSTGRES_URL, own_schema
from designdoc_tests.support import PAY, commit, document, make_repo, tree_bytes, write

ORDER = "pay/order.py"
CHANGED = PAY[ORDER].replace("Pay it.", "Pay it at once.")


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    return make_repo(tmp_path / "pay", PAY)


def stored(bucket: str) -> dict[str, bytes]:
    files, root = S3FileSystem(use_listings_cache=False), bucket.removeprefix("s3://")
    names = [name for name in files.find(root) if "/receipts/" not in name]
    return {name.removeprefix(f"{root}/"): files.cat_file(name) for name in names}


def test_object_storage_gets_the_pages_that_a_folder_gets_and_only_what_changed_afterwards(
    tmp_path: Path, repo: Path, bucket: str
) -> None:
    assert document(repo, output=str(tmp_path / "folder")).success
    run = document(repo, output=bucket)
    assert run.success, run.failure
    assert stored(bucket) == tree_bytes(tmp_path / "folder")
    assert document(repo, output=bucket).assets == ()
    write(repo, ORDER, CHANGED)
    changed = document(repo, output=bucket).made
    assert ("class_doc", f"{ORDER}::Order") in changed
    assert ("class_doc", "pay/gateway.py::Gateway") not in changed


def test_what_a_person_wrote_into_an_object_stays(repo: Path, bucket: str) -> None:
    assert document(repo, output=bucket).success
    page = f"packages/{ORDER}.md"
    text = stored(bucket)[page] + b"\nMine.\n"
    S3FileSystem().pipe_file(f"{bucket.removeprefix('s3://')}/{page}", text)
    write(repo, ORDER, CHANGED)
    assert document(repo, output=bucket).success
    assert stored(bucket)[page].endswith(b"\nMine.\n")
    assert b"Pay it at once." in stored(bucket)[page]


def test_a_bucket_that_is_not_there_is_told_before_anything_is_made(repo: Path, s3: S3) -> None:
    run = document(repo, output="s3://no-such-bucket/docs")
    assert not run.success
    assert "no-such-bucket" in run.failure
    assert not run.failure.startswith("defect")
    assert run.made == ()


@pytest.mark.skipif(not POSTGRES_URL, reason="needs PostgreSQL: DESIGNDOC_TEST_POSTGRES_URL")
def test_a_late_run_for_older_code_on_another_machine_undoes_nothing(
    tmp_path: Path, repo: Path, bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = commit(repo)
    write(repo, ORDER, CHANGED)
    newer = commit(repo)
    with own_schema() as url:
        monkeypatch.setenv("DESIGNDOC_JOURNAL_URL", url)
        assert document(repo, ref=newer, output=bucket).success
        before = stored(bucket)
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "another machine"))
        late = document(repo, ref=older, output=bucket)
    assert late.success, late.failure
    assert late.made == ()
    assert newer[:12] in late.log
    assert stored(bucket) == before
