"""Functions that warn that they are deprecated before they do anything of their own."""

from tree_sitter import Node

from designdoc_assets.languages.python.docs.free_text import to_markdown
from designdoc_assets.languages.python.names import dotted
from designdoc_assets.languages.python.syntax import STRINGS, statements, string_value, text

_WARNING = b"DeprecationWarning"
_BEFORE = frozenset({"import_statement", "import_from_statement"})


def warned_of(body: Node | None) -> str | None:
    """Return what a function says, as Markdown, when it warns first thing; None where it does not warn.

    That a base class does something before says nothing against it. The result is empty where what it says is no
    plain text.
    """
    if body is None or _WARNING not in (body.text or b""):
        return None  # as nearly always: to look at the statements takes longer
    for statement in statements(body):
        if statement.type in _BEFORE or _is_text(statement):
            continue
        call = statement.named_children[0] if statement.type == "expression_statement" else None
        if call is None or call.type != "call":
            return None
        if not (call.text or b"").startswith(b"super("):
            return _warned(call)
    return None


def _is_text(statement: Node) -> bool:
    return statement.type == "expression_statement" and all(child.type in STRINGS for child in statement.named_children)


def _warned(call: Node) -> str | None:
    function, arguments = call.child_by_field_name("function"), call.child_by_field_name("arguments")
    if function is None or arguments is None or dotted(function).rpartition(".")[2] != "warn":
        return None
    given = [child for child in arguments.named_children if child.type not in {"comment", "keyword_argument"}]
    named = {
        text(key): value
        for child in arguments.named_children
        if child.type == "keyword_argument"
        and (key := child.child_by_field_name("name")) is not None
        and (value := child.child_by_field_name("value")) is not None
    }
    message = given[0] if given else named.get("message")
    category = given[1] if len(given) > 1 else named.get("category")
    if message is not None and message.type == "call":
        category = message.child_by_field_name("function")
        inside = message.child_by_field_name("arguments")
        message = inside.named_children[0] if inside is not None and inside.named_children else None
    if category is None or not dotted(category).endswith(_WARNING.decode()):
        return None
    return to_markdown(string_value(message) or "") if message is not None and message.type in STRINGS else ""
