"""Receipts: what the last run left in order, so that the next over the very same bytes need not work it out again.

A plan follows from the target's bytes, the docs tree's, the settings and this tool's code, and from nothing else. A
receipt is such a plan, with nothing to do in it, found by a digest over all of them: where one bit differs there is
none, and the plan is made. It saves time and nothing else.
"""

import hashlib
import json
import logging
import os
import sys
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import designdoc_assets
from designdoc_assets.artifacts.canonical import DataVersion, Versioned, canonical_json, sha256
from designdoc_assets.artifacts.kind import Artifact, Grain
from designdoc_assets.pages.disputes import FILE_NAME
from designdoc_assets.pages.tree import DocsTree
from designdoc_assets.planning import Plan, Planned, State
from designdoc_assets.source.keys import PartitionKey

_log = logging.getLogger(__name__)

MOST_RECEIPTS = 64
"""One for each docs tree; those that were not renewed for longest go. That of a thousand files has some 0.2 MB."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """A plan with nothing to do in it, without the parts of the data versions, and all partition keys of its target."""

    plan: Plan
    keys: Mapping[Grain, Sequence[PartitionKey]]


class Receipts:
    """The last receipt of each docs tree, as files in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, tree: str, inputs: str) -> Receipt | None:
        """Return the receipt of a docs tree, if there is one for these inputs."""
        file = self._file(tree)
        try:
            known, _, data = file.read_bytes().partition(b"\n")
            return _decoded(json.loads(zlib.decompress(data))) if known == inputs.encode() else None
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError, zlib.error) as error:
            _log.warning("What is noted in %s as being in order cannot be read (%s): the run plans anew.", file, error)
            return None

    def keep(self, tree: str, inputs: str, receipt: Receipt) -> None:
        """Keep a receipt, in place of the docs tree's last one."""
        file = self._file(tree)
        temporary = file.with_name(f"{file.name}.{os.getpid()}")
        data = zlib.compress(json.dumps(_encoded(receipt)).encode("ascii"), 1)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(inputs.encode() + b"\n" + data)
            temporary.replace(file)
            newest_first = sorted(self._folder.iterdir(), key=lambda path: -path.stat().st_mtime)
            for old in newest_first[MOST_RECEIPTS:]:
                old.unlink(missing_ok=True)
        except OSError as error:
            _log.warning("What is in order could not be noted in %s (%s): the next run plans anew.", file, error)

    def _file(self, tree: str) -> Path:
        return self._folder / sha256(tree)[:32]


def inputs_digest(target: str, pages: Mapping[str, str], settings: Sequence[object]) -> str:
    """Return the digest of all that a plan follows from.

    Args:
        target: The fingerprint of the target.
        pages: The digest of each file of the docs tree: see `page_digests`.
        settings: Everything else that planning is told.
    """
    return sha256(canonical_json([_tool_digest(), target, dict(pages), settings]))


def page_digests(tree: DocsTree) -> dict[str, str]:
    """Return the digest of every file of a docs tree that planning reads."""
    digests = {name: sha256(text) for name, text in (*tree.texts(), *tree.content())}
    disputes = tree.read_text(FILE_NAME)
    return digests if disputes is None else digests | {FILE_NAME: sha256(disputes)}


@cache
def _tool_digest() -> str:
    """Return a digest over the interpreter, this package's code and prompts, and the names of what is installed."""
    digest = hashlib.sha256(sys.version.encode())
    package = Path(designdoc_assets.__file__ or "").parent
    for file in sorted([*package.rglob("*.py"), *package.rglob("*.md")]):
        digest.update(f"\0{file.relative_to(package)}\0".encode() + file.read_bytes())
    for folder in filter(os.path.isdir, sys.path):
        installed = sorted(entry.name for entry in Path(folder).glob("*-info"))
        digest.update("\0".join(installed).encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _encoded(receipt: Receipt) -> dict[str, Any]:
    return {
        "keys": receipt.keys,
        "items": {
            kind: [[i.artifact.key, i.page, i.state, i.status, i.version.data_version] for i in items]
            for kind, items in receipt.plan.items.items()
        },
    }


def _decoded(data: Mapping[str, Any]) -> Receipt:
    items = {
        kind: [
            Planned(Artifact(kind, key), page, State(state), (), Versioned(DataVersion(version), {}), status)
            for key, page, state, status, version in entries
        ]
        for kind, entries in data["items"].items()
    }
    keys = {Grain(grain): [PartitionKey(key) for key in found] for grain, found in data["keys"].items()}
    return Receipt(Plan(items, ()), keys)
