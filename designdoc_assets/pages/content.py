"""What models wrote, as data beside the pages: typed content with the version of what its writer was shown.

It is what pages are rendered from again, on any machine, when facts, links or templates change: without a call. What a
static writer says is computed and never stored.
"""

import hashlib
import json
import logging
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, SerializerFunctionWrapHandler, ValidationError, model_serializer

from designdoc_assets.pages.markers import Status
from designdoc_assets.pages.regions import Slot
from designdoc_assets.pages.tree import CONTENT_FOLDER, DocsTree

ProseT = TypeVar("ProseT", bound=BaseModel)

_log = logging.getLogger(__name__)

_ONLY_IF_ANY = frozenset({"also_failed", "form", "parts", "written_for"})
"""What is stored only where there is some."""
_LONGEST_NAME = 250
"""Bytes of a file name; most file systems take 255."""


class Content(BaseModel):
    """What a model wrote of one artifact.

    Attributes:
        partition: The artifact's partition key.
        prose_version: The hash of what its writer was shown, or of what its reviewer found it to hold for.
        writer: Who wrote it.
        model: The model.
        status: What became of its checks.
        attempts: How many drafts it took.
        prose: The typed content, as plain data.
        failure: The verdict that made it a dispute.
        also_failed: The others that it failed for, if there are any; else they are not stored.
        elided: What of its material was not shown, for length.
        inputs: Where it is in dispute, the digest of what it was made of, but for what a person decided of it.
        names: What it names of the target, each with a digest of the interface that it had.
        form: What its writer was asked for, and in which words.
        parts: The names of what it consisted of when it was written.
        written_for: The hash of what its writer was shown, where that changed and the prose was found to hold still.
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
    also_failed: Sequence[Mapping[str, Any]] = ()
    elided: Sequence[str] = ()
    inputs: str = ""
    names: Mapping[str, str] = Field(default_factory=dict)
    form: str = ""
    parts: Sequence[str] = ()
    written_for: str = ""

    @model_serializer(mode="wrap")
    def _without_nothing(self, serialize: SerializerFunctionWrapHandler) -> dict[str, Any]:
        data: dict[str, Any] = serialize(self)
        return {name: value for name, value in data.items() if value or name not in _ONLY_IF_ANY}

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
    """The stored content of a docs tree, read once; a file for each page, named like it.

    An artifact's content is found wherever it is: that its section moves to another page costs nothing.
    """

    def __init__(self, tree: DocsTree) -> None:
        """Read all of it.

        Raises:
            OutputError: A file is there and cannot be read.
        """
        self._tree = tree
        self._files: dict[str, Mapping[str, Content]] = {}
        self._found: dict[tuple[str, str], tuple[str, Content]] = {}
        self.digests: dict[str, str] = {}
        """sha256 of the text of each file, as it was read or written here."""
        for name, text in tree.content():
            self._files[name] = _parsed(name, text)
            for entry, content in self._files[name].items():
                self._found[_kind(entry), content.partition] = name, content
            self.digests[name] = _sha256(text)

    def find(self, kind: str, partition: str) -> Content | None:
        """Return what a model wrote of an artifact; None if nothing is stored."""
        found = self._found.get((kind, partition))
        return found[1] if found else None

    def of_status(self, status: Status) -> Iterator[tuple[str, str]]:
        """Yield kind and partition key of each artifact with a status."""
        return (about for about, (_, content) in self._found.items() if content.status == status)

    def keep(self, page: str, slot: Slot, content: Content) -> None:
        """Store what was written of the artifact in a slot of a page.

        Raises:
            OutputError: It cannot be written.
            LockError: Its lock could not be had.
        """
        about = slot.kind, content.partition
        self._found[about] = _file(page), content
        self._change(
            page,
            lambda artifacts: (
                {entry: other for entry, other in artifacts.items() if (_kind(entry), other.partition) != about}
                | {_entry(slot): content}
            ),
        )

    def withdraw(self, page: str, slots: Collection[Slot]) -> None:
        """Take away what was stored of artifacts that are gone from a page, or that a model no longer writes.

        Raises:
            OutputError: It cannot be written.
            LockError: Its lock could not be had.
        """
        name = _file(page)
        there = self._files.get(name, {})
        entries = {_entry(slot) for slot in slots} & there.keys()
        for entry in entries:
            about = _kind(entry), there[entry].partition
            if self._found.get(about, ("",))[0] == name:
                del self._found[about]
        if entries:
            self._change(page, lambda artifacts: {e: content for e, content in artifacts.items() if e not in entries})

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


def _entry(slot: Slot) -> str:
    """Return the name of a slot's content in the file of its page."""
    return f"{slot.kind} {slot.subjects[0]}".rstrip()


def _kind(entry: str) -> str:
    return entry.partition(" ")[0]


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
