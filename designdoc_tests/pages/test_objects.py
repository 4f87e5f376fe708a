"""What is peculiar to docs trees in object storage."""

from pathlib import Path
from threading import Barrier

import pytest
from moto.core import DEFAULT_ACCOUNT_ID
from moto.s3.models import s3_backends

from designdoc_assets.pages.errors import OutputError
from designdoc_assets.pages.locks.files import FileLocks
from designdoc_assets.pages.stores.objects import ObjectStore
from designdoc_assets.pages.tree import DocsTree
from designdoc_tests.pages.conftest import S3
from designdoc_tests.waiting import LIMIT_S


def _tree(url: str, folder: Path) -> DocsTree:
    return DocsTree(ObjectStore(url), FileLocks(folder / "state"))


@pytest.mark.parametrize(
    "page",
    ["a//b.md", "a/./b.md", "%2e%2e/b.md", "a/..%2Fb.md", "..%5cb.md", "..\\b.md", "a?versionId=1.md", "\udcff.md"],
)
def test_a_name_that_some_reader_would_take_for_another_is_refused(bucket: str, tmp_path: Path, page: str) -> None:
    tree = _tree(f"{bucket}/docs", tmp_path)
    assert tree.read_text(page) is None
    with pytest.raises(OutputError, match="leads out of"):
        tree.update_text(page, lambda _: "x")


def test_only_what_lies_below_the_prefix_is_of_the_tree(bucket: str, tmp_path: Path) -> None:
    whole = _tree(bucket, tmp_path)
    for page in ("docs.md", "docs2/a.md", "docs/a.md"):
        whole.update_text(page, lambda _: "x")
    assert list(_tree(f"{bucket}/docs/", tmp_path).pages()) == ["a.md"]
    assert list(whole.pages()) == ["docs.md", "docs/a.md", "docs2/a.md"]


def test_many_pages_are_read_at_once(bucket: str, tmp_path: Path, s3: S3) -> None:
    tree = _tree(bucket, tmp_path)
    for number in range(32):
        tree.update_text(f"{number}.md", lambda _: "x")
    together = Barrier(32)
    s3.on_read = lambda: together.wait(LIMIT_S) and None
    assert len(list(tree.texts())) == 32


def test_a_listing_of_thousands_is_whole(bucket: str, tmp_path: Path) -> None:
    behind_the_server = s3_backends[DEFAULT_ACCOUNT_ID]["aws"]
    for number in range(1_200):  # a listing's page holds a thousand
        behind_the_server.put_object(bucket.removeprefix("s3://"), f"{number}.md", b"x")
    assert len(list(_tree(bucket, tmp_path).pages())) == 1_200


def test_a_bucket_that_does_not_exist_is_a_clear_error(s3: S3, tmp_path: Path) -> None:
    tree = _tree("s3://no-such-bucket/docs", tmp_path)
    with pytest.raises(OutputError, match=r"s3://no-such-bucket/docs could not be written: .* Create the bucket"):
        tree.check_writable()
    with pytest.raises(OutputError, match=r"a\.md could not be written: .* left as it was"):
        tree.update_text("a.md", lambda _: "x")


def test_missing_credentials_are_a_clear_error(bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    with pytest.raises(OutputError, match="Set credentials that may"):
        _tree(bucket, tmp_path).check_writable()


def test_an_endpoint_that_nobody_listens_on_is_a_clear_error(
    bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    with pytest.raises(OutputError, match="endpoint can be reached") as caught:
        _tree(bucket, tmp_path).check_writable()
    assert caught.value.__cause__ is None
    assert "a-secret" not in str(caught.value)


def test_a_driver_that_is_not_installed_is_named(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"gs://bucket/docs needs a driver .*gcsfs.* Install it"):
        _tree("gs://bucket/docs", tmp_path).check_writable()


def test_a_scheme_that_nobody_knows_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="no driver is known for ftps3://"):
        _tree("ftps3://bucket/docs", tmp_path).check_writable()


@pytest.mark.parametrize(
    "url", ["s3://key:hunter2@bucket/docs", "abfs://c@a.net/docs?sig=hunter2", "s3://b/docs#hunter2"]
)
def test_credentials_in_a_url_are_refused_and_not_shown(url: str) -> None:
    with pytest.raises(OutputError, match="environment variables of the driver") as caught:
        ObjectStore(url)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "/tmp/docs",
        "file:///tmp/docs",
        "https://host/docs",
        "s3:///docs",
        "s3://b/../c",
        "s3://b/%2e%2e/c",
        "zip::s3://b",
    ],
)
def test_what_is_no_place_in_object_storage_is_refused(url: str) -> None:
    with pytest.raises(OutputError, match="://bucket/docs"):
        ObjectStore(url)


def test_other_drivers_of_fsspec_serve_as_well(tmp_path: Path) -> None:
    tree = _tree(f"memory://{tmp_path.name}/docs", tmp_path)
    tree.check_writable()
    tree.update_text("packages/a.md", lambda _: "x")
    assert list(_tree(tree.shown, tmp_path).texts()) == [("packages/a.md", "x")]
