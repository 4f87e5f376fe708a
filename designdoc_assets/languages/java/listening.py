"""How annotations and calls are written in Java, for frameworks to listen to."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from tree_sitter import Node

from designdoc_assets.languages.engine.call_grammar import CallGrammar, Span, span
from designdoc_assets.languages.engine.definition import VALUES, Definition, Found
from designdoc_assets.languages.engine.registrations import Listener
from designdoc_assets.languages.java.frameworks import FRAMEWORKS
from designdoc_assets.languages.registrations import Registration

_TYPES = frozenset(
    {
        *("class_declaration", "interface_declaration", "enum_declaration", "record_declaration"),
        "annotation_type_declaration",
    }
)
_CALLABLES = frozenset({"method_declaration", "constructor_declaration", "compact_constructor_declaration"})
_VALUES = frozenset({"field_declaration", "constant_declaration"})
_NAMED = _TYPES | _CALLABLES | {"formal_parameter"}
_PERSISTENCE = b"persistence"


def _annotated(node: Node) -> Node | None:
    """Return what an annotation stands above; one that is given to another stands above nothing itself."""
    modifiers = node.parent
    above = modifiers.parent if modifiers is not None and modifiers.type == "modifiers" else None
    if above is not None and above.type in _VALUES:
        return above.child_by_field_name("declarator")
    return above if above is not None and above.type in _NAMED else None


_GRAMMAR = CallGrammar(
    called={"method_invocation": "name", "object_creation_expression": "type"},
    members={"scoped_identifier": ("scope", "name"), "scoped_type_identifier": ("scope", "name")},
    keywords={"element_value_pair": ("key", "value")},
    passes=frozenset({"element_value_array_initializer"}),
    annotations={"annotation": "name", "marker_annotation": "name"},
    definitions=_TYPES | _CALLABLES,
    annotated=_annotated,
    are_annotations_used=True,
)


class JavaListener(Listener):
    """Collects registrations; of files that declare what is stored, modifiers that leave fields out, too."""

    def registrations(self, found: Found) -> tuple[Registration, ...]:
        """Return those of a file."""
        heard = super().registrations(found)
        if not heard or _PERSISTENCE not in found.source:
            return heard
        return (*heard, *_unstored(found))

    def _registration(self, node: Node, places: Mapping[Span, int]) -> Registration:
        made = super()._registration(node, places)
        if not made.annotates or node.parent is None:
            return made
        # Methods of one name are several, each with annotations of its own.
        beside = [places.get(span(each), -1) for each in node.parent.named_children]
        return replace(made, called_on=min(place for place in beside if place >= 0))


def _unstored(found: Found) -> Iterator[Registration]:
    """Yield `static` and `transient` of fields, as if they were annotations: no entity stores these."""
    for each in found.all():
        if each.kind in VALUES and each.owner is not None and (word := _word(each)):
            yield Registration(word, each.line, within=each.owner.qualname, annotates=each.qualname)


def _word(each: Definition) -> str:
    modifiers = next((child for child in each.node.children if child.type == "modifiers"), None)
    words = {child.type for child in modifiers.children} if modifiers is not None else set()
    return next((word for word in ("static", "transient") if word in words), "")


LISTENER = JavaListener(
    _GRAMMAR,
    [name for framework in FRAMEWORKS for name in framework.calls],
    [name for framework in FRAMEWORKS for name in framework.annotations],
)
