"""The auditor of words: it finds what is false, and of the small cases it finds nothing."""

import shutil
from pathlib import Path

from designdoc_tests.audit.words import audit_words
from designdoc_tests.golden import CASES
from designdoc_tests.support import docs_of, document, make_repo, repo_like

FILES = {
    "p/__init__.py": "",
    "p/m.py": (
        "class Bad(Exception): ...\n\n\nclass Spare:\n"
        + "".join(f"    def step_{number}(self): ...\n" for number in range(6))
        + "\n\n"
        "def check(value, limit):\n    if value:\n        if limit > 3:\n            raise Bad('no')\n"
        "    if limit < 0:\n        raise Bad('low')\n    return value\n\n\n"
        "async def ask(): ...\n\n\ndef use():\n    check(1, 2)\n"
    ),
    "tests/test_m.py": "from p.m import check\n\n\ndef test_check():\n    assert check(0, 1) == 0\n",
}


def test_every_false_sentence_is_found(tmp_path: Path) -> None:
    repo = make_repo(tmp_path / "repo", FILES)
    assert document(repo, writer="static").success
    docs = docs_of(repo)
    assert audit_words(repo, docs) == []
    changes = {
        "no site has that condition": ("`value and limit > 3`", "`limit > 3`"),
        "raises Bad also when": ("`limit < 0`", "`value and limit > 3`"),
        "raises Worse nowhere": ("[`Bad`](#class-bad) when", "`Worse` when"),
        "it is not marked as async": ("*(async)*", ""),
        "it is marked as, and is no static method": ("*(async)*", "*(async, static method)*"),
        "used by useless": ("`use()`", "`useless()`"),
        "tested by test_nothing": ("`test_check`", "`test_nothing`"),
    }
    for problem, (said, false) in changes.items():
        copy = Path(shutil.copytree(docs, tmp_path / "copy"))
        page = copy / "packages/p/m.py.md"
        assert said in page.read_text()
        page.write_text(page.read_text().replace(said, false))
        assert [found for found in audit_words(repo, copy) if problem in found], problem
        shutil.rmtree(copy)
    # A caller that the pages do not know of yet.
    (repo / "p/late.py").write_text("from p.m import Spare\n\nSpare()\n")
    assert [found for found in audit_words(repo, docs) if "nothing uses it, but p/late.py names it" in found]


def test_the_words_about_the_small_cases_are_true(tmp_path: Path) -> None:
    repo = repo_like(CASES, tmp_path / "repo", "EXPECTED.md")
    assert document(repo, writer="static").success
    assert audit_words(repo, docs_of(repo)) == []
