"""Which parts of a target are its subject, and which stand beside it: documentation, examples, tools, build files."""

import re
from collections.abc import Collection, Iterable, Sequence

from designdoc_assets.ecosystems.facts import Distribution
from designdoc_assets.ecosystems.registry import ecosystem
from designdoc_assets.languages.registry import LANGUAGES, is_face, shares_units
from designdoc_assets.program.relations import Relations

_BESIDE = frozenset(
    {
        *("benchmark", "benchmarks", "bench", "demo", "demos", "doc", "docs", "documentation", "example", "examples"),
        *("notebooks", "sample", "samples", "script", "scripts", "test", "tests", "tool", "tools", "tutorials"),
    }
)
"""Names of top-level folders that hold no part of the product, unless the product imports from them."""
_SEPARATORS = re.compile(r"[-_.]+")
_BUILD_FILES = frozenset(name for language in LANGUAGES for name in language.conventions.build_files)


class Places:
    """Tells the main files of a target from those beside them."""

    def __init__(
        self,
        paths: Iterable[str],
        relations: Relations,
        tests: Iterable[str] = (),
        distributions: Iterable[Distribution] = (),
    ) -> None:
        """Tell them apart.

        Args:
            paths: All documented files.
            relations: Who imports what.
            tests: Files of test code.
            distributions: What is built from the target.
        """
        everything = list(paths)
        foreign = _foreign(everything, frozenset(map(top_folder, tests)), list(distributions))
        beside = {
            path
            for path in everything
            if path in _BUILD_FILES or top_folder(path).lower() in _BESIDE or top_folder(path) in foreign
        }
        offered = {top_folder(path) for path in beside if _is_of_offered_package(path, relations)}
        beside = {path for path in beside if top_folder(path) not in offered}
        main = [path for path in everything if path not in beside]
        used = {top_folder(edge.target) for path in main for edge in relations.imports(path) if edge.internal}
        # A target that consists of examples is about them.
        self._beside = (
            {path for path in beside if top_folder(path) not in used or path in _BUILD_FILES} if main else set()
        )

    def is_main(self, path: str) -> bool:
        """Whether a file is part of what the target is about."""
        return path not in self._beside


def _is_of_offered_package(path: str, relations: Relations) -> bool:
    """Whether a file says what its package is, that lies at the top, is called as its folder, and is for all to import.

    Languages in which a package is told by its files alone have no other way to say so.
    """
    folder, facts = top_folder(path), relations.file(path)
    is_told = shares_units(path) and facts.doc is not None and facts.unit == folder and path.count("/") == 1
    seen_by = {*(cls.visibility for cls in facts.classes), *(function.visibility for function in facts.functions)}
    return is_told and "public" in seen_by and relations.linkers.visibility(path) == "public"


def _foreign(paths: Sequence[str], with_tests: Collection[str], distributions: Sequence[Distribution]) -> set[str]:
    """Return the top folders that are no part of the distribution at the target's top, if its package is found by name.

    These are folders of scripts, and such as hold tests; what has a manifest of its own is a distribution of its own.
    """
    packages = {path.rpartition("/")[0] for path in paths if is_face(path)}
    modules = {path.rpartition(".")[0] for path in paths}
    found = [d for d in distributions if ecosystem(d.ecosystem).is_named_like_its_package]
    names = [_SEPARATORS.sub("_", d.name.lower()) for d in found if d.name and "/" not in d.manifest]
    homes = [f"{root}{name}" for name in names for root in ("", "src/", "lib/")]
    shipped = {top_folder(f"{home}/") for home in homes if home in packages or home in modules}
    if not shipped:
        return set()
    own = {top_folder(distribution.manifest) for distribution in distributions}
    folders = set(map(top_folder, paths)) - {"", *shipped, *own}
    return {folder for folder in folders if folder in with_tests or folder not in packages}


def top_folder(path: str) -> str:
    """Return the first folder of a path; empty for a file at the root."""
    return path.partition("/")[0] if "/" in path else ""
