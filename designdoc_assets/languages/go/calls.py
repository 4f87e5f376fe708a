"""How calls and literals of structs are written in Go, for frameworks to listen to."""

import re
from collections.abc import Iterator

from tree_sitter import Node

from designdoc_assets.languages.engine.call_grammar import CallGrammar
from designdoc_assets.languages.engine.definition import Found
from designdoc_assets.languages.engine.registrations import Listener
from designdoc_assets.languages.engine.written import text
from designdoc_assets.languages.go.frameworks import FRAMEWORKS
from designdoc_assets.languages.go.frameworks.env_tags import TAGGED
from designdoc_assets.languages.go.frameworks.flag_calls import CALLS as FLAG_CALLS
from designdoc_assets.languages.go.frameworks.routing import Routing
from designdoc_assets.languages.go.gorm_tags import gorm_registrations
from designdoc_assets.languages.registrations import Registration

RECEIVER_FORM = re.compile(r"\(\s*(?:(?P<name>\w+)\s+)?\*?\s*\(?\*?(?P<type>\w+)")
"""How a method names its object, and the type that it belongs to."""


def _owner(node: Node) -> str:
    found = RECEIVER_FORM.match(text(node.child_by_field_name("receiver")))
    return found["type"] if found else ""


_GRAMMAR = CallGrammar(
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
)
_TAG = re.compile(r'(?P<key>[\w-]+):"(?P<value>(?:[^"\\]|\\.)*)"')
_OF_VARIABLES = (b'env:"', b'envconfig:"', b'envPrefix:"', b'env-prefix:"')


class GoListener(Listener):
    """Collects registrations; of structs whose tags name variables or columns, these, too."""

    def registrations(self, found: Found) -> tuple[Registration, ...]:
        """Return those of a file."""
        heard = (*super().registrations(found), *gorm_registrations(found))
        if not any(mark in found.source for mark in _OF_VARIABLES):
            return heard
        return (*heard, *_tags(found))


def _tags(found: Found) -> Iterator[Registration]:
    for each in found.all():
        around = each.node if each.node.type == "field_declaration" else each.node.parent
        tag = around.child_by_field_name("tag") if around is not None and each.owner is not None else None
        if tag is not None and any(mark in (tag.text or b"") for mark in _OF_VARIABLES):
            arguments = tuple((told["key"], told["value"]) for told in _TAG.finditer(text(tag)))
            yield Registration(TAGGED, each.line, arguments, annotates=each.qualname)


_ROUTING = [framework for framework in FRAMEWORKS if isinstance(framework, Routing)]
LISTENER = GoListener(
    _GRAMMAR,
    [name for framework in FRAMEWORKS for name in framework.calls],
    least={
        **{name: 1 for framework in _ROUTING for name in framework.router.nests},
        **{
            name: 2
            for framework in _ROUTING
            for name in framework.route_calls
            if name not in {"Handler", "HandlerFunc"}
        },
        **dict.fromkeys(FLAG_CALLS, 3),
        **dict.fromkeys(("Count", "CountP"), 2),
        **dict.fromkeys(("Subrouter", "NewRoute"), 0),
    },
    followed={name.rpartition(".")[2] for each in _ROUTING for name in (*each.router.factories, *each.router.nests)},
)
