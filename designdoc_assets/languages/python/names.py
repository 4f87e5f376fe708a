"""Dotted names in expressions, and which of them are mentions of something outside of the function they stand in."""

from dataclasses import dataclass, field
from typing import NamedTuple

from tree_sitter import Node

from designdoc_assets.languages.python.syntax import text

UNKNOWN, NOTHING, ITSELF = "?", "", "<self>"
"""What a local name holds if not an instance of a known class: something, `None` so far, the method's own object."""


Held = tuple[str, ...]
"""What something may be, as in `facts.Use.name`: nothing where it is not known."""


class Chain(NamedTuple):
    """An expression such as `a.b.c` or `A().b`: its first name, the rest as written, and the node it starts from.

    `root` is empty where the expression starts from something else than a name. `start` is what remains to be visited:
    that other thing, or the inner call of `A().b`.
    """

    root: str
    rest: str
    start: Node | None


def unravel(node: Node) -> Chain:
    """Return an expression as a chain of names."""
    segments: list[str] = []
    call: Node | None = None
    while True:
        kind = node.type
        if kind == "identifier":
            return Chain(text(node), "".join(reversed(segments)), call)
        if kind == "attribute" and (of := node.child_by_field_name("object")):
            name = node.child_by_field_name("attribute")
            segments.append(f".{text(name)}" if name and not name.is_missing else "")
            node = of
        elif kind == "call" and segments and call is None and (of := node.child_by_field_name("function")):
            segments.append("()")
            call, node = node, of
        elif kind == "parenthesized_expression" and node.named_child_count == 1:
            node = node.named_children[0]
        else:
            return Chain("", "", call or node)


def dotted(node: Node) -> str:
    """Return the dotted name that an expression is, and an empty text if it is something else."""
    if node.type == "identifier":
        return text(node)
    root, rest, start = unravel(node)
    return root + rest if start is None else ""


@dataclass(slots=True, eq=False)
class Scope:
    """The names bound in a function, class, comprehension or type parameter list, and in what encloses it."""

    parent: "Scope | None" = None
    is_class: bool = False
    is_comprehension: bool = False
    held: dict[str, str] = field(default_factory=dict)
    """Per bound name the dotted name of the class whose instance it holds, or `UNKNOWN`, `NOTHING`, `ITSELF`."""
    now: dict[str, Held] = field(default_factory=dict)
    """Per bound name what it may hold at the place that the walk has come to. To be changed by `set` alone."""
    given: dict[str, Held] = field(default_factory=dict)
    """Per parameter what it may be where the function begins."""
    is_shared: bool = False
    """Whether branches that were gone through hold what is in `now`."""
    changed: set[str] = field(default_factory=set)
    """Dotted names of what is set, or bound anew, so far: parameters, attributes, and what has items that are set."""
    nested: str = ""
    """Of a lambda or a function nested in one, what `Use.nested_in` has: what it mentions waits until it is called."""
    functions: dict[str, "Scope"] = field(default_factory=dict)
    """The scopes of the functions that are defined in this one, by name."""
    declared: set[str] = field(default_factory=set)
    """Names that `global` and `nonlocal` statements take out of this scope."""
    set_outside: set[str] = field(default_factory=set)
    """Those of them that are bound here."""

    def bind(self, name: str, held: str = UNKNOWN) -> None:
        """Note that `name` is bound here; different instances bound to one name make it unknown."""
        if name in self.declared:
            self.set_outside.add(name)
            return
        if name not in self.now:
            self.set(name, ())
        if name in self.held:
            self.changed.add(name)
        before = self.held.get(name, NOTHING)
        if before in {NOTHING, held}:
            self.held[name] = held
        elif held != NOTHING:
            self.held[name] = UNKNOWN

    def waits(self) -> "Scope | None":
        """Return the scope of the innermost nested function that must be called for code in this one to run."""
        scope: Scope | None = self
        while scope is not None and not scope.nested:
            scope = scope.parent
        return scope

    def function(self, name: str) -> "Scope | None":
        """Return the scope of the nested function that a name means here."""
        scope: Scope | None = self
        while scope is not None and name not in scope.held:
            scope = scope.parent
        return scope.functions.get(name) if scope is not None else None

    def is_changed(self, dotted: str) -> bool:
        """Whether something was set, so far, that a dotted name such as `self.client.name` goes through."""
        return any(f"{dotted}.".startswith(f"{name}.") for name in self.changed)

    def set(self, name: str, held: Held) -> None:
        """Note what a name may hold from now on."""
        if self.is_shared:
            self.now, self.is_shared = dict(self.now), False
        self.now[name] = held

    def flow(self, name: str) -> Held | None:
        """Return what a local name may hold at the place that the walk has come to; None if it has none so far."""
        scope: Scope | None = self
        while scope is not None and scope.parent is not None:
            if name in scope.now and not (scope.is_class and scope is not self):
                return scope.now[name]
            scope = scope.parent
        return None

    def find(self, name: str, *, as_annotation: bool = False) -> str | None:
        """Return what a local name holds, and None for a name of the module or of Python.

        Args:
            name: A name that code in this very scope mentions.
            as_annotation: Whether an annotation does. `date: date` in a class means the outer `date`.
        """
        scope: Scope | None = self
        while scope is not None and scope.parent is not None:
            if name in scope.held and not (scope.is_class and (as_annotation or scope is not self)):
                return scope.held[name]
            scope = scope.parent
        return None
