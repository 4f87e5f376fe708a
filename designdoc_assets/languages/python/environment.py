"""Environment variables that code reads by a name that is written out."""

from tree_sitter import Node

from designdoc_assets.languages.python.names import dotted
from designdoc_assets.languages.python.syntax import fold, string_value
from designdoc_assets.languages.run_facts import Variable

_CALLS = frozenset({"os.getenv", "os.environ.get", "os.environ.pop", "getenv", "environ.get", "environ.pop"})
_LONGEST = max(map(len, _CALLS))
_TABLES = frozenset({"os.environ", "environ"})
_MAX_DEFAULT = 120


def read_by_call(call: Node, function: Node) -> Variable | None:
    """Return the variable that `os.getenv("NAME", default)` and the like read."""
    if function.end_byte - function.start_byte > _LONGEST:
        return None
    called_with, name = call.child_by_field_name("arguments"), dotted(function)
    if name not in _CALLS or called_with is None:
        return None
    arguments = [child for child in called_with.named_children if child.type not in {"comment", "keyword_argument"}]
    if not arguments:
        return None
    default = fold(arguments[1], limit=_MAX_DEFAULT) if len(arguments) > 1 else ""
    return _variable(arguments[0], name, default, call)


def read_by_subscript(node: Node) -> Variable | None:
    """Return the variable that `os.environ["NAME"]` reads; one that it sets or deletes is none."""
    table, keys = node.child_by_field_name("value"), node.children_by_field_name("subscript")
    around = node.parent
    if table is None or len(keys) != 1 or table.end_byte - table.start_byte > 10 or dotted(table) not in _TABLES:
        return None
    is_set = around is not None and around.type in {"assignment", "augmented_assignment"}
    is_set = is_set and around is not None and around.child_by_field_name("left") == node
    if is_set or (around is not None and around.type == "delete_statement"):
        return None
    return _variable(keys[0], dotted(table), "", node)


def _variable(name: Node, reader: str, default: str, node: Node) -> Variable | None:
    value = string_value(name) if name.type == "string" else None
    return Variable(value, reader.partition(".")[0], default, node.start_point[0] + 1) if value else None
