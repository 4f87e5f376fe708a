"""What stands for an environment variable that is not set: `env::var("PORT").unwrap_or("80".into())`."""

import re

from tree_sitter import Node

from designdoc_assets.languages.engine.written import text

_STEPS = 8
_TAKEN = frozenset({"unwrap_or", "unwrap_or_else"})
_LITERAL = re.compile(
    r"(?:\|_\w*\|\s*|\|\|\s*)?(?:String::from\()?(?P<value>\"(?:[^\"\\]|\\.)*\"|[\d._]+|true|false)\)?"
    r"(?:\.(?:to_string|into|to_owned)\(\))?"
)


def default_of(name: Node) -> str:
    """Return the literal that is taken where a variable is not set; empty where there is none."""
    call = name.parent.parent if name.parent is not None else None
    for _ in range(_STEPS):
        member = call.parent if call is not None else None
        if member is None or member.type != "field_expression" or member.parent is None:
            return ""
        call = member.parent
        given = call.child_by_field_name("arguments")
        if text(member.child_by_field_name("field")) in _TAKEN and given is not None and given.named_child_count == 1:
            found = _LITERAL.fullmatch(text(given.named_children[0]))
            return found["value"] if found is not None else ""
    return ""
