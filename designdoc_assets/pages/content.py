"""What models wrote, as data beside the pages: typed content with the version of what its writer was shown.

It is what pages are rendered from again, on any machine, when facts, links or templates change: without a call. What a
static writer says is computed and never stored.
"""

import hashlib
import json
import logging
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from designdoc_assets.pages.regions import Status
from designdoc_assets.pages.tree import CONTENT_FOLDER, DocsTree

ProseT = TypeVar("ProseT", bound=BaseModel)

_log = logging.getLogger(__name__)

_LONGEST_NAME = 250
"""Bytes of a file name; most file systems take 255."""


class Content(BaseModel):
    """What a model wrote of one artifact.

    Attributes:
        partition: The artifact's partition key.
        prose_version: The hash of what its writer was shown.
        writer: Who wrote it.
        model: The model.
        status: What became of its checks.
        attempts: How many drafts it took.
        prose: The typed content, as plain data.
        failure: The verdict that made it a dispute.
        elided: What of its material was not shown, for length.
        inputs: Where it is in dispute, the digest of what it was made of, but for what a person decided of it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    partition: str
    prose_version: str
    writer: str
    model: str | None
    status: Status
    attempts: int
    prose: Mapping[str, Any]
    failure: Mapping[str, Any] | None = None
    elided: Sequence[str] = ()
    inputs: str = ""

    def typed(self, prose: type[ProseT]) -> ProseT | None:
        """Return the typed content; None where it is of another form, as an earlier version wrote it."""
        try:
            return prose.model_validate(self.prose)
        except ValidationError:
            return None


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    version: Literal[1] = 1
    artifacts: dict[str, Content]


class ContentStore:
    """The stored content of a docs tree, read once, by page and kind."""

    def __init__(self, tree: DocsTree) -> None:
        """Read all of it.

        Raises:
            OutputError: A file is there and cannot be read.
        """
        self._tree = tree
        self._files: dict[str, Mapping[str, Content]] = {}
        self.digests: dict[str, str] = {}
        """sha256 of the text of each file, as it was read or written here."""
        for name, text in tree.content():
            self._files[name] = _parsed(name, text)
            self.digests[name] = _sha256(text)

    def find(self, page: str, kind: str, partition: str) -> Content | None:
        """Return what a model wrote of an artifact; None if nothing is stored."""
        found = self._files.get(_file(page), {}).get(kind)
        return found if found is not None and found.partition == partition else None

    def keep(self, page: str, contents: Mapping[str, Content]) -> None:
        """Store what was written of the artifacts of a page, by kind.

        Raises:
            OutputError: It cannot be written.
            LockError: Its lock could not be had.
        """
        self._change(page, lambda artifacts: artifacts | dict(contents))

    def withdraw(self, page: str, kinds: Collection[str]) -> None:
        """Take away what was stored of artifacts that are gone, or that a model no longer writes.

        Raises:
            OutputError: It cannot be written.
            LockError: Its lock could not be had.
        """
        if self._files.get(_file(page), {}).keys() & set(kinds):
            self._change(page, lambda artifacts: {k: v for k, v in artifacts.items() if k not in kinds})

    def _change(self, page: str, change: Any) -> None:
        name = _file(page)

        def changed(text: str | None) -> str | None:
            artifacts = change(_parsed(name, text) if text is not None else {})
            new = _rendered(artifacts) if artifacts else None
            is_known = (_sha256(text) if text is not None else None) == self.digests.pop(name, None)
            self._files[name] = artifacts
            if new is not None:
                self.digests[name] = _sha256(new) if is_known else "changed by somebody else since it was read"
            return new

        self._tree.update_text(name, changed)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _file(page: str) -> str:
    folder, _, name = page.rpartition("/")
    if len(f"{name}.json".encode("utf-8", "surrogateescape")) > _LONGEST_NAME:
        digest = hashlib.sha256(name.encode("utf-8", "surrogateescape")).hexdigest()[:32]
        name = digest
    return "/".join(part for part in (CONTENT_FOLDER, folder, f"{name}.json") if part)


def _rendered(artifacts: Mapping[str, Content]) -> str:
    data = _File(artifacts=dict(artifacts)).model_dump(mode="json")
    return json.dumps(data, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _parsed(name: str, text: str) -> dict[str, Content]:
    try:
        return _File.model_validate_json(text.encode("utf-8", "surrogateescape")).artifacts
    except ValidationError as error:
        reason = error.errors(include_input=False, include_url=False)[0]["msg"]
        _log.warning("What models wrote is not readable in %s (%s): its artifacts are written again.", name, reason)
        return {}
