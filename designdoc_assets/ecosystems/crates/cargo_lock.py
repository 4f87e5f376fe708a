"""Cargo.lock: the versions that Cargo has settled on."""

from designdoc_assets.ecosystems.crates.names import NAME
from designdoc_assets.ecosystems.documents import load_toml
from designdoc_assets.ecosystems.findings import Findings


def read_cargo_lock(text: str, into: Findings) -> None:
    """Read a Cargo.lock; crates of the target itself have no source."""
    for index, value in enumerate(into.array(load_toml(text, into).get("package"), "package"), start=1):
        package = into.table(value, f"package, entry {index}")
        name = package.get("name")
        if isinstance(name, str) and NAME.fullmatch(name) and "source" in package:
            into.lock_version(name, package.get("version"))
