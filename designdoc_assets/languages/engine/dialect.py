"""What a language's folder tells the engine: its grammar, its queries, and what queries cannot say.

The defaults are those of a language with braces, `//` comments, and names joined by dots.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from importlib.resources import files
from typing import Literal, NamedTuple

from tree_sitter import Language as Grammar
from tree_sitter import Node, Query

from designdoc_assets.languages.doc_facts import Doc
from designdoc_assets.languages.engine.definition import Definition, Found
from designdoc_assets.languages.engine.registrations import Listener
from designdoc_assets.languages.engine.written import folded, text, uncommented
from designdoc_assets.languages.facts import Heritage, Import
from designdoc_assets.languages.signature_facts import Parameter

_JOINT = (b"@definition.", b"@import.", b"@bound.", b"@variable")
"""What is in patterns whose captures mean something together; of the others, each capture is by itself."""
_QUOTES = "\"'`"
_CALLED = ("function", "name", "constructor")
"""The fields of what a call calls."""
FunctionCall = Literal["there", "handler", "unknown"]
"""Where it is that a function is called: where it stands, when something went wrong, or where that is not told."""


class Queries(NamedTuple):
    """The patterns of a language for one grammar, in two queries: to take captures by themselves is faster."""

    joint: Query
    single: Query

    @classmethod
    def of(cls, grammar: Grammar, written: bytes) -> "Queries":
        """Compile patterns."""
        joint, single = (Query(grammar, written.decode()) for _ in range(2))
        for pattern in range(joint.pattern_count):
            source = written[joint.start_byte_for_pattern(pattern) : joint.end_byte_for_pattern(pattern)]
            (single if any(mark in source for mark in _JOINT) else joint).disable_pattern(pattern)
        return cls(joint, single)


class Dialect:
    """How the files of one language are read."""

    name: str
    """The language's name."""
    package: str
    """The folder's package: the queries are in it."""
    query: str
    """The file of queries in that folder."""
    line_comment = "//"
    newline_ends_statement = False
    """Whether a line break behind a word or a closing bracket is more than layout."""
    has_docs_apart = False
    """Whether blank lines may stand between a doc and what it is of."""
    has_trailing_docs = False
    """Whether a comment behind a value, on the same line, is its doc where there is none above it."""
    receiver = ""
    """How uses name the object of a method that calls it by a name of its own: one of `NameRules.receivers`."""
    path_mark = b""
    """What parts the names of a path that begins with no local name, where it is written otherwise than a member."""
    unused: frozenset[str] = frozenset()
    """Names that are never kept as used: built-in types and values."""
    listener: Listener | None = None
    """Finds what code tells frameworks; None where none is recognised in the language."""
    calls_given: frozenset[str] = frozenset()
    """The names of functions that call functions without names there and then, if they are given such."""
    handles_given: frozenset[str] = frozenset()
    """The names of those that call them when something went wrong, or is missing."""
    directives: re.Pattern[str] | None = None
    """What the text of a comment is that is said to a tool, and to nobody else."""
    words: Mapping[str, str] = {}
    """What a kind of type is called, where that is another word: `{"record": "data class"}`."""

    def grammars(self) -> Sequence[object]:
        """Return the grammars in the order in which they are tried, as the wheels give them.

        Import the wheel here and not at the top of the module: most runs read no file of the language.
        """
        raise NotImplementedError

    @cached_property
    def queries(self) -> Sequence[Queries]:
        """The queries, compiled once for each grammar."""
        written = files(self.package).joinpath(self.query).read_bytes()
        return [Queries.of(grammar, written) for grammar in self.loaded]

    @cached_property
    def loaded(self) -> Sequence[Grammar]:
        """The grammars, loaded once."""
        return [Grammar(grammar) for grammar in self.grammars()]

    def mended(self, source: bytes) -> bytes:
        """Return the source in the same number of bytes, without what the grammar does not know and people write.

        It is asked for only where the source as it is has an error; the tree with fewer errors is taken.
        """
        return source

    def bared(self, source: bytes) -> bytes:
        """Return the source in the same number of bytes, without what stands around definitions and hides them.

        It is what is parsed, of every file.
        """
        return source

    def name_of(self, node: Node) -> str:
        """Return a definition's name from its `@name`."""
        return text(node).strip(_QUOTES)

    def is_doc(self, comment: str) -> bool:
        """Return whether a comment that stands where a doc does is one, or a part of one."""
        return True

    def is_directive(self, comment: str) -> bool:
        """Return whether a comment is said to a tool and nobody else."""
        return self.directives is not None and self.directives.fullmatch(without_marks(comment).strip()) is not None

    def doc(self, comments: Sequence[str]) -> Doc | None:
        """Return what an author says in the comments above a thing; None if nothing."""
        written = "\n".join(without_marks(comment) for comment in comments).strip("\n")
        return Doc(written) if written.strip() else None

    def parameters(self, node: Node) -> Iterator[Parameter]:
        """Yield what a child of a `@parameters` node declares: no, one or several parameters."""
        name = node.child_by_field_name("name") or node.child_by_field_name("pattern")
        type_, default = node.child_by_field_name("type"), node.child_by_field_name("value")
        yield Parameter(
            folded(text(name)) if name is not None else "",
            "positional_or_keyword",
            type=folded(self.spelled(type_).lstrip(": ")) if type_ is not None else None,
            default=folded(self.spelled(default)) if default is not None else None,
        )

    def spelled(self, node: Node) -> str:
        """Return what is written at a node as it can be put on one line: with signs for what line breaks say."""
        return uncommented(node)

    def argument(self, node: Node) -> str:
        """Return how what stands in the parentheses of a signature is written to those who call it."""
        return folded(self.spelled(node))

    def returned(self, node: Node) -> str:
        """Return the type that a `@returns` node says is returned."""
        return folded(self.spelled(node).lstrip(":->= "))

    def path_of(self, node: Node) -> str:
        """Return the access path that an expression or a type is written as: see `facts.Use`. Empty for none."""
        written = "".join(text(node).split())
        return written if written.replace(".", "_").replace("$", "_").isidentifier() else ""

    def object_of(self, node: Node) -> str:
        """Return the access path of an object of the type that a node declares; empty where it cannot be said."""
        path = self.path_of(node)
        return f"{path}()" if path else ""

    def element_of(self, path: str, place: int, count: int) -> str:
        """Return the access path of what a loop over `path` puts into the name at `place` of `count` names."""
        return f"{path}[*]" if count == 1 else ""

    def part_of(self, value: Node, place: int) -> str:
        """Return the access path of what goes into the name at `place` where one expression fills several."""
        path = self.path_of(value)
        return f"{path}[{place}]" if path else ""

    def variable_default(self, name: Node) -> str:
        """Return what stands for an environment variable that is not set, as written, by the node of its name."""
        return ""

    def call_of(self, closure: Node) -> FunctionCall:
        """Return where a function without a name is called."""
        around = closure.parent
        while around is not None and around.type == "parenthesized_expression":
            closure, around = around, around.parent
        if around is not None and around.child_by_field_name("function") == closure:
            return "there"
        call = around.parent if around is not None and around.type in {"arguments", "argument_list"} else None
        called = next((node for field in _CALLED if call and (node := call.child_by_field_name(field))), None)
        while called is not None and called.named_child_count:
            called = called.named_children[-1]
        name = text(called)
        return "there" if name in self.calls_given else "handler" if name in self.handles_given else "unknown"

    def heritage(self, node: Node) -> Heritage:
        """Return what a type that stands elsewhere takes by what stands here: see `Found.heritage`."""
        return Heritage(folded(text(node)), "implements")

    def imported(self, form: str, parts: Mapping[str, Sequence[Node]]) -> Import:
        """Return an import from the captures of its match."""
        module, name, alias = (text(parts[part][0]) if part in parts else None for part in ("module", "name", "alias"))
        line = next(iter(parts["import"])).start_point[0] + 1
        return Import((module or "").strip(_QUOTES), name, alias, line)

    def prepare(self, found: Found) -> None:
        """Put right what was captured, before it is told what stands in what."""

    def finish(self, found: Found) -> None:
        """Put right what no single pattern can say: visibility, words, getters, overloads, what belongs together.

        Docs and digests are made afterwards. See `Definition` and `Found` for what can be set.
        """

    def documented(self, definition: Definition) -> None:
        """Put right what follows from a definition's doc, once that is known: that it is deprecated."""
        if definition.doc is not None and definition.doc.deprecated:
            definition.deprecated = definition.doc.deprecated


def without_marks(comment: str) -> str:
    """Return what a comment says, without `//`, `/**`, `*` and the like."""
    if comment.startswith("/*"):
        lines = comment[2:].removesuffix("*/").lstrip("*!").split("\n")
        bare = [line.strip() if at == 0 else _without_star(line) for at, line in enumerate(lines)]
        return "\n".join(bare).strip("\n")
    body = comment.rstrip("\n").lstrip("/")
    return body.removeprefix("!").removeprefix(" ")


def _without_star(line: str) -> str:
    stripped = line.strip()
    return stripped[1:].removeprefix(" ") if stripped.startswith("*") else line.rstrip()
