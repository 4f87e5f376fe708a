"""The one walk through a file's syntax tree, and what it collects; what the nodes mean is in the `*_visits` modules.

It keeps its own stack, so that no depth of nesting can exhaust Python's.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from tree_sitter import Node

from designdoc_assets.languages.facts import Attribute, Import, When
from designdoc_assets.languages.python.attributes import AttributeReader
from designdoc_assets.languages.python.constant_sorts import sorted_out
from designdoc_assets.languages.python.definitions import ClassEntry, FunctionEntry
from designdoc_assets.languages.python.exports import Exports
from designdoc_assets.languages.python.mentions import Mentions
from designdoc_assets.languages.python.names import Scope
from designdoc_assets.languages.python.origins import Origins
from designdoc_assets.languages.python.syntax import fold
from designdoc_assets.languages.run_facts import Program, Variable

_ALTERNATIVES = frozenset({"elif_clause", "else_clause"})
"""Clauses whose condition is only half of when they are run."""


@dataclass(slots=True, eq=False)
class Frame:
    """Where in the file a node stands."""

    scope: Scope
    mentions: Mentions
    function: FunctionEntry | None = None
    """The module's function or the method whose body this is, functions nested in it included."""
    nested: bool = False
    """Whether this is the body of a function nested in `function`."""
    owner: ClassEntry | None = None
    """The class whose body this is, or whose method."""
    itself: str = ""
    """What the method calls its object: `self`, as a rule."""
    prefix: str = ""
    """What qualified names begin with here: `Outer.`."""
    in_function: bool = False
    headers: tuple[Node, ...] = ()
    """The `if`, `try` and other compound statements, or clauses of them, inside of the enclosing definition."""
    when: When = "always"

    @property
    def in_class_body(self) -> bool:
        """Whether assignments here make attributes of the class."""
        return self.owner is not None and self.function is None

    @property
    def in_module_body(self) -> bool:
        """Whether assignments here make names of the module."""
        return self.owner is None and self.function is None

    def changed(
        self,
        *,
        scope: Scope | None = None,
        mentions: Mentions | None = None,
        header: Node | None = None,
        when: When | None = None,
    ) -> "Frame":
        """Return this frame with some things changed."""
        return Frame(
            scope or self.scope,
            mentions or self.mentions,
            self.function,
            self.nested,
            self.owner,
            self.itself,
            self.prefix,
            self.in_function,
            self.headers if header is None else (*self.headers, header),
            self.when if when is None else when,
        )

    def condition(self) -> str | None:
        """Return the headers of the enclosing `if`, `try` and the like as written, the outermost first."""
        return ": ".join(map(_header, self.headers)) if self.headers else None


def _header(node: Node) -> str:
    """Return the header of a compound statement or a clause, without its colon; for `else`, also what it is else to."""
    colon = None
    for child in node.children:
        if child.type == "block":
            break
        if child.type == ":":
            colon = child.start_byte
    own = fold(node, end=colon)
    return f"{_header(node.parent)}: … {own}" if node.type in _ALTERNATIVES and node.parent else own


Visit = Callable[["Walk", Node, Frame], None]


class Walk:
    """Goes through a module and collects its imports, definitions, constants and mentions."""

    def __init__(self, source: bytes, class_digests: Mapping[int, str], visits: Mapping[str, Visit]) -> None:
        self.scope = Scope()
        self.imports: list[Import] = []
        self.exports = Exports()
        self.classes: list[ClassEntry] = []
        self.functions: list[FunctionEntry] = []
        self.constants: dict[str, Attribute] = {}
        self.global_names: list[tuple[str, Scope]] = []
        """What `global` statements name, and where."""
        self.origins = Origins(self.scope.held, self.constants)
        self.mentions = Mentions()
        self.programs: list[Program] = []
        self.variables: list[Variable] = []
        self.attributes = AttributeReader(source)
        self.class_digests = class_digests
        self._visits = visits
        self._definitions: dict[str, int] = {}
        self._stack: list[tuple[Visit, Node, Frame]] = []

    def run(self, root: Node) -> None:
        """Go through a whole module."""
        self.push(root, Frame(self.scope, self.mentions))
        while self._stack:
            visit, node, frame = self._stack.pop()
            visit(self, node, frame)

    def constants_in_the_end(self) -> tuple[Attribute, ...]:
        """Return the constants; those that functions set, too, are marked."""
        set_by_functions = {name for name, scope in self.global_names if name in scope.set_outside}
        return tuple(
            sorted_out(replace(constant, is_set_again=True) if name in set_by_functions else constant)
            for name, constant in self.constants.items()
        )

    def push(self, node: Node, frame: Frame, visit: Visit | None = None) -> None:
        """Have a node visited next: what is pushed last is visited first."""
        self._stack.append((visit or self._visits.get(node.type, visit_children), node, frame))

    def push_all(self, nodes: Iterable[Node], frame: Frame) -> None:
        """Have nodes visited next, in the order given."""
        visits = self._visits
        self._stack.extend([(visits.get(node.type, visit_children), node, frame) for node in nodes][::-1])

    def number(self, qualname: str) -> int:
        """Return 1 for the first class of a qualified name, 2 for the second, and so on."""
        number = self._definitions[qualname] = self._definitions.get(qualname, 0) + 1
        return number


def visit_children(walk: Walk, node: Node, frame: Frame) -> None:
    """Visit what a node consists of: the rule for all nodes without a rule of their own."""
    walk.push_all(node.named_children, frame)


def pass_over(_walk: Walk, _node: Node, _frame: Frame) -> None:
    """Visit a node that has nothing to tell."""
