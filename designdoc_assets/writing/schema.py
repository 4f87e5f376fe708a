"""The schema of a typed answer: what is sent to a model, and the digest that says when it changed.

Titles, names and docstrings of types are left out: they are for readers of the code, and another wording of them must
not make every page be written, and paid, again. What is said of a field is for the model, and stays.
"""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import BaseModel


@cache
def schema_of(answer: type[BaseModel]) -> dict[str, Any]:
    """Return the schema as the provider takes it; making it takes longer than all else of a request."""
    from anthropic import transform_schema  # noqa: PLC0415 - takes a second, which runs that call nobody need not wait for

    return transform_schema(_plain(answer.model_json_schema()))


@cache
def schema_digest(answer: type[BaseModel]) -> str:
    """Return a digest of the schema."""
    schema = json.dumps(_plain(answer.model_json_schema()), sort_keys=True)
    return hashlib.sha256(schema.encode()).hexdigest()[:16]


def _plain(schema: Mapping[str, Any], types: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return a schema without titles, docstrings and names of types: what they stand for is put in their place."""
    types = schema.get("$defs", {}) if types is None else types
    if "$ref" in schema:
        return _plain(types[schema["$ref"].rpartition("/")[2]], types)
    is_type = schema.get("type") == "object"
    kept: dict[str, Any] = {}
    for key, value in schema.items():
        if key in {"title", "$defs", "default"} or (key == "description" and is_type):
            continue
        if key == "properties":
            kept[key] = {name: _plain(inner, types) for name, inner in value.items()}
        elif isinstance(value, dict):
            kept[key] = _plain(value, types)
        elif isinstance(value, list):
            kept[key] = [_plain(inner, types) if isinstance(inner, dict) else inner for inner in value]
        else:
            kept[key] = value
    if is_type:
        kept["required"] = list(schema.get("properties", {}))  # what is not asked for is not given
    return kept
