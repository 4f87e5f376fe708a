"""What assignments define outside of functions: exports of CommonJS modules, prototypes, functions of an object."""

from collections.abc import Iterator
from dataclasses import replace

from tree_sitter import Node

from designdoc_assets.languages.ecmascript.functions import FUNCTIONS, function_parts
from designdoc_assets.languages.ecmascript.imports import DEFAULT, WHOLE, renamed, unquoted
from designdoc_assets.languages.ecmascript.objects import members_of
from designdoc_assets.languages.ecmascript.wrappers import returned, wrapped
from designdoc_assets.languages.engine.definition import TYPES, Definition, Found, Imported
from designdoc_assets.languages.engine.written import text
from designdoc_assets.languages.facts import Import

_MODULE = "module.exports"
CONSTRUCTOR_FUNCTION = "constructor function"
"""What a function is called that objects are made with."""
_OTHERS = frozenset({"identifier", "class"})
"""What stands for something that is defined elsewhere, or defines more than a value."""
_NOTHING = frozenset({"undefined", "null", "void 0"})


def take_assignments(found: Found, root: Node) -> None:
    """Tell what the assignments of a file export and define; those that define nothing here are no definitions."""
    taking = _Taking(found)
    bodies = list(wrapped(root))
    for statement in [*root.named_children, *(child for body in bodies for child in body.named_children)]:
        if statement.type == "expression_statement" and statement.named_child_count:
            first = statement.named_children[0]
            if first.type == "assignment_expression":
                taking.assignment(statement, first)
        elif statement.type in {"variable_declaration", "lexical_declaration"}:
            for declarator in statement.named_children:
                taking.declarator(declarator)
    for body in bodies:
        if (value := returned(body)) is not None:
            taking.given(body, value)
    taking.close()


class _Taking:
    def __init__(self, found: Found) -> None:
        self._found = found
        self._by_node = {each.node.id: each for each in found.top}
        self._named = {each.name: each for each in reversed(found.top) if each.name}
        self._kept: set[int] = set()
        self._made: list[Definition] = []
        self._exported: set[int] = set()
        """Where names are mentioned only to be exported."""

    def declarator(self, node: Node) -> None:
        """Take `const app = module.exports = …`."""
        name, value = node.child_by_field_name("name"), node.child_by_field_name("value")
        if name is None or value is None or value.type != "assignment_expression":
            return
        targets, last = _chain(value)
        each = self._by_node.get(node.id)
        if each is not None:
            each.parts["value"] = [last]
        for target in targets:
            self._export(target, text(name), node)

    def assignment(self, statement: Node, node: Node) -> None:
        """Take an assignment that is a statement."""
        targets, value = _chain(node)
        defined = self._by_node.get(value.parent.id) if value.parent is not None else None
        if defined is not None and defined.node.start_point[0] > statement.start_point[0]:
            defined.head = statement  # Its doc stands above all that is set.
        for target in targets:
            path = "".join(text(target).split())
            owner, _, name = path.rpartition(".")
            if path in {_MODULE, "exports"}:
                self._module(statement, value, defined)
            elif owner in {_MODULE, "exports"}:
                self._member(statement, name, value, defined)
            elif defined is not None:
                self._method(defined, target, owner, name)

    def given(self, body: Node, value: Node) -> None:
        """Take what a wrapper gives, which is the module where it makes one."""
        if value.type in FUNCTIONS:
            name = text(value.child_by_field_name("name")) or DEFAULT
            self._make(Definition("constant", name, value, {"value": [value]}, start=value.start_byte))
            self._rename(name, WHOLE, body)
        else:
            self._module(body, value, None)

    def close(self) -> None:
        """Leave out what was found of assignments and defines nothing."""
        kept = [each for each in self._found.top if each.part("assigned") is None or each.node.id in self._kept]
        if self._exported:
            names = self._found.mentions.get("name", [])
            self._found.mentions["name"] = [node for node in names if node.start_byte not in self._exported]
        self._found.top = sorted([*kept, *self._made], key=lambda each: (each.start, -each.end))

    def _module(self, statement: Node, value: Node, defined: Definition | None) -> None:
        """Take what the module exports as a whole."""
        if defined is not None:
            right = value.child_by_field_name("name")
            self._keep(defined, text(right) or DEFAULT)
            self._rename(defined.name, WHOLE, statement)
        elif value.type == "identifier":
            self._exported.add(value.start_byte)
            self._rename(text(value), WHOLE, statement)
        elif value.type == "call_expression" and (module := _required(value)):
            self._pass_on(module, WHOLE, statement)
        elif value.type == "object":
            for child in value.named_children:
                if child.type == "shorthand_property_identifier":
                    self._exported.add(child.start_byte)
                    self._rename(text(child), text(child), statement)
                elif child.type == "pair":
                    self._pair(child, statement)
            for made in members_of(value, callable_as="function", value_as="constant"):
                held = made.part("value")
                if held is None or not (held.type in _OTHERS or _required(held)):
                    self._make(made)

    def _pair(self, pair: Node, statement: Node) -> None:
        key, value = pair.child_by_field_name("key"), pair.child_by_field_name("value")
        if key is None or value is None:
            return
        if value.type == "identifier":
            self._exported.add(value.start_byte)
            self._rename(text(value), unquoted(key), pair)
        elif value.type == "call_expression" and (module := _required(value)):
            self._pass_on(module, unquoted(key), pair)

    def _member(self, statement: Node, name: str, value: Node, defined: Definition | None) -> None:
        """Take what the module exports under a name."""
        if defined is not None:
            self._keep(defined, name)
        elif value.type == "identifier":
            if text(value) not in _NOTHING:
                self._exported.add(value.start_byte)
                self._rename(text(value), name, statement)
        elif value.type == "call_expression" and (module := _required(value)):
            self._pass_on(module, name, statement)
        elif text(value) not in _NOTHING:
            self._make(Definition("constant", name, statement, {"value": [value]}, start=statement.start_byte))

    def _make(self, made: Definition) -> None:
        if made.name not in self._named:
            made.changes["visibility"] = "public"
            self._named[made.name] = made
            self._made.append(made)

    def _method(self, defined: Definition, target: Node, owner: str, name: str) -> None:
        """Take a function that is set on an object, or on what objects inherit from; under a further name, again."""
        is_static = not owner.endswith(".prototype")
        known = self._named.get(owner.removesuffix(".prototype"))
        if known is None or not _make_owner(known, is_static=is_static):
            return
        if defined.kind == "method":
            again = Definition("method", name, target, dict(defined.parts), start=target.start_byte)
            again.parts |= {part: [node] for part, node in function_parts(defined.node)}
            again.changes |= {**defined.changes, "same_as": defined.name}
            again.belongs_to = known.qualname
            self._made.append(again)
            return
        self._keep(defined, name)
        defined.kind = "method"
        defined.belongs_to = known.qualname
        if is_static and known.kind != "object":
            defined.changes["bound_to"] = "nothing"

    def _export(self, target: Node, name: str, at: Node) -> None:
        path = "".join(text(target).split())
        if path in {_MODULE, "exports"}:
            self._rename(name, WHOLE, at)
        elif path.rpartition(".")[0] in {_MODULE, "exports"}:
            self._rename(name, path.rpartition(".")[2], at)

    def _keep(self, defined: Definition, name: str) -> None:
        self._kept.add(defined.node.id)
        defined.name = name
        defined.visibility = "public"
        self._named.setdefault(name, defined)

    def _rename(self, name: str, alias: str, at: Node) -> None:
        """Note that something of the file is exported, which is no use of it."""
        entry = renamed(name, alias, at.start_point[0] + 1)
        if not any(entry == known.facts for known in self._found.imports):
            self._found.imports.append(Imported("renamed", at, {}, entry))

    def _pass_on(self, module: str, alias: str, at: Node) -> None:
        self._found.imports = [
            each for each in self._found.imports if each.form != "called" or not _is_within(each.node, at)
        ]
        line = at.start_point[0] + 1
        entry = Import(module, WHOLE, alias, line, visibility="public", is_reexport=True)
        self._found.imports.append(Imported("passed_on", at, {}, entry))
        if alias == WHOLE:
            # Who imports a member of this module gets that of the other.
            self._found.imports.append(Imported("passed_on", at, {}, replace(entry, name="*", alias=None)))


def _chain(assignment: Node) -> tuple[list[Node], Node]:
    """Return what assignments in a row set, and what to."""
    targets = list(_targets(assignment))
    node = assignment
    while node.type == "assignment_expression" and (right := node.child_by_field_name("right")) is not None:
        node = right
    return targets, node


def _targets(node: Node) -> Iterator[Node]:
    while node.type == "assignment_expression":
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is None or right is None:
            return
        yield left
        node = right


def _required(call: Node) -> str:
    """Return the module that a call of `require` is of."""
    function, arguments = call.child_by_field_name("function"), call.child_by_field_name("arguments")
    if text(function) != "require" or arguments is None or arguments.named_child_count != 1:
        return ""
    first = arguments.named_children[0]
    return unquoted(first) if first.type == "string" else ""


def _is_within(node: Node, outer: Node) -> bool:
    return outer.start_byte <= node.start_byte < outer.end_byte


def _make_owner(known: Definition, *, is_static: bool) -> bool:
    """Make a type of what functions are set on, if it is one to its readers, and return whether it is."""
    if not is_static:
        _make_class(known)
    value = known.part("value")
    if known.kind == "constant" and value is not None and value.type in {"object", "call_expression"}:
        known.kind, known.word = "object", "object"
    return known.kind in TYPES


def _make_class(known: Definition) -> None:
    """Make a class of a function that objects are made with: it is its own constructor."""
    value = known.part("value")
    is_function = known.kind == "function" or (value is not None and value.type in FUNCTIONS)
    if not is_function:
        return
    made = value or known.node
    parameters, body = (
        known.part("parameters") or made.child_by_field_name("parameters"),
        made.child_by_field_name("body"),
    )
    parts = {name: [node] for name, node in (("parameters", parameters), ("body", body)) if node is not None}
    name = known.part("name")
    inner = Definition("constructor", "constructor", parameters or made, parts, owner=known, start=known.start + 1)
    inner.node = body or made
    inner.head = name or made
    known.kind, known.word = "class", CONSTRUCTOR_FUNCTION
    known.inner = [inner]
    known.parts.pop("value", None)
