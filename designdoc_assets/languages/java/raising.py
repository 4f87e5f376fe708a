"""What methods throw: what they say so of, and what their own statements do."""

from collections.abc import Iterator

from tree_sitter import Node

from designdoc_assets.languages.engine.definition import Definition
from designdoc_assets.languages.engine.written import text
from designdoc_assets.languages.java.paths import type_path
from designdoc_assets.languages.raise_facts import Handler, Raise

_OF_THEIR_OWN = frozenset({"lambda_expression", "class_body", "class_declaration", "record_declaration"})
_DEEPEST = 200


def raises_of(each: Definition) -> Iterator[Raise]:
    """Yield what a `throws` clause names, and what `throw new` makes, with the handlers around that."""
    for clause in each.parts.get("throws", ()):
        for node in clause.named_children:
            if path := type_path(node):
                yield Raise(path)
    body = each.part("body")
    if body is not None and b"throw" in (body.text or b""):
        yield from _thrown(body, (), 0)


def _thrown(node: Node, around: tuple[tuple[Handler, ...], ...], depth: int) -> Iterator[Raise]:
    if depth > _DEEPEST or node.type in _OF_THEIR_OWN:
        return
    if node.type == "throw_statement":
        made = node.named_children[0] if node.named_child_count else None
        if made is not None and made.type == "object_creation_expression":
            type_ = made.child_by_field_name("type")
            if type_ is not None and (path := type_path(type_)):
                yield Raise(path, message=_message(made), handlers=around)
        return
    if node.type in {"try_statement", "try_with_resources_statement"}:
        handlers = tuple(_handlers(node))
        for child in node.named_children:
            is_inside = child.type in {"block", "resource_specification"}
            inner = (handlers, *around) if is_inside and handlers else around
            yield from _thrown(child, inner, depth + 1)
        return
    for child in node.named_children:
        yield from _thrown(child, around, depth + 1)


def _handlers(node: Node) -> Iterator[Handler]:
    for clause in node.named_children:
        if clause.type != "catch_clause":
            continue
        again = b"throw" in (clause.text or b"")
        parameters = (child for child in clause.named_children if child.type == "catch_formal_parameter")
        caught = (child for each in parameters for child in each.named_children if child.type == "catch_type")
        for type_ in (child for each in caught for child in each.named_children):
            yield Handler(type_path(type_), raises_again=again)


def _message(made: Node) -> str:
    """Return what an exception is made with first, where that is a text."""
    arguments = made.child_by_field_name("arguments")
    first = arguments.named_children[0] if arguments is not None and arguments.named_child_count else None
    is_text = first is not None and first.type == "string_literal" and not text(first).startswith('"""')
    return text(first)[1:-1] if is_text else ""
