"""pyproject.toml: what the standards define (PEP 518, 621, 735). What tools define is in modules beside it."""

from typing import Any

from designdoc_assets.ecosystems.documents import load_toml
from designdoc_assets.ecosystems.pypi.findings import PythonFindings
from designdoc_assets.ecosystems.pypi.names import normalise
from designdoc_assets.ecosystems.pypi.poetry import read_poetry
from designdoc_assets.ecosystems.pypi.pyproject_layouts import layout_of
from designdoc_assets.ecosystems.pypi.pyproject_tools import read_flit, read_hatch, read_pdm, read_setuptools, read_uv

_TOOLS = {
    "poetry": read_poetry,
    "flit": read_flit,
    "hatch": read_hatch,
    "pdm": read_pdm,
    "setuptools": read_setuptools,
    "uv": read_uv,
}


def read_pyproject(text: str, into: PythonFindings) -> None:
    """Read a pyproject.toml."""
    document = load_toml(text, into)
    build_system = into.table(document.get("build-system"), "build-system")
    into.require_all(build_system.get("requires"), "build", "build-system.requires")
    if project := into.table(document.get("project"), "project"):
        _read_project(project, into)
    _read_groups(into.table(document.get("dependency-groups"), "dependency-groups"), into)
    tools = into.table(document.get("tool"), "tool")
    for name, read in _TOOLS.items():
        if table := into.table(tools.get(name), f"tool.{name}"):
            read(table, into)
    into.layout = layout_of(document)


def _read_project(project: dict[str, Any], into: PythonFindings) -> None:
    into.require_all(project.get("dependencies"), "", "project.dependencies")
    extras = into.table(project.get("optional-dependencies"), "project.optional-dependencies")
    for extra, requirements in extras.items():
        into.require_all(requirements, extra, f"project.optional-dependencies.{extra}")
    groups = into.table(project.get("entry-points"), "project.entry-points")
    entry_points = {name: into.texts(entries, f"project.entry-points.{name}") for name, entries in groups.items()}
    entry_points["console_scripts"] = into.texts(project.get("scripts"), "project.scripts")
    entry_points["gui_scripts"] = into.texts(project.get("gui-scripts"), "project.gui-scripts")
    into.distribution(project | {"requires_python": project.get("requires-python")}, entry_points, "project.")


def _read_groups(groups: dict[str, Any], into: PythonFindings) -> None:
    names = {normalise(name) for name in groups}
    for group, entries in groups.items():
        where = f"dependency-groups.{group}"
        for index, entry in enumerate(into.array(entries, where), start=1):
            if isinstance(entry, dict) and set(entry) == {"include-group"}:
                included = into.text(entry["include-group"], where)
                if normalise(included) not in names:
                    into.problem(f"includes a dependency group that is not there, at {where}, entry {index}")
            else:
                into.require(entry, group, f"{where}, entry {index}")
