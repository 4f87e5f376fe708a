"""Go's `Dialect`: what the queries in `go.scm` cannot say."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from tree_sitter import Node

from designdoc_assets.languages.doc_facts import Doc, Visibility
from designdoc_assets.languages.engine.definition import CALLABLES, TYPES, Definition, Found
from designdoc_assets.languages.engine.dialect import Dialect, FunctionCall
from designdoc_assets.languages.engine.written import folded, text
from designdoc_assets.languages.facts import Import
from designdoc_assets.languages.go import paths
from designdoc_assets.languages.go.builds import said_in
from designdoc_assets.languages.go.calls import LISTENER, RECEIVER_FORM
from designdoc_assets.languages.go.constants import tell_values
from designdoc_assets.languages.go.docs import is_directive, parse
from designdoc_assets.languages.go.examples import examples_in
from designdoc_assets.languages.go.groups import tell_groups
from designdoc_assets.languages.go.lexicon import BUILTIN_TYPES, BUILTIN_VALUES
from designdoc_assets.languages.go.name_rules import RECEIVER
from designdoc_assets.languages.run_facts import Program
from designdoc_assets.languages.signature_facts import Parameter

_BLANK = "_"
_WITH_OK = frozenset({"type_assertion_expression", "index_expression", "unary_expression"})
_NAMED_TYPES = frozenset({"type_identifier", "qualified_type", "generic_type"})
_OBJECT = re.compile(
    r"\(\*(?P<pointer>\w+)(?:\[.*\])?\)\(nil\)|&?(?P<literal>\w+)(?:\[[^\]]*\])?\{.*\}|new\((?P<new>\w+)(?:\[.*\])?\)"
    r"|(?P<converted>\w+)\([^()]*\)"
)
"""An object of a type that the value of an assertion is: a null pointer, a literal, what `new` makes, a conversion."""


class GoDialect(Dialect):
    """How Go files are read."""

    name = "go"
    package = "designdoc_assets.languages.go"
    query = "go.scm"
    newline_ends_statement = True
    has_trailing_docs = True
    receiver = RECEIVER
    listener = LISTENER
    unused = frozenset({*BUILTIN_TYPES, *BUILTIN_VALUES, _BLANK})
    calls_given = frozenset(
        {
            *("ContainsFunc", "Do", "Inspect", "Map", "Slice", "SliceStable", "SortFunc", "Walk", "WalkDir"),
            *("IndexFunc"),
        }
    )

    def call_of(self, closure: Node) -> FunctionCall:
        """Return where a function without a name is called: with `go` and `defer`, it is not there and then."""
        call = closure.parent.parent if closure.parent is not None else None
        is_put_off = call is not None and call.type in {"go_statement", "defer_statement"}
        return "unknown" if is_put_off else super().call_of(closure)

    def grammars(self) -> Sequence[object]:
        """Return the one grammar."""
        import tree_sitter_go  # noqa: PLC0415  most runs read no file of it

        return [tree_sitter_go.language()]

    def name_of(self, node: Node) -> str:
        """Return a name; of an embedded field, that of its type, without package and arguments."""
        if node.type.endswith("literal"):
            return super().name_of(node)
        return text(node).partition("[")[0].rpartition(".")[2].strip("*() ")

    def is_doc(self, comment: str) -> bool:
        """Return whether a comment is no directive to a tool."""
        return not is_directive(comment)

    def is_directive(self, comment: str) -> bool:
        """Return whether a comment is a directive to a tool."""
        return is_directive(comment)

    def doc(self, comments: Sequence[str]) -> Doc | None:
        """Return what a doc comment says."""
        return parse(comments)

    def parameters(self, node: Node) -> Iterator[Parameter]:
        """Yield the parameters of `a, b int`, of `rest ...string`, and of a type alone."""
        is_rest = node.type == "variadic_parameter_declaration"
        type_ = folded(text(node.child_by_field_name("type")))
        names = node.children_by_field_name("name")
        for name in names or (None,):
            yield Parameter(
                text(name),
                "var_positional" if is_rest else "positional_or_keyword",
                type=f"...{type_}" if is_rest else type_,
            )

    def returned(self, node: Node) -> str:
        """Return the type of a result, or the list of several."""
        return folded(text(node))

    def path_of(self, node: Node) -> str:
        """Return the access path of an expression."""
        return paths.path_of(node)

    def object_of(self, node: Node) -> str:
        """Return the access path of an object of a type."""
        return paths.object_of(node)

    def element_of(self, path: str, place: int, count: int) -> str:
        """Return what a loop puts into its second name; the first is an index or a key."""
        return f"{path}[*]" if place == 1 else ""

    def part_of(self, value: Node, place: int) -> str:
        """Return what goes into a name; the second of `found, ok` says whether there is a first."""
        return super().part_of(value, place) if value.type not in _WITH_OK else "" if place else self.path_of(value)

    def imported(self, form: str, parts: Mapping[str, Sequence[Node]]) -> Import:
        """Return an import; one into the file's own scope takes all names."""
        found = super().imported(form, parts)
        return replace(found, name="*", alias=None) if found.alias == "." else found

    def finish(self, found: Found) -> None:
        """Tell units, methods, words and visibility."""
        found.unit = text(found.units[0]) if found.units else ""
        found.built_where = said_in(map(text, _above(found)))
        for type_, interface in _asserted(found.top):
            found.heritage.setdefault(type_, []).append(interface)
        found.top = [each for each in found.top if each.name != _BLANK]
        for each in found.all():
            each.inner = [inner for inner in each.inner if inner.name != _BLANK]
            each.visibility = _visibility(each)
            if each.kind in TYPES:
                _finish_type(each)
            elif each.kind == "method" and each.owner is None:
                _finish_method(each)
            elif each.kind == "field":
                _finish_field(each)
        tell_values(found)
        tell_groups(self, found)
        found.examples = tuple(examples_in(found))
        for each in found.top:
            _include_keyword(each)
        if found.unit == "main":
            mains = [each for each in found.top if each.kind == "function" and each.name == "main"]
            found.programs += [Program(each.line, "`func main` in `package main`", "main") for each in mains]


def _asserted(top: Iterable[Definition]) -> Iterator[tuple[str, Node]]:
    """Yield types and the interfaces that they are said to have: `var _ Runner = (*Pump)(nil)`."""
    for each in top:
        interface, value = each.part("type"), each.part("value")
        if each.name != _BLANK or interface is None or value is None or interface.type not in _NAMED_TYPES:
            continue
        if made := _OBJECT.fullmatch(folded(text(value))):
            yield made["pointer"] or made["literal"] or made["new"] or made["converted"], interface


def _above(found: Found) -> Iterator[Node]:
    """Yield the comments above the package clause."""
    start = found.file.start_byte if found.file is not None else 0
    return (node for node in found.comments if node.start_byte < start)


def _visibility(each: Definition) -> Visibility:
    """Return for whom a name is meant: upper case is exported; what stands in something else is so with that."""
    if not each.name[:1].isupper() or each.is_in_function:
        return "package"
    return each.owner.visibility if each.owner is not None and each.kind in TYPES else "public"


def _finish_type(each: Definition) -> None:
    if each.kind == "interface" and any(map(_is_constraint, each.parts.get("element", ()))):
        each.word = "constraint"
    if each.kind == "type":
        underlying = each.part("underlying")
        each.word = "function type" if underlying is not None and underlying.type == "function_type" else "type"
        each.promises.append(f"Its underlying type is `{folded(text(underlying), most=200)}`.")


def _is_constraint(element: Node) -> bool:
    """Return whether an interface's element is a set of types: such an interface is for type parameters alone."""
    return element.named_child_count != 1 or element.named_children[0].type not in _NAMED_TYPES


def _finish_method(each: Definition) -> None:
    """Tell a method its type, and what its object is called in it."""
    receiver = RECEIVER_FORM.match(text(each.part("receiver")))
    if receiver is not None:
        each.belongs_to, each.receiver = receiver["type"], receiver["name"] or ""


def _finish_field(each: Definition) -> None:
    """Tell an embedded field its type as written, with the star."""
    type_, statement = each.part("type"), each.part("statement")
    if type_ is not None and statement is not None and type_.id == each.node.id:
        star = text(statement).startswith("*")
        each.type = f"{'*' if star else ''}{folded(text(type_))}"


def _include_keyword(each: Definition) -> None:
    """Let a definition begin with its keyword, where that is for it alone."""
    if each.kind in CALLABLES:
        return
    spec = each.part("statement") or each.node
    around = spec.parent
    if around is not None and around.type == "var_spec_list":
        return
    if around is not None and around.type.endswith("_declaration") and text(around).count("(", 0, 8) == 0:
        each.start = around.start_byte


DIALECT = GoDialect()
