"""Dotted names in expressions, and which of them are mentions of something outside of the function they stand in."""

from dataclasses import dataclass, field
from typing import NamedTuple

from tree_sitter import Node

from designdoc_assets.languages.python.syntax import text
from designdoc_assets.languages.use_facts import Use, UseKind

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
    is_deferred: bool = False
    """Whether it is that of a lambda or of a function nested in one: what it mentions waits until that is called."""
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

    def waits(self) -> bool:
        """Whether code in this scope runs only when something nested in a function is called."""
        scope: Scope | None = self
        while scope is not None and not scope.is_deferred:
            scope = scope.parent
        return scope is not None

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


@dataclass(slots=True, eq=False)
class Mentions:
    """What one function, class body or module mentions; resolved at the end, when all local names are known."""

    found: list[tuple[UseKind, str, str, int, Scope, Held | None]] = field(default_factory=list)

    def add(self, kind: UseKind, root: str, rest: str, line: int, scope: Scope) -> None:
        """Note the mention of a name."""
        flow = None if kind == "type" else scope.flow(root)
        self.found.append((kind, root, rest, line, scope, flow))

    def add_reached(self, kind: UseKind, paths: Held, line: int, scope: Scope) -> None:
        """Note the mention of what is reached from something else than a name."""
        self.found.extend((kind, "", path, line, scope, None) for path in paths)

    def uses(self) -> tuple[Use, ...]:
        """Return the mentions of things that are not local, each kind and name once, at its first line."""
        first: dict[tuple[UseKind, str], int] = {}
        at_once: set[tuple[UseKind, str]] = set()
        for kind, root, rest, line, scope, flow in self.found:
            held = scope.find(root, as_annotation=kind == "type")
            names: list[str] = []
            if held is None or (held == ITSELF and (rest or kind == "call")):
                names = [root + rest]
            elif held != ITSELF and (rest or kind == "call"):
                may_be = flow or ((f"{held}()",) if held not in {UNKNOWN, NOTHING} else ())
                names = [
                    f"{path}{'.__call__' if not rest and path.endswith((')', ']', '>')) else rest}" for path in may_be
                ]
            for name in names:
                first.setdefault((kind, name), line)
                if not scope.waits():
                    at_once.add((kind, name))
        return tuple(Use(*key, line, is_deferred=key not in at_once) for key, line in first.items())
