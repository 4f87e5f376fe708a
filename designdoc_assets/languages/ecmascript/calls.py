"""How calls are written in TypeScript and JavaScript, for frameworks to listen to."""

from tree_sitter import Node

from designdoc_assets.languages.ecmascript.frameworks import FRAMEWORKS
from designdoc_assets.languages.engine.call_grammar import CallGrammar
from designdoc_assets.languages.engine.registrations import Listener
from designdoc_assets.languages.engine.written import text


def _required(node: Node) -> str:
    """Return a call of `require` with the name of a module, in double quotes."""
    if node.type != "call_expression" or text(node.child_by_field_name("function")) != "require":
        return ""
    given = node.child_by_field_name("arguments")
    only = given.named_children[0] if given is not None and given.named_child_count == 1 else None
    return f'require("{text(only)[1:-1]}")' if only is not None and only.type == "string" else ""


def _annotated(node: Node) -> Node | None:
    """Return the class or the member that a decorator stands above."""
    decorator = node.parent
    around = decorator.parent if decorator is not None else None
    if decorator is None or around is None:
        return None
    if around.type not in {"class_body", "export_statement"}:
        return around
    behind = decorator.next_named_sibling
    while behind is not None and behind.type in {"decorator", "comment"}:
        behind = behind.next_named_sibling
    return behind


_GRAMMAR = CallGrammar(
    called={"call_expression": "function", "new_expression": "constructor"},
    members={"member_expression": ("object", "property")},
    keywords={"pair": ("key", "value")},
    pieces=frozenset({"object"}),
    binders={"variable_declarator": "name", "assignment_expression": "left", "public_field_definition": "name"},
    passes=frozenset({"array", "await_expression", "parenthesized_expression", "as_expression"}),
    definitions=frozenset(
        {
            *("function_declaration", "method_definition", "class_declaration", "abstract_class_declaration"),
            *("variable_declarator", "function_expression"),
        }
    ),
    annotated=_annotated,
    decorators=frozenset({"decorator"}),
    functions=frozenset({"arrow_function", "function_expression"}),
    modules=_required,
)
LISTENER = Listener(
    _GRAMMAR,
    [name for framework in FRAMEWORKS for name in framework.calls],
    [name for framework in FRAMEWORKS for name in framework.annotations],
)
