"""The `Dialect` of TypeScript and of JavaScript: what the queries in `ecmascript.scm` cannot say."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property
from importlib.resources import files

from tree_sitter import Language as Grammar
from tree_sitter import Node

from designdoc_assets.languages.doc_facts import Doc
from designdoc_assets.languages.ecmascript import docs, paths
from designdoc_assets.languages.ecmascript.calls import LISTENER
from designdoc_assets.languages.ecmascript.commonjs import take_assignments
from designdoc_assets.languages.ecmascript.destructuring import tell_destructuring
from designdoc_assets.languages.ecmascript.doc_types import tell_doc_types
from designdoc_assets.languages.ecmascript.documenting import take_over
from designdoc_assets.languages.ecmascript.environment import default_of
from designdoc_assets.languages.ecmascript.exports import tell_exports
from designdoc_assets.languages.ecmascript.functions import tell_functions
from designdoc_assets.languages.ecmascript.imports import import_of, tell_imports
from designdoc_assets.languages.ecmascript.members import tell_members
from designdoc_assets.languages.ecmascript.merging import merge
from designdoc_assets.languages.ecmascript.objects import tell_objects
from designdoc_assets.languages.ecmascript.spelling import spelled
from designdoc_assets.languages.ecmascript.typedefs import tell_typedefs
from designdoc_assets.languages.ecmascript.wrappers import open_wrappers
from designdoc_assets.languages.engine.definition import Definition, Found
from designdoc_assets.languages.engine.dialect import Dialect, Queries
from designdoc_assets.languages.engine.written import folded, text
from designdoc_assets.languages.facts import Import
from designdoc_assets.languages.run_facts import Program
from designdoc_assets.languages.signature_facts import Parameter

_MARKUP = re.compile(r"</\s*[\w.]*\s*>|/>")
"""What hardly stands in a file without JSX."""
_DIRECTIVE = re.compile(
    r"""
      (?:eslint|biome-ignore|prettier-ignore|deno-lint|stylelint|tslint:|jshint|jslint|@ts-)(?!.*\ --\ ).*
    | (?:istanbul|c8|v8)\ ignore.* | webpack\w+:.* | [#@]__\w+__ | @(?:vite|flow|jsx)\w*.*
    | \#?(?:end)?region\b.* | <(?:reference|amd-\w+)\b.* | [#@]\ source\w+=.* | globals?\ [\w,: ]+
    """,
    re.VERBOSE,
)
"""What is said to tools; behind two dashes stands why, for people."""
_VARIANCE = re.compile(
    rb"(?m)(^[ \t]*|[<,]\s*)((?:const\s+)?(?:in|out)\s+(?:out\s+)?)(?=[A-Z]\w*\s*[,>=]|[A-Z]\w*\s+extends\b)"
)
_CALLED = re.compile(rb"(?<=[\w>\])}])\s*\n[ \t]*( )(?=<\s*[A-Z]\w*[\s,>])")
"""Before a call signature with type parameters, behind a line without a semicolon."""
_FIRST_BAR = re.compile(r":\s*\|\s*")
"""What stands before the first of several types on a line each is layout."""
_COMMENT = re.compile(rb"/\*.*?\*/|(?<![:\w])//[^\n]*", re.DOTALL)
_NOT_BLANK = re.compile(rb"[^\s]")
_TYPES_PASSED_ON = re.compile(rb"\bexport(\s+type)(?=\s*\*)")
_AS_FIELD = re.compile(
    r"\A(?:@\w+(?:\([^()]*\))?\s+)?(?:(?:private|protected|public|readonly|override)\s+)+(?=[\w{\[$])"
)
_OF_BUNDLERS = frozenset({"MODE", "DEV", "PROD", "SSR", "BASE_URL", "LEGACY"})
"""What stands in `import.meta.env` without being a variable of the environment."""
_PATTERN_NAME = 60
"""Characters of a pattern in the place of a parameter's name that are kept."""


class EcmaScriptDialect(Dialect):
    """How files are read; the grammar of TSX knows all of it, but for assertions of types in angle brackets."""

    package = "designdoc_assets.languages.ecmascript"
    query = "ecmascript.scm"
    receiver = "this"
    has_docs_apart = True
    directives = _DIRECTIVE
    listener = LISTENER
    unused = frozenset({"undefined", "NaN", "Infinity", "arguments", "this", "super", "require"})
    calls_given = frozenset(
        {
            *("Promise", "every", "filter", "finally", "find", "findIndex", "findLast", "flatMap", "forEach"),
            *("from", "map", "reduce", "reduceRight", "replace", "replaceAll", "some", "sort", "then"),
            *("toSorted"),
        }
    )
    handles_given = frozenset({"catch"})

    def __init__(self, name: str, *, has_markup: bool) -> None:
        self.name = name
        self._order = (1, 0) if has_markup else (0, 1)

    def grammars(self) -> Sequence[object]:
        """Return both grammars, that first which most likely fits."""
        import tree_sitter_typescript as wheel  # noqa: PLC0415  most runs read no file of it

        both = wheel.language_typescript(), wheel.language_tsx()
        return [both[at] for at in self._order]

    @cached_property
    def queries(self) -> Sequence[Queries]:
        """The queries, compiled for each grammar: only one of them knows JSX."""
        return [_compiled(at) for at in self._order]

    def mended(self, source: bytes) -> bytes:
        """Return the source without what the grammar does not know, and with a semicolon where it asks for one.

        It knows no `in` and `out` of type parameters, and no `type` in `export type *`.
        """
        mended = _VARIANCE.sub(lambda found: found[1] + b" " * len(found[2]), source)
        if not self._order[0]:
            bare = _COMMENT.sub(lambda found: _NOT_BLANK.sub(b" ", found[0]), mended)
            places = [found.start(1) for found in _CALLED.finditer(bare)]
            for at in places:
                mended = mended[:at] + b";" + mended[at + 1 :]
        return _TYPES_PASSED_ON.sub(lambda found: b"export" + b" " * len(found[1]), mended)

    def is_doc(self, comment: str) -> bool:
        """Return whether a comment is a doc, and not one of the whole file."""
        return docs.is_doc(comment) and not docs.is_of_file(comment)

    def doc(self, comments: Sequence[str]) -> Doc | None:
        """Return what the comment right above a thing says."""
        return docs.parse(comments[-1])

    def variable_default(self, name: Node) -> str:
        """Return what is taken where a variable of the environment is not set."""
        return default_of(name)

    def parameters(self, node: Node) -> Iterator[Parameter]:
        """Yield a parameter; a `this` says of what type the object is, and is none."""
        pattern = node.child_by_field_name("pattern") or node
        if pattern.type == "this":
            return
        type_, default = node.child_by_field_name("type"), node.child_by_field_name("value")
        if pattern.type == "assignment_pattern":
            default = default or pattern.child_by_field_name("right")
            pattern = pattern.child_by_field_name("left") or pattern
        is_rest = pattern.type == "rest_pattern"
        name = text(pattern).removeprefix("...").strip() if is_rest else folded(text(pattern), most=_PATTERN_NAME)
        yield Parameter(
            name,
            "var_positional" if is_rest else "positional_or_keyword",
            type=folded(spelled(type_).lstrip(":| \n")) if type_ is not None else None,
            default=folded(spelled(default)) if default is not None else None,
            mark="..." if is_rest else "",
        )

    def spelled(self, node: Node) -> str:
        """Return what is written at a node, with semicolons where only lines part members."""
        return spelled(node)

    def argument(self, node: Node) -> str:
        """Return a parameter as callers know it: that it is a field, too, is no matter of theirs."""
        return _FIRST_BAR.sub(": ", _AS_FIELD.sub("", folded(spelled(node))))

    def returned(self, node: Node) -> str:
        """Return the type of a result."""
        return folded(spelled(node).removeprefix(":"))

    def path_of(self, node: Node) -> str:
        """Return the access path of an expression."""
        return paths.path_of(node)

    def object_of(self, node: Node) -> str:
        """Return the access path of an object of a type."""
        return paths.object_of(node)

    def imported(self, form: str, parts: Mapping[str, Sequence[Node]]) -> Import:
        """Return an import."""
        return import_of(form, parts)

    def prepare(self, found: Found) -> None:
        """Open the functions around the code of the file."""
        open_wrappers(found)

    def finish(self, found: Found) -> None:
        """Tell imports and exports, functions in constants, members, and what is declared in several pieces."""
        root = _root(found)
        if root is None:
            return
        found.file = None
        tell_imports(found)
        take_assignments(found, root)
        tell_objects(found, root)
        tell_functions(found)
        tell_destructuring(found)
        _leave_out_built_in(found)
        merge(found)
        tell_members(found)
        tell_exports(found, root)
        if self.name == "javascript":
            tell_typedefs(found)
            tell_doc_types(found)
        _tell_file(found, root)
        found.variables = [each for each in found.variables if each.root == "process" or each.name not in _OF_BUNDLERS]

    def documented(self, definition: Definition) -> None:
        """Take over what a doc says of deprecation and of who is meant; annotations are known without their sign."""
        take_over(self, definition)


def dialect_for(name: str, text: str) -> EcmaScriptDialect:
    """Return how a text is read: all of JavaScript may hold JSX."""
    return _DIALECTS[name, name == "javascript" or _MARKUP.search(text) is not None]


_DIALECTS = {
    (name, has_markup): EcmaScriptDialect(name, has_markup=has_markup)
    for name in ("typescript", "javascript")
    for has_markup in (False, True)
}


@cache
def _compiled(at: int) -> Queries:
    """Return the queries for the grammar without JSX, or for that with it."""
    import tree_sitter_typescript as wheel  # noqa: PLC0415  as above

    written = files(__package__).joinpath("ecmascript.scm").read_bytes()
    if not at:
        return Queries.of(Grammar(wheel.language_typescript()), written)
    return Queries.of(Grammar(wheel.language_tsx()), written + files(__package__).joinpath("markup.scm").read_bytes())


def _leave_out_built_in(found: Found) -> None:
    """Leave out mentions of the one type of the language that the grammar takes for a name."""
    if b"bigint" in found.source:
        found.mentions["type"] = [node for node in found.mentions.get("type", ()) if node.text != b"bigint"]


def _root(found: Found) -> Node | None:
    """Return the root of the tree, which is no program where the file is not understood as a whole."""
    node = found.file or next((each.node for each in found.top), None)
    while node is not None and node.parent is not None:
        node = node.parent
    return node


def _tell_file(found: Found, root: Node) -> None:
    """Tell the doc of the file itself, and that it is a program."""
    first = root.named_children[0] if root.named_child_count else None
    if first is not None and first.type == "hash_bang_line":
        found.programs.append(Program(1, f"a `{folded(text(first))}` line".replace("``", "`")))
    heads = [node for node in found.comments if docs.is_doc(text(node))]
    marked = next((node for node in heads[:3] if docs.is_of_file(text(node))), None)
    if marked is not None:
        found.file_docs = [marked]
    elif heads and _is_head(heads[0]):
        found.file_docs = heads[:1]


def _is_head(comment: Node) -> bool:
    """Whether a doc comment stands before all code, and an import follows it: it is no import's doc."""
    following, before = comment.next_named_sibling, comment.prev_named_sibling
    while before is not None and before.type in {"comment", "hash_bang_line"}:
        before = before.prev_named_sibling
    return before is None and following is not None and following.type == "import_statement"
