"""What an excerpt of Python has to know of a syntax tree's leaves: names, comments, strings, and the classes inside."""

from collections.abc import Collection
from dataclasses import dataclass, field

from tree_sitter import Node

from designdoc_assets.languages.excerpt_layout import Hole, Literal
from designdoc_assets.languages.excerpts import LEFT_OUT
from designdoc_assets.languages.python.syntax import fold, statements, text


@dataclass(slots=True)
class Marks:
    """What was found, each in order of the source."""

    names: set[bytes] = field(default_factory=set)
    literals: list[Literal] = field(default_factory=list)
    """Those that are in no other."""
    holes: list[Hole] = field(default_factory=list)
    """Comments that are not shown, but for those in the code of f-strings; nested classes; overloads, on one line."""
    nested: set[int] = field(default_factory=set)
    """Where nested classes begin that are left out."""


def marks_of(root: Node, told: Collection[int]) -> Marks:
    """Return the marks of a file's or a class's node. Of a class, the classes in it are left out; of a file, none.

    Args:
        root: The node.
        told: Where the comments begin that are shown.
    """
    marks = Marks()
    own = {root, root.child_by_field_name("definition")} if class_in(root) else None
    last_of_all: set[int] = set()
    alone: set[int] = set()
    """Where the statements begin that are a string literal and nothing else."""
    end_of_literal = 0
    stack = [root]
    while stack:
        node = stack.pop()
        kind = node.type
        if kind == "identifier":
            marks.names.add(node.text or b"")
            continue
        if kind == "comment":
            if node.start_byte >= end_of_literal and node.start_byte not in told:
                marks.holes.append(Hole(node.start_byte, node.end_byte))
            continue
        if kind == "string":
            if node.start_byte >= end_of_literal:
                end_of_literal = node.end_byte
                marks.literals.append(Literal(node.start_byte, node.end_byte, node.start_byte in alone))
        elif own and class_in(node) and node not in own:
            marks.nested.add(node.start_byte)
            marks.holes.append(
                Hole(node.start_byte, node.end_byte, LEFT_OUT if node.start_byte in last_of_all else b"")
            )
            continue
        elif (overload := _overload_in(node)) is not None:
            start, end = overload.start_byte, overload.end_byte
            marks.holes.append(Hole(start, end, _on_one_line(overload)))
            marks.names.update(_names_in(overload))
            stack.extend(child for child in node.named_children[::-1] if child.type == "decorator")
            continue
        elif kind == "expression_statement" and [child.type for child in node.children] == ["string"]:
            alone.add(node.start_byte)
        elif own and kind == "block" and (found := statements(node)) and all(map(class_in, found)):
            last_of_all.add(found[-1].start_byte)
        stack.extend(node.named_children[::-1])
    marks.names.discard(b"")
    return marks


def _overload_in(node: Node) -> Node | None:
    """Return the function of a node that says one more way to call it, and nothing else."""
    definition = node.child_by_field_name("definition") if node.type == "decorated_definition" else None
    if definition is None or definition.type != "function_definition":
        return None
    said = [text(child) for child in node.named_children if child.type == "decorator"]
    body = definition.child_by_field_name("body")
    is_empty = body is not None and text(body) == "..."
    return definition if is_empty and any(each.rpartition(".")[2].strip("@ ") == "overload" for each in said) else None


def _on_one_line(overload: Node) -> bytes:
    body = overload.child_by_field_name("body")
    assert body is not None  # it has the dots
    return f"{fold(overload, end=body.start_byte).rstrip()} ...".encode()


def _names_in(node: Node) -> set[bytes]:
    stack, names = [node], set[bytes]()
    while stack:
        inner = stack.pop()
        if inner.type == "identifier":
            names.add(inner.text or b"")
        stack.extend(inner.named_children)
    return names


def class_in(node: Node) -> Node | None:
    """Return the class that a node defines, with decorators or without."""
    definition = node.child_by_field_name("definition") if node.type == "decorated_definition" else node
    return definition if definition and definition.type == "class_definition" else None
