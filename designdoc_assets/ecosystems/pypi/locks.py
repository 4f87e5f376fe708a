"""Lock files: which versions the target's tools have settled on."""

from designdoc_assets.ecosystems.documents import load_json, load_toml
from designdoc_assets.ecosystems.pypi.findings import PythonFindings


def read_toml_lock(text: str, into: PythonFindings) -> None:
    """Read the lock file of uv, Poetry or PDM (`package`), or a pylock.toml (`packages`)."""
    document = load_toml(text, into)
    for key in ("package", "packages"):
        for index, value in enumerate(into.array(document.get(key), key), start=1):
            package = into.table(value, f"{key}, entry {index}")
            into.lock(package.get("name"), package.get("version"))


def read_pipfile_lock(text: str, into: PythonFindings) -> None:
    """Read a Pipfile.lock."""
    for section, packages in load_json(text, into).items():
        if section != "_meta":
            for name, value in into.table(packages, section).items():
                version = into.table(value, f"{section}.{name}").get("version")
                into.lock(name, version.lstrip("=") if isinstance(version, str) else None)
