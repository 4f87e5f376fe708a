"""`tool.poetry` of pyproject.toml: Poetry's own metadata and dependency groups."""

from typing import Any

from designdoc_assets.ecosystems.pypi.findings import PythonFindings
from designdoc_assets.ecosystems.pypi.keyed import declare_keyed
from designdoc_assets.ecosystems.pypi.names import normalise


def read_poetry(tool: dict[str, Any], into: PythonFindings) -> None:
    """Read `tool.poetry`. An optional dependency belongs to the extras that list it."""
    runtime = into.table(tool.get("dependencies"), "tool.poetry.dependencies")
    extras = into.table(tool.get("extras"), "tool.poetry.extras")
    members = {
        extra: {normalise(name) for name in into.array(names, f"tool.poetry.extras.{extra}") if isinstance(name, str)}
        for extra, names in extras.items()
    }
    for name, constraint in runtime.items():
        if name != "python":
            groups = [extra for extra, names in members.items() if normalise(name) in names] or [""]
            declare_keyed(into, name, constraint, groups, "tool.poetry.dependencies")
    tables = [("dev", "tool.poetry.dev-dependencies", tool.get("dev-dependencies"))]
    for group, value in into.table(tool.get("group"), "tool.poetry.group").items():
        dependencies = into.table(value, f"tool.poetry.group.{group}").get("dependencies")
        tables.append((group, f"tool.poetry.group.{group}.dependencies", dependencies))
    for group, where, dependencies in tables:
        for name, constraint in into.table(dependencies, where).items():
            if name != "python":
                declare_keyed(into, name, constraint, [group], where)
    python = runtime.get("python")
    fields = {key: tool.get(key) for key in ("name", "version", "description")}
    fields["requires_python"] = python if isinstance(python, str) else None
    into.distribution(fields, _entry_points(tool, into), "tool.poetry.")


def _entry_points(tool: dict[str, Any], into: PythonFindings) -> dict[str, dict[str, str]]:
    plugins = into.table(tool.get("plugins"), "tool.poetry.plugins")
    groups = {name: into.texts(entries, f"tool.poetry.plugins.{name}") for name, entries in plugins.items()}
    scripts: dict[str, object] = {}
    for name, value in into.table(tool.get("scripts"), "tool.poetry.scripts").items():
        if not isinstance(value, dict):
            scripts[name] = value
        elif value.get("type") != "file":  # a file is copied as it is: it calls no function
            scripts[name] = value.get("reference", value.get("callable"))
    return groups | {"console_scripts": into.texts(scripts, "tool.poetry.scripts")}
