"""What queries find in a file, before it becomes facts: what `finish` of a language may put right."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tree_sitter import Node

from designdoc_assets.languages.doc_facts import Doc, Example, Visibility
from designdoc_assets.languages.facts import Import
from designdoc_assets.languages.run_facts import Program, Variable
from designdoc_assets.languages.use_facts import Use

TYPES = frozenset(
    {
        *("class", "abstract class", "struct", "interface", "protocol", "trait", "enum", "record", "exception"),
        *("object", "union", "module", "type"),
    }
)
"""Kinds that become a `Class`: its sort, but that `type`, which is none of them, is a `class`."""
CALLABLES = frozenset({"function", "method", "constructor", "getter", "setter", "macro"})
VALUES = frozenset({"constant", "variable", "field", "case", "alias", "type variable"})
HERITAGE = {
    "heritage.extends": "extends",
    "heritage.implements": "implements",
    "heritage.embeds": "embeds",
    "heritage.mixes_in": "mixes in",
    "heritage.derives": "derives",
}


@dataclass(slots=True, eq=False)
class Definition:
    """Something that a file defines."""

    kind: str
    """One of `TYPES`, `CALLABLES`, `VALUES`."""
    name: str
    node: Node
    parts: dict[str, list[Node]]
    """The other captures of its matches, by their names, each node once."""
    owner: "Definition | None" = None
    inner: list["Definition"] = field(default_factory=list)
    """What is defined right inside of it, in order of the source."""
    start: int = 0
    """Its first byte, annotations above it included."""
    docs: list[Node] = field(default_factory=list)
    """The comments that are its doc."""
    doc: Doc | None = None
    deprecated: str | None = None
    uses: list[Use] = field(default_factory=list)
    is_in_function: bool = False
    visibility: Visibility = "public"
    annotations: list[str] = field(default_factory=list)
    word: str = ""
    """What those who write the language call it, where that is not its kind."""
    belongs_to: str = ""
    """Of a method that stands outside of its type, the type's qualified name."""
    receiver: str = ""
    """Of a method, the local name that is its object, where it has one of its own: see `Dialect.receiver`."""
    declared: dict[str, str] = field(default_factory=dict)
    """Of a function, the access paths of objects of the types that its doc declares for parameters, by their names."""
    type: str | None = None
    """Of a value, its type where that is another text than `@type`."""
    value: str | None = None
    """Likewise, where it is another than `@value`."""
    overloads: list["Definition"] = field(default_factory=list)
    """The ways to call a function, where these are declared apart from what it does: no definitions of their own."""
    has_overload_docs: bool = False
    """Whether they have docs of their own; without it, the one above the first is about all."""
    head: Node | None = None
    """Of what is declared in a row of nodes, the first: its docs stand above that. `node` is the last."""
    pieces: list["Definition"] = field(default_factory=list)
    """Of a type, what declares more of it elsewhere in the file; `inner` has what is in these."""
    promises: list[str] = field(default_factory=list)
    """See `facts.Class`."""
    changes: dict[str, Any] = field(default_factory=dict)
    """Fields of the facts that are made of it, with values that are set last."""

    @property
    def end(self) -> int:
        """The byte behind its last."""
        return self.node.end_byte

    @property
    def line(self) -> int:
        """The line that it begins in, or its name where that is not told: annotations may be above it."""
        return (self.head or self.part("name") or self.node).start_point[0] + 1

    @property
    def qualname(self) -> str:
        """Its name behind those of what is around it."""
        if self.owner is not None:
            return f"{self.owner.qualname}.{self.name}"
        return f"{self.belongs_to}.{self.name}" if self.belongs_to else self.name

    def part(self, name: str) -> Node | None:
        """Return the first node that was captured under a name."""
        found = self.parts.get(name)
        return found[0] if found else None


@dataclass(slots=True)
class Imported:
    """An import as it was found: `finish` may change what of it becomes a fact."""

    form: str
    """The last part of the capture's name: `named` of `@import.named`."""
    node: Node
    parts: dict[str, list[Node]]
    facts: Import


@dataclass(slots=True)
class Binding:
    """Local names that something is put into."""

    targets: list[Node]
    kind: str
    """`type`: what they are declared as; `values`: expressions; `elements`: what a loop goes over; `path`: see there;
    empty: unknown."""
    values: list[Node]
    path: str = ""
    """The access path of what they hold, where no node has it."""


@dataclass(slots=True)
class Found:
    """All that was found in a file."""

    source: bytes
    root: Node | None = None
    """The tree: for `finish`."""
    top: list[Definition] = field(default_factory=list)
    """Its definitions outside of others, in order of the source."""
    heritage: dict[str, list[Node]] = field(default_factory=dict)
    """By the qualified names of types that stand elsewhere: what they implement by what stands here."""
    imports: list[Imported] = field(default_factory=list)
    mentions: dict[str, list[Node]] = field(default_factory=dict)
    """Names in use, by the kind of use."""
    members_of: dict[int, str] = field(default_factory=dict)
    """The access path of what has a mentioned name as a member, where that is not written, by where the name begins."""
    bindings: list[Binding] = field(default_factory=list)
    comments: list[Node] = field(default_factory=list)
    literals: list[Node] = field(default_factory=list)
    scopes: list[Node] = field(default_factory=list)
    """Bodies of functions, and whatever else has names of its own."""
    closures: list[Node] = field(default_factory=list)
    """Functions without names, whose local names are told apart from those around."""
    guards: list[Node] = field(default_factory=list)
    """Branches that leave because something is missing: see `Standing`."""
    handlers: list[Node] = field(default_factory=list)
    """What is come to when something went wrong."""
    annotations: list[Node] = field(default_factory=list)
    units: list[Node] = field(default_factory=list)
    """What is captured as `@unit`."""
    file: Node | None = None
    """The node above which the file's own doc stands."""
    file_docs: list[Node] = field(default_factory=list)
    doc: Doc | None = None
    uses: list[Use] = field(default_factory=list)
    """What stands outside of all definitions."""
    unit: str = ""
    built_where: str = ""
    examples: tuple[Example, ...] = ()
    exports: tuple[str, ...] | None = None
    programs: list[Program] = field(default_factory=list)
    variables: list[Variable] = field(default_factory=list)
    promises: list[str] = field(default_factory=list)
    """See `facts.FileFacts`."""
    problem: str | None = None

    def all(self) -> Iterator[Definition]:
        """Yield every definition, what is around others before these."""
        stack = self.top[::-1]
        while stack:
            yield (here := stack.pop())
            stack += here.inner[::-1]

    def types(self) -> Iterator[Definition]:
        """Yield every type."""
        return (each for each in self.all() if each.kind in TYPES)
