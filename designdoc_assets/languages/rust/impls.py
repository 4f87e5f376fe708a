"""`impl` blocks: their members go to the type, and its traits to what it takes from others."""

from collections.abc import Iterator

from tree_sitter import Node

from designdoc_assets.languages.engine.definition import CALLABLES, TYPES, Definition, Found
from designdoc_assets.languages.engine.written import folded, text
from designdoc_assets.languages.facts import Heritage
from designdoc_assets.languages.rust.imports import modules_around
from designdoc_assets.languages.rust.paths import type_path

_OPERATORS_WRITTEN = """
    Add AddAssign BitAnd BitAndAssign BitOr BitOrAssign BitXor BitXorAssign Deref DerefMut Div DivAssign Drop Index
    IndexMut Mul MulAssign Neg Not Rem RemAssign Shl ShlAssign Shr ShrAssign Sub SubAssign PartialEq Eq PartialOrd
    Ord Debug Display Hash Clone
"""
_OPERATORS = frozenset(_OPERATORS_WRITTEN.split())
"""Standard traits whose methods the language calls where code is written otherwise, or that hardly anybody calls."""

_MOST = 300
"""Characters of the head of an `impl` that are shown."""


def tell_members(found: Found) -> None:
    """Tell members of `impl` blocks their types, and types the traits that they implement."""
    types = {each.qualname: each for each in found.types() if not each.is_in_function}
    kept: list[Definition] = []
    impls: dict[int, Node] = {}
    for each in _all(found.top):
        impl = _impl_around(each.node)
        if impl is None:
            if each.owner is None:
                kept.append(each)
            continue
        impls[impl.id] = impl
        _tell_member(each, impl, kept, types)
    for each in found.types():
        each.inner = [inner for inner in each.inner if inner.kind in TYPES or _impl_around(inner.node) is None]
    found.top = sorted(kept, key=lambda each: (each.node.start_byte, -each.end))
    heads: dict[int, int] = {}
    for impl in (*impls.values(), *_empty(found, impls)):
        _tell_heritage(impl, types, found)
        heads.update(_heads(impl))
    found.mentions["type"] = [
        node for node in found.mentions.get("type", ()) if node.end_byte != heads.get(node.start_byte)
    ]


def _heads(impl: Node) -> Iterator[tuple[int, int]]:
    """Yield where a trait and a type are named that a block is for: what it tells of them is no use."""
    for part in ("trait", "type"):
        node = impl.child_by_field_name(part)
        if node is not None and node.type == "generic_type":
            node = node.child_by_field_name("type")
        while node is not None and node.type in {"type_identifier", "scoped_type_identifier"}:
            yield node.start_byte, node.end_byte
            node = node.child_by_field_name("path")


def has_receiver(parameters: Node) -> bool:
    """Return whether a function is called on an object."""
    first = next((child for child in parameters.named_children if child.type.endswith("parameter")), None)
    if first is None:
        return False
    pattern = first.child_by_field_name("pattern")
    return first.type == "self_parameter" or (pattern is not None and pattern.type == "self")


def _all(top: list[Definition]) -> list[Definition]:
    found = list(top)
    for each in top:
        if each.kind == "module":
            found += _all(each.inner)
    return found


def _impl_around(node: Node) -> Node | None:
    body = node.parent
    outer = body.parent if body is not None and body.type == "declaration_list" else None
    return outer if outer is not None and outer.type == "impl_item" else None


def _tell_member(each: Definition, impl: Node, kept: list[Definition], types: dict[str, Definition]) -> None:
    name, trait = self_name(impl), impl.child_by_field_name("trait")
    if not name or each.kind in TYPES:
        return
    each.owner = None
    each.belongs_to = name
    if each.kind in CALLABLES:
        parameters = each.part("parameters")
        each.kind = "method" if parameters is not None and has_receiver(parameters) else "function"
    if trait is not None:
        each.visibility = "public"
        if each.kind in CALLABLES:
            each.changes["of_interfaces"] = (folded(text(trait)),)
        each.changes["is_special"] = type_path(trait).partition("[")[0].rpartition(".")[2] in _OPERATORS
        if each.kind == "alias":
            return  # What a trait asks a type for is told by the trait.
    kept.append(each)


def self_name(impl: Node) -> str:
    """Return the qualified name of the type that an `impl` is for, as far as its file tells; nothing for a tuple."""
    type_ = impl.child_by_field_name("type")
    if type_ is None or type_.type in {"reference_type", "dynamic_type", "array_type", "abstract_type"}:
        return ""
    name = type_path(type_).partition("[")[0]
    if type_.type == "generic_type" and (inner := type_.child_by_field_name("type")) is not None:
        name = type_path(inner)
    parameters = impl.child_by_field_name("type_parameters")
    if parameters is not None and any(text(child.child_by_field_name("name")) == name for child in parameters.children):
        return ""  # `impl<T> Trait for T`
    modules = modules_around(impl)
    segments = name.split(".")
    while segments[0] == "super" and modules:
        modules.pop()
        segments.pop(0)
    return ".".join([*modules, *segments]) if "crate" not in segments and "super" not in segments else name


def _empty(found: Found, known: dict[int, Node]) -> list[Node]:
    """Return the `impl` blocks without members."""
    root = found.root
    stack = list(root.named_children) if root is not None else []
    impls: list[Node] = []
    while stack:
        node = stack.pop()
        if node.type == "impl_item" and node.id not in known:
            impls.append(node)
        elif node.type == "mod_item" and (body := node.child_by_field_name("body")) is not None:
            stack += body.named_children
    return sorted(impls, key=lambda each: each.start_byte)


def _tell_heritage(impl: Node, types: dict[str, Definition], found: Found) -> None:
    trait = impl.child_by_field_name("trait")
    if trait is None or any(child.type == "!" for child in impl.children):
        return
    name = self_name(impl)
    owner = types.get(name)
    if owner is not None:
        known = owner.parts.setdefault("heritage.implements", [])
        if all(folded(text(node)) != folded(text(trait)) for node in known):
            known.append(trait)
        return
    found.heritage.setdefault(name or folded(text(impl.child_by_field_name("type"))), []).append(trait)


def implemented(trait: Node) -> Heritage:
    """Return the trait of an `impl`, and for what it is one: the whole head, where that is for many types."""
    impl = trait.parent
    type_ = impl.child_by_field_name("type") if impl is not None else None
    if impl is None or type_ is None:
        return Heritage(folded(text(trait)), "implements")
    parameters, body = impl.child_by_field_name("type_parameters"), impl.child_by_field_name("body")
    of = folded(text(type_), most=_MOST)
    if parameters is not None and any(child.type != "lifetime_parameter" for child in parameters.named_children):
        head = (impl.text or b"")[: body.start_byte - impl.start_byte if body is not None else None]
        written = head.decode("utf-8", "replace")
        of = folded(written, most=_MOST).rstrip(", ")
    return Heritage(folded(text(trait)), "implements", of=of)
