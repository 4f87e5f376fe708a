"""The example of `docs/example` and its design docs: run as a program, it makes them anew.

python -m designdoc_tests.example
"""

import shutil
import tempfile
from pathlib import Path

from designdoc_tests.support import docs_of, document, repo_like, tree_bytes, write

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "docs" / "example"


def make(folder: Path) -> dict[str, bytes]:
    """Document a copy of the example, below a folder, and return what came out, by path in the docs tree."""
    repo = repo_like(EXAMPLE, folder / "linkshelf", "docs")
    run = document(repo)
    assert run.success, run.failure
    return tree_bytes(docs_of(repo))


def record(tree: dict[str, bytes]) -> None:
    """Replace the example's docs."""
    shutil.rmtree(docs_of(EXAMPLE), ignore_errors=True)
    for path, content in tree.items():
        write(docs_of(EXAMPLE), path, content)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        record(make(Path(folder)))
