"""Files without a suffix that are installed as commands as they are: what of a package they call."""

import re

_BY_PYTHON = re.compile(r"#!.*\bpython[\d.]*\b")
_DEFINES = re.compile(r"^(?:async\s+def|def|class)\s", re.MULTILINE)
_IMPORTED = re.compile(r"^\s*from\s+([\w.]+)\s+import\s+(\w+)(?:\s+as\s+(\w+))?\s*$", re.MULTILINE)


def called_by(text: str) -> str:
    """Return the one function that a script imports and calls, as an object reference; empty where it does more."""
    if not _BY_PYTHON.match(text) or _DEFINES.search(text):
        return ""
    called = [
        f"{module}:{name}"
        for module, name, alias in _IMPORTED.findall(text)
        if re.search(rf"(?<![\w.]){re.escape(alias or name)}\(", text)
    ]
    return called[0] if len(called) == 1 else ""
