"""Receipts: digests of everything that a docs tree depends on, left by a run that found it in order.

Whether anything is due follows from the target's bytes, the docs tree's, the settings and this tool, and from nothing
else. A run at whose end nothing is due leaves a receipt, which is a digest over all of them: where one bit differs
there is none, and the run plans. It saves time and nothing else.

One is kept on the machine. Another stands in the docs tree and is committed with the pages: it serves machines that
have never run the target.
"""

import hashlib
import logging
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path

import designdoc_assets
from designdoc_assets.artifacts.canonical import canonical_json, sha256
from designdoc_assets.disputes.file import FILE_NAME
from designdoc_assets.pages.stores.files import write_file
from designdoc_assets.pages.tree import RECEIPTS_FOLDER, DocsTree

_log = logging.getLogger(__name__)

MOST_RECEIPTS = 1024
"""Receipts on a machine, one of 65 bytes for each docs tree; those that were not renewed for longest are dropped."""
_READERS = ("markdown-it-py", "packaging", "pathspec", "tree-sitter", "tree-sitter-python")
"""The distributions besides our own that facts and pages depend on. Those depend on no interpreter or system."""
_TEXT = "When this was left, every page was up to date. It spares other machines finding that out; it may be deleted.\n"


class Receipts:
    """The last receipt of each docs tree, as files in a folder, and in the tree itself."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def is_there(self, tree: DocsTree, inputs: str) -> bool:
        """Whether a run left a receipt for these inputs."""
        file = self._file(tree)
        try:
            if file.read_text("ascii").strip() == inputs:
                return True
        except FileNotFoundError:
            pass
        except (OSError, ValueError) as error:
            _log.warning("What is noted in %s as being in order cannot be read (%s).", file, error)
        return tree.read_text(_name(inputs)) is not None

    def leave(self, tree: DocsTree, inputs: str, *, in_tree: bool) -> None:
        """Leave a receipt, in place of the docs tree's last one.

        Args:
            tree: The docs tree.
            inputs: The digest of all that it depends on: see `inputs_digest`.
            in_tree: Whether the run changed pages. If not, the tree gets no receipt, so that nothing is to commit.

        Raises:
            OutputError: It cannot be written to the docs tree.
            LockError: Its lock could not be had.
        """
        if in_tree:
            for old in tree.receipts():
                if old != _name(inputs):
                    tree.update_text(old, lambda text: None)
            tree.update_text(_name(inputs), lambda text: _TEXT)
            tree.flush()
        self._note(self._file(tree), inputs)

    def _note(self, file: Path, inputs: str) -> None:
        try:
            write_file(file, f"{inputs}\n".encode())
            newest_first = sorted(self._folder.iterdir(), key=lambda path: -path.stat().st_mtime)
            for old in newest_first[MOST_RECEIPTS:]:
                old.unlink(missing_ok=True)
        except OSError as error:
            _log.warning("What is in order could not be noted in %s (%s): the next run plans anew.", file, error)

    def _file(self, tree: DocsTree) -> Path:
        return self._folder / sha256(tree.address)[:32]


def inputs_digest(target: str, pages: Mapping[str, str], settings: Sequence[object]) -> str:
    """Return the digest of all that a plan depends on, the same on every machine.

    Args:
        target: The fingerprint of the target.
        pages: The digest of each file of the docs tree: see `file_digests`.
        settings: All other inputs of planning.
    """
    return sha256(canonical_json([_tool_digest(), target, dict(pages), settings]))


def file_digests(tree: DocsTree, pages: Mapping[str, str]) -> dict[str, str]:
    """Return the digest of every file of a docs tree that planning reads; those of the pages are given."""
    digests = {**pages, **{name: sha256(text) for name, text in tree.content()}}
    disputes = tree.read_text(FILE_NAME)
    return digests if disputes is None else digests | {FILE_NAME: sha256(disputes)}


def _name(inputs: str) -> str:
    return f"{RECEIPTS_FOLDER}/{inputs}.txt"


@cache
def _tool_digest() -> str:
    """Return a digest over this package's code and prompts, and the versions of what it reads and renders with."""
    digest = hashlib.sha256()
    package = Path(designdoc_assets.__file__ or "").parent
    for file in sorted([*package.rglob("*.py"), *package.rglob("*.md")]):
        digest.update(f"\0{file.relative_to(package).as_posix()}\0".encode() + file.read_bytes())
    for name in _READERS:
        digest.update(f"\0{name} {version(name)}".encode())
    return digest.hexdigest()
