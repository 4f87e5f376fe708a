"""What is built from which folders of a target, as distributions say, or the names of their packages."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from designdoc_assets.ecosystems.facts import Distribution
from designdoc_assets.ecosystems.registry import ecosystem
from designdoc_assets.languages.folders import folders_from
from designdoc_assets.languages.registry import is_face

_SEPARATORS = re.compile(r"[-_.]+")


class Built:
    """What is built, by the folders that it is built from; they end in `/`, the target's own is the empty text."""

    def __init__(self, distributions: Iterable[Distribution]) -> None:
        self.all = list(distributions)
        self._by_place = {(each.ecosystem, each.manifest[: each.manifest.rfind("/") + 1]): each for each in self.all}
        self._homes = {folder for _, folder in self._by_place}

    def around(self, path: str, of: str) -> Iterator[tuple[str, Distribution]]:
        """Yield what an ecosystem builds from the folders around a file, the nearest first."""
        for folder in (*folders_around(path), ""):
            found = self._by_place.get((of, folder))
            if found is not None:
                yield folder, found

    def is_home(self, folder: str) -> bool:
        """Whether something is built from a folder."""
        return folder in self._homes


def named_alike(
    paths: Sequence[str], with_tests: Collection[str], distributions: Sequence[Distribution]
) -> tuple[set[str], set[str]]:
    """Return the top folders that hold the package called as the distribution at the target's top, and all others.

    Where it is found, the others are folders of scripts, and such as hold tests; what has a manifest of its own is a
    distribution of its own.
    """
    packages = {path.rpartition("/")[0] for path in paths if is_face(path)}
    modules = {path.rpartition(".")[0] for path in paths}
    found = [d for d in distributions if ecosystem(d.ecosystem).is_named_like_its_package]
    names = [_SEPARATORS.sub("_", d.name.lower()) for d in found if d.name and "/" not in d.manifest]
    homes = [f"{root}{name}" for name in names for root in ("", "src/", "lib/")]
    shipped = {top_folder(f"{home}/") for home in homes if home in packages or home in modules}
    if not shipped:
        return set(), set()
    own = {top_folder(distribution.manifest) for distribution in distributions}
    folders = set(map(top_folder, paths)) - {"", *shipped, *own}
    foreign = {folder for folder in folders if folder in with_tests or folder not in packages}
    return {folder for folder in shipped if folder not in {"src", "lib"}}, foreign


def folders_around(path: str) -> Iterator[str]:
    """Yield the folders around a file, which end in `/`, the nearest first; not that of the target."""
    return (f"{folder}/" for folder in folders_from(path.rpartition("/")[0]) if folder)


def top_folder(path: str) -> str:
    """Return the first folder of a path; empty for a file at the root."""
    return path.partition("/")[0] if "/" in path else ""
