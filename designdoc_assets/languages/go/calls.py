"""How calls and literals of structs are written in Go, for frameworks to listen to."""

import re

from tree_sitter import Node

from designdoc_assets.languages.engine.registrations import CallForms, Listener
from designdoc_assets.languages.engine.written import text
from designdoc_assets.languages.go.frameworks import FRAMEWORKS

RECEIVER_FORM = re.compile(r"\(\s*(?:(?P<name>\w+)\s+)?\*?\s*\(?\*?(?P<type>\w+)")
"""How a method names its object, and the type that it belongs to."""


def _owner(node: Node) -> str:
    found = RECEIVER_FORM.match(text(node.child_by_field_name("receiver")))
    return found["type"] if found else ""


_FORMS = CallForms(
    called={"call_expression": "function", "composite_literal": "type"},
    literals={"composite_literal": "type"},
    members={"selector_expression": ("operand", "field"), "qualified_type": ("package", "name")},
    keywords={"keyed_element": ("key", "value")},
    binders={"short_var_declaration": "left", "assignment_statement": "left", "var_spec": "name"},
    passes=frozenset(
        {"expression_list", "literal_element", "literal_value", "unary_expression", "parenthesized_expression"}
    ),
    definitions=frozenset({"function_declaration", "method_declaration"}),
    owner=_owner,
    closures=frozenset({"func_literal"}),
    is_followed=True,
)
LISTENER = Listener(_FORMS, [name for framework in FRAMEWORKS for name in framework.listens])
