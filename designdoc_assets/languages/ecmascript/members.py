"""What classes, interfaces and enumerations say of themselves and of their members."""

import re
from collections.abc import Iterator

from tree_sitter import Node

from designdoc_assets.languages.doc_facts import Visibility
from designdoc_assets.languages.ecmascript.imports import DEFAULT
from designdoc_assets.languages.ecmascript.spelling import spelled
from designdoc_assets.languages.engine.definition import TYPES, VALUES, Definition, Found
from designdoc_assets.languages.engine.written import MOST, folded, text
from designdoc_assets.languages.facts import Heritage, HeritageRelation

FOR_ALL = "Declared for all files, by `declare global`."
"""What is said of a type that a file adds to the names of all files."""
_ACCESS: dict[str, Visibility] = {"private": "private", "protected": "protected"}
_SIGNATURES = {
    "call_signature": "Can be called: `{}`.",
    "construct_signature": "Makes objects: `{}`.",
    "index_signature": "Has members under other names, too: `{}`.",
}
_ANYTHING = frozenset({"any", "unknown", "undefined"})
_UNDEFINED = re.compile(r"(?:^|\| )undefined$")
_WHOLE = frozenset({"function_type", "constructor_type", "conditional_type", "infer_type"})
"""Types that go on to the end: what stands behind them is a part of them."""
_WORDS = {"module": "namespace", "type": "type"}


def tell_members(found: Found) -> None:
    """Tell types their words, what they inherit from, and whose their members are."""
    members = {"method", "constructor", "getter", "setter", "field", "case"}
    found.top = [each for each in found.top if each.kind not in members or each.belongs_to]
    for each in list(found.all()):
        name = each.part("name")
        if name is not None and each.head is None:
            each.head = name  # A decorator may stand in the node before it.
        if each.kind in TYPES:
            _tell_type(found, each)
        if each.kind in {"method", "getter", "setter", "constructor", "field"}:
            _tell_member(each)
    for each in found.top:
        _tell_place(each)


def _tell_type(found: Found, each: Definition) -> None:
    each.name = each.name or DEFAULT
    each.word = each.word or _WORDS.get(each.kind, "")
    node = _declared(each)
    heritage = [base for piece in (node, *(piece.node for piece in each.pieces)) for base in _heritage(piece)]
    if heritage:
        each.changes["heritage"] = tuple(heritage)
    said = _said_of(each, node)
    parameters = each.part("type_parameters")
    if parameters is not None:
        # As it is written, whatever was mended of it.
        stretch = found.source[parameters.start_byte : parameters.end_byte]
        each.changes["type_parameters"] = folded(stretch.decode("utf-8", "replace"))
    body = node.child_by_field_name("body") or node.child_by_field_name("value")
    for child in body.named_children if body is not None else ():
        if child.type in _SIGNATURES:
            each.promises.append(_SIGNATURES[child.type].format(folded(spelled(child), most=200).replace("`", "'")))
    taken = [field for inner in each.inner if inner.kind == "constructor" for field in inner.inner]
    each.inner = [*taken, *each.inner]
    if each.kind == "interface" and not any(inner.kind != "field" for inner in each.inner) and not each.promises:
        each.kind, each.word = "record", "interface"  # What has a form, and nothing to do: nobody implements it.
    each.promises = [*said, *each.promises]
    if each.kind in {"class", "abstract class"}:
        each.inner += _set_on_objects(each)
    for inner in each.inner:
        if inner.kind == "constructor":
            inner.inner = []


def _said_of(each: Definition, node: Node) -> Iterator[str]:
    """Yield which sort of type it is, as the language calls it, and where its name is declared for."""
    word = each.word or each.kind
    name = each.part("name")
    if each.kind == "module" and name is not None and name.type == "string":
        each.word = "module declaration"
        yield f"Declares members of the module `{each.name}`."
    elif word != "type":
        yield f"It is {'an' if word[0] in 'aeiou' else 'a'} {word}."
    if each.owner is not None and each.owner.word == "module declaration":
        yield f"Declared as one of the module `{each.owner.name}`."
    outer = node.parent.parent if node.parent is not None and node.parent.type == "statement_block" else None
    if outer is not None and outer.type == "ambient_declaration":
        yield FOR_ALL


def _declared(each: Definition) -> Node:
    """Return the node of a class, which may be what a constant or a member is set to."""
    node = each.node
    if node.type == "assignment_expression":
        node = node.child_by_field_name("right") or node
    value = node.child_by_field_name("value")
    return value if value is not None and value.type == "class" else node


def _heritage(node: Node) -> Iterator[Heritage]:
    for child in node.named_children:
        if child.type == "extends_type_clause":
            for base in child.named_children:
                yield Heritage(folded(spelled(base)), "extends")
        elif child.type == "class_heritage":
            for clause in child.named_children:
                yield from _clause(clause)


def _clause(clause: Node) -> Iterator[Heritage]:
    if clause.type == "implements_clause":
        for base in clause.named_children:
            yield Heritage(folded(spelled(base)), "implements")
        return
    relation: HeritageRelation = "extends"
    if clause.type == "extends_clause":
        yield Heritage(folded(text(clause).removeprefix("extends")), relation)
    else:
        yield Heritage(folded(text(clause)), relation)


def _set_on_objects(cls: Definition) -> Iterator[Definition]:
    """Yield the attributes that a constructor sets, and no field declares: `this.valve = valve`."""
    known = {inner.name for inner in cls.inner}
    for constructor in [inner for inner in cls.inner if inner.kind == "constructor"]:
        body = constructor.part("body")
        for statement in body.named_children if body is not None else ():
            node = statement.named_children[0] if statement.named_child_count else None
            if node is None or statement.type != "expression_statement" or node.type != "assignment_expression":
                continue
            left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
            if left is None or right is None or left.type != "member_expression":
                continue
            outer, name = left.child_by_field_name("object"), left.child_by_field_name("property")
            if outer is None or name is None or outer.type != "this" or text(name) in known:
                continue
            known.add(text(name))
            field = Definition("field", text(name), name, {"value": [right]}, owner=constructor, start=name.start_byte)
            field.changes |= {"scope": "instance", "visibility": _access(field)}
            yield field


def _tell_member(each: Definition) -> None:
    each.visibility = _access(each)
    node, first = each.node, each.head or each.node
    before = first.prev_named_sibling
    while before is not None and before.type == "decorator" and before.end_point[0] == first.start_point[0]:
        each.annotations.insert(0, text(before))
        each.start = before.start_byte
        before = before.prev_named_sibling
    each.annotations += [text(child) for child in node.named_children if child.type == "decorator"]
    if each.kind == "field" and any(child.type == "?" for child in node.children) and each.part("type"):
        each.type = _or_undefined(each.part("type"))


def _or_undefined(annotation: Node | None) -> str:
    """Return the type of what may be left out: what it is then is of its type, too."""
    type_ = annotation.named_children[-1] if annotation is not None and annotation.named_child_count else None
    if type_ is None:
        return ""
    written = folded(spelled(type_))
    if written in _ANYTHING or (type_.type == "union_type" and _UNDEFINED.search(written)):
        return written
    return f"({written}) | undefined" if type_.type in _WHOLE else f"{written} | undefined"


def _access(each: Definition) -> Visibility:
    if each.name.startswith("#"):
        return "private"
    for child in (each.node, *each.node.children):
        if child.type == "accessibility_modifier":
            return _ACCESS.get(text(child), "public")
    return "public"


def _tell_place(each: Definition) -> None:
    """Let a definition begin with the words before it, where these are for it alone."""
    node, outer = each.node, each.node.parent
    if node.type in {"shorthand_property_identifier_pattern", "identifier"}:
        _tell_part(each)
        return
    while outer is not None and outer.type in {
        *("lexical_declaration", "variable_declaration", "export_statement", "ambient_declaration"),
        *("expression_statement", "assignment_expression"),
    }:
        if outer.type.endswith("e_declaration") or outer.type == "lexical_declaration":
            declarators = [child for child in outer.named_children if child.type == "variable_declarator"]
            if len(declarators) > 1:
                return
        each.start = min(each.start, outer.start_byte)
        if outer.type == "export_statement" and each.kind not in VALUES:
            each.annotations += [
                text(child)
                for child in outer.named_children
                if child.type == "decorator" and child.start_point[0] == each.node.start_point[0]
            ]
        outer = outer.parent
    if each.kind in TYPES:
        each.annotations += [text(child) for child in node.named_children if child.type == "decorator"]


def _tell_part(each: Definition) -> None:
    """Tell a constant that is taken out of something what that is."""
    node: Node | None = each.node
    while node is not None and node.type != "variable_declarator":
        node = node.parent
    value = node.child_by_field_name("value") if node is not None else None
    if value is not None:
        each.value = folded(f"{text(value)}.{each.name}", most=MOST) if value.type == "identifier" else None
