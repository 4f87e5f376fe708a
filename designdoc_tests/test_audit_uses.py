"""The auditors of uses, documents and links find what is false, and in the small cases and the example nothing."""

import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from designdoc_tests.audit.documents import audit_documents
from designdoc_tests.audit.links import audit_links
from designdoc_tests.audit.uses import audit_uses
from designdoc_tests.example import EXAMPLE
from designdoc_tests.golden import CASES
from designdoc_tests.support import docs_of, document, make_repo, repo_like

METHODS = "".join(f"\n    def step_{number}(self): ...\n" for number in range(6))
FILES = {
    "p/__init__.py": "",
    "p/m.py": (
        "from abc import ABC, abstractmethod\n\nLIMIT = 3\n\n\n"
        "class Port(ABC):\n    @abstractmethod\n    def send(self): ...\n\n\n"
        "class Wire(Port):\n    def send(self): ...\n\n\n"
        f"class Wide:\n    depth = 1\n{METHODS}\n    def _hide(self): ...\n\n    def __len__(self): return 1\n\n\n"
        "def near():\n    return far(LIMIT)\n\n\ndef far(value):\n    return value\n"
    ),
    "p/n.py": (
        "import requests\n\nfrom p.m import Wide, Wire, far\n\n\n"
        'def use(it: Wide):\n    """See `Wide.depth`, `Wide._hide` and `Wide.__len__`."""\n'
        "    it.step_1()\n    Wire().send()\n    far(requests)\n"
    ),
    "p/o.py": "def nothing(): ...\n",
    "p/errors.py": "class Bad(OSError): ...\n\n\nclass Worse(Bad): ...\n",
    "p/tries.py": (
        "from p.errors import Bad, Worse\n\n\ndef first():\n    try:\n        raise Worse\n    except Worse: ...\n\n\n"
        "def second():\n    try:\n        open('')\n    except Bad: ...\n\n\ndef third(): raise Bad\n"
    ),
    "tests/test_m.py": "import pytest\n\nfrom p.m import far\n\n\ndef test_far():\n    assert far(0) == 0\n",
    "pyproject.toml": '[project]\nname = "p"\ndependencies = ["left-pad", "requests", "pytest"]\n',
}
AUDITS: Mapping[str, Callable[[Path, Path], list[str]]] = {
    "uses": audit_uses,
    "documents": audit_documents,
    "links": lambda target, docs: audit_links(docs),
}


def test_every_false_sentence_is_found(tmp_path: Path) -> None:
    repo = make_repo(tmp_path / "repo", FILES)
    assert document(repo, writer="static").success
    docs = docs_of(repo)
    assert {name: audit(repo, docs) for name, audit in AUDITS.items()} == {name: [] for name in AUDITS}
    changes = (
        ("uses", "far: used by nothing, which does not name it", "p/m.py", r"\[`near\(\)`\]\([^)]*\)", "`nothing()`"),
        ("uses", "far: used by gone, which is defined nowhere", "p/m.py", r"\[`near\(\)`\]\([^)]*\)", "`gone()`"),
        ("uses", "far: also used by", "p/m.py", r"\[`near\(\)`\]\([^)]*\), ", ""),
        (
            "uses",
            "imported by p/o.py, which has no import",
            "p/m.py",
            r"(Imported by\*\*: )\[`p/n.py`\]",
            r"\1[`p/o.py`]",
        ),
        ("uses", "Worse: caught in third, which has no", "p/errors.py", r"(Caught in.*)first\(\)", r"\1third()"),
        (
            "uses",
            "Bad: caught in first, which has no",
            "p/errors.py",
            r"(Handlers of its bases.*)second\(\)",
            r"\1first()",
        ),
        ("documents", "requests: named nowhere else, but p/n.py", "TECH_DEBT", r"^- \[`left-pad`\]", "- [`requests`]"),
        ("documents", "requests: imported by tests only, but", "TECH_DEBT", r"^- \[`pytest`\]", "- [`requests`]"),
        ("documents", "Wide implements Port", "SYSTEM_DESIGN", r"(implemented by \[`)Wire", r"\1Wide"),
        ("documents", "Port asks for gone", "SYSTEM_DESIGN", r"asks for `send`", "asks for `gone`"),
        ("links", "`Wide.depth` leads to the top", "p/n.py", r"\(m.py.Wide.md#attributes\)", "(m.py.Wide.md)"),
        ("links", "`Wide._hide` leads to the top", "p/n.py", r"\(m.py.Wide.md#internal-methods\)", "(m.py.Wide.md)"),
        ("links", "`Wide.__len__` leads to the top", "p/n.py", r"\(m.py.Wide.md#special-methods\)", "(m.py.Wide.md)"),
        ("links", "`far()` leads to #near", "p/m.py", r"\A", "[`far()`](#near)\n\n"),
    )
    for audit, problem, subject, pattern, replacement in changes:
        copy = Path(shutil.copytree(docs, tmp_path / "copy"))
        page = copy / (f"packages/{subject}.md" if subject.endswith(".py") else f"{subject}.md")
        changed = re.sub(pattern, replacement, page.read_text(), count=1, flags=re.MULTILINE)
        assert changed != page.read_text(), problem
        page.write_text(changed)
        found = AUDITS[audit](repo, copy)
        assert [each for each in found if problem in each], (problem, found)
        shutil.rmtree(copy)


@pytest.mark.parametrize(("source", "left_out"), [(CASES, "EXPECTED.md"), (EXAMPLE, "docs")], ids=["cases", "example"])
def test_what_is_said_of_others_is_true(source: Path, left_out: str, tmp_path: Path) -> None:
    repo = repo_like(source, tmp_path / "repo", left_out)
    assert document(repo, writer="static").success
    assert {name: audit(repo, docs_of(repo)) for name, audit in AUDITS.items()} == {name: [] for name in AUDITS}
