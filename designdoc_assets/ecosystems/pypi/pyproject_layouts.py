"""What the build tools that are set up in pyproject.toml are told to put into a distribution."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from designdoc_assets.ecosystems.findings import Findings
from designdoc_assets.ecosystems.pypi.layouts import Find, Layout, find_of, folders_of

_BY_NAME = ("hatchling", "flit_core", "poetry", "uv_build", "pdm", "maturin", "scikit_build_core", "flit.buildapi")
"""What the names of those backends begin with that take the package which is called as the distribution."""


def layout_of(document: Mapping[str, Any]) -> Layout:
    """Return what a pyproject.toml says; nothing is said of what is wrong in it here, as others read it too."""
    silent = Findings("")
    tools = silent.table(document.get("tool"), "")
    project = silent.table(document.get("project"), "")
    poetry = silent.table(tools.get("poetry"), "")
    backend = silent.text(silent.table(document.get("build-system"), "").get("build-backend"), "")
    name = silent.text(project.get("name") or poetry.get("name"), "")
    roots: list[str] = []
    patterns: list[str] = []
    left_out: list[str] = []
    finds: list[Find] = []
    for tool, read in _READERS.items():
        if table := silent.table(tools.get(tool), ""):
            found = read(table)
            roots += found.roots
            patterns += found.patterns
            left_out += found.left_out
            finds += found.finds
            name = found.name or name
    return Layout(
        tuple(roots),
        tuple(patterns),
        tuple(left_out),
        tuple(finds),
        is_by_name=backend.startswith(_BY_NAME),
        name=name,
        test_paths=tuple(_test_paths(silent.table(tools.get("pytest"), ""))),
    )


def _setuptools(table: Mapping[str, Any]) -> Layout:
    silent = Findings("")
    places = silent.texts(table.get("package-dir"), "")
    packages = table.get("packages")
    roots = folders_of((*_texts(packages), *_texts(table.get("py-modules"))), places)
    finds: list[Find] = []
    if isinstance(packages, dict):
        find = silent.table(packages.get("find"), "")
        takes_namespaces = find.get("namespaces") is not False
        for where in _texts(find.get("where")) or [places.get("", "")]:
            include, exclude = _texts(find.get("include")), _texts(find.get("exclude"))
            finds.append(find_of(where, include, exclude, takes_namespaces=takes_namespaces))
    return Layout(roots, finds=tuple(finds))


def _hatch(table: Mapping[str, Any]) -> Layout:
    silent = Findings("")
    build = silent.table(table.get("build"), "")
    wheel = silent.table(silent.table(build.get("targets"), "").get("wheel"), "")

    def said(key: str) -> tuple[str, ...]:
        return tuple(_texts(wheel[key] if key in wheel else build.get(key)))

    roots = said("packages") or said("only-include")
    return Layout(roots, () if roots else said("include"), said("exclude"))


def _poetry(table: Mapping[str, Any]) -> Layout:
    silent = Findings("")
    patterns: list[str] = []
    for entry in silent.array(table.get("packages"), ""):
        package = silent.table(entry, "")
        formats = _texts(package.get("format"))
        if formats != ["sdist"] and (included := silent.text(package.get("include"), "")):
            patterns.append("/".join(["", *filter(None, [silent.text(package.get("from"), ""), included])]))
    left_out = [f"/{path}" for path in _texts(table.get("exclude"))]
    return Layout(patterns=tuple(patterns), left_out=tuple(left_out))


def _flit(table: Mapping[str, Any]) -> Layout:
    silent = Findings("")
    module = silent.text(silent.table(table.get("module"), "").get("name"), "")
    return Layout(name=module or silent.text(silent.table(table.get("metadata"), "").get("module"), ""))


def _pdm(table: Mapping[str, Any]) -> Layout:
    build = Findings("").table(table.get("build"), "")
    return Layout(
        patterns=tuple(f"/{each}" for each in _texts(build.get("includes"))),
        left_out=tuple(f"/{each}" for each in _texts(build.get("excludes"))),
    )


def _maturin(table: Mapping[str, Any]) -> Layout:
    silent = Findings("")
    source = silent.text(table.get("python-source"), "")
    packages = _texts(table.get("python-packages"))
    module = silent.text(table.get("module-name"), "").partition(".")[0]
    roots = [f"{source}/{each}" if source else each for each in packages or [module] if each]
    return Layout(tuple(roots))


def _uv(table: Mapping[str, Any]) -> Layout:
    backend = Findings("").table(table.get("build-backend"), "")
    root = backend.get("module-root", "src")
    names = _texts(backend.get("module-name"))
    if not names or not isinstance(root, str):
        return Layout()
    return Layout(tuple("/".join(filter(None, [root, name.replace(".", "/")])) for name in names))


def _scikit_build(table: Mapping[str, Any]) -> Layout:
    packages = Findings("").table(table.get("wheel"), "").get("packages")
    return Layout(tuple(_texts([*packages.values()] if isinstance(packages, dict) else packages)))


_READERS: Mapping[str, Callable[[Mapping[str, Any]], Layout]] = {
    "setuptools": _setuptools,
    "hatch": _hatch,
    "poetry": _poetry,
    "flit": _flit,
    "pdm": _pdm,
    "maturin": _maturin,
    "uv": _uv,
    "scikit-build": _scikit_build,
}


def _test_paths(pytest: Mapping[str, Any]) -> Iterable[str]:
    options = Findings("").table(pytest.get("ini_options"), "") or pytest
    paths = options.get("testpaths")
    return paths.split() if isinstance(paths, str) else _texts(paths)


def _texts(value: object) -> list[str]:
    """Return the texts of a list; a text alone is one of one."""
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, str)]
