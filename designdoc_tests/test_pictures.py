"""Diagrams fit the page that they stand on: few boxes, and text that is read without zooming."""

import re
from pathlib import Path

import pytest

from designdoc_tests.audit.tree import audit
from designdoc_tests.rendered import check_diagrams, diagrams
from designdoc_tests.support import docs_of, document, make_repo


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
def documented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The strange repository."""
    repo = make_repo(tmp_path_factory.mktemp("pictures") / "strange", strange())
    assert document(repo).success
    return repo


def test_every_diagram_is_read_at_the_width_of_a_page(documented: Path) -> None:
    check_diagrams(documented)


def test_a_diagram_has_at_most_twelve_boxes_and_the_rest_is_listed(documented: Path) -> None:
    assert [problem for problem in audit(docs_of(documented)) if "boxes" in problem] == []
    page = (docs_of(documented) / "packages/pkg/classes.py.md").read_text()
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
