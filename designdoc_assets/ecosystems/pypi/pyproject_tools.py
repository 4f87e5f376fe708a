"""The tables of pyproject.toml in which build and project tools other than Poetry hold dependencies."""

from dataclasses import replace
from typing import Any

from designdoc_assets.ecosystems.pypi.findings import PythonFindings
from designdoc_assets.ecosystems.pypi.names import normalise
from designdoc_assets.ecosystems.urls import direct_from


def read_setuptools(tool: dict[str, Any], into: PythonFindings) -> None:
    """Read `tool.setuptools.dynamic`: the requirements files that hold what `project` leaves open."""
    where = "tool.setuptools.dynamic"
    dynamic = into.table(tool.get("dynamic"), where)
    sources = {"": dynamic.get("dependencies")}
    sources |= into.table(dynamic.get("optional-dependencies"), f"{where}.optional-dependencies")
    for group, source in sources.items():
        files = into.table(source, where).get("file")
        for file in [files] if isinstance(files, str) else into.array(files, where):
            if reference := into.text(file, where):
                into.include(reference, group, where)


def read_hatch(tool: dict[str, Any], into: PythonFindings) -> None:
    """Read the dependencies of hatch's environments."""
    for name, value in into.table(tool.get("envs"), "tool.hatch.envs").items():
        where = f"tool.hatch.envs.{name}"
        environment = into.table(value, where)
        for key in ("dependencies", "extra-dependencies"):
            into.require_all(environment.get(key), name, f"{where}.{key}")


def read_pdm(tool: dict[str, Any], into: PythonFindings) -> None:
    """Read PDM's own dependency groups; editable paths in them name no distribution and are passed over."""
    groups = into.table(tool.get("dev-dependencies"), "tool.pdm.dev-dependencies")
    for group, requirements in groups.items():
        where = f"tool.pdm.dev-dependencies.{group}"
        for index, text in enumerate(into.array(requirements, where), start=1):
            if not (isinstance(text, str) and text.startswith("-e ")):
                into.require(text, group, f"{where}, entry {index}")


def read_uv(tool: dict[str, Any], into: PythonFindings) -> None:
    """Read uv's development dependencies, and the sources that it takes declared dependencies from.

    A source is no dependency: it says from where one comes that is declared elsewhere in the file.
    """
    into.require_all(tool.get("dev-dependencies"), "dev", "tool.uv.dev-dependencies")
    sources: dict[str, str] = {}
    for name, value in into.table(tool.get("sources"), "tool.uv.sources").items():
        where = f"tool.uv.sources.{name}"
        for source in value if isinstance(value, list) else [value]:
            entries = into.table(source, where).items()
            texts = {key: into.text(item, where) for key, item in entries if isinstance(item, str)}
            sources.setdefault(normalise(name), direct_from(texts))
    into.declared = [
        (name, replace(declaration, direct=declaration.direct or sources.get(name, "")))
        for name, declaration in into.declared
    ]


def read_flit(tool: dict[str, Any], into: PythonFindings) -> None:
    """Read the metadata of flit from before PEP 621; version and description stand in the module itself."""
    where = "tool.flit.metadata"
    metadata = into.table(tool.get("metadata"), where)
    into.require_all(metadata.get("requires"), "", f"{where}.requires")
    into.require_all(metadata.get("dev-requires"), "dev", f"{where}.dev-requires")
    for extra, requirements in into.table(metadata.get("requires-extra"), f"{where}.requires-extra").items():
        into.require_all(requirements, extra, f"{where}.requires-extra.{extra}")
    groups = into.table(tool.get("entrypoints"), "tool.flit.entrypoints")
    entry_points = {name: into.texts(entries, f"tool.flit.entrypoints.{name}") for name, entries in groups.items()}
    entry_points["console_scripts"] = into.texts(tool.get("scripts"), "tool.flit.scripts")
    fields = {
        "name": metadata.get("dist-name", metadata.get("module")),
        "requires_python": metadata.get("requires-python"),
    }
    into.distribution(fields, entry_points, f"{where}.")
