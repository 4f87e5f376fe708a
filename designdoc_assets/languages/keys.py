"""Partition keys: the names of artifacts, reversible, and safe for Dagster's UI and its storage.

A key is a repository-relative POSIX path, with `::Qualified.Name` for a class. Bytes outside `[A-Za-z0-9_./:@+-]`,
and every `...`, are percent-encoded; a path keeps bytes that are not UTF-8 as Python's surrogate escapes.
"""

import re
from functools import lru_cache
from typing import NewType
from urllib.parse import unquote_to_bytes

PartitionKey = NewType("PartitionKey", str)

ROOT_PACKAGE = "."
_UNSAFE = re.compile(rb"\.{3,}|[^A-Za-z0-9_./:@+-]")
_NUMBERED = re.compile(r"@[0-9]+\Z")


@lru_cache(maxsize=4096)  # each is asked for by every page that links to it
def encode(text: str) -> PartitionKey:
    """Return the partition key of a path or of a class's full name."""
    raw = text.encode("utf-8", "surrogateescape")
    return PartitionKey(_UNSAFE.sub(_escape, raw).decode("ascii"))


@lru_cache(maxsize=4096)
def decode(key: str) -> str:
    """Return the text that `encode` made `key` of."""
    return unquote_to_bytes(key).decode("utf-8", "surrogateescape")


def class_key(path: str, qualname: str, number: int = 1) -> PartitionKey:
    """Return the key of the `number`-th class of that qualified name in the file at `path`."""
    suffix = "" if number == 1 else f"@{number}"
    return encode(f"{path}::{qualname}{suffix}")


def split_class_key(key: str) -> tuple[str, str]:
    """Return path and qualified name (with its `@2`, where there is one) of a class's key."""
    path, _, qualname = decode(key).rpartition("::")
    return path, qualname


def unnumbered(qualname: str) -> str:
    """Return a qualified name without the `@2` of a later definition."""
    return _NUMBERED.sub("", qualname)


def _escape(match: re.Match[bytes]) -> bytes:
    return b"".join(b"%%%02X" % byte for byte in match.group())
