"""Calls and annotations that frameworks listen to, found by how a grammar names the parts of a call.

What a language does not say of itself is as for one with `call_expression` and `assignment`, as most grammars have it.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field

from tree_sitter import Node

from designdoc_assets.languages.engine.definition import Found
from designdoc_assets.languages.engine.written import folded, text
from designdoc_assets.languages.registrations import Registration

_LONGEST = 2_000
"""Characters of an argument that are kept."""
_Span = tuple[int, int]


@dataclass(frozen=True)
class CallForms:
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
        marked: Returns what an annotation stands above; by default what it is a part of.
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
    marked: Callable[[Node], Node | None] | None = None
    are_annotations_used: bool = False


class Listener:
    """Collects the registrations of files of one language."""

    def __init__(self, forms: CallForms, calls: Collection[str], marks: Collection[str] = ()) -> None:
        """Listen to calls, and to annotations, by the last parts of their names."""
        self._forms = forms
        self._calls = frozenset(calls)
        self._marks = frozenset(marks)
        self._is_searched = bool(forms.literals or (forms.annotations and not forms.are_annotations_used))
        self._hints = [name.encode() for name in sorted(self._marks | (self._calls if forms.literals else set()))]
        self._called = [name.encode() for name in sorted(self._calls)]
        self._given = (forms.arguments, forms.fields)
        self._named = {**forms.called, **forms.literals, **forms.annotations}

    def registrations(self, found: Found) -> tuple[Registration, ...]:
        """Return those of a file, in order of the source."""
        nodes = {(node.start_byte, node.end_byte): node for node in self._nodes(found)}
        ordered = dict(sorted(nodes.items()))
        places = {span: at for at, span in enumerate(ordered)}
        return tuple(self._registration(node, places) for node in ordered.values())

    def _nodes(self, found: Found) -> Iterator[Node]:
        is_called = any(name in found.source for name in self._called)
        for node in found.mentions.get("call", ()) if is_called else ():
            if node.type in self._forms.called and self._last(node) in self._calls:
                yield node
        if self._forms.are_annotations_used:
            for name in found.mentions.get("annotation", ()):
                if name.parent is not None and self._last(name.parent) in self._marks:
                    yield name.parent
        is_searched = self._is_searched and any(hint in found.source for hint in self._hints)
        stack = [found.root] if is_searched and found.root is not None else []
        while stack:
            node = stack.pop()
            if node.type in self._forms.annotations and self._last(node) in self._marks:
                yield node
            if node.type in self._forms.literals and self._last(node) in self._calls:
                yield node
            stack += node.named_children

    def _registration(self, node: Node, places: Mapping[_Span, int]) -> Registration:
        forms = self._forms
        is_mark = node.type in forms.annotations
        function = node.child_by_field_name(self._named[node.type])
        given = node.child_by_field_name(forms.fields if node.type in forms.literals else forms.arguments)
        name, on = self._name(function, places)
        result, inside, key = self._put_into(node, places)
        return Registration(
            name=name,
            line=node.start_point[0] + 1,
            arguments=tuple(self._arguments(given)),
            result=result,
            within=self._within(node),
            marks=self._marked(node) if is_mark else "",
            on=on,
            inside=inside,
            key=key,
        )

    def _last(self, node: Node) -> str:
        function = node.child_by_field_name(self._named[node.type])
        if function is None:
            return ""
        fields = self._forms.members.get(function.type)
        name = function.child_by_field_name(fields[1]) if fields else function
        return text(name)

    def _name(self, function: Node | None, places: Mapping[_Span, int]) -> tuple[str, int]:
        """Return the dotted name of what is called, and the place of the registration that it is called on."""
        parts: list[str] = []
        node = function
        while node is not None:
            place = places.get((node.start_byte, node.end_byte), -1)
            if parts and place >= 0:
                return f"().{'.'.join(reversed(parts))}", place
            fields = self._forms.members.get(node.type)
            if fields is None:
                written = text(node)
                is_name = written.replace("$", "_").isidentifier()
                return ".".join([written if is_name else "()", *reversed(parts)]), -1
            parts.append(text(node.child_by_field_name(fields[1])))
            node = node.child_by_field_name(fields[0])
        return "", -1

    def _arguments(self, given: Node | None) -> Iterator[tuple[str, str]]:
        if given is None:
            return
        for child in given.named_children:
            if "comment" in child.type:
                continue
            if child.type in self._forms.keywords:
                yield self._keyword(child)
                continue
            yield "", folded(text(child), most=_LONGEST)
            if child.type in self._forms.pieces:
                yield from (self._keyword(each) for each in child.named_children if each.type in self._forms.keywords)

    def _keyword(self, node: Node) -> tuple[str, str]:
        key, value = (node.child_by_field_name(name) for name in self._forms.keywords[node.type])
        children = [child for child in node.named_children if "comment" not in child.type]
        key = key or (children[0] if children else None)
        value = value or (children[-1] if len(children) > 1 else None)
        return text(key).strip("\"'"), folded(text(value), most=_LONGEST)

    def _put_into(self, node: Node, places: Mapping[_Span, int]) -> tuple[str, int, str]:
        """Return the name that a call's result is put into, and the place and keyword of the call it is given to."""
        key, child, around = "", node, node.parent
        while around is not None:
            if (of := self._forms.binders.get(around.type)) is not None:
                target = around.child_by_field_name(of)
                return (folded(text(target)), -1, "") if target is not None and child != target else ("", -1, "")
            if around.type in self._forms.returns:
                return "return", -1, ""
            if around.type in self._forms.keywords:
                key = self._keyword(around)[0]
            elif around.type in self._named:
                place = places.get((around.start_byte, around.end_byte), -1)
                is_argument = child in {around.child_by_field_name(each) for each in self._given}
                return "", place if is_argument else -1, key
            elif around.type not in self._forms.passes | self._forms.pieces:
                is_list = around.parent is not None and any(
                    around == around.parent.child_by_field_name(each) for each in self._given
                )
                if not is_list:
                    return "", -1, ""
            child, around = around, around.parent
        return "", -1, ""

    def _within(self, node: Node) -> str:
        names: list[str] = []
        around = node.parent
        while around is not None:
            if around.type in self._forms.definitions and (name := around.child_by_field_name("name")) is not None:
                names.insert(0, text(name))
            around = around.parent
        return ".".join(names)

    def _marked(self, node: Node) -> str:
        if self._forms.marked is not None:
            above = self._forms.marked(node)
            name = above.child_by_field_name("name") if above is not None else None
            return ".".join(filter(None, [self._within(above), text(name)])) if above is not None else ""
        return self._within(node)
