"""Small repositories in `cases/`, each with what its pages must and must not say, and why, in its EXPECTED.md.

One that ends in "Not yet." comes out wrong today.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from designdoc_tests.golden import CASES
from designdoc_tests.support import docs_of, document, repo_like

_ITEM = re.compile(r"^- (must appear|must not appear)( \(regular expression\))?: (`+)( ?)(.*?)\4\3(?: \(.*\))?$")
_LINK = re.compile(r"\[((?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)\]\([^()]*\)")
_MARKER = re.compile(r"<!--.*?-->", re.DOTALL)
_CLASS_PAGE = re.compile(r"(.*\.[a-z]+)\.[^/]*\.md$")

_NOT_YET = "\nNot yet.\n"


@dataclass(frozen=True)
class Expected:
    """What a page must say, or must not."""

    page: str
    is_wanted: bool
    is_pattern: bool
    text: str

    def is_met_by(self, docs: Path) -> bool:
        """Whether the page says it, with or without its links; a small class may stand on the page of its file."""
        page = docs / self.page
        if not page.exists() and (of_class := _CLASS_PAGE.match(self.page)):
            page = docs / f"{of_class[1]}.md"
        raw = page.read_text() if page.exists() else ""
        texts = (raw, _LINK.sub(r"\1", _MARKER.sub("", raw)))
        said = any(re.search(self.text, text, re.DOTALL) if self.is_pattern else self.text in text for text in texts)
        return said == self.is_wanted and (page.exists() or not self.is_wanted)


def _expectations(case: Path) -> Iterator[Expected]:
    page = None
    for line in (case / "EXPECTED.md").read_text().splitlines():
        if named := re.match(r"^On `(.+)`:$", line):
            page = named[1]
        elif page and (item := _ITEM.match(line)):
            yield Expected(page, item[1] == "must appear", bool(item[2]), item[5])


@pytest.mark.parametrize("case", sorted(path.parent.name for path in CASES.glob("*/EXPECTED.md")))
def test_a_case_comes_out_as_expected(case: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    if (CASES / case / "EXPECTED.md").read_text().endswith(_NOT_YET):
        request.applymarker(pytest.mark.xfail(strict=True))
    expectations = list(_expectations(CASES / case))
    assert expectations, "EXPECTED.md says nothing that can be checked"
    repo = repo_like(CASES / case, tmp_path / "repo", "EXPECTED.md")
    run = document(repo, writer="static")
    assert run.success, run.failure
    assert [each for each in expectations if not each.is_met_by(docs_of(repo))] == []
