"""How calls are written in TypeScript and JavaScript, for frameworks to listen to."""

from designdoc_assets.languages.ecmascript.frameworks import FRAMEWORKS
from designdoc_assets.languages.engine.registrations import CallForms, Listener

_FORMS = CallForms(
    called={"call_expression": "function", "new_expression": "constructor"},
    members={"member_expression": ("object", "property")},
    keywords={"pair": ("key", "value")},
    pieces=frozenset({"object"}),
    binders={"variable_declarator": "name", "assignment_expression": "left"},
    passes=frozenset({"array", "await_expression", "parenthesized_expression", "as_expression"}),
    definitions=frozenset(
        {"function_declaration", "method_definition", "class_declaration", "variable_declarator", "function_expression"}
    ),
)
LISTENER = Listener(
    _FORMS,
    [name for framework in FRAMEWORKS for name in framework.listens],
    [name for framework in FRAMEWORKS for name in framework.marks],
)
