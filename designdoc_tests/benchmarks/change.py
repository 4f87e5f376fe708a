"""Something changed: how many artifacts a run makes, and that the next makes none."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import dagster as dg

from designdoc_tests.benchmarks.figures import Figure
from designdoc_tests.benchmarks.targets import make_target, module_path
from designdoc_tests.support import document


def measure(folder: Path, size: int) -> list[Figure]:
    """Count what runs make after small changes of one file."""
    target = folder / f"changed-{size}"
    make_target(target, size)
    file = target / module_path(size // 2)
    with dg.DagsterInstance.ephemeral() as instance:

        def made() -> Counter[str]:
            run = document(target, instance)
            assert run.success, run.failure
            return Counter(run.kinds)

        def made_after(change: Callable[[str], str]) -> Counter[str]:
            text = file.read_text()
            assert change(text) != text
            file.write_text(change(text))
            return made()

        made()
        comment = made_after(lambda text: f"# A comment.\n{text}")
        layout = made_after(
            lambda text: text.replace("return self._known.get(number)", "return self._known.get( number )")
        )
        body = made_after(
            lambda text: text.replace("self._known[number] = record", "self._known[record.number] = record")
        )
        signature = made_after(
            lambda text: text.replace("def find(self, number: str)", "def find(self, number: str, /)")
        )
        again = made()
    limit = "its class doc, its file summary, its package readme, and documents if their inputs changed"
    is_little = signature["class_doc"] == 1 and set(signature) <= {
        *("class_doc", "file_summary", "package_readme", "document")
    }
    return [
        Figure(
            "a comment, a line formatted anew, a body that no page shows: artifacts",
            "0",
            f"{comment.total()}, {layout.total()}, {body.total()}",
            not comment + layout + body,
        ),
        Figure("one method's signature: artifacts", limit, _shown(signature), is_little),
        Figure("the next run: artifacts", "0", f"{again.total()}", not again),
    ]


def _shown(made: Counter[str]) -> str:
    return f"{made.total()}: " + ", ".join(f"{count} {kind}" for kind, count in sorted(made.items()))
