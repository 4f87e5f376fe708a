"""The parts that ARCHITECTURE shows: files of a small target, packages of a larger one, folders of a very large one."""

from collections.abc import Mapping
from dataclasses import dataclass

from designdoc_assets.analysis.grains import Grain
from designdoc_assets.analysis.import_graph import against_the_grain, cycles, layers
from designdoc_assets.analysis.places import top_folder
from designdoc_assets.analysis.target import Target, package_of
from designdoc_assets.languages.keys import encode
from designdoc_assets.languages.registry import shares_units

MOST_FILES = 30
"""A target with more files is shown by packages, if it has enough of them to explain anything."""
FEWEST_PACKAGES = 4
MOST_COMPONENTS = 30
"""With more packages, those that lie deepest are shown as parts of what they lie in."""
MOST_OWN_FILES = 12
"""A package that others lie in is shown by its own files, if they are few: some build on those others, some do not."""


@dataclass(frozen=True, slots=True)
class Component:
    """A file, a package or a folder, and the components that it imports; `page` is empty where it has none."""

    name: str
    page: str
    layer: int
    imports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Against:
    """Imports of one component by another that stand against the layers, and so close a cycle, file by file."""

    source: str
    target: str
    files: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Components:
    """All components in layers, and what breaks these."""

    components: tuple[Component, ...]
    cycles: tuple[tuple[str, ...], ...]
    against: tuple[Against, ...]


def components_of(target: Target) -> Components:
    """Return the components of a target: of its subject in detail, what stands beside it by folders."""
    names = _names(target)
    files: dict[tuple[str, str], dict[tuple[str, str], None]] = {}
    graph: dict[str, dict[str, None]] = {name: {} for name in names.values()}
    for path, name in names.items():
        for edge in target.relations.imports(path):
            other = names.get(edge.target)
            if other is None or other == name or edge.when in {"types", "late"}:
                continue
            graph[name][other] = None
            files.setdefault((name, other), {})[path, edge.target] = None
    against = against_the_grain({pair: len(imports) for pair, imports in files.items()})
    forward = {name: [other for other in graph[name] if (name, other) not in against] for name in graph}
    heights = {name: height for height, level in enumerate(layers(forward)) for name in level}
    return Components(
        components=tuple(
            Component(name, _page(name, target), heights[name], tuple(sorted(graph[name])))
            for name in sorted(graph, key=lambda name: (-heights[name], name))
        ),
        cycles=tuple(tuple(cycle) for cycle in cycles(graph)),
        against=tuple(
            Against(*pair, tuple(files[pair])) for pair in sorted(against, key=lambda pair: (len(files[pair]), pair))
        ),
    )


def _names(target: Target) -> Mapping[str, str]:
    """Return the component of each file."""
    paths = list(target.snapshot.files)
    main = [path for path in paths if target.places.is_main(path)]
    beside = {path: top_folder(path) or path for path in paths if not target.places.is_main(path)}
    packages = {path: package_of(path) for path in main}
    if len(main) <= MOST_FILES or len({*packages.values()}) < FEWEST_PACKAGES:
        return {**{path: package_of(path) if shares_units(path) else path for path in main}, **beside}
    while len({*packages.values()}) > MOST_COMPONENTS:
        deepest = max(name.count("/") for name in packages.values())
        folded = {p: name.rpartition("/")[0] if name.count("/") == deepest else name for p, name in packages.items()}
        if not deepest or len({*folded.values()}) < FEWEST_PACKAGES:
            break
        packages = folded
    for package in sorted({*packages.values()}, key=lambda name: (name.count("/"), name)):
        own = [path for path in packages if packages[path] == package and package_of(path) == package]
        has_inner = any(other.startswith(f"{package}/") for other in packages.values())
        own = [path for path in own if not shares_units(path)]
        if has_inner and len(own) <= MOST_OWN_FILES and len({*packages.values(), *own}) <= MOST_COMPONENTS:
            packages |= {path: path for path in own}
    return {**packages, **beside}


def _page(name: str, target: Target) -> str:
    grain = Grain.FILES if name in target.snapshot.files else Grain.PACKAGES
    place = target.layout.find(grain, encode(name))
    return place.address if place else ""
