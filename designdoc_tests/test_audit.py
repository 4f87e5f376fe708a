"""The audit that other tests rely on finds what it is for."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

from designdoc_tests.audit.coverage import audit_coverage
from designdoc_tests.audit.tree import audit
from designdoc_tests.support import docs_of, document, make_repo, write

FILES = {
    "pay/__init__.py": '''
"""Payments: see <b>the manual</b>."""
from pay.base import Base


def charge(amount: int, *, currency: str = "EUR") -> None:
    """Charge an amount."""


if charge:

    class Client(Base):
        """Sends charges."""

        class Options:
            """How to send."""

        def send(self, amount: int) -> None:
            """Send a charge."""

        async def _retry(self): ...

        def open(self) -> None: ...
        def close(self) -> None: ...
        def void(self) -> None: ...
        def capture(self) -> None: ...
        def balance(self) -> None: ...


def factory():
    class Local:
        def run(self): ...

    return Local
''',
    "pay/base.py": """
class Base:
    @property
    def name(self) -> str: ...
    @name.setter
    def name(self, value): ...
""",
    "pay/data.py": "A = 1\n",
}
FILE_PAGE = "packages/pay/__init__.py.md"
CLASS_PAGE = "packages/pay/__init__.py.Client.md"


def replaced(page: str, pattern: str, replacement: str) -> Callable[[Path], object]:
    """Return the change of a page in which the first match of a pattern is replaced."""

    def change(docs: Path) -> None:
        text = (docs / page).read_text()
        changed = re.sub(pattern, replacement, text, count=1, flags=re.MULTILINE)
        assert changed != text
        write(docs, page, changed)

    return change


def without_region(address: str) -> Callable[[Path], object]:
    """Return the change of the page of the package's file in which the section about a class is missing."""
    return replaced(FILE_PAGE, rf"<!-- designdoc:begin class_doc {address} -->(?s:.*?)<!-- designdoc:end.*$", "")


def test_a_tree_that_was_just_made_has_no_problems(tmp_path: Path) -> None:
    repo = make_repo(tmp_path / "shop", FILES, git=False)
    assert document(repo).success
    assert audit(docs_of(repo)) == []
    assert audit_coverage(repo, docs_of(repo)) == []


def test_every_problem_of_a_tree_is_found(tmp_path: Path) -> None:
    repo = make_repo(tmp_path / "shop", FILES, git=False)
    assert document(repo).success
    docs = docs_of(repo)
    changes: dict[str, Callable[[Path], object]] = {
        "a dead link: gone.md": replaced(FILE_PAGE, r"\Z", "[gone](gone.md)\n"),
        "to no source: /etc/passwd": replaced(FILE_PAGE, r"\Z", "![image](/etc/passwd)\n"),
        "to no source: ../../../../pay/gone.py": replaced(FILE_PAGE, r"\Z", "[out](../../../../pay/gone.py)\n"),
        "all are called pay/data.py": replaced("packages/pay/base.py.md", r"^# .*$", "# pay/data.py"),
        "a link to no heading: #nowhere": replaced(FILE_PAGE, r"\Z", "[a](#purpose) [b](#nowhere)\n"),
        "raw HTML: <b>": replaced(FILE_PAGE, r"&lt;b>", "<b>"),
        "a reader's Markdown has": replaced(FILE_PAGE, r"^## Purpose$", "~~~"),
        "a stray marker": replaced(FILE_PAGE, r"\Z", "\n<!-- designdoc:end class_doc -->\n"),
        "its header is not readable": replaced(FILE_PAGE, r" static passed -->", " static -->"),
        "its body is not what was generated": replaced(FILE_PAGE, r"Charge an", "Charge no"),
        "its status is disputed": replaced(FILE_PAGE, r" passed -->", " disputed -->"),
        "there is no such kind": replaced(FILE_PAGE, r"file_summary(?s:(.*))file_summary", r"file_essay\1file_essay"),
        "a table's row of 3 cells": replaced(FILE_PAGE, r"^(\| \[`Client`\].*) \|$", r"\1 | more |"),
        "a diagram does not parse": replaced(CLASS_PAGE, r"^classDiagram$", "clasDiagram"),
        "its title is not": replaced(FILE_PAGE, r"^## Purpose$", "# Purpose"),
        "holds the path of the docs tree": replaced(FILE_PAGE, r"\Z", f"{docs.parent}/copy\n"),
        "artifacts share it that have nothing to do with": replaced(
            FILE_PAGE, r"\Z", (docs / "packages/pay/base.py.md").read_text().replace("::Base", "pay/base.py::Base")
        ),
        "on several pages": lambda copy: write(
            copy,
            "copy.md",
            (copy / CLASS_PAGE).read_text().replace("begin class_doc", "begin class_doc pay/__init__.py::Client"),
        ),
        "one file where case does not count": lambda copy: shutil.copy(copy / "README.md", copy / "Readme.md"),
        "no link leads there": lambda copy: shutil.copy(copy / "README.md", copy / "other.md"),
        "there are disputes": lambda copy: write(copy, "hil-issues.yaml", ""),
        "neither a page nor data": lambda copy: write(copy, "page.tmp", ""),
    }
    for problem, change in changes.items():
        copy = Path(shutil.copytree(docs, docs.parent / "copy"))
        change(copy)
        assert [found for found in audit(copy) if problem in found], problem
        shutil.rmtree(copy)


def test_every_gap_between_a_target_and_its_docs_is_found(tmp_path: Path) -> None:
    repo = make_repo(tmp_path / "shop", FILES, git=False)
    assert document(repo).success
    docs = docs_of(repo)
    changes: dict[str, Callable[[Path], object]] = {
        "pay/__init__.py: the file has no page": lambda copy: (copy / FILE_PAGE).unlink(),
        "pay: the package has no page": lambda copy: (copy / "packages/pay/README.md").unlink(),
        "pay/__init__.py::Client: the class has no page": lambda copy: (copy / CLASS_PAGE).unlink(),
        "pay/__init__.py::Client: the page of its file": replaced(FILE_PAGE, r"\(__init__.py.Client.md\)", "(x)"),
        "pay/__init__.py::Client: its page is called": replaced(CLASS_PAGE, r"^# Client ", "# Customer "),
        "pay/__init__.py::Client.send: ": replaced(
            CLASS_PAGE, r"^### `Client.send\(\)`\n\n`send", "### `Client.sent()`\n\n`sent"
        ),
        "pay/__init__.py::Client._retry: ": replaced(CLASS_PAGE, r"`_retry", "`_again"),
        "pay/__init__.py::Client.Options: ": without_region("::Client.Options"),
        "pay/__init__.py::factory.Local: ": without_region("::factory.Local"),
        "pay/__init__.py::charge: ": replaced(FILE_PAGE, r"^### `charge\(\)`\n\n`charge", "### `change()`\n\n`change"),
        "does not name its parameters currency": replaced(FILE_PAGE, r"currency", "money"),
        "pay/base.py::Base.name: ": replaced("packages/pay/base.py.md", r"^### `Base.name", "### `Base.title"),
        "Client._retry: it is not marked as async": replaced(CLASS_PAGE, r" \*\(async\)\*", ""),
        "Client.send: it is marked as, and is no class": replaced(CLASS_PAGE, r"^(`send.*)$", r"\1 *(class method)*"),
        "holds the path of the target": replaced(FILE_PAGE, r"\Z", f"{repo}\n"),
    }
    for problem, change in changes.items():
        copy = Path(shutil.copytree(docs, docs.parent / "copy"))
        change(copy)
        assert [found for found in audit_coverage(repo, copy) if problem in found], problem
        shutil.rmtree(copy)
    (repo / "pay/data.py").unlink()
    assert "file_summary[pay/data.py]: there is no such thing in the target" in audit_coverage(repo, docs)
