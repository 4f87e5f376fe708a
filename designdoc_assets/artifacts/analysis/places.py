"""Which parts of a target are its subject, and which stand beside it: documentation, examples, tools, build files."""

from collections.abc import Iterable

from designdoc_assets.source.relations import Relations

_BESIDE = frozenset(
    {
        *("benchmark", "benchmarks", "bench", "demo", "demos", "doc", "docs", "documentation", "example", "examples"),
        *("notebooks", "sample", "samples", "script", "scripts", "test", "tests", "tool", "tools", "tutorials"),
    }
)
"""Names of top-level folders that hold no part of the product, unless the product imports from them."""
_BUILD_FILES = frozenset({"setup.py", "noxfile.py", "conftest.py", "toxfile.py", "fabfile.py", "tasks.py"})


class Places:
    """Tells the main files of a target from those beside them."""

    def __init__(self, paths: Iterable[str], relations: Relations) -> None:
        everything = list(paths)
        beside = {path for path in everything if path in _BUILD_FILES or top_folder(path).lower() in _BESIDE}
        main = [path for path in everything if path not in beside]
        used = {top_folder(edge.target) for path in main for edge in relations.imports(path) if edge.internal}
        # A target that consists of examples is about them.
        self._beside = (
            {path for path in beside if top_folder(path) not in used or path in _BUILD_FILES} if main else set()
        )

    def is_main(self, path: str) -> bool:
        """Whether a file is part of what the target is about."""
        return path not in self._beside


def top_folder(path: str) -> str:
    """Return the first folder of a path; empty for a file at the root."""
    return path.partition("/")[0] if "/" in path else ""
