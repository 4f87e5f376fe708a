"""How calls and attributes are written in Rust, for frameworks to listen to."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from tree_sitter import Node

from designdoc_assets.languages.engine.call_grammar import CallGrammar, Span, span
from designdoc_assets.languages.engine.definition import Found
from designdoc_assets.languages.engine.registrations import Listener
from designdoc_assets.languages.engine.written import folded, text
from designdoc_assets.languages.registrations import Registration
from designdoc_assets.languages.rust.attributes import above, is_test
from designdoc_assets.languages.rust.docs import parse
from designdoc_assets.languages.rust.frameworks import FRAMEWORKS
from designdoc_assets.languages.rust.paths import dotted, type_path

_ROUTE_ATTRIBUTES = (b"[get(", b"[post(", b"[put(", b"[patch(", b"[delete(", b"[head(", b"[options(")
_HINTS = (b"clap", b"axum", b"actix", b"rocket", b"table!", b"process::", *_ROUTE_ATTRIBUTES)
"""Of which one stands in each file that tells a framework something: most files are not looked through."""
_PASSES = frozenset({"await_expression", "try_expression", "parenthesized_expression", "array_expression"})
_GRAMMAR = CallGrammar(
    members={"field_expression": ("value", "field"), "scoped_identifier": ("path", "name")},
    binders={"let_declaration": "pattern", "assignment_expression": "left"},
    returns=frozenset({"return_expression"}),
    passes=_PASSES | {"reference_expression"},
    definitions=frozenset({"function_item", "mod_item", "trait_item"}),
)
_LONGEST = 2_000
_HOLDERS = frozenset(
    {
        *("source_file", "mod_item", "declaration_list", "impl_item", "struct_item", "field_declaration_list"),
        *("enum_item", "enum_variant_list", "enum_variant"),
    }
)
"""What attributed definitions stand in, or what is one and has others in it."""
_NAMED = frozenset({"mod_item", "struct_item", "enum_item", "enum_variant", "function_item", "field_declaration"})


_AROUND_MACROS = frozenset({"source_file", "mod_item", "declaration_list", "expression_statement"})


class RustListener(Listener):
    """Keeps attributes beside calls, each trait that a type derives as one of its own.

    The fields of a case are no facts. Where a framework is told of its type, each is kept as a registration `field`
    that says its type and doc.
    """

    def __init__(self, grammar: CallGrammar, calls: Collection[str], attributes: Collection[str]) -> None:
        """Listen to calls, macros among them (`table!`), and to attributes and derived traits, by their last parts."""
        super().__init__(grammar, [name for name in calls if not name.endswith("!")])
        self._attributes = frozenset(attributes)
        self._macros = frozenset(name for name in calls if name.endswith("!"))

    def registrations(self, found: Found) -> tuple[Registration, ...]:
        """Return those of a file, in order of the source."""
        if found.root is None or not any(hint in found.source for hint in _HINTS):
            return ()
        told = [*self._attributed(found.root), *self._of_macros(found)]
        return _merged(told, super().registrations(found))

    def _of_macros(self, found: Found) -> Iterator[Registration]:
        """Yield macros that stand among definitions, with the whole of what they are given."""
        is_used = any(name.encode() in found.source for name in self._macros)
        stack = [found.root] if is_used and found.root is not None else []
        while stack:
            node = stack.pop()
            if node.type == "macro_invocation":
                name = f"{dotted(text(node.child_by_field_name('macro')))}!"
                if name.rpartition(".")[2] in self._macros:
                    given = (("", text(node.named_children[-1])),)
                    yield Registration(name, node.start_point[0] + 1, given, within=self._within(node))
            elif node.type in _AROUND_MACROS:
                stack += reversed(node.named_children)

    def _attributed(self, root: Node) -> Iterator[Registration]:
        stack = [root]
        while stack:
            node = stack.pop()
            if node.type in _NAMED:
                attributes = above(node).attributes
                if is_test(attributes):
                    continue
                for attribute in attributes:
                    yield from self._of_attribute(attribute, node)
                if node.type == "field_declaration" and _is_in_case(node):
                    yield _field(node)
            if node.type in _HOLDERS:
                stack += reversed(node.named_children)

    def _of_attribute(self, item: Node, annotated: Node) -> Iterator[Registration]:
        attribute = item.named_children[0] if item.named_children else None
        if attribute is None or not attribute.named_children:
            return
        name = dotted(text(attribute.named_children[0]))
        given = tuple(_given(attribute.child_by_field_name("arguments")))
        line, item_name = item.start_point[0] + 1, _qualname(annotated)
        if name == "derive":
            for _, written in given:
                derived = dotted(written)
                if derived.rpartition(".")[2] in self._attributes:
                    yield Registration(derived, line, annotates=item_name)
        elif name.rpartition(".")[2] in self._attributes:
            yield Registration(name, line, given, annotates=item_name)

    def _name(self, function: Node | None, places: Mapping[Span, int]) -> tuple[str, int]:
        """Return what is called, on whatever is listened to before it in a row of calls."""
        name, on = super()._name(function, places)
        here = function if on < 0 and name.startswith("()") else None
        while here is not None and here.type in {"field_expression", "call_expression"}:
            here = here.child_by_field_name("value" if here.type == "field_expression" else "function")
            place = places.get(span(here), -1) if here is not None else -1
            if place >= 0:
                return f"().{name.rpartition('.')[2]}", place
        return name, on

    def _destination(self, node: Node, places: Mapping[Span, int]) -> tuple[str, int, str]:
        """Return what becomes of a result, that of further calls of its row that are not listened to included."""
        outer = _called_on(node)
        while outer is not None and span(outer) not in places:
            node, outer = outer, _called_on(outer)
        found = super()._destination(node, places)
        return ("return", -1, "") if found == ("", -1, "") and _is_given_back(node) else found

    def _within(self, node: Node) -> str:
        return _qualname(node, _GRAMMAR.definitions)


def _called_on(node: Node) -> Node | None:
    """Return the call of a method of what a node gives."""
    member = node.parent
    call = member.parent if member is not None and member.type == "field_expression" else None
    return call if call is not None and call.type == "call_expression" and call.named_children[0] == member else None


def _is_given_back(node: Node) -> bool:
    """Return whether an expression is the last of a function's body."""
    around = node.parent
    while around is not None and around.type in _PASSES:
        around = around.parent
    return around is not None and around.type == "block" and _is_body(around)


def _is_body(block: Node) -> bool:
    return block.parent is not None and block.parent.type == "function_item"


def _qualname(node: Node, named: Collection[str] = _NAMED) -> str:
    """Return the qualified name of what is named by a node, or of what it stands in."""
    names: list[str] = []
    here: Node | None = node
    while here is not None:
        if here.type in named and (name := here.child_by_field_name("name")) is not None:
            names.insert(0, text(name).removeprefix("r#"))
        elif here.type == "impl_item" and (type_ := here.child_by_field_name("type")) is not None:
            names.insert(0, type_path(type_).partition("[")[0])
        here = here.parent
    return ".".join(names)


def _is_in_case(field: Node) -> bool:
    around = field.parent.parent if field.parent is not None else None
    return around is not None and around.type == "enum_variant"


def _field(node: Node) -> Registration:
    doc = parse([text(each) for each in above(node).docs])
    told = (("type", folded(text(node.child_by_field_name("type")))), ("doc", doc.summary if doc is not None else ""))
    return Registration("field", node.start_point[0] + 1, told, annotates=_qualname(node))


def _given(tree: Node | None) -> Iterator[tuple[str, str]]:
    """Yield what an attribute is given: `key = value`, `key(value)`, and whatever else by its place."""
    pieces: list[list[Node]] = [[]]
    for child in tree.children[1:-1] if tree is not None else []:
        if child.type == ",":
            pieces.append([])
        elif "comment" not in child.type:
            pieces[-1].append(child)
    for piece in filter(None, pieces):
        is_named = piece[0].type == "identifier" and len(piece) > 1
        if is_named and piece[1].type == "=" and len(piece) > 2:
            yield text(piece[0]), _written(piece[2:])
        elif is_named and piece[1].type == "token_tree" and len(piece) == 2:
            yield text(piece[0]), _written(piece[1:])[1:-1].strip()
        else:
            yield "", _written(piece)


def _written(nodes: Sequence[Node]) -> str:
    pieces = [text(nodes[0])]
    for before, node in pairwise(nodes):
        pieces += [" " if node.start_byte > before.end_byte else "", text(node)]
    return folded("".join(pieces), most=_LONGEST)


def _merged(attributes: Sequence[Registration], calls: Sequence[Registration]) -> tuple[Registration, ...]:
    """Return both in order of the source, the places that calls tell of others put right."""
    ordered = sorted(
        [(each.line, 0, at) for at, each in enumerate(attributes)]
        + [(each.line, 1, at) for at, each in enumerate(calls)]
    )
    places = {at: place for place, (_, is_call, at) in enumerate(ordered) if is_call}
    return tuple(
        replace(
            calls[at], called_on=places.get(calls[at].called_on, -1), argument_of=places.get(calls[at].argument_of, -1)
        )
        if is_call
        else attributes[at]
        for _, is_call, at in ordered
    )


LISTENER = RustListener(
    _GRAMMAR,
    [name for framework in FRAMEWORKS for name in framework.calls],
    [name for framework in FRAMEWORKS for name in framework.annotations],
)
