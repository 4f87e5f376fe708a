"""The facts of a file as bytes: as processes hand them on, and as they are kept.

JSON, since that is made and read by native code: pickles of the same facts take twice as long.
"""

import hashlib
import json
import zlib

from pydantic import TypeAdapter, ValidationError

from designdoc_assets.languages.facts import FileFacts

_FACTS = TypeAdapter(FileFacts)


def layout() -> str:
    """Return a digest that changes with the types of facts: what was encoded with another cannot be read."""
    return hashlib.sha256(json.dumps(_FACTS.json_schema(), sort_keys=True).encode()).hexdigest()


def encoded(facts: FileFacts) -> bytes:
    """Return facts as bytes."""
    return zlib.compress(_FACTS.dump_json(facts, exclude_defaults=True), 1)


def decoded(data: bytes) -> FileFacts | None:
    """Return the facts in some bytes; None where these are damaged."""
    try:
        return _FACTS.validate_json(zlib.decompress(data))
    except (zlib.error, ValidationError):
        return None
