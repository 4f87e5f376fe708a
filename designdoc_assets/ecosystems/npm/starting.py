"""Which file a command of a package begins in: what `npm start` runs, and what a file without a suffix loads."""

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence

from designdoc_assets.ecosystems.findings import Findings
from designdoc_assets.ecosystems.manifest_files import ManifestFiles
from designdoc_assets.languages.ecmascript import jsonc

_PARTS = re.compile(r"&&|\|\||[;&|]")
_RUNNERS = frozenset({"node", "nodemon", "tsx", "ts-node", "bun"})
_OTHERS = re.compile(r"(?:npm|pnpm|yarn|bun)\s+(?:run\s+|run-script\s+)?([\w:.-]+)\s*")
_WITH_VALUE = frozenset({"-r", "--require", "--import", "--loader", "--env-file", "-C", "--conditions"})
_FILE = re.compile(r"[\w@./-]+\.[cm]?[jt]sx?")
_SUFFIXES = (".js", ".mjs", ".cjs", ".ts")
_COMPILERS = ("tsconfig.json", "tsconfig.build.json")
_COMPILED_FROM = {".js": (".ts", ".tsx", ".js"), ".mjs": (".mts", ".mjs"), ".cjs": (".cts", ".cjs")}
_BY_NODE = re.compile(r"#!.*\b(?:node|bun|deno|tsx)\b")
_LOADS = re.compile(r"""(?:\brequire\(|\bimport\(|\bimport\s+|\bfrom\s+)\s*["'](\.{1,2}/[^"'\n]+)["']""")
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


def launched(path: str, folder: str, files: ManifestFiles) -> str:
    """Return the file of source that a command begins in.

    A file without a suffix is run by the interpreter that its first line names; it may do no more than to load another.
    What is no file of the target may be compiled from one.

    Args:
        path: That of the file that the command is.
        folder: That of the package.
        files: Those of the target.
    """
    if path not in files.paths:
        candidates = (*(f"{path}{suffix}" for suffix in _SUFFIXES), *_compiled_from(path, folder, files))
        return next((each for each in candidates if each in files.paths), path)
    if posixpath.splitext(path)[1]:
        return path
    text = files.text(Findings(path)) or ""
    if not _BY_NODE.match(text):
        return path
    for found in _LOADS.finditer(text):
        loaded = posixpath.normpath(posixpath.join(posixpath.dirname(path), found[1]))
        there = next(
            (each for each in (loaded, *(f"{loaded}{suffix}" for suffix in _SUFFIXES)) if each in files.paths), ""
        )
        if there:
            return there
    return path


def _compiled_from(path: str, folder: str, files: ManifestFiles) -> Iterator[str]:
    """Yield what a file may be compiled from, as the settings of the compiler beside package.json tell."""
    for name in _COMPILERS:
        settings = Findings(posixpath.join(folder, name))
        text = files.text(settings) if settings.manifest in files.paths else None
        said = jsonc.table(text or "")
        options = jsonc.inner(said, "compilerOptions")
        included = [each for each in settings.array(said.get("include"), "") if isinstance(each, str)]
        tops = {posixpath.normpath(each).partition("/")[0] for each in included}
        root = jsonc.string(options, "rootDir") or (tops.pop() if len(tops) == 1 else "")
        out = posixpath.normpath(posixpath.join(folder, jsonc.string(options, "outDir") or "."))
        stem, suffix = posixpath.splitext(path.removeprefix(f"{out}/"))
        if root and path.startswith(f"{out}/"):
            source = posixpath.normpath(posixpath.join(folder, root, stem))
            yield from (f"{source}{each}" for each in _COMPILED_FROM.get(suffix, ()))


def _run_file(words: Sequence[str]) -> str:
    at = next((number for number, word in enumerate(words) if word in _RUNNERS), len(words)) + 1
    while at < len(words):
        word = words[at]
        if not word.startswith("-"):
            return word if _FILE.fullmatch(word) else ""
        at += 2 if word in _WITH_VALUE else 1
    return ""
