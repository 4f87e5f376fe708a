"""Python in files that are not read as its source."""

import json
import re

from designdoc_assets.languages.other_forms import Imported, OtherForm
from designdoc_assets.languages.python.inline_metadata import script_metadata

_IMPORT = re.compile(
    r"^[ \t]*(?:from[ \t]+(?P<source>\w[\w.]*)[ \t]+c?import[\s(]+(?P<names>[\w, \t]+)"
    r"|c?import[ \t]+(?P<modules>\w[\w.]*(?:[ \t]+as[ \t]+\w+)?(?:[ \t]*,[ \t]*\w[\w.]*(?:[ \t]+as[ \t]+\w+)?)*))",
    re.MULTILINE,
)
_MAX_NOTEBOOK_BYTES = 8 << 20
"""Pictures in a notebook take more than its code."""


def _mentions(text: str) -> Imported:
    found: set[tuple[str, str]] = set()
    for match in _IMPORT.finditer(text):
        if source := match["source"]:
            names = [words[0] for name in match["names"].split(",") if (words := name.split())]
            found |= {(f"{source}.{name}", source) for name in names}
        else:
            found |= {(module.split()[0], module.split()[0]) for module in match["modules"].split(",")}
    return frozenset(found)


def _imports(text: str) -> Imported:
    from designdoc_assets.languages.python.imports import imported  # noqa: PLC0415  few runs come to need it

    entries = ((entry.module, entry.name) for entry in imported(text))
    return frozenset((f"{module}.{name}" if name else module, module) for module, name in entries)


def _is_script(text: str) -> bool:
    return text.startswith("#!") and "python" in text.partition("\n")[0]


def _code_of(notebook: str) -> str:
    """Return the code of a notebook; the commands in it that are no Python stay as they are."""
    try:
        content = json.loads(notebook)
        cells = [cell["source"] for cell in content["cells"] if cell["cell_type"] == "code"]
        return "\n".join(cell if isinstance(cell, str) else "".join(cell) for cell in cells)
    except (ValueError, KeyError, TypeError, RecursionError):
        return notebook


OTHER_FORMS = (
    OtherForm("", _mentions, (".py", ".pyw"), imports=_imports),
    OtherForm("Python stub", _mentions, (".pyi",), imports=_imports),
    OtherForm("Jupyter", _mentions, (".ipynb",), most_bytes=_MAX_NOTEBOOK_BYTES, code=_code_of, imports=_imports),
    OtherForm("Cython", _mentions, (".pyx", ".pxd", ".pxi")),  # its grammar is another
    OtherForm("Python without a suffix", _mentions, is_script=_is_script, imports=_imports, declares=script_metadata),
)
