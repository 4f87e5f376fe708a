"""A request's body, and what it says it is for: the task, and the members to describe."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

Body = Mapping[str, Any]

KINDS = (
    "file_summary",
    "class_doc",
    "package_readme",
    "system_design",
    "architecture",
    "class_diagram",
    "package_diagram",
)
VERBS = ("write", "review", "revise")

_TASK = re.compile(rf"^Task: ({'|'.join(VERBS)}) ({'|'.join(KINDS)}) of (.+?)\s*$", re.MULTILINE)
_MEMBERS = re.compile(r"^Members:(.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks for."""

    verb: str
    kind: str
    subject: str

    def wire(self) -> dict[str, str]:
        """Return it as the log holds it."""
        return asdict(self)


def canonical(value: object) -> bytes:
    """Return the one JSON form of a value.

    Raises:
        UnicodeEncodeError: It holds half a surrogate pair.
    """
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def digest_of(body: Body) -> str:
    """Return what identifies a request."""
    return hashlib.sha256(canonical(body)).hexdigest()


def blocks_of(body: Body) -> Iterator[tuple[str, dict[str, Any]]]:
    """Return the content blocks with their role, system first."""
    yield from (("system", block) for block in _as_blocks(body.get("system") or []))
    for message in body["messages"]:
        yield from ((message["role"], block) for block in _as_blocks(message["content"]))


def last_user_text(body: Body) -> str:
    """Return the text of the last content block of the last message of the user."""
    texts = [block["text"] for role, block in blocks_of(body) if role == "user"]
    return texts[-1] if texts else ""


def asked_of(body: Body) -> Asked | None:
    """Return what the last block's first line `Task: write class_doc of src/a.py::A` asks for."""
    found = _TASK.search(last_user_text(body))
    return Asked(*found.groups()) if found else None


def members_of(body: Body) -> list[str] | None:
    """Return the names of the last block's first line `Members: send, refund`; None without such a line."""
    found = _MEMBERS.search(last_user_text(body))
    return [name for part in found[1].split(",") if (name := part.strip())] if found else None


def schema_of(body: Body) -> dict[str, Any] | None:
    """Return the JSON schema that the answer must have."""
    return ((body.get("output_config") or {}).get("format") or {}).get("schema")


def _as_blocks(content: str | list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"type": "text", "text": content}] if isinstance(content, str) else content
