"""A tree as digests: made, written down, and compared with what was written down."""

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TypedDict

from designdoc_tests.golden import Golden, of_kinds
from designdoc_tests.support import docs_of, document, repo_like, tree_bytes

HOW = "write down what comes out: python -m designdoc_tests.golden_trees"
_NAMED = 12
"""Pages that a message names: more of them make nobody wiser."""


class Tree(TypedDict):
    """Digests of what came out of a project, by kind, and by page as a reader sees it."""

    kinds: dict[str, Golden]
    pages: dict[str, str]


def make(project: Path, folder: Path) -> Tree:
    """Document a copy of a project in a folder, which there is none of yet."""
    repo = repo_like(project, folder)
    run = document(repo, writer="static")
    assert run.success, run.failure
    pages = {name: hashlib.sha256(_as_seen(text)).hexdigest()[:16] for name, text in tree_bytes(docs_of(repo)).items()}
    return Tree(kinds=of_kinds(repo), pages=pages)


def _as_seen(page: bytes) -> bytes:
    """Return a page without markers: what they say of its making changes with each version of a kind."""
    return re.sub(rb"(?m)^<!-- designdoc:.*-->\n", b"", page)


def recorded(project: str) -> Tree:
    """Return what came out of a project when it was last written down: nothing, if it never was."""
    if not _file(project).exists():
        return Tree(kinds={}, pages={})
    found: Tree = json.loads(_file(project).read_text())
    return found


def record(project: str, tree: Tree) -> None:
    """Write down what came out of a project."""
    _file(project).write_text(json.dumps(tree, indent=1) + "\n")


def _file(project: str) -> Path:
    return Path(__file__).with_name(f"{project}.json")


def changes(before: Tree, now: Tree) -> list[str]:
    """Return in sentences what changed, and what is to be done about it; nothing where nothing did."""
    return [*_kinds(before["kinds"], now["kinds"]), *_pages(before["pages"], now["pages"])]


def _kinds(before: dict[str, Golden], now: dict[str, Golden]) -> Iterator[str]:
    for kind in sorted(before.keys() | now.keys()):
        was, made = before.get(kind), now.get(kind)
        if was is None or made is None:
            yield f"{kind} is {'gone' if was else 'new'}: {HOW}"
        elif was["version"] != made["version"]:
            yield f"{kind} has version {made['version']}, and had {was['version']}: {HOW}"
        elif was["digest"] != made["digest"]:
            yield f"{kind} comes out differently under the same version, {made['version']}: raise it; then {HOW}"


def _pages(before: dict[str, str], now: dict[str, str]) -> Iterator[str]:
    changed = [page for page in before.keys() & now.keys() if before[page] != now[page]]
    for what, pages in (
        ("changed", changed),
        ("new", now.keys() - before.keys()),
        ("gone", before.keys() - now.keys()),
    ):
        if pages:
            more = f" and {len(pages) - _NAMED} more" if len(pages) > _NAMED else ""
            yield f"{what}: {', '.join(sorted(pages)[:_NAMED])}{more}; if that is meant, {HOW}"
