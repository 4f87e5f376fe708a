"""Canonical JSON and the hashes over it: how inputs become a data version (design, section 5)."""

import hashlib
import json
from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any, NewType, cast

DataVersion = NewType("DataVersion", str)

NOT_SHOWN = {"is_shown": False}
"""The metadata of a field that no page shows; the data version of a page leaves it out."""
SHOWN_IF_ANY = {"is_shown": "if there is any"}
"""The metadata of a field that a page shows where it is not empty; where it is, it is no input, and pages stay as they
are that were made before there was such a field."""
PART_DIGEST_CHARACTERS = 8
"""Enough to tell that one named part of the inputs changed; the data version itself is never shortened."""


@dataclass(frozen=True, slots=True)
class Versioned:
    """The data version of some inputs, and a short digest of each named part of them."""

    data_version: DataVersion
    parts: Mapping[str, str]


def besides(parts: Mapping[str, str], names: Collection[str]) -> dict[str, str]:
    """Return the digests of all parts but those of these names."""
    return {part: digest for part, digest in parts.items() if part not in names}


def digest_besides(inputs: Versioned, names: Collection[str]) -> str:
    """Return one digest of all parts of the inputs but those of these names."""
    return sha256(canonical_json(besides(inputs.parts, names)))[:16]


def canonical_json(value: object) -> str:
    """Return JSON with sorted keys, no white space and only ASCII; dataclasses are objects of their fields."""
    return _ENCODER.encode(value)


def sha256(text: str) -> str:
    """Return the hex digest of a text; surrogate escapes, which stand for bytes that are not UTF-8, included."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def version(inputs: Mapping[str, object]) -> Versioned:
    """Return the data version of named inputs: sha256 over the canonical JSON of all of them."""
    encoded = {name: canonical_json(value) for name, value in sorted(inputs.items())}
    # The canonical JSON of an object is that of its fields, joined: no need to encode everything twice.
    whole = "{" + ",".join(f"{canonical_json(name)}:{text}" for name, text in encoded.items()) + "}"
    parts = {name: sha256(text)[:PART_DIGEST_CHARACTERS] for name, text in encoded.items()}
    return Versioned(DataVersion(sha256(whole)), parts)


def shown_fields(value: object) -> dict[str, object]:
    """Return the fields of a dataclass by name, without those that no page shows: see the metadata above."""
    names, optional = _field_names(cast("Hashable", type(value)))
    found = {name: getattr(value, name) for name in names}
    for name in optional:
        if not found[name]:
            del found[name]
    return found


def _plain(value: Any) -> object:
    if isinstance(value, frozenset):
        return sorted(value)
    return shown_fields(value)


_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), default=_plain)


@lru_cache(maxsize=256)
def _field_names(cls: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of fields that pages show, and of those among them that are no input where they are empty."""
    shown = [each for each in fields(cls) if each.metadata != NOT_SHOWN]
    return tuple(each.name for each in shown), tuple(each.name for each in shown if each.metadata == SHOWN_IF_ANY)
