"""Count the lines that run while a file is read and its relations are found: `python -m designdoc_tests.growth NAME`.

A process of its own, since what ran before in one counts, too: garbage that is finalized, caches that are full.
"""

import gc
import json
import sys
from collections.abc import Callable
from types import FrameType
from typing import TYPE_CHECKING, Any

from designdoc_assets.languages.facts import FileFacts
from designdoc_assets.languages.registry import language_of
from designdoc_assets.program.relations import Relations
from designdoc_assets.program.settling import joined, settled

if TYPE_CHECKING:
    from _typeshed import TraceFunction

FEW, TIMES = 100, 4

FILES: dict[str, tuple[str, str, str, str]] = {
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


def growth(name: str) -> dict[str, float]:
    """Return by stage how many times as many lines run for a file that holds `TIMES` as much."""
    path, head, each, tail = FILES[name]
    texts = [
        head + "".join(each.format(i=i, before=max(0, i - 1)) for i in range(count)) + tail
        for count in (FEW, FEW * TIMES)
    ]
    for text in texts:
        _work(path, text)  # Else what a process keeps of names that others had would count for one of the two.
    few, many = (_work(path, text) for text in texts)
    return {stage: many[stage] / few[stage] for stage in few}


def _work(path: str, text: str) -> dict[str, int]:
    """Return how many lines each stage runs: each turn of a loop is one."""
    reads = language_of(path)
    assert reads is not None
    reads.read("")  # what is made once
    files: dict[str, FileFacts] = {}
    return {
        "reading": lines_run(lambda: files.update({path: reads.read(text)})),
        "joining": lines_run(lambda: files.update(joined(files))),
        "settling": lines_run(lambda: files.update(settled(files))),
        "relations": lines_run(lambda: Relations(files, {}).find()),
    }


def lines_run(act: Callable[[], object]) -> int:
    """Return how many lines run: each turn of a loop is one."""
    count = 0

    def note(_frame: FrameType, event: str, _argument: Any) -> "TraceFunction":
        nonlocal count
        count += event == "line"
        return note

    gc.collect()
    gc.disable()
    sys.settrace(note)
    act()
    sys.settrace(None)
    return count


if __name__ == "__main__":
    print(json.dumps(growth(sys.argv[1])))
