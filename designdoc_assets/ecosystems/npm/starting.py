"""What `npm start` runs, as the scripts in package.json say: a file of the package, or nothing that can be told."""

import re
from collections.abc import Mapping, Sequence

_PARTS = re.compile(r"&&|\|\||[;&|]")
_RUNNERS = frozenset({"node", "nodemon", "tsx", "ts-node", "bun"})
_OTHERS = re.compile(r"(?:npm|pnpm|yarn|bun)\s+(?:run\s+|run-script\s+)?([\w:.-]+)\s*")
_WITH_VALUE = frozenset({"-r", "--require", "--import", "--loader", "--env-file", "-C", "--conditions"})
_FILE = re.compile(r"[\w@./-]+\.[cm]?[jt]sx?")
_MOST = 8
"""Scripts that run one another in a row."""


def started(scripts: Mapping[str, str]) -> str:
    """Return the path, from the folder of package.json, of the file that `npm start` ends in; empty for none."""
    name = "start"
    for _ in range(_MOST):
        last = _PARTS.split(scripts.get(name, ""))[-1].strip()
        other = _OTHERS.fullmatch(last)
        if other is None:
            return _run_file(last.split())
        name = other[1]
    return ""


def _run_file(words: Sequence[str]) -> str:
    at = next((number for number, word in enumerate(words) if word in _RUNNERS), len(words)) + 1
    while at < len(words):
        word = words[at]
        if not word.startswith("-"):
            return word if _FILE.fullmatch(word) else ""
        at += 2 if word in _WITH_VALUE else 1
    return ""
