"""Environment variables that code reads by a name that is written out, or that another name completes."""

from dataclasses import replace

from tree_sitter import Node

from designdoc_assets.languages.completed_names import CompletedName, joined
from designdoc_assets.languages.named_calls import function_around, is_set_anew
from designdoc_assets.languages.python.names import dotted
from designdoc_assets.languages.python.syntax import fold, string_value, text
from designdoc_assets.languages.python.walk import Frame, Walk
from designdoc_assets.languages.run_facts import Variable

_TABLE_CALLS = ("get", "pop", "setdefault")
_CALLS = frozenset(
    {"os.getenv", "getenv", *(f"{table}.{name}" for table in ("os.environ", "environ") for name in _TABLE_CALLS)}
)
_LONGEST = max(map(len, _CALLS))
_TABLES = frozenset({"os.environ", "environ"})
_LENGTHS = frozenset(map(len, _TABLES))
_MAX_DEFAULT = 120
_LITERALS = frozenset({"string", "integer", "float", "true", "false", "concatenated_string"})


def note(walk: Walk, variable: Variable | None, frame: Frame) -> None:
    """Note that a variable is read, and in which function."""
    function = frame.function if not frame.scope.waits() else None
    if variable is not None and function is not None:
        walk.variables.append(replace(variable, within=function.qualname))
    elif variable is not None and not (variable.parameter and frame.function is not None):
        walk.variables.append(variable)


def read_by_call(call: Node, function: Node) -> Variable | None:
    """Return the variable that `os.getenv("NAME", default)` and the like read."""
    if function.end_byte - function.start_byte > _LONGEST:
        return None
    called_with, name = call.child_by_field_name("arguments"), dotted(function)
    if name not in _CALLS or called_with is None:
        return None
    arguments = [child for child in called_with.named_children if child.type != "comment"]
    given = [child for child in arguments if child.type != "keyword_argument"]
    if not given:
        return None
    named = (each for each in arguments if each.type == "keyword_argument" and _name_of(each) == "default")
    default = given[1] if len(given) > 1 else next((each.child_by_field_name("value") for each in named), None)
    return _variable(given[0], name, fold(default, limit=_MAX_DEFAULT) if default is not None else _or(call), call)


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


def read_by_comparison(node: Node) -> Variable | None:
    """Return the variable of which `"NAME" in os.environ` asks whether it is set."""
    table = node.child(node.child_count - 1)
    if table is None or table.end_byte - table.start_byte not in _LENGTHS or dotted(table) not in _TABLES:
        return None
    name, operator = node.child(0), node.child(1)
    if name is None or operator is None or operator.type not in {"in", "not in"}:
        return None
    return _variable(name, dotted(table), "", node)


def _name_of(keyword: Node) -> str:
    name = keyword.child_by_field_name("name")
    return text(name) if name is not None else ""


def _or(call: Node) -> str:
    """Return the literal that stands for a variable which is not set, or empty: `os.getenv("A") or "b"`."""
    around = call.parent
    if around is None or around.type != "boolean_operator" or around.child_by_field_name("left") != call:
        return ""
    operator, other = around.child_by_field_name("operator"), around.child_by_field_name("right")
    is_default = operator is not None and operator.type == "or" and other is not None and other.type in _LITERALS
    return fold(other, limit=_MAX_DEFAULT) if is_default and other is not None else ""


def _variable(name: Node, reader: str, default: str, node: Node) -> Variable | None:
    named = _named(name)
    if named is None or (named.parameter and is_set_anew(named.parameter, function_around(node))):
        return None
    return Variable(named.name, reader.partition(".")[0], default, node.start_point[0] + 1, parameter=named.parameter)


def _named(name: Node) -> CompletedName | None:
    """Return a name: written out, or with one other name in it."""
    if name.type == "identifier":
        return CompletedName("{}", text(name))
    if name.type == "binary_operator":
        parts = [name.child_by_field_name("left"), name.child_by_field_name("right")]
        is_sum = any(child.type == "+" for child in name.children)
        return joined([_named(part) if part is not None else None for part in parts]) if is_sum else None
    if name.type != "string":
        return None
    if (value := string_value(name)) is not None:
        return CompletedName(value) if value and "{}" not in value else None
    return joined([_piece(child) for child in name.named_children if child.type not in {"string_start", "string_end"}])


def _piece(child: Node) -> CompletedName | None:
    if child.type == "string_content":
        return CompletedName(text(child)) if b"\\" not in (child.text or b"") else None
    inner = child.named_children[0] if child.type == "interpolation" and child.named_child_count == 1 else None
    return _named(inner) if inner is not None and inner.type == "identifier" else None
