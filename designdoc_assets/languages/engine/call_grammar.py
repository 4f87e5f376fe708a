"""How calls and annotations are written in a language, and where what a call gives goes."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from tree_sitter import Node


@dataclass(frozen=True)
class CallGrammar:
    """How calls, annotations, and what becomes of their results are written in a language.

    Attributes:
        called: Per type of node that is a call, the field of what is called. Where uses are told of a type as calls,
            only the nodes of these are looked at.
        literals: Per type of node that makes an object of the fields that it names, the field of the type.
        arguments: The field of a call's arguments.
        members: Per type of node that names a member, the fields of the object and of the name.
        keywords: Per type of node that is an argument by keyword, the fields of keyword and value.
        pieces: Types of nodes whose children are arguments by keyword: an object, a literal of a struct.
        binders: Per type of node that puts a value into a name, the field of the name.
        returns: Types of nodes that give a value back.
        passes: Types of nodes between a call and what its result is put into: lists, `await`.
        annotations: Per type of node that is an annotation, the field of its name.
        definitions: Types of nodes that define something, and have its name in the field `name`.
        fields: The field of what a literal gives.
        annotated: Returns what an annotation stands above; by default what it is a part of.
        owner: Returns the name of the type that a definition which stands outside of it says it belongs to.
        closures: Types of nodes that are functions without a name: calls in one that is an argument stand inside the
            call that it is given to.
        decorators: Types of nodes that make an annotation of the call in them.
        functions: Types of nodes that are functions, where those that calls are given matter.
        modules: Returns how a call that loads a module is told as a part of a name; empty for other nodes.
        are_annotations_used: Whether the names of all annotations are captured as uses, so that no tree is searched.
    """

    called: Mapping[str, str] = field(default_factory=lambda: {"call_expression": "function"})
    literals: Mapping[str, str] = field(default_factory=dict)
    arguments: str = "arguments"
    fields: str = "body"
    members: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    keywords: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    pieces: frozenset[str] = frozenset()
    binders: Mapping[str, str] = field(default_factory=dict)
    returns: frozenset[str] = frozenset({"return_statement"})
    passes: frozenset[str] = frozenset()
    annotations: Mapping[str, str] = field(default_factory=dict)
    definitions: frozenset[str] = frozenset()
    annotated: Callable[[Node], Node | None] | None = None
    owner: Callable[[Node], str] | None = None
    closures: frozenset[str] = frozenset()
    decorators: frozenset[str] = frozenset()
    functions: frozenset[str] = frozenset()
    modules: Callable[[Node], str] = lambda _: ""
    are_annotations_used: bool = False

    @cached_property
    def named(self) -> Mapping[str, str]:
        """Per type of node that is told to a framework, the field of what is called, made or annotated with."""
        return {**self.called, **self.literals, **self.annotations}

    def holds_arguments(self, node: Node) -> bool:
        """Return whether a node is the list of a call's arguments, or of what a literal gives."""
        parent = node.parent
        fields = (self.arguments, self.fields)
        return parent is not None and any(node == parent.child_by_field_name(name) for name in fields)


Span = tuple[int, int]


def span(node: Node) -> Span:
    """Return the bytes that a node stands on, by which it is found again."""
    return node.start_byte, node.end_byte


class Destination(NamedTuple):
    """Where what a call gives goes: into a name, back to the caller, or to another call."""

    target: Node | None = None
    """The name that it is put into, or what stands in its place."""
    is_returned: bool = False
    call: Node | None = None
    """The call or literal that it is an argument of."""
    keyword: Node | None = None
    """The argument that it is there, or is a part of, where that has a keyword."""
    end: Node | None = None
    """What it goes no further than, where it is none of these: a statement, an operator."""


def destination_of(node: Node, grammar: CallGrammar, heard: Collection[Span] = ()) -> Destination:
    """Return where what a call gives goes, as it stands or in lists and the like.

    Args:
        node: The call.
        grammar: How calls are written.
        heard: The stretches of what is listened to. Another literal that names no fields is a list of its elements.
    """
    keyword: Node | None = None
    child, around = node, node.parent
    while around is not None:
        if (field_of_name := grammar.binders.get(around.type)) is not None:
            target = around.child_by_field_name(field_of_name)
            return Destination(target=target if child != target else None)
        if around.type in grammar.returns:
            return Destination(is_returned=True)
        is_listed = around.type in grammar.literals and span(around) not in heard
        if around.type in grammar.keywords:
            keyword = around
        elif around.type in grammar.named and (keyword is not None or not is_listed):
            return Destination(call=around if grammar.holds_arguments(child) else None, keyword=keyword)
        elif around.type not in grammar.passes | grammar.pieces and not grammar.holds_arguments(around):
            return Destination(end=around)
        child, around = around, around.parent
    return Destination()
