"""Pages of projects that nobody tuned this one to stay as they are, or somebody says that they are meant to change."""

from pathlib import Path

import pytest

from designdoc_tests.audit.tree import audit
from designdoc_tests.golden import Golden
from designdoc_tests.golden_trees import trees
from designdoc_tests.golden_trees.sources import SOURCES, Source, SourceMissingError, unpack
from designdoc_tests.golden_trees.trees import Tree
from designdoc_tests.support import docs_of

BEFORE = Tree(kinds={"class_doc": Golden(version=5, digest="a")}, pages={"A.md": "1", "B.md": "2"})


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_the_pages_of_a_project_come_out_as_written_down(source: Source, tmp_path: Path) -> None:
    try:
        project = unpack(source, tmp_path / "source")
    except SourceMissingError as reason:
        pytest.skip(str(reason))
    made = trees.make(project, tmp_path / "repo")
    changes = trees.changes(trees.recorded(source.name), made)
    assert not changes, "\n".join(changes)
    assert audit(docs_of(tmp_path / "repo")) == []


def test_where_nothing_changed_nothing_is_said() -> None:
    assert trees.changes(BEFORE, BEFORE) == []


def test_a_kind_that_changed_under_the_same_version_is_named_with_the_pages() -> None:
    now = Tree(kinds={"class_doc": Golden(version=5, digest="b")}, pages={"A.md": "1", "B.md": "3", "C.md": "4"})
    kind, changed, new = trees.changes(BEFORE, now)
    assert kind.startswith("class_doc comes out differently under the same version, 5: raise it; then write down")
    assert changed.startswith("changed: B.md; if that is meant, write down")
    assert new.startswith("new: C.md; ")


def test_a_version_that_was_raised_is_to_be_written_down_whether_or_not_this_project_shows_it() -> None:
    (said,) = trees.changes(BEFORE, Tree(kinds={"class_doc": Golden(version=6, digest="a")}, pages=BEFORE["pages"]))
    assert said == f"class_doc has version 6, and had 5: {trees.HOW}"


def test_what_was_never_written_down_is_told() -> None:
    assert trees.changes(Tree(kinds={}, pages={}), BEFORE)[0].startswith("class_doc is new: ")
    (_, gone) = trees.changes(BEFORE, Tree(kinds={}, pages={}))
    assert gone.startswith("gone: A.md, B.md; ")


def test_a_message_names_no_more_pages_than_a_reader_looks_at() -> None:
    pages = {f"{number:03}.md": "1" for number in range(100)}
    (said,) = trees.changes(Tree(kinds={}, pages={}), Tree(kinds={}, pages=pages))
    assert "000.md" in said and " and 88 more; " in said and "050.md" not in said
