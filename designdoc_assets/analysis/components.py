"""The parts that ARCHITECTURE shows of the product: folders that belong together, or the modules of one package."""

import posixpath
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from designdoc_assets.analysis.folder_groups import groups
from designdoc_assets.analysis.grains import Grain
from designdoc_assets.analysis.import_graph import against_the_grain, cycles, layers
from designdoc_assets.analysis.target import Target, file_names, package_of
from designdoc_assets.languages.keys import ROOT_PACKAGE, encode
from designdoc_assets.languages.registry import is_face, shares_units

MOST_DRAWN = 12
FEWEST_FOLDERS = 3
"""With fewer, the modules say more."""
MOST_MODULES = 12
"""So few are shown one by one, wherever they lie."""
_MANY = (200, 100, 50, 20, 10, 5)
"""How many imports an arrow may stand for to be thick: the first of these that some arrows reach twice."""


@dataclass(frozen=True, slots=True)
class Component:
    """A folder with what lies in it that is no component of its own, or a module."""

    name: str
    page: str
    """Empty where it has none."""
    layer: int
    files: int
    imports: tuple[str, ...]
    many: tuple[str, ...]
    """Those of them of which it imports much."""


@dataclass(frozen=True, slots=True)
class Against:
    """Imports of one component by another that stand against the layers, and so close a cycle, file by file."""

    source: str
    target: str
    files: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Components:
    """All components in layers, and what breaks these."""

    are_modules: bool
    """They are files, and not folders."""
    root: str
    """The folder that all lie in; empty where that is the target."""
    many: int
    """How many imports are much; 0 where none are."""
    components: tuple[Component, ...]
    cycles: tuple[tuple[str, ...], ...]
    against: tuple[Against, ...]


def components_of(target: Target) -> Components:
    """Return the components of a target's product: nothing that stands beside it."""
    paths = _product(target)
    names, are_modules = _names(paths)
    sizes = Counter(
        [*names.values(), *(package_of(path) for path in _product(target, telling=False) if path not in names)]
    )
    files: dict[tuple[str, str], dict[tuple[str, str], None]] = {}
    graph: dict[str, dict[str, None]] = {name: {} for name in names.values()}
    for path, name in names.items():
        for edge in target.relations.imports(path):
            other = names.get(edge.target)
            if other is None or other == name or edge.when in {"types", "late"} or _offers(path, edge.target):
                continue
            graph[name][other] = None
            files.setdefault((name, other), {})[path, edge.target] = None
    weights = {pair: len(imports) for pair, imports in files.items()}
    against = against_the_grain(weights)
    forward = {name: [other for other in graph[name] if (name, other) not in against] for name in graph}
    heights = {name: height for height, level in enumerate(layers(forward)) for name in level}
    many = next((number for number in _MANY if max(weights.values(), default=0) >= 2 * number), 0)
    return Components(
        are_modules=are_modules,
        root=_common(paths),
        many=many,
        components=tuple(
            Component(
                name,
                _page(name, target),
                heights[name],
                sizes[name],
                tuple(sorted(graph[name])),
                tuple(other for other in sorted(graph[name]) if many and weights[name, other] >= many),
            )
            for name in sorted(graph, key=lambda name: (-heights[name], name))
        ),
        cycles=tuple(tuple(cycle) for cycle in cycles(graph)),
        against=tuple(
            Against(*pair, tuple(files[pair])) for pair in sorted(against, key=lambda pair: (len(files[pair]), pair))
        ),
    )


def _product(target: Target, *, telling: bool = True) -> list[str]:
    """Return the files of the product; those that only make a folder a package say nothing, and are told apart."""
    main = [path for path in target.snapshot.files if target.places.is_main(path) and path not in target.snapshot.tests]
    main = main or list(target.snapshot.files)
    facts = {path: target.snapshot.files[path].facts for path in main}
    found = [path for path in main if not is_face(path) or file_names(facts[path]) or facts[path].imports]
    return (telling and found) or main


def _names(paths: Sequence[str]) -> tuple[Mapping[str, str], bool]:
    """Return the component of each file, and whether components are modules."""
    folders = groups(paths, MOST_DRAWN)
    modules = {path: package_of(path) if shares_units(path) else path for path in paths}
    root = _common(paths) or ROOT_PACKAGE
    right_in_it = sum(package_of(path) == root for path in paths)
    is_one_package = len({*folders.values()}) < FEWEST_FOLDERS or 2 * right_in_it > len(paths)
    if len({*modules.values()}) <= MOST_MODULES:
        return modules, all(name in paths for name in modules.values())
    if not is_one_package:
        return folders, False
    # What lies deeper is one part each: the files right in the package are what there is to tell apart.
    mixed = {path: modules[path] if package_of(path) == root else folders[path] for path in paths}
    if len({*mixed.values()}) < FEWEST_FOLDERS:
        mixed = modules
    return mixed, True


def _offers(path: str, target: str) -> bool:
    """Whether a file speaks for its package, and takes what lies in that only to offer it."""
    folder = posixpath.dirname(path)
    return is_face(path) and package_of(target) != package_of(path) and (not folder or target.startswith(f"{folder}/"))


def _common(paths: Iterable[str]) -> str:
    """Return the folder that all files lie in."""
    return posixpath.commonpath([posixpath.dirname(path) for path in paths] or [""])


def _page(name: str, target: Target) -> str:
    grain = Grain.FILES if name in target.snapshot.files else Grain.PACKAGES
    place = target.layout.find(grain, encode(name))
    return place.address if place else ""
