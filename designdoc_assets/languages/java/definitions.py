"""What modifiers, headers and bodies say of types and their members."""

from collections.abc import Iterator

from tree_sitter import Node

from designdoc_assets.languages.doc_facts import Visibility
from designdoc_assets.languages.engine.definition import CALLABLES, TYPES, VALUES, Definition, Found
from designdoc_assets.languages.engine.written import folded, text
from designdoc_assets.languages.java.raising import raises_of
from designdoc_assets.languages.run_facts import Program
from designdoc_assets.languages.signature_facts import Parameter, Signature

_ORDER: tuple[Visibility, ...] = ("public", "protected", "package", "private")
_PLAIN = "class"
_OF_INTERFACES = frozenset({"interface_declaration", "annotation_type_declaration"})

_WRITTEN = ("public", "protected", "private", "static", "abstract", "final", "sealed", "non-sealed", "strictfp")
"""The modifiers of a type, in the order in which they are written by custom."""
_KEYWORDS = {
    "interface_declaration": "interface",
    "annotation_type_declaration": "@interface",
    "enum_declaration": "enum",
    "record_declaration": "record",
}


def finish_definitions(found: Found) -> None:
    """Tell all definitions of a file what their texts say beside their names and types."""
    for each in found.all():
        if each.kind in VALUES and (statement := each.part("statement")) is not None:
            each.node = statement  # the docs of `int a, b` are those of both
            each.start = statement.start_byte
        modifiers = next((child for child in each.node.children if child.type == "modifiers"), None)
        words = {child.type for child in modifiers.children} if modifiers is not None else set()
        if modifiers is not None:
            annotations = (folded(text(node))[1:] for node in modifiers.named_children if "annotation" in node.type)
            # What the compiler is to be silent about says nothing to those who use a thing.
            each.annotations = [written for written in annotations if not written.startswith("SuppressWarnings")]
        each.visibility = _visibility(each, words)
        if "Deprecated" in each.annotations or any(written.startswith("Deprecated(") for written in each.annotations):
            each.deprecated = ""
        if each.kind in TYPES:
            _finish_type(each, words)
        elif each.kind in CALLABLES:
            _finish_callable(each, words)
            if _is_main(each, words):
                said_by = f"`public static void main` in `{each.owner.qualname}`"  # type: ignore[union-attr]  # a method has an owner
                found.programs.append(Program(each.line, said_by, each.qualname))
        else:
            _finish_value(each)


def _visibility(each: Definition, words: set[str]) -> Visibility:
    """Return for whom a name is meant; of types, that of what is around them included."""
    if each.is_in_function:
        return "private"
    owner = each.owner
    own: Visibility = next((word for word in _ORDER if word in words), "package")
    is_of_all = owner is not None and (owner.node.type in _OF_INTERFACES or each.kind == "case")
    if is_of_all and own == "package":
        own = "public"
    if owner is not None and owner.kind == "record" and each.node.type in {"formal_parameter", "spread_parameter"}:
        own = "public"  # a component: its accessor is
    if owner is not None and owner.kind == "enum" and each.kind == "constructor":
        return "private"
    if each.kind in TYPES and owner is not None:
        return max(own, owner.visibility, key=_ORDER.index)
    return own


def _finish_type(each: Definition, words: set[str]) -> None:
    sealed = "sealed " if "sealed" in words else ""
    if each.kind == _PLAIN and "abstract" in words:
        each.kind = "abstract class"
    each.word = "annotation interface" if each.node.type == "annotation_type_declaration" else f"{sealed}{each.kind}"
    written = [*(word for word in _WRITTEN if word in words), _KEYWORDS.get(each.node.type, "class")]
    each.promises.append(f"Declared as `{' '.join(written)}`.")
    if each.node.type == "annotation_type_declaration":
        each.changes["sort"] = "class"  # nobody implements it
    each.changes["is_final"] = "final" in words
    permitted = each.part("permits")
    if permitted is not None:
        names = [folded(text(node)) for node in permitted.named_children[0].named_children]
        shown = ", ".join(f"`{name}`" for name in names)
        each.promises.append(f"Only {shown} may {'implement or ' if each.kind == 'interface' else ''}extend it.")
    if each.kind == "record" and (components := each.part("components")) is not None:
        each.changes["constructor"] = _signature_of(components)


def _signature_of(components: Node) -> Signature:
    written = [child for child in components.named_children if child.type in {"formal_parameter", "spread_parameter"}]
    return Signature(
        parameters=tuple(_component(node) for node in written),
        arguments=tuple(folded(text(node)) for node in written),
    )


def _component(node: Node) -> Parameter:
    if node.type == "formal_parameter":
        type_ = folded(text(node.child_by_field_name("type")))
        return Parameter(text(node.child_by_field_name("name")), "positional_or_keyword", type=type_)
    name = next((text(child) for child in node.named_children if child.type == "variable_declarator"), "")
    type_ = next((folded(text(child)) for child in node.named_children if "type" in child.type), "")
    return Parameter(name, "var_positional", type=f"{type_}...")


def _finish_callable(each: Definition, words: set[str]) -> None:
    if "static" in words:
        each.changes["bound_to"] = "nothing"
    is_of_interface = each.owner is not None and each.owner.node.type == "interface_declaration"
    if "abstract" in words or (is_of_interface and each.part("body") is None):
        each.changes |= {"is_abstract": True, "is_declared_abstract": True}
    each.changes["redundant_annotations"] = ("Override", "Deprecated")
    raised = tuple(raises_of(each))
    if raised:
        each.changes["raises"] = raised
    if each.node.type == "compact_constructor_declaration" and each.owner is not None:
        components = each.owner.part("components")
        if components is not None:
            each.changes["signature"] = _signature_of(components)
    elif each.node.type == "annotation_type_element_declaration":
        returns, default = folded(text(each.part("returns"))), each.part("tail")
        tail = f" default {folded(text(default))}" if default is not None else ""
        each.changes["signature"] = Signature((), returns=returns, lead=returns, tail=tail)


def _finish_value(each: Definition) -> None:
    type_, brackets = each.part("type"), text(each.part("dimensions"))
    if brackets:
        each.type = f"{folded(text(type_))}{brackets}"
    if each.node.type == "spread_parameter":
        each.type = _component(each.node).type


def _is_main(each: Definition, words: set[str]) -> bool:
    """Return whether a method is one that `java` starts."""
    if each.name != "main" or not {"public", "static"} <= words or text(each.part("returns")) != "void":
        return False
    parameters = each.part("parameters")
    written = list(_types(parameters)) if parameters is not None else []
    return each.owner is not None and not each.is_in_function and written in (["String[]"], ["String..."])


def _types(parameters: Node) -> Iterator[str]:
    for node in parameters.named_children:
        if node.type == "formal_parameter":
            brackets = text(node.child_by_field_name("dimensions"))
            yield folded(text(node.child_by_field_name("type"))).rpartition(".")[2].replace(" ", "") + brackets
        elif node.type == "spread_parameter":
            yield next((folded(text(child)) for child in node.named_children if "type" in child.type), "") + "..."
