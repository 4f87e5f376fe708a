"""The block in which a script declares its own dependencies (PEP 723)."""

from designdoc_assets.ecosystems.documents import load_toml
from designdoc_assets.ecosystems.pypi.findings import PythonFindings
from designdoc_assets.ecosystems.pypi.pyproject_tools import read_uv

_GROUP = "script"


def read_script_block(text: str, into: PythonFindings) -> None:
    """Read the TOML of a block."""
    document = load_toml(text, into)
    into.require_all(document.get("dependencies"), _GROUP, "dependencies of the script block")
    tools = into.table(document.get("tool"), "tool")
    if uv := into.table(tools.get("uv"), "tool.uv"):
        read_uv(uv, into)
