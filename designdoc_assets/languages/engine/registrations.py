"""Calls and annotations that frameworks listen to, found by how a grammar names the parts of a call.

What a language does not say of itself is as for one with `call_expression` and `assignment`, as most grammars have it.
"""

from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType

from tree_sitter import Node

from designdoc_assets.languages.engine.call_grammar import CallGrammar, Span, destination_of, span
from designdoc_assets.languages.engine.definition import Found
from designdoc_assets.languages.engine.written import folded, text
from designdoc_assets.languages.registrations import Registration

_LONGEST = 2_000
"""Characters of an argument that are kept."""


class Listener:
    """Collects the registrations of files of one language."""

    def __init__(
        self,
        grammar: CallGrammar,
        calls: Collection[str],
        annotations: Collection[str] = (),
        least: Mapping[str, int] = MappingProxyType({}),
        followed: Collection[str] = (),
    ) -> None:
        """Listen to calls, and to annotations, by the last parts of their names.

        Args:
            grammar: How they are written.
            calls: The names of calls.
            annotations: The names of annotations.
            least: Per name that others use much too, how many arguments a call has at least.
            followed: The names of calls that are asked further: calls that are given their results, or what they give
                functions among their arguments, are kept, too.
        """
        self._grammar = grammar
        self._calls = frozenset(calls)
        self._annotations = frozenset(annotations)
        self._least = least
        self._followed_calls = frozenset(followed)
        self._dotted = frozenset(name.rpartition(".")[2] for name in self._calls if "." in name)
        has_literals = bool(set(grammar.literals) - set(grammar.called))
        self._is_searched = bool(has_literals or (grammar.annotations and not grammar.are_annotations_used))
        self._hints = [name.encode() for name in sorted(self._annotations | (self._calls if has_literals else set()))]
        self._called = [
            name.encode() for name in sorted({each.rpartition(".")[2] for each in self._calls | self._annotations})
        ]

    def registrations(self, found: Found) -> tuple[Registration, ...]:
        """Return those of a file, in order of the source."""
        nodes = {span(node): node for node in self._nodes(found)}
        if nodes and self._followed_calls:
            nodes |= {span(node): node for node in self._followed(found, nodes)}
        ordered = dict(sorted(nodes.items()))
        places = {each: at for at, each in enumerate(ordered)}
        return tuple(self._registration(node, places) for node in ordered.values())

    def _nodes(self, found: Found) -> Iterator[Node]:
        is_called = any(name in found.source for name in self._called)
        for node in found.mentions.get("call", ()) if is_called else ():
            if node.type in self._grammar.called and self._is_heard(node, name := self._last(node)):
                given = node.child_by_field_name(self._grammar.arguments)
                if given is None or given.named_child_count >= self._least.get(name, 0):
                    yield node
        for annotation in found.mentions.get("annotation", ()) if self._grammar.are_annotations_used else ():
            if annotation.parent is not None and self._last(annotation.parent) in self._annotations:
                yield annotation.parent
        is_searched = self._is_searched and any(hint in found.source for hint in self._hints)
        stack = [found.root] if is_searched and found.root is not None else []
        while stack:
            node = stack.pop()
            if node.type in self._grammar.annotations and self._last(node) in self._annotations:
                yield node
            if node.type in self._grammar.literals and self._last(node) in self._calls:
                yield node
            stack += node.named_children

    def _is_heard(self, node: Node, name: str) -> bool:
        """Return whether a call is listened to: by the last part of its name, or by all that is written."""
        if self._is_annotation(node):
            return name in self._annotations
        if name in self._calls:
            return True
        return name in self._dotted and text(node.child_by_field_name(self._grammar.named[node.type])) in self._calls

    def _followed(self, found: Found, nodes: Mapping[Span, Node]) -> Iterator[Node]:
        asked = [node for node in nodes.values() if self._last(node) in self._followed_calls]
        results = {name for node in asked for name in self._bound(node)} - {""}
        nodes = {span(node): node for node in asked}
        for node in found.mentions.get("call", ()) if asked else ():
            given = node.child_by_field_name(self._grammar.arguments)
            for child in given.named_children if given is not None else ():
                if span(child) in nodes or text(child) in results:
                    yield node
                    break

    def _bound(self, node: Node) -> Iterator[str]:
        """Yield the names that what a call gives, or what it gives a function among its arguments, is put into."""
        yield self._destination(node, {})[0]
        given = node.child_by_field_name(self._grammar.arguments)
        for child in given.named_children if given is not None else ():
            inner = child.child_by_field_name("parameters") if child.type in self._grammar.closures else None
            yield from (text(each.child_by_field_name("name")) for each in (inner.named_children if inner else ()))

    def _registration(self, node: Node, places: Mapping[Span, int]) -> Registration:
        grammar = self._grammar
        is_annotation = self._is_annotation(node)
        function = node.child_by_field_name(grammar.named[node.type])
        given = node.child_by_field_name(grammar.fields if node.type in grammar.literals else grammar.arguments)
        name, called_on = self._name(function, places)
        result, argument_of, keyword = self._destination(node, places)
        return Registration(
            name=name,
            line=node.start_point[0] + 1,
            arguments=tuple(self._arguments(given)),
            result=result,
            within=self.within(node),
            annotates=self._annotated(node) if is_annotation else "",
            called_on=called_on,
            argument_of=argument_of,
            keyword=keyword,
            given=self._function_given(given) if given is not None else "",
            callback_of=self._callback_of(node, places) if grammar.functions else -1,
        )

    def _function_given(self, given: Node) -> str:
        """Return the last function without a name among arguments: itself, by keyword, or given to a call there."""
        grammar = self._grammar
        closures, stack = grammar.functions | grammar.closures, list(given.named_children)
        within = {*grammar.keywords, *grammar.pieces, *grammar.passes, *grammar.called, "arguments", "argument_list"}
        while stack:
            node = stack.pop()
            if node.type in closures:
                return f"@{node.start_point[0] + 1}"
            stack += node.named_children if node.type in within else []
        return ""

    def _is_annotation(self, node: Node) -> bool:
        around = node.parent
        return node.type in self._grammar.annotations or (
            around is not None and around.type in self._grammar.decorators
        )

    def _callback_of(self, node: Node, places: Mapping[Span, int]) -> int:
        """Return the place of the registration that is given the function in which a call stands."""
        is_in_function, around = False, node.parent
        while around is not None:
            is_in_function = is_in_function or around.type in self._grammar.functions
            place = places.get(span(around), -1) if around.type in self._grammar.named else -1
            if place >= 0 and is_in_function:
                return place
            around = around.parent
        return -1

    def _last(self, node: Node) -> str:
        function = node.child_by_field_name(self._grammar.named[node.type])
        if function is None:
            return ""
        fields = self._grammar.members.get(function.type)
        name = function.child_by_field_name(fields[1]) if fields else function
        return (self._grammar.modules(name) if name is not None else "") or text(name)

    def _name(self, function: Node | None, places: Mapping[Span, int]) -> tuple[str, int]:
        """Return the dotted name of what is called, and the place of the registration that it is called on."""
        parts: list[str] = []
        node = function
        while node is not None:
            place = places.get(span(node), -1)
            if parts and place >= 0:
                return f"().{'.'.join(reversed(parts))}", place
            fields = self._grammar.members.get(node.type)
            if fields is None:
                module = self._grammar.modules(node)
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
            if child.type in self._grammar.keywords:
                yield self._keyword(child)
                continue
            yield "", folded(text(child), most=_LONGEST)
            if child.type in self._grammar.pieces:
                yield from (self._keyword(each) for each in child.named_children if each.type in self._grammar.keywords)

    def _keyword(self, node: Node) -> tuple[str, str]:
        key, value = (node.child_by_field_name(name) for name in self._grammar.keywords[node.type])
        children = [child for child in node.named_children if "comment" not in child.type]
        key = key or (children[0] if children else None)
        value = value or (children[-1] if len(children) > 1 else None)
        return text(key).strip("\"'"), folded(text(value), most=_LONGEST)

    def _destination(self, node: Node, places: Mapping[Span, int]) -> tuple[str, int, str]:
        """Return the name that a call's result is put into, and the place and keyword of the call it is given to."""
        found = destination_of(node, self._grammar, places)
        if found.is_returned:
            return "return", -1, ""
        if found.target is not None:
            return folded(text(found.target)), -1, ""
        if found.end is not None:
            return "", self._around_closure(found.end, places), ""
        keyword = self._keyword(found.keyword)[0] if found.keyword is not None else ""
        place = places.get(span(found.call), -1) if found.call is not None else -1
        return "", place, keyword

    def _around_closure(self, node: Node, places: Mapping[Span, int]) -> int:
        """Return the place of the call that the innermost function around a node is an argument of."""
        around: Node | None = node if self._grammar.closures else None
        while around is not None and around.type not in self._grammar.definitions:
            given = around.parent
            if around.type in self._grammar.closures and given is not None and given.parent is not None:
                call = given.parent
                is_given = given == call.child_by_field_name(self._grammar.arguments)
                place = places.get(span(call), -1)
                if is_given and place >= 0:
                    return place
            around = given
        return -1

    def within(self, node: Node) -> str:
        """Return the qualified name of the functions and types that a node stands in."""
        names: list[str] = []
        around = node.parent
        while around is not None:
            if around.type in self._grammar.definitions and (name := around.child_by_field_name("name")) is not None:
                names.insert(0, text(name))
                if self._grammar.owner is not None and (owner := self._grammar.owner(around)):
                    names.insert(0, owner)
            around = around.parent
        return ".".join(names)

    def _annotated(self, node: Node) -> str:
        if self._grammar.annotated is not None:
            above = self._grammar.annotated(node)
            name = above.child_by_field_name("name") if above is not None else None
            return ".".join(filter(None, [self.within(above), text(name)])) if above is not None else ""
        return self.within(node)
