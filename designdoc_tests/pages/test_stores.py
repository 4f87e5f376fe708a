"""What holds wherever a docs tree is kept: in a folder, in object storage."""

from pathlib import Path

import pytest

from designdoc_assets.pages.errors import OutputError
from designdoc_assets.pages.locks.files import FileLocks
from designdoc_assets.pages.tree import DocsTree
from designdoc_tests.pages.conftest import Kept

PAGE = "packages/src/a.py.md"


@pytest.fixture
def tree(kept: Kept, tmp_path: Path) -> DocsTree:
    return DocsTree(kept.open(), FileLocks(tmp_path / "state"))


def _write(tree: DocsTree, page: str, text: str) -> bool:
    return tree.update_text(page, lambda _: text)


def test_a_page_is_written_changed_and_read_again(tree: DocsTree, kept: Kept) -> None:
    assert tree.read_text(PAGE) is None
    assert _write(tree, PAGE, "# A\n")
    assert tree.update_text(PAGE, lambda text: f"{text}more\n")
    assert tree.read_text(PAGE) == "# A\nmore\n"
    assert kept.contents() == {PAGE: b"# A\nmore\n"}


def test_what_others_write_is_seen_at_once(tree: DocsTree, kept: Kept) -> None:
    assert list(tree.texts()) == []
    _write(tree, PAGE, "mine")
    kept.put(PAGE, b"theirs")
    kept.put("b.md", b"new")
    assert list(tree.texts()) == [("b.md", "new"), (PAGE, "theirs")]
    assert tree.read_text(PAGE) == "theirs"


def test_a_page_that_stays_the_same_is_not_written(tree: DocsTree) -> None:
    assert _write(tree, PAGE, "# A\n")
    assert not _write(tree, PAGE, "# A\n")


def test_a_removed_page_is_gone_and_its_neighbour_stays(tree: DocsTree, kept: Kept) -> None:
    _write(tree, PAGE, "# A\n")
    _write(tree, "packages/b.py.md", "")
    assert tree.update_text(PAGE, lambda _: None)
    assert not tree.update_text(PAGE, lambda _: None)
    assert kept.contents() == {"packages/b.py.md": b""}


def test_a_change_that_fails_leaves_the_page_and_its_lock(tree: DocsTree) -> None:
    _write(tree, PAGE, "old")
    with pytest.raises(ZeroDivisionError):
        tree.update_text(PAGE, lambda _: str(1 / 0))
    assert tree.read_text(PAGE) == "old"
    assert _write(tree, PAGE, "new")


def test_bytes_that_are_not_utf_8_and_line_ends_survive(tree: DocsTree, kept: Kept) -> None:
    strange = b"\xef\xbb\xbfcaf\xe9\r\n\xff\x00\n"
    kept.put(PAGE, strange)
    assert tree.update_text(PAGE, lambda text: f"{text}x")
    assert kept.contents() == {PAGE: strange + b"x"}


def test_pages_and_what_models_wrote_are_listed_apart_and_in_order(tree: DocsTree) -> None:
    for page in (
        "b.md",
        "a/é.md",
        "a.md",
        ".designdoc/content/a.md.json",
        "packages/.designdoc/x.py.md",
        "picture.png",
    ):
        _write(tree, page, page)
    pages = ["a.md", "a/é.md", "b.md", "packages/.designdoc/x.py.md"]
    assert list(tree.pages()) == pages
    assert list(tree.texts()) == [(page, page) for page in pages]
    assert tree.has_content()
    assert list(tree.content()) == [(".designdoc/content/a.md.json", ".designdoc/content/a.md.json")]


def test_a_tree_that_is_not_there_has_nothing(tree: DocsTree) -> None:
    tree.sweep()
    tree.flush()
    assert [*tree.pages(), *tree.content()] == []
    assert not tree.has_content()


@pytest.mark.parametrize("page", ["p/[a]*{b}.md", "p/#é %41%5C&+=~.md", "p/ spaced .md", f"{'d' * 200}/{'n' * 250}.md"])
def test_names_with_special_characters_are_names(tree: DocsTree, kept: Kept, page: str) -> None:
    _write(tree, "p/a.md", "other")
    _write(tree, page, "text")
    assert dict(tree.texts()) == {"p/a.md": "other", page: "text"}
    assert tree.read_text(page) == "text"
    assert kept.contents()[page] == b"text"
    tree.update_text(page, lambda _: None)
    assert list(tree.pages()) == ["p/a.md"]


@pytest.mark.parametrize("page", ["../out.md", "a/../../out.md", "/tmp/out.md"])
def test_no_name_leads_out_of_the_tree(tree: DocsTree, kept: Kept, page: str) -> None:
    assert tree.read_text(page) is None
    with pytest.raises(OutputError, match=r"out\.md was not written: its name, or a link .* leads out of"):
        _write(tree, page, "x")
    assert kept.contents() == {}


def test_checking_that_pages_can_be_written_leaves_nothing_behind(tree: DocsTree, kept: Kept) -> None:
    tree.check_writable()
    assert kept.contents() == {}


def test_a_page_has_a_place_that_people_find(tree: DocsTree) -> None:
    assert tree.location(PAGE) == f"{tree.shown}/{PAGE}"
    assert tree.location(PAGE).endswith(f"/docs/{PAGE}")
