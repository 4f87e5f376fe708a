"""`docs/example` is what a visitor would get, and no part of this project."""

import tomllib
from pathlib import Path

from designdoc_assets.source.snapshot import read_snapshot
from designdoc_assets.source.working_tree import WorkingTree
from designdoc_tests import example
from designdoc_tests.audit.coverage import audit_coverage
from designdoc_tests.audit.tree import audit
from designdoc_tests.support import dead_links, docs_of, tree_bytes

HOW = "make it anew: python -m designdoc_tests.example"
DOCS = docs_of(example.EXAMPLE)


def test_the_docs_of_the_example_are_what_a_run_makes_of_it(tmp_path: Path) -> None:
    there, made = tree_bytes(DOCS), example.make(tmp_path)
    assert there.keys() == made.keys(), HOW
    assert [page for page, content in made.items() if there[page] != content] == [], HOW


def test_no_page_of_the_example_is_at_fault() -> None:
    assert audit(DOCS) == []
    assert audit_coverage(example.EXAMPLE, DOCS) == []
    assert dead_links(DOCS) == []


def test_what_is_said_first_of_this_project_leads_to_the_example() -> None:
    first_screen = (example.ROOT / "README.md").read_text().splitlines()[:20]
    assert "(docs/example/docs/design/README.md)" in "\n".join(first_screen)


def test_the_example_is_not_documented_as_part_of_this_project() -> None:
    settings = tomllib.loads((example.ROOT / ".designdoc.toml").read_text())
    left_out = [*settings["languages"]["exclude_paths"], "/designdoc_tests/"]  # these would take most of the time
    snapshot = read_snapshot(WorkingTree(example.ROOT), exclude=left_out)
    assert [path for path in snapshot.files if not path.startswith("designdoc_assets/")] == []
    assert "fastapi" not in {dependency.name for dependency in snapshot.manifests.dependencies}
