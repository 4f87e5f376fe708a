"""`python -m designdoc_tests.golden_trees`: writes down what comes out of all five projects, and says what changed."""

import os
import tempfile
from pathlib import Path

from designdoc_tests.golden_trees import trees
from designdoc_tests.golden_trees.sources import SOURCES, unpack


def main() -> None:
    """Make all trees anew."""
    for source in SOURCES:
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary)
            os.environ |= {"XDG_CACHE_HOME": f"{folder}/cache", "XDG_STATE_HOME": f"{folder}/state"}
            made = trees.make(unpack(source, folder / "source"), folder / "repo")
        print(f"{source.name}: {len(made['pages'])} pages")
        for change in trees.changes(trees.recorded(source.name), made):
            print(f"  {change}")
        trees.record(source.name, made)


if __name__ == "__main__":
    main()
