"""What a module's programs are called by what builds them: GoReleaser, make, and Dockerfiles, in this order."""

import posixpath
import re
from collections.abc import Iterator, Mapping

from designdoc_assets.ecosystems.documents import load_yaml
from designdoc_assets.ecosystems.findings import Findings
from designdoc_assets.ecosystems.manifest_files import ManifestFiles

_RELEASERS = (".goreleaser.yml", ".goreleaser.yaml", "goreleaser.yml", "goreleaser.yaml")
_MAKEFILES = ("Makefile", "GNUmakefile", "makefile")
_DOCKERFILE = re.compile(r"(?:.*\.)?(?:Dockerfile|Containerfile)(?:\..*)?")
_BUILD = re.compile(r"\bgo\s+build\b(?P<rest>[^\n;|]*?)(?=&&|[\n;|]|\Z)")
_OUTPUT = re.compile(r"(?<!\S)-o[= \t]+[\"']?(?P<name>[^\s\"']+)")
_PACKAGE = re.compile(r"(?<!\S)(?:\.|(?:\./)?[\w./-]*\.go|\./[\w./-]+)(?=\s|\Z)")
_ASSIGNED = re.compile(r"^[ \t]*(?:export[ \t]+)?(?P<name>\w+)[ \t]*[:?]?=[ \t]*(?P<text>[^\s#]+)[ \t]*$", re.MULTILINE)
_VARIABLE = re.compile(r"\$(?:\((\w+)\)|\{(\w+)\})")
_NAME = re.compile(r"[A-Za-z0-9][\w.-]*")
_OF_NOTHING = frozenset({"app", "bin", "build", "dist", "main", "out", "output"})
"""Names that say no more than that something was built."""


def program_names(files: ManifestFiles) -> Mapping[str, str]:
    """Return the names of programs by the folders that they are built from; the target's own is the empty text."""
    found: dict[str, str] = {}
    named = sorted(path for path in files.paths if _is_read(path))
    for path in sorted(named, key=lambda path: (not _is_releaser(path), not _is_makefile(path), path.count("/"), path)):
        text = files.text(Findings(path))
        for folder, name in (_released if _is_releaser(path) else _built)(path, text or ""):
            if _NAME.fullmatch(name) and name not in _OF_NOTHING:
                found.setdefault(folder, name)
    return found


def _is_read(path: str) -> bool:
    return _is_releaser(path) or _is_makefile(path) or _DOCKERFILE.fullmatch(posixpath.basename(path)) is not None


def _is_releaser(path: str) -> bool:
    return posixpath.basename(path) in _RELEASERS


def _is_makefile(path: str) -> bool:
    return posixpath.basename(path) in _MAKEFILES


def _released(path: str, text: str) -> Iterator[tuple[str, str]]:
    silent = Findings(path)
    document = load_yaml(text, silent)
    project = silent.text(document.get("project_name"), "")
    for entry in silent.array(document.get("builds"), "") or [{}]:
        build = silent.table(entry, "")
        main, folder = (silent.text(build.get(key), "") for key in ("main", "dir"))
        yield _folder_of(posixpath.join(folder, main or "."), path), silent.text(build.get("binary"), "") or project


def _built(path: str, text: str) -> Iterator[tuple[str, str]]:
    lines = re.sub(r"\\\r?\n", " ", text)
    values = {each["name"]: each["text"] for each in _ASSIGNED.finditer(lines)}
    for build in _BUILD.finditer(lines):
        rest = _VARIABLE.sub(lambda each: values.get(each[1] or each[2], each[0]), build["rest"])
        output, packages = _OUTPUT.search(rest), [each[0] for each in _PACKAGE.finditer(_OUTPUT.sub("", rest))]
        if output is not None and len(packages) <= 1 and not output["name"].endswith("/"):
            name = posixpath.basename(output["name"]).removesuffix(".exe")
            yield _folder_of(packages[0] if packages else ".", path), name


def _folder_of(package: str, path: str) -> str:
    """Return the folder of a package that is named in a file, relative to that; a file of it may stand for it."""
    folder = posixpath.dirname(package) if package.endswith(".go") else package
    whole = posixpath.normpath(posixpath.join(posixpath.dirname(path), folder))
    return "" if whole == "." else whole
