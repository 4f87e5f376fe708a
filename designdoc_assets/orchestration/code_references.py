"""Links to the code of a kind: on the machine that it runs on, for an editor, and in this project's repository."""

import sys
import warnings
from functools import cache
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

import dagster as dg

_DISTRIBUTION = "designdoc-assets"
_PACKAGE = "designdoc_assets"


def code_reference(defined: type) -> dict[str, dg.MetadataValue[Any]]:
    """Return the metadata by which the UI opens the code of a class."""
    file = Path(str(sys.modules[defined.__module__].__file__))
    lines = file.read_text("utf-8").splitlines()  # `inspect` would parse them
    line = next(number for number, line in enumerate(lines, start=1) if line.startswith(f"class {defined.__name__}"))
    repository = _repository()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", dg.BetaWarning)  # the version of Dagster is pinned
        references: list[Any] = [dg.LocalFileCodeReference(file_path=str(file), line_number=line)]
        if repository:
            # The link has no line, since the repository may have changed since this was installed.
            inside = "/".join(file.parts[len(file.parts) - file.parts[::-1].index(_PACKAGE) - 1 :])
            references.append(dg.UrlCodeReference(url=f"{repository}/blob/HEAD/{inside}", label="Repository"))
        return {"dagster/code_references": dg.CodeReferencesMetadataValue(code_references=references)}


@cache
def _repository() -> str:
    """Return the address of this project's repository, as its distribution names it; empty if it has none."""
    try:
        named = metadata(_DISTRIBUTION).get_all("Project-URL") or []
    except PackageNotFoundError:
        return ""
    urls: dict[str, str] = dict(str(entry).split(", ", 1) for entry in named)
    return urls.get("Repository", "").rstrip("/")
