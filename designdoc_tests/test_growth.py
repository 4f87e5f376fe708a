"""How much work there is: it grows with what there is in a file, and no faster; what nobody asks for is not done.

Lines that run are counted, not seconds.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

import pytest

from designdoc_assets.languages.facts import FileFacts
from designdoc_assets.languages.registry import language_of
from designdoc_assets.making.plan import State
from designdoc_assets.making.production import Production
from designdoc_assets.program.relations import Relations
from designdoc_assets.program.settling import joined, settled
from designdoc_assets.session.opening import open_session
from designdoc_tests.support import PAY, commit, document, make_repo, write

if TYPE_CHECKING:
    from _typeshed import TraceFunction

FEW, TIMES = 100, 4
MOST_TIMES = 1.25 * TIMES
"""Sorting, and lines that grow with their numbers."""

_FILES: dict[str, tuple[str, str, str, str]] = {
    "classes": (
        "pay/many.py",
        "",
        "class T{i}(B{i}):\n    def run(self, other: 'T{before}') -> int:\n        return other.run(self)\n\n",
        "",
    ),
    "methods of a class": (
        "pay/many.py",
        "class Many:\n",
        "    def run{i}(self) -> 'Many':\n        return self.run{before}().run{i}()\n",
        "",
    ),
    "functions": ("pay/many.py", "", "def run{i}() -> str:\n    return run{before}().strip()\n", ""),
    "imports": ("pay/many.py", "", "from m{i} import B{i}\nX{i} = B{i}.make()\n", ""),
    "nested classes": (
        "pay/many.py",
        "class Many:\n",
        "    class T{i}:\n        def run(self) -> 'Many.T{i}':\n            return Many.T{before}().run()\n",
        "",
    ),
    "nested types of Java": (
        "src/Many.java",
        "public class Many {\n    static int count() { return 1; }\n",
        "    static class T{i} {{ int run(T{before} other) {{ return other.run(null) + count(); }} }}\n",
        "}\n",
    ),
    "types of Go": (
        "many.go",
        "package many\n\n",
        "type T{i} struct{{}}\n\nfunc (t *T{i}) Run(other *T{before}) int {{ return other.Run(t) }}\n\n",
        "",
    ),
    "functions of TypeScript": (
        "many.ts",
        "",
        "export function run{i}(): string {{ return run{before}().trim(); }}\n",
        "",
    ),
    "types of Rust": (
        "src/lib.rs",
        "",
        "pub struct T{i};\nimpl T{i} {{\n    pub fn run(&self, other: &T{before}) -> i64 {{ other.run(self) }}\n}}\n",
        "",
    ),
}
"""A path; the beginning of its text, what is repeated, and the end."""


@pytest.mark.parametrize("name", _FILES)
def test_four_times_as_much_in_one_file_takes_no_more_than_four_times_the_work(name: str) -> None:
    path, head, each, tail = _FILES[name]
    texts = [
        head + "".join(each.format(i=i, before=max(0, i - 1)) for i in range(count)) + tail
        for count in (FEW, FEW * TIMES)
    ]
    for text in texts:
        _work(path, text)  # Else what a process keeps of names that others had would count for one of the two.
    few, many = (_work(path, text) for text in texts)
    assert {stage: many[stage] / few[stage] for stage in few if many[stage] > MOST_TIMES * few[stage]} == {}


def _work(path: str, text: str) -> dict[str, int]:
    """Return how many lines each stage runs: each turn of a loop is one."""
    reads = language_of(path)
    assert reads is not None
    reads.read("")  # what is made once
    files: dict[str, FileFacts] = {}
    return {
        "reading": _lines(lambda: files.update({path: reads.read(text)})),
        "joining": _lines(lambda: files.update(joined(files))),
        "settling": _lines(lambda: files.update(settled(files))),
        "relations": _lines(lambda: Relations(files, {}).find()),
    }


def _lines(act: Callable[[], object]) -> int:
    count = 0

    def note(_frame: FrameType, event: str, _argument: Any) -> "TraceFunction":
        nonlocal count
        count += event == "line"
        return note

    before = sys.gettrace()
    sys.settrace(note)
    try:
        act()
    finally:
        sys.settrace(before)
    return count


def test_a_plan_of_a_target_without_pages_takes_no_relations(tmp_path: Path) -> None:
    repo = make_repo(tmp_path / "pay", PAY)
    with _production(repo) as production:
        assert {item.state for item in production.plan.due()} == {State.MISSING}
        assert not production.survey.relations.are_found
    assert document(repo).success
    write(repo, "pay/more.py", "def more() -> int:\n    return 1\n")
    commit(repo)
    with _production(repo) as production:
        assert [item.artifact.key for item in production.plan.items["file_summary"] if item.is_due] == ["pay/more.py"]
        assert production.survey.relations.are_found


@contextmanager
def _production(repo: Path) -> Iterator[Production]:
    session = open_session({"repo": str(repo)}, force=False)
    try:
        yield session.production
    finally:
        session.close()
