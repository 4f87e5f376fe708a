"""JSON schemas: which the real API takes for structured outputs, and how one is read."""

from collections.abc import Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]

_UNSUPPORTED: Mapping[str, frozenset[str]] = {
    "string": frozenset({"minLength", "maxLength"}),
    "integer": frozenset({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"}),
    "number": frozenset({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"}),
    "array": frozenset({"maxItems", "uniqueItems", "contains", "prefixItems"}),
    "object": frozenset({"minProperties", "maxProperties", "patternProperties", "propertyNames"}),
}


def schema_problem(schema: Schema) -> str | None:
    """Return why the real API refuses a schema; None if it takes it."""
    definitions = definitions_of(schema)
    for part in (schema, *definitions.values()):
        for found in _parts(part):
            if problem := _problem(found):
                return problem
    if any(_reaches(definitions, name, name, frozenset()) for name in definitions):
        return "Recursive schemas are not supported"
    return None


def definitions_of(schema: Schema) -> Mapping[str, Schema]:
    """Return what a `$ref` can name."""
    return schema.get("$defs") or schema.get("definitions") or {}


def resolve(schema: Schema, definitions: Mapping[str, Schema]) -> Schema:
    """Return the schema that a `$ref` leads to, or the schema itself; of alternatives the first that is not null."""
    if "$ref" in schema:
        return resolve(definitions[_name(schema)], definitions)
    for word in ("anyOf", "oneOf", "allOf"):
        if options := schema.get(word):
            choices = [resolve(option, definitions) for option in options]
            return next((choice for choice in choices if type_of(choice) != "null"), choices[0])
    return schema


def type_of(schema: Schema) -> str | None:
    """Return the type, of several the first that is not null."""
    kind = schema.get("type")
    return next((name for name in kind if name != "null"), "null") if isinstance(kind, list) else kind


def _name(reference: Schema) -> str:
    pointer: str = reference["$ref"]
    return pointer.rpartition("/")[2]


def _problem(schema: Schema) -> str | None:
    kind = type_of(schema)
    if kind == "object" and schema.get("additionalProperties") is not False:
        return "For 'object' type, 'additionalProperties' must be explicitly set to false"
    if bad := sorted(_UNSUPPORTED.get(kind or "", frozenset()) & schema.keys()):
        words = f"property '{bad[0]}' is" if len(bad) == 1 else f"properties {', '.join(bad)} are"
        return f"For '{kind}' type, {words} not supported"
    if kind == "array" and schema.get("minItems", 0) > 1:
        return "For 'array' type, 'minItems' values other than 0 or 1 are not supported"
    return None


def _parts(schema: Schema) -> Iterator[Schema]:
    yield schema
    children = [*(schema.get("properties") or {}).values(), *([schema["items"]] if "items" in schema else [])]
    for word in ("anyOf", "oneOf", "allOf"):
        children += schema.get(word) or []
    for child in children:
        yield from _parts(child)


def _reaches(definitions: Mapping[str, Schema], start: str, goal: str, behind: frozenset[str]) -> bool:
    named = {_name(part) for part in _parts(definitions[start]) if "$ref" in part}
    return goal in named or any(
        _reaches(definitions, name, goal, behind | {start}) for name in named - behind - {start}
    )
