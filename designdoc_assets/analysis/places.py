"""Which files of a target are its product, and which stand beside it: tests, examples, documentation, tools, builds.

The product is what distributions ship, as their builds are told; where nothing is told, names of folders tell. What the
product imports is of it, whatever it is called.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from designdoc_assets.analysis.beside_names import is_beside_name
from designdoc_assets.analysis.built import Built, folders_around, named_alike, top_folder
from designdoc_assets.ecosystems.facts import Distribution
from designdoc_assets.languages.keys import ROOT_PACKAGE
from designdoc_assets.languages.registry import LANGUAGES, is_face, language, shares_units
from designdoc_assets.program.relations import Relations
from designdoc_assets.source.patterns import any_of

_OWN_NAME = re.compile(r"[^/:]+\Z")
"""The part of a distribution's name that its group, or scope, does not give it."""
_BUILD_FILES = any_of([*(name for each in LANGUAGES for name in each.conventions.build_files), ".*"])
_BESIDE = {each.name: any_of(each.conventions.beside) for each in LANGUAGES}


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a product."""

    names: tuple[tuple[str, int], ...]
    """Folders, which end in `/`, with how many files of source each holds; then single files."""
    tests_within: int
    """How many files of tests lie in folders of the product."""

    def __bool__(self) -> bool:
        return bool(self.names or self.tests_within)


class Places:
    """Tells the files of the product from those beside it."""

    def __init__(
        self,
        paths: Iterable[str],
        relations: Relations,
        tests: Iterable[str] = (),
        distributions: Iterable[Distribution] = (),
        started: Collection[str] = (),
    ) -> None:
        """Tell them apart.

        Args:
            paths: All documented files.
            relations: Who imports what.
            tests: Files of test code.
            distributions: What is built from the target.
            started: Files that are started where the target runs.
        """
        self._paths, self._tests, self._relations = list(paths), frozenset(tests), relations
        self._built = Built(distributions)
        self._faces = {path.rpartition("/")[0] for path in self._paths if is_face(path)}
        with_tests = frozenset(map(top_folder, self._tests))
        self._shipped, self._foreign = named_alike(self._paths, with_tests, self._built.all)
        told = {path: self._why(path) for path in self._paths if path not in started}
        offered = {top_folder(path) for path, why in told.items() if why and _is_of_offered_package(path, relations)}
        beside = {path: why for path, why in told.items() if why and top_folder(path) not in offered}
        # A target that consists of examples is about them.
        self._beside = self._unused(beside) if len(beside) < len(self._paths) else {}

    def is_main(self, path: str) -> bool:
        """Whether a file is part of what the target is about."""
        return path not in self._beside

    def is_product(self, distribution: Distribution) -> bool:
        """Whether a distribution is part of what the target is about: none whose folder stands beside that."""
        folder = distribution.manifest[: distribution.manifest.rfind("/") + 1]
        inside = [self.is_main(path) for path in self._paths if path.startswith(folder)]
        return any(inside) if inside else not folder or not _is_named_beside(folder, distribution)

    @cached_property
    def beside(self) -> "Beside":
        """What stands beside the product."""
        main = {folder for path in self._paths if self.is_main(path) for folder in folders_around(path)}
        counts: Counter[str] = Counter()
        tests_within = 0
        for path in {*self._beside, *self._tests}:
            outermost = next((folder for folder in reversed([*folders_around(path)]) if folder not in main), path)
            if path in self._tests and (outermost == path or outermost.count("/") > 1):
                tests_within += 1
            else:
                counts[outermost] += 1
        names = sorted(counts.items(), key=lambda each: (not each[0].endswith("/"), each[0]))
        return Beside(tuple(names), tests_within)

    def _unused(self, beside: Mapping[str, str]) -> Mapping[str, str]:
        """Return what nothing of the product imports from: neither a file, nor another of the folder it lies in."""
        left = dict(beside)
        pending = [path for path in self._paths if path not in left]
        while pending:
            used = {
                left[edge.target]
                for path in pending
                for edge in self._relations.imports(path)
                if edge.internal and edge.target in left and not _is_build_file(edge.target, self._built)
            }
            pending = [path for path, why in left.items() if why in used and not _is_build_file(path, self._built)]
            left = {path: why for path, why in left.items() if path not in pending}
        return left

    def _why(self, path: str) -> str:
        """Return the folder, or the file, that stands beside the product with a file in it; empty for the product."""
        if path in self._tests or _is_build_file(path, self._built):
            return path
        of = language(self._relations.file(path).language).ecosystem
        around = list(self._built.around(path, of))
        named = self._named(path)
        if around and named and around[0][0].startswith(f"{named}/"):
            return named
        if around and around[0][0] and _is_named_beside(around[0][0], around[0][1]):
            return around[0][0].rstrip("/")
        for at, (folder, distribution) in enumerate(around):
            held = _most_exact(path, distribution.contents.included) if at == 0 else ""
            left_out = _most_exact(path, distribution.contents.excluded)
            if len(left_out) > len(held):
                return left_out.rstrip("/")
            if held or not {path, f"{package_folder(path)}/"}.isdisjoint(
                started for _, started in distribution.scripts
            ):
                return ""
            if at == 0 and distribution.contents.is_whole:
                return folder + path.removeprefix(folder).partition("/")[0]
        top = top_folder(path)
        return "" if top in self._shipped else named or (top if top in self._foreign else "")

    def _named(self, path: str) -> str:
        """Return the outermost folder that holds no part of a product by its name; empty where none does.

        Folders of a package are its parts, whatever they are called.
        """
        facts = self._relations.file(path)
        folders = path.split("/")[:-1]
        unit = facts.unit.split(".")
        if len(unit) > 1 and folders[-len(unit) :] == unit:
            folders = folders[: -len(unit)]
        conventions = language(facts.language).conventions
        for at, name in enumerate(folders, start=1):
            folder = "/".join(folders[:at])
            if is_beside_name(name) or _BESIDE[facts.language].fullmatch(name):
                return folder
            is_package = folder in self._faces and not self._built.is_home(f"{folder}/")
            if name in conventions.source_folders or is_package:
                break
        return ""


def _is_named_beside(folder: str, distribution: Distribution) -> bool:
    own = _OWN_NAME.findall(distribution.name)
    return any(map(is_beside_name, (*folder.rstrip("/").split("/"), *own)))


def _is_build_file(path: str, built: Built) -> bool:
    folder = path[: path.rfind("/") + 1]
    return (not folder or built.is_home(folder)) and _BUILD_FILES.fullmatch(path.removeprefix(folder)) is not None


def _most_exact(path: str, names: Iterable[str]) -> str:
    """Return the longest of folders and files that a file is, or lies in."""
    found = (name for name in names if path == name or (name.endswith("/") and path.startswith(name)))
    return max(found, key=len, default="")


def _is_of_offered_package(path: str, relations: Relations) -> bool:
    """Whether a file says what its package is, that lies at the top, is called as its folder, and is for all to import.

    Languages in which a package is told by its files alone have no other way to say so.
    """
    folder, facts = top_folder(path), relations.file(path)
    is_told = shares_units(path) and facts.doc is not None and facts.unit == folder and path.count("/") == 1
    seen_by = {*(cls.visibility for cls in facts.classes), *(function.visibility for function in facts.functions)}
    return is_told and "public" in seen_by and relations.linkers.visibility(path) == "public"


def package_folder(path: str) -> str:
    """Return the folder of a file, as distributions name those that they build a program from."""
    return path.rpartition("/")[0] or ROOT_PACKAGE
