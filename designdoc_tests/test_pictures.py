"""Diagrams fit the page that they stand on: few boxes, and text that is read without zooming."""

import re
import shutil
from pathlib import Path

import pytest

from designdoc_tests.audit import audit
from designdoc_tests.rendered import reader
from designdoc_tests.support import commit, docs_of, document, make_repo

LEAST_TEXT_PX = 11.0
ROOT = Path(__file__).parents[1]
_FENCE = re.compile(r"^```mermaid\n(.*?)\n```$", re.MULTILINE | re.DOTALL)


def diagrams(repo: Path) -> dict[str, str]:
    """Return all Mermaid texts of a documented repository, by page and number."""
    return {
        f"{page.relative_to(docs_of(repo))} {number}": text
        for page in sorted(docs_of(repo).rglob("*.md"))
        for number, text in enumerate(_FENCE.findall(page.read_text()))
    }


def strange() -> dict[str, str]:
    """Return a package of many files with long names, and classes with many and long relations."""
    word = "AbstractlyConfigurableSingletonProxyFactory"
    files = {f"pkg/part_{n}.py": f"from pkg import hub\nfrom pkg import part_{n - 1}\n" for n in range(1, 40)}
    files["pkg/part_0.py"] = files["pkg/hub.py"] = ""
    files |= {f"pkg/a_module_with_a_very_long_name_indeed_{n}.py": "from pkg import hub\n" for n in range(15)}
    many = "\n\n".join(
        f"class {word}{n}(Base):\n    held_under_a_rather_long_name_{n}: Base\n\n"
        f"    def __init__(self) -> None:\n        self.other_of_a_long_name_{n} = Target{n}()\n\n\n"
        f"class Target{n}:\n    pass"
        for n in range(30)
    )
    holds = "\n".join(f"    attribute_with_a_long_name_{n}: {word}{n}" for n in range(30))
    files["pkg/classes.py"] = f"class Base:\n    pass\n\n\n{many}\n\n\nclass Holder:\n{holds}\n"
    return files


@pytest.fixture(scope="module")
def documented(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """This repository, and a strange one."""
    folder = tmp_path_factory.mktemp("pictures")
    own = make_repo(folder / "own", {"README.md": "# A copy\n"})
    shutil.copytree(ROOT / "designdoc_assets", own / "designdoc_assets", ignore=shutil.ignore_patterns("__pycache__"))
    commit(own)
    repos = [own, make_repo(folder / "strange", strange())]
    assert all(document(repo).success for repo in repos)
    return repos


def test_every_diagram_is_read_at_the_width_of_a_page(documented: list[Path]) -> None:
    every = [diagrams(repo) for repo in documented]
    with reader() as somebody:  # after all runs: none goes while a browser is open
        drawn = [dict(zip(texts, somebody.diagrams(list(texts.values())), strict=True)) for texts in every]
    for pictures in drawn:
        assert len(pictures) > 5
        assert {name: one.problem for name, one in pictures.items() if one.problem} == {}
        assert {name: one for name, one in pictures.items() if one.smallest_px < LEAST_TEXT_PX} == {}


def test_a_diagram_has_at_most_twelve_boxes_and_the_rest_is_listed(documented: list[Path]) -> None:
    own, strange_one = documented
    problems = [problem for repo in (own, strange_one) for problem in audit(docs_of(repo))]
    assert [problem for problem in problems if "boxes" in problem] == []
    page = (docs_of(strange_one) / "packages/pkg/classes.py.md").read_text()
    named = {int(number) for number in re.findall(r"ProxyFactory(\d+)`", page)}
    assert named == set(range(30))


def test_the_audit_finds_a_diagram_of_thirteen_boxes(tmp_path: Path) -> None:
    repo = make_repo(tmp_path / "repo", {"a.py": "class A:\n    pass\n"})
    assert document(repo).success
    arrows = "\n".join(f"    A{n} --> A{n + 1}" for n in range(12))
    page = docs_of(repo) / "README.md"
    page.write_text(page.read_text() + f"\n```mermaid\nflowchart TB\n{arrows}\n```\n")
    assert any("a diagram of 13 boxes" in problem for problem in audit(docs_of(repo)))


def test_imports_for_types_and_inside_functions_are_dotted_and_that_is_said(tmp_path: Path) -> None:
    files = {
        "pkg/a.py": "from typing import TYPE_CHECKING\n\nimport pkg.d\n\nif TYPE_CHECKING:\n    import pkg.b\n",
        "pkg/b.py": "import pkg.a\n",
        "pkg/c.py": "def f():\n    import pkg.a\n",
        "pkg/d.py": "",
    }
    repo = make_repo(tmp_path / "repo", files)
    assert document(repo).success
    page = (docs_of(repo) / "packages/pkg/README.md").read_text()
    ids = {name: node for node, name in re.findall(r'(n\d+)\["(\w)\.py"\]', page)}
    arrows = {(a, arrow, b) for a, arrow, b in re.findall(r"(n\d+) (-\.?->?>?) (n\d+)", page)}
    expected = [("a", "-->", "d"), ("a", "-.->", "b"), ("b", "-->", "a"), ("c", "-.->", "a")]
    assert arrows == {(ids[a], arrow, ids[b]) for a, arrow, b in expected}
    assert "Dotted arrows: imports inside of functions, or for types only." in page
    assert re.search(r"\[`a.py`\].*\(inside of functions\)", page)
    assert re.search(r"\[`b.py`\].*\(for types only\)", page)


def test_a_class_whose_only_relation_is_a_base_from_elsewhere_has_no_diagram(tmp_path: Path) -> None:
    repo = make_repo(tmp_path / "repo", {"a.py": '"""A."""\n\n\nclass Lone(ValueError):\n    """Says so."""\n'})
    assert document(repo).success
    assert diagrams(repo) == {}
