"""The calls and decorators that frameworks listen to, with what is given, and where they stand."""

import re
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache

from tree_sitter import Node, Query, QueryCursor

from designdoc_assets.languages.engine.call_grammar import CallGrammar, Span, destination_of, span
from designdoc_assets.languages.python.names import unravel
from designdoc_assets.languages.python.syntax import LANGUAGE, fold, parse, text
from designdoc_assets.languages.registrations import Registration

_LONGEST = 2_000
"""Characters of an argument that are kept: help texts are sentences."""
_DEFINITIONS = frozenset({"function_definition", "class_definition"})
_GRAMMAR = CallGrammar(
    called={"call": "function"},
    keywords={"keyword_argument": ("name", "value")},
    binders={
        **dict.fromkeys(("assignment", "augmented_assignment"), "left"),
        **{"named_expression": "name", "as_pattern": "alias"},
    },
    passes=frozenset(
        {
            *("list", "tuple", "parenthesized_expression", "binary_operator", "await", "conditional_expression"),
            "list_splat",
        }
    ),
)
_PATTERNS = """
(call function: [(identifier) @name (attribute attribute: (identifier) @name)]) @call
(decorator [(identifier) @decorator (attribute attribute: (identifier) @decorator)])
"""


class PythonListener:
    """Collects registrations of files."""

    def __init__(self, calls: Collection[str], decorators: Collection[str]) -> None:
        """Listen to calls, and to decorators, by the last parts of their names."""
        self._calls = frozenset(name.encode() for name in calls)
        self._decorators = frozenset(name.encode() for name in decorators)
        called, decorating = ("|".join(map(re.escape, sorted(names))) or "(?!)" for names in (calls, decorators))
        self._may_be = re.compile(rf"\b(?:{called})\s*\(|@[\w.]*?\b(?:{decorating})\b".encode())

    def registrations(self, root: Node, source: bytes) -> tuple[Registration, ...]:
        """Return those of a file, in order of the source."""
        if self._may_be.search(source) is None:
            return ()
        found = dict(sorted(self._found(root)))
        places = {each: at for at, each in enumerate(found)}
        return tuple(_registration(node, places) for node in found.values())

    def _found(self, root: Node) -> Iterator[tuple[Span, Node]]:
        for label, nodes in QueryCursor(_query()).captures(root).items():
            for name in nodes if label != "call" else ():
                node = name.parent if name.parent is not None and name.parent.type == "attribute" else name
                if label == "name" and node.parent is not None:
                    node = node.parent
                is_decorator = node.parent is not None and node.parent.type == "decorator"
                if name.text in (self._decorators if is_decorator else self._calls):
                    yield span(node), node


def written_call(expression: str) -> Registration | None:
    """Return the call that a text is, as one that stands by itself; None for what is none."""
    statement = next(iter(parse(expression.encode()).root_node.named_children), None)
    node = statement.named_children[0] if statement is not None and statement.named_child_count == 1 else None
    return _registration(node, {}) if node is not None and node.type == "call" else None


@lru_cache(maxsize=1)
def _query() -> Query:
    return Query(LANGUAGE, _PATTERNS)


def _registration(node: Node, places: Mapping[Span, int]) -> Registration:
    function = node.child_by_field_name("function") if node.type == "call" else node
    given = node.child_by_field_name("arguments") if node.type == "call" else None
    name, called_on = _called(function, places) if function is not None else ("", -1)
    decorated = _decorated(node)
    result, argument_of, keyword = ("", -1, "") if decorated else _destination(node, places)
    return Registration(
        name=name,
        line=node.start_point[0] + 1,
        arguments=tuple(map(_argument, _given(given))),
        result=result,
        within=within(node),
        annotates=decorated,
        called_on=called_on,
        argument_of=argument_of,
        keyword=keyword,
    )


def _called(function: Node, places: Mapping[Span, int]) -> tuple[str, int]:
    """Return the name of what is called, and the place of the registration that it is called on."""
    of = function.child_by_field_name("object") if function.type == "attribute" else None
    on = places.get(span(of), -1) if of is not None else -1
    root, rest, _ = unravel(function)
    if on >= 0 or not root:
        return f"().{_last(function)}", on
    return root + rest, on


def _last(function: Node) -> str:
    name = function.child_by_field_name("attribute")
    return text(name) if name is not None else ""


def _given(arguments: Node | None) -> list[Node]:
    if arguments is None:
        return []
    return (
        [each for each in arguments.named_children if each.type != "comment"]
        if arguments.type == "argument_list"
        else [arguments]
    )


def _argument(node: Node) -> tuple[str, str]:
    name, value = node.child_by_field_name("name"), node.child_by_field_name("value")
    if node.type == "keyword_argument" and name is not None and value is not None:
        return text(name), fold(value, limit=_LONGEST)
    return "", fold(node, limit=_LONGEST)


def _decorated(node: Node) -> str:
    """Return the qualified name of what a decorator stands above; empty for what is none."""
    decorated = node.parent.parent if node.parent is not None and node.parent.type == "decorator" else None
    definition = decorated.child_by_field_name("definition") if decorated is not None else None
    name = definition.child_by_field_name("name") if definition is not None else None
    if decorated is None or name is None:
        return ""
    return ".".join(filter(None, [within(decorated), text(name)]))


def within(node: Node) -> str:
    """Return the qualified name of the functions and types that a node stands in."""
    names: list[str] = []
    child, around = node, node.parent
    while around is not None:
        if around.type in _DEFINITIONS and child == around.child_by_field_name("body"):
            name = around.child_by_field_name("name")
            names.insert(0, text(name) if name is not None else "")
        child, around = around, around.parent
    return ".".join(names)


def _destination(node: Node, places: Mapping[Span, int]) -> tuple[str, int, str]:
    """Return the name that a call's result is put into, and the place and keyword of the call that it is given to."""
    found = destination_of(node, _GRAMMAR)
    if found.is_returned:
        return "return", -1, ""
    if found.target is not None:
        return fold(found.target), -1, ""
    name = found.keyword.child_by_field_name("name") if found.keyword is not None else None
    place = places.get(span(found.call), -1) if found.call is not None else -1
    return "", place, text(name) if name is not None else ""
