"""Types that only doc comments of JavaScript declare: `@typedef` of JSDoc."""

import re

from tree_sitter import Node

from designdoc_assets.languages.ecmascript.docs import typedef_in
from designdoc_assets.languages.engine.definition import Definition, Found
from designdoc_assets.languages.engine.written import text

_NAME = re.compile(r"[A-Za-z_$][\w$]*")
_OBJECTS = frozenset({"", "object", "Object"})
"""What a type is said to be whose members are told by `@property`."""


def tell_typedefs(found: Found) -> None:
    """Define the types that comments declare; under a name that code has, they are no others."""
    known = {each.name for each in found.top}
    for comment in found.comments:
        made = _made(comment) if comment.end_byte - comment.start_byte > len("/**@typedef*/") else None
        if made is not None and made.name not in known:
            known.add(made.name)
            found.top.append(made)
    found.top.sort(key=lambda each: (each.start, -each.end))


def _made(comment: Node) -> Definition | None:
    written = text(comment)
    if "@typedef" not in written:
        return None
    type_, rest = typedef_in(written)
    name = _NAME.match(rest)
    if name is None or type_.startswith("import("):
        return None  # That is an import, and no type of this file.
    is_object = type_ in _OBJECTS
    made = Definition("type" if is_object else "alias", name[0], comment, {}, start=comment.start_byte, docs=[comment])
    made.word = "type"
    made.value = None if is_object else type_
    return made
