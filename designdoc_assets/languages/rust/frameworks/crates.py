"""What of other crates a name means."""

from designdoc_assets.languages.frameworks import Code
from designdoc_assets.languages.resolve import Defined
from designdoc_assets.languages.rust.imports import UNBOUND


def outside(code: Code, path: str, name: str, within: str = "") -> str:
    """Return the dotted name, its crate's before it, of what no file here defines; empty of all else."""
    meant = code.resolve.meaning(path, name, within)
    if isinstance(meant, Defined):
        return ""
    if meant is not None:
        return meant.replace("::", ".")
    crate, dot, _ = name.partition(".")
    is_path = any(entry.module == crate and entry.alias == UNBOUND for entry in code.files[path].imports)
    return name if dot and is_path else ""
