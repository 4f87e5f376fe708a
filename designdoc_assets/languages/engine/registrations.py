"""Calls and annotations that frameworks listen to, found by how a grammar names the parts of a call.

What a language does not say of itself is as for one with `call_expression` and `assignment`, as most grammars have it.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from tree_sitter import Node

from designdoc_assets.languages.engine.definition import Found
from designdoc_assets.languages.engine.written import folded, text
from designdoc_assets.languages.registrations import Registration

_LONGEST = 2_000
"""Characters of an argument that are kept."""
_Span = tuple[int, int]


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


class Listener:
    """Collects the registrations of files of one language."""

    def __init__(
        self,
        forms: CallGrammar,
        calls: Collection[str],
        annotations: Collection[str] = (),
        least: Mapping[str, int] = MappingProxyType({}),
        followed: Collection[str] = (),
    ) -> None:
        """Listen to calls, and to annotations, by the last parts of their names.

        Args:
            forms: How they are written.
            calls: The names of calls.
            annotations: The names of annotations.
            least: Per name that others use much too, how many arguments a call has at least.
            followed: The names of calls that are asked further: calls that are given their results, or what they give
                functions among their arguments, are kept, too.
        """
        self._forms = forms
        self._calls = frozenset(calls)
        self._annotations = frozenset(annotations)
        self._least = least
        self._followed_calls = frozenset(followed)
        self._dotted = frozenset(name.rpartition(".")[2] for name in self._calls if "." in name)
        has_literals = bool(set(forms.literals) - set(forms.called))
        self._is_searched = bool(has_literals or (forms.annotations and not forms.are_annotations_used))
        self._hints = [name.encode() for name in sorted(self._annotations | (self._calls if has_literals else set()))]
        self._called = [
            name.encode() for name in sorted({each.rpartition(".")[2] for each in self._calls | self._annotations})
        ]
        self._given = (forms.arguments, forms.fields)
        self._named = {**forms.called, **forms.literals, **forms.annotations}

    def registrations(self, found: Found) -> tuple[Registration, ...]:
        """Return those of a file, in order of the source."""
        nodes = {(node.start_byte, node.end_byte): node for node in self._nodes(found)}
        if nodes and self._followed_calls:
            nodes |= {(node.start_byte, node.end_byte): node for node in self._followed(found, nodes)}
        ordered = dict(sorted(nodes.items()))
        places = {span: at for at, span in enumerate(ordered)}
        return tuple(self._registration(node, places) for node in ordered.values())

    def _nodes(self, found: Found) -> Iterator[Node]:
        is_called = any(name in found.source for name in self._called)
        for node in found.mentions.get("call", ()) if is_called else ():
            if node.type in self._forms.called and self._is_heard(node, name := self._last(node)):
                given = node.child_by_field_name(self._forms.arguments)
                if given is None or given.named_child_count >= self._least.get(name, 0):
                    yield node
        for annotation in found.mentions.get("annotation", ()) if self._forms.are_annotations_used else ():
            if annotation.parent is not None and self._last(annotation.parent) in self._annotations:
                yield annotation.parent
        is_searched = self._is_searched and any(hint in found.source for hint in self._hints)
        stack = [found.root] if is_searched and found.root is not None else []
        while stack:
            node = stack.pop()
            if node.type in self._forms.annotations and self._last(node) in self._annotations:
                yield node
            if node.type in self._forms.literals and self._last(node) in self._calls:
                yield node
            stack += node.named_children

    def _is_heard(self, node: Node, name: str) -> bool:
        """Return whether a call is listened to: by the last part of its name, or by all that is written."""
        if self._is_annotation(node):
            return name in self._annotations
        if name in self._calls:
            return True
        return name in self._dotted and text(node.child_by_field_name(self._named[node.type])) in self._calls

    def _followed(self, found: Found, nodes: Mapping[_Span, Node]) -> Iterator[Node]:
        asked = [node for node in nodes.values() if self._last(node) in self._followed_calls]
        results = {name for node in asked for name in self._bound(node)} - {""}
        nodes = {(node.start_byte, node.end_byte): node for node in asked}
        for node in found.mentions.get("call", ()) if asked else ():
            given = node.child_by_field_name(self._forms.arguments)
            for child in given.named_children if given is not None else ():
                if (child.start_byte, child.end_byte) in nodes or text(child) in results:
                    yield node
                    break

    def _bound(self, node: Node) -> Iterator[str]:
        """Yield the names that what a call gives, or what it gives a function among its arguments, is put into."""
        yield self._put_into(node, {})[0]
        given = node.child_by_field_name(self._forms.arguments)
        for child in given.named_children if given is not None else ():
            inner = child.child_by_field_name("parameters") if child.type in self._forms.closures else None
            yield from (text(each.child_by_field_name("name")) for each in (inner.named_children if inner else ()))

    def _registration(self, node: Node, places: Mapping[_Span, int]) -> Registration:
        forms = self._forms
        is_annotation = self._is_annotation(node)
        function = node.child_by_field_name(self._named[node.type])
        given = node.child_by_field_name(forms.fields if node.type in forms.literals else forms.arguments)
        name, called_on = self._name(function, places)
        result, argument_of, keyword = self._put_into(node, places)
        return Registration(
            name=name,
            line=node.start_point[0] + 1,
            arguments=tuple(self._arguments(given)),
            result=result,
            within=self._within(node),
            annotates=self._annotated(node) if is_annotation else "",
            called_on=called_on,
            argument_of=argument_of,
            keyword=keyword,
            callback_of=self._around(node, places) if forms.functions else -1,
        )

    def _is_annotation(self, node: Node) -> bool:
        around = node.parent
        return node.type in self._forms.annotations or (around is not None and around.type in self._forms.decorators)

    def _around(self, node: Node, places: Mapping[_Span, int]) -> int:
        """Return the place of the registration that is given the function in which a call stands."""
        is_in_function, around = False, node.parent
        while around is not None:
            is_in_function = is_in_function or around.type in self._forms.functions
            place = places.get((around.start_byte, around.end_byte), -1) if around.type in self._named else -1
            if place >= 0 and is_in_function:
                return place
            around = around.parent
        return -1

    def _last(self, node: Node) -> str:
        function = node.child_by_field_name(self._named[node.type])
        if function is None:
            return ""
        fields = self._forms.members.get(function.type)
        name = function.child_by_field_name(fields[1]) if fields else function
        return (self._forms.modules(name) if name is not None else "") or text(name)

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
                module = self._forms.modules(node)
                written = module or text(node)
                is_name = bool(module) or written.replace("$", "_").isidentifier()
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
            elif around.type in self._named and not self._is_list(around, places, key):
                place = places.get((around.start_byte, around.end_byte), -1)
                is_argument = child in {around.child_by_field_name(each) for each in self._given}
                return "", place if is_argument else -1, key
            elif around.type not in self._forms.passes | self._forms.pieces:
                is_list = around.parent is not None and any(
                    around == around.parent.child_by_field_name(each) for each in self._given
                )
                if not is_list:
                    return "", self._around_closure(around, places), ""
            child, around = around, around.parent
        return "", -1, ""

    def _is_list(self, node: Node, places: Mapping[_Span, int], key: str) -> bool:
        """Return whether a literal is one of a list of objects: it has them without naming fields."""
        return not key and node.type in self._forms.literals and (node.start_byte, node.end_byte) not in places

    def _around_closure(self, node: Node, places: Mapping[_Span, int]) -> int:
        """Return the place of the call that the innermost function around a node is an argument of."""
        around: Node | None = node if self._forms.closures else None
        while around is not None and around.type not in self._forms.definitions:
            given = around.parent
            if around.type in self._forms.closures and given is not None and given.parent is not None:
                call = given.parent
                is_given = given == call.child_by_field_name(self._forms.arguments)
                place = places.get((call.start_byte, call.end_byte), -1)
                if is_given and place >= 0:
                    return place
            around = given
        return -1

    def _within(self, node: Node) -> str:
        names: list[str] = []
        around = node.parent
        while around is not None:
            if around.type in self._forms.definitions and (name := around.child_by_field_name("name")) is not None:
                names.insert(0, text(name))
                if self._forms.owner is not None and (owner := self._forms.owner(around)):
                    names.insert(0, owner)
            around = around.parent
        return ".".join(names)

    def _annotated(self, node: Node) -> str:
        if self._forms.annotated is not None:
            above = self._forms.annotated(node)
            name = above.child_by_field_name("name") if above is not None else None
            return ".".join(filter(None, [self._within(above), text(name)])) if above is not None else ""
        return self._within(node)
