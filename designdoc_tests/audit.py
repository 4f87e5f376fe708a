"""What must hold of every docs tree, whatever the target: each function returns the problems, a sentence each.

It judges the tree as a reader of the pages would. What pages hold is found by markdown-it, what a target defines by the
`ast` module of Python, neither of which the product uses for it.
"""

import ast
import os
import posixpath
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from markdown_it.token import Token

from designdoc_assets.analysis.grains import Grain
from designdoc_assets.artifacts.artifact import Artifact
from designdoc_assets.artifacts.registry import kinds
from designdoc_assets.disputes.file import FILE_NAME as DISPUTES
from designdoc_assets.languages.keys import class_key, encode
from designdoc_assets.making.found import artifact_of
from designdoc_assets.markup import markdown
from designdoc_assets.markup.mermaid.parser import parse as parse_diagram
from designdoc_assets.pages.layout import LLMS_PAGE, is_page
from designdoc_assets.pages.page import parse_page
from designdoc_assets.pages.regions import Region, Stray
from designdoc_assets.pages.tree import STATE_FOLDER
from designdoc_assets.source.snapshot import Snapshot, read_snapshot
from designdoc_assets.source.working_tree import WorkingTree, path_below
from designdoc_tests.support import markdown_tokens

_MARKER = re.compile(r"<!-- designdoc:(?:begin|end) .*-->")
_OWN_HTML = re.compile(r"<details>|<summary>[^<>\n]+</summary>|</details>|</?code>")
_SCHEMES = ("http://", "https://", "mailto:")
_MOST_BOXES = 12
_DECLARED_BOX = re.compile(r"(?:class )?(\w+)(?:[\[(].*| \{)?$")
_ARROW = re.compile(r"(\w+) [-.<|>]+(?:\|\".*\"\|)? (\w+)")
_CELL_END = re.compile(r"(?<!\\)\|")
_NAME = re.compile(r"\w+")
_DOTTED = re.compile(r"[\w.]+")
_SHOWN = re.compile(
    r"^(?:#{3,} (?:Function )?`(?P<heading>[\w.]+)(?:\(\))?`\n(?:\n(?:`[^`\n]*`)?(?P<below> ?\*\([^)]*\)\*))?"
    r"|(?:\| |- )`(?P<name>\w+)[^`\n]*`(?P<rest>.*))",
    re.MULTILINE,
)
_FIRST = {("td_open", "tr_open"), ("paragraph_open", "list_item_open")}
_CALLED = re.compile(r"^(?:`|```python\n)([\w.]+)\(", re.MULTILINE)
"""How something is called, on a line or in a block of its own: constructors have no heading."""
_MARKS = re.compile(r" ?\*\(([^)]*)\)\*")


def audit(docs: Path) -> list[str]:
    """Return what is wrong with the pages below `docs`, each by itself and all together."""
    pages = {page.name: page for page in _pages(docs)}
    each = (
        (page, problem)
        for page in pages.values()
        for problem in (*_page_problems(page, docs), *_link_problems(page, pages, docs))
    )
    return [
        *_misplaced(docs),
        *(f"{page.name}: {problem}" for page, problem in each),
        *_shared(pages.values()),
        *(f"{name}: no link leads there from README.md" for name in sorted({*pages} - _reached(pages))),
    ]


def audit_coverage(target: Path, docs: Path) -> list[str]:
    """Return what of the target has no place in the docs: files, packages, classes, functions, their parameters."""
    snapshot = read_snapshot(WorkingTree(target), docs=path_below(docs, target))
    coverage = _Coverage(list(_pages(docs)))
    machine = str(target.resolve())
    return [
        *_unaccounted(target, docs, snapshot),
        *(f"{page.name}: holds the path of the target" for page in coverage.pages if machine in page.text),
        *(problem for path in snapshot.files for problem in _file_problems(target / path, path, coverage)),
        *coverage.unasked(),
    ]


@dataclass(frozen=True)
class _Page:
    name: str
    text: str

    @cached_property
    def tokens(self) -> list[Token]:
        return markdown_tokens(self.text)

    @cached_property
    def pieces(self) -> tuple[str | Region | Stray, ...]:
        return parse_page(self.text).pieces

    @property
    def regions(self) -> list[Region]:
        return [piece for piece in self.pieces if isinstance(piece, Region)]

    @cached_property
    def targets(self) -> list[str]:
        """Where its links lead, and from where its images come."""
        attributes = {"link_open": "href", "image": "src"}
        return [str(token.attrs[attributes[token.type]]) for token in self.tokens if token.type in attributes]

    @cached_property
    def headings(self) -> list[tuple[str, str]]:
        """Tag and displayed text of each heading."""
        following = zip(self.tokens, self.tokens[1:], strict=False)
        return [(token.tag, _displayed(inline)) for token, inline in following if token.type == "heading_open"]

    @property
    def title(self) -> str:
        """What its first heading displays."""
        return self.headings[0][1] if self.headings else ""

    @cached_property
    def anchors(self) -> set[str]:
        """The fragments by which GitHub reaches the headings."""
        found: Counter[str] = Counter()
        anchors = set()
        for _, text in self.headings:
            slug = re.sub(r"[^\w\- ]", "", text.strip().lower()).replace(" ", "-")
            anchors.add(f"{slug}-{found[slug]}" if found[slug] else slug)
            found[slug] += 1
        return anchors

    @cached_property
    def names(self) -> set[str]:
        """What it describes: the names that a heading, a table's first cell or a list's item begins with, or lists."""
        tokens = ["", *(token.type for token in self.tokens)]
        cells = [
            inline
            for before, opening, inline in zip(tokens, self.tokens, self.tokens[1:], strict=False)
            if opening.type == "heading_open" or (opening.type, before) in _FIRST
        ]
        codes = [token.content for cell in cells for token in cell.children or [] if token.type == "code_inline"]
        found = [name[0] for code in (*codes, *_CALLED.findall(self.text)) if (name := _DOTTED.match(code))]
        return {part for name in found for part in (name, name.rpartition(".")[2])}

    @cached_property
    def marks(self) -> dict[str, list[set[str]]]:
        """Per name, the marks below its headings, and behind it in first cells that begin with it: `async`, ..."""
        found: dict[str, list[set[str]]] = defaultdict(list)
        for match in _SHOWN.finditer(self.text):
            marks = _MARKS.match(match["below"] or match["rest"] or "")
            found[match["heading"] or match["name"]].append({*marks[1].split(", ")} if marks else set())
        return found

    @cached_property
    def words(self) -> set[str]:
        """Every word on it."""
        return {*_NAME.findall(self.text)}


def _pages(docs: Path) -> Iterator[_Page]:
    for file in sorted([*docs.rglob("*.md"), *docs.glob(LLMS_PAGE)]):
        yield _Page(file.relative_to(docs).as_posix(), file.read_text("utf-8"))


def _displayed(inline: Token) -> str:
    return "".join(token.content for token in inline.children or [] if token.type in {"text", "code_inline"})


# Pages as such


def _misplaced(docs: Path) -> Iterator[str]:
    for file in sorted(docs.rglob("*")):
        name = file.relative_to(docs).as_posix()
        if name == DISPUTES:
            yield f"{name}: there are disputes"
        elif file.is_file() and not (is_page(name) or name.startswith(f"{STATE_FOLDER}/")):
            yield f"{name}: neither a page nor data of the tree"


def _page_problems(page: _Page, docs: Path) -> Iterator[str]:
    if [tag for tag, _ in page.headings].count("h1") != 1 or page.headings[0][0] != "h1":
        yield "its title is not its one heading of the first level"
    if not page.regions:
        yield "there is no region on it"
    for piece in page.pieces:
        if isinstance(piece, Stray):
            yield f"a stray marker: {piece.raw.strip()}"
        elif isinstance(piece, Region):
            yield from (f"region {piece.kind}: {problem}" for problem in _region_problems(piece))
    shown = sum(_MARKER.fullmatch(line) is not None for token in page.tokens for line in _html(token))
    if shown != 2 * len(page.regions):
        yield f"a reader's Markdown has {shown} markers, of {len(page.regions)} regions"
    if str(docs.resolve()) in page.text:
        yield "holds the path of the docs tree"
    for token in page.tokens:
        yield from _token_problems(token, page.text)


def _html(token: Token) -> list[str]:
    """Return the lines of a token that is HTML: a block of it goes on to the next blank line."""
    return token.content.strip().split("\n") if token.type in {"html_block", "html_inline"} else []


def _token_problems(token: Token, text: str) -> Iterator[str]:
    for line in _html(token):
        if not (_MARKER.fullmatch(line) or _OWN_HTML.fullmatch(line)):
            yield f"raw HTML: {line[:80]}"
    match token.type:
        case "inline":
            yield from _code_problems(token.children or [])
        case "fence" if token.info == "mermaid" and (problem := parse_diagram(token.content)):
            yield f"a diagram does not parse: {problem}"
        case "fence" if token.info == "mermaid" and (boxes := _boxes(token.content)) > _MOST_BOXES:
            yield f"a diagram of {boxes} boxes, where a reader takes in {_MOST_BOXES}"
        case "table_open":
            yield from _table_problems(text, token)


def _boxes(diagram: str) -> int:
    """Return how many boxes a diagram's statements name: a word that begins one, or is an end of an arrow."""
    found = set()
    for line in (line.strip() for line in diagram.splitlines() if line.startswith(" ")):
        declared = _DECLARED_BOX.match(line)
        arrow = _ARROW.match(line)
        found |= {declared[1]} if declared else {arrow[1], arrow[2]} if arrow else set()
    return len(found - {"end"})  # of a frame


def _code_problems(tokens: Iterable[Token]) -> Iterator[str]:
    """Find code in HTML, as it is written where there are links in it, that holds more than words and links."""
    is_open = False
    for token in tokens:
        if token.content in {"<code>", "</code>"}:
            if is_open == (token.content == "<code>"):
                yield f"{token.content} where it is {'open' if is_open else 'closed'}"
            is_open = not is_open
        elif is_open and token.type not in {"text", "text_special", "link_open", "link_close"}:
            yield f"{token.type} in code: {token.content[:80]}"
    if is_open:
        yield "code that is not closed"


def _artifacts(page: _Page) -> list[Artifact]:
    """Return what the regions of a page are about that can be read."""
    return [
        artifact_of(region, page.name)
        for region in page.regions
        if region.header is not None and region.kind in kinds()
    ]


def _region_problems(region: Region) -> Iterator[str]:
    header = region.header
    if region.kind not in kinds():
        yield "there is no such kind"
    if header is None:
        yield "its header is not readable"
        return
    is_empty = not region.body and not (region.kind == "class_diagram" and header.partition)
    if region.raw is None or not region.raw[2] or is_empty:
        yield "it has no body, or no end"
    if region.edited:
        yield "its body is not what was generated"
    if header.status != "passed":
        yield f"its status is {header.status}"
    if header.parts is not None:
        yield "its markers are of the earlier format"


def _table_problems(text: str, table: Token) -> Iterator[str]:
    """Find rows of more or fewer cells than the header has: a reader sees the surplus nowhere."""
    first, end = table.map or (0, 0)
    lines = text.split("\n")[first:end]
    sizes = [len(_CELL_END.findall(line)) for line in lines]
    for line, size in zip(lines, sizes, strict=True):
        if size != sizes[0]:
            yield f"a table's row of {size - 1} cells below a header of {sizes[0] - 1}: {line[:80]}"


def _link_problems(page: _Page, pages: Mapping[str, _Page], docs: Path) -> Iterator[str]:
    for target in page.targets:
        if target.startswith(_SCHEMES):
            continue
        path, _, fragment = target.partition("#")
        other = _resolved(page, path) if path else page.name
        if other is None:
            if not _is_source(page, target, docs):
                yield f"a link out of the tree, and to no source: {target}"
        elif not (docs / other).is_file():
            yield f"a dead link: {target}"
        elif fragment and (other not in pages or unquote(fragment) not in pages[other].anchors):
            yield f"a link to no heading: {target}"


def _is_source(page: _Page, target: str, docs: Path) -> bool:
    """Whether a link out of the tree leads to a file or a folder beside it."""
    path = unquote(target, errors="surrogateescape")
    return path.startswith("../") and Path(os.path.normpath(docs / page.name / ".." / path)).exists()


def _resolved(page: _Page, path: str) -> str | None:
    """Return the file that a relative link leads to; None if it leaves the tree or is no relative link."""
    if path.startswith("/") or re.match(r"[A-Za-z][\w+.-]*:", path):
        return None
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(page.name), unquote(path, errors="surrogateescape")))
    return None if joined.startswith("..") else joined


def _shared(pages: Iterable[_Page]) -> Iterator[str]:
    """Find pages of several partitions, artifacts on several pages, and names that somebody takes for one."""
    homes: dict[tuple[str, str], list[str]] = defaultdict(list)
    folded: dict[str, list[str]] = defaultdict(list)
    titles: dict[str, list[str]] = defaultdict(list)
    for page in pages:
        if page.name != LLMS_PAGE:  # whose format asks for the name of the project
            titles[page.title].append(page.name)
        artifacts = _artifacts(page)
        if len({_file_of(artifact) for artifact in artifacts}) > 1:
            yield f"{page.name}: artifacts share it that have nothing to do with each other"
        for artifact in artifacts:
            homes[artifact.kind, artifact.key].append(page.name)
        folded[page.name.casefold()].append(page.name)
    for (kind, partition), names in homes.items():
        if len(names) > 1:
            yield f"{kind}[{partition}]: on several pages: {', '.join(names)}"
    for names in folded.values():
        if len(names) > 1:
            yield f"{' and '.join(names)}: one file where case does not count"
    for title, names in titles.items():
        if len(names) > 1:
            yield f"{' and '.join(names)}: all are called {title}"


def _file_of(artifact: Artifact) -> tuple[str, str]:
    """Return what artifacts that share a page have in common: the file of classes, the ecosystem of dependencies."""
    match kinds()[artifact.kind].grain:
        case Grain.CLASSES | Grain.FILES:
            return "files", artifact.key.rpartition("::")[0] or artifact.key
        case Grain.DEPENDENCIES:
            return "dependencies", artifact.key.partition(":")[0]
        case grain:
            return grain, artifact.key


def _reached(pages: Mapping[str, _Page]) -> set[str]:
    found, pending = {"README.md"}, ["README.md"]
    while pending:
        page = pages.get(pending.pop())
        targets = [target.partition("#")[0] for target in page.targets] if page else []
        new = {other for target in targets if page and target and (other := _resolved(page, target))} - found
        found |= new
        pending += new
    return found


# The target's code in the pages


@dataclass
class _Coverage:
    """The pages of a tree by artifact, and which artifacts were asked for."""

    pages: list[_Page]
    asked: set[tuple[str, str]] = field(default_factory=set)
    not_understood: set[str] = field(default_factory=set)
    """The keys of the files that the Python that runs this cannot parse."""

    @cached_property
    def _by_artifact(self) -> dict[tuple[str, str], _Page]:
        return {(artifact.kind, artifact.key): page for page in self.pages for artifact in _artifacts(page)}

    def page(self, key: str, *names: str) -> _Page | None:
        """Return the page of a partition, if it has artifacts of all these kinds."""
        self.asked |= {(name, key) for name in names}
        found = [self._by_artifact.get((name, key)) for name in names]
        return found[0] if all(page is not None for page in found) else None

    def unasked(self) -> Iterator[str]:
        """Find pages of files, classes and packages that the target does not have."""
        for name, key in sorted({*self._by_artifact} - self.asked):
            if name not in {"dependency_report", "document"} and key.partition("::")[0] not in self.not_understood:
                yield f"{name}[{key}]: there is no such thing in the target"


@dataclass(frozen=True)
class _Definition:
    """A class or function, as `ast` finds it."""

    node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    qualname: str
    key: str
    """The partition of a class; empty for a function."""
    owner: str
    """The partition of the class that it stands right inside; empty where that is none."""
    is_local: bool
    """Whether it stands right inside a function."""


def _unaccounted(target: Path, docs: Path, snapshot: Snapshot) -> Iterator[str]:
    """Find Python files of a target that are neither documented nor tests nor listed as left out."""
    left_out = [entry.path for entry in snapshot.skipped]
    for file in sorted(target.rglob("*.py")):
        path = file.relative_to(target).as_posix()
        if path in snapshot.files or path in snapshot.tests or file.is_relative_to(docs):
            continue
        if not any(path == entry or (entry.endswith("/") and path.startswith(entry)) for entry in left_out):
            yield f"{path}: neither documented nor test code nor listed as left out"


def _file_problems(file: Path, path: str, coverage: _Coverage) -> Iterator[str]:
    folder = str(PurePosixPath(path).parent)
    if coverage.page(encode(folder), "package_readme", "package_diagram") is None:
        yield f"{folder}: the package has no page"
    page = coverage.page(encode(path), "file_summary")
    if page is None:
        yield f"{path}: the file has no page"
        return
    try:
        tree = ast.parse(file.read_bytes())
    except (SyntaxError, ValueError):
        coverage.not_understood.add(encode(path))
        return
    definitions = list(_definitions(tree, path))
    # Of what is overloaded, pages show the overloads and not the implementation.
    overloaded = {(d.owner, d.node.name) for d in definitions if "overload" in _decorators(d.node)}
    for definition in definitions:
        is_overloaded = (definition.owner, definition.node.name) in overloaded
        for problem in _definition_problems(definition, page, coverage, with_parameters=not is_overloaded):
            yield f"{path}::{definition.qualname}: {problem}"


def _definition_problems(
    definition: _Definition, file_page: _Page, coverage: _Coverage, *, with_parameters: bool
) -> Iterator[str]:
    node = definition.node
    if isinstance(node, ast.ClassDef):
        page = coverage.page(definition.key, "class_doc", "class_diagram")
        if page is None:
            yield "the class has no page"
        elif page is file_page:
            anchors = [unquote(target) for target in page.targets if target.startswith("#class-")]
            if f"class {definition.qualname}" not in {text for _, text in page.headings}:
                yield "it has no heading on the page of its file"
            elif not any(markdown.anchor(f"class {definition.qualname}") in anchor for anchor in anchors):
                yield "the page of its file has no link to its heading"
        elif page.title.partition(" (")[0] != definition.qualname:
            yield f"its page is called {page.title}"
        elif page.name not in {_resolved(file_page, target) for target in file_page.targets}:
            yield "the page of its file has no link to it"
        return
    page = coverage.page(definition.owner, "class_doc") if definition.owner else file_page
    if definition.is_local or page is None:
        return
    names = {node.name}
    if definition.owner and node.name in {"__init__", "__new__"}:
        names.add(definition.owner.rpartition("::")[2].partition("@")[0].rpartition(".")[2])
    if page.names.isdisjoint(names):
        yield f"{page.name} does not describe it"
    elif with_parameters and (missing := _parameters(definition) - page.words):
        yield f"{page.name} does not name its parameters {', '.join(sorted(missing))}"
    shown = [marks for name in {*names, definition.qualname} for marks in page.marks.get(name, [])]
    yield from _mark_problems(node, shown)


def _mark_problems(node: ast.FunctionDef | ast.AsyncFunctionDef, shown: list[set[str]]) -> Iterator[str]:
    """Find marks that a definition contradicts, or should have; of what is defined twice the page may mean either."""
    if len(shown) != 1:
        return
    decorators = _decorators(node)
    proper = {
        "async": isinstance(node, ast.AsyncFunctionDef),
        "static method": "staticmethod" in decorators,
        "class method": "classmethod" in decorators,
    }
    for mark, is_proper in proper.items():
        if is_proper != (mark in shown[0]):
            yield f"it is {'not marked as' if is_proper else 'marked as, and is no'} {mark}"


def _definitions(tree: ast.Module, path: str) -> Iterator[_Definition]:
    """Find all classes and functions, however deep, in order of the source."""
    numbers: Counter[str] = Counter()
    stack: list[tuple[ast.AST, str, str, bool]] = [(tree, "", "", False)]
    while stack:
        node, prefix, owner, is_local = stack.pop()
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            qualname = prefix + node.name
            key = ""
            if isinstance(node, ast.ClassDef):
                numbers[qualname] += 1
                key = class_key(path, qualname, numbers[qualname])
            yield _Definition(node, qualname, key, owner, is_local)
            prefix, owner, is_local = f"{qualname}.", key, not key
        inside = _at_runtime(node, in_class=bool(owner))
        statements = [child for child in inside if isinstance(child, ast.stmt | ast.ExceptHandler | ast.match_case)]
        stack += [(child, prefix, owner, is_local) for child in reversed(statements)]


def _at_runtime(node: ast.AST, *, in_class: bool) -> Iterable[ast.AST]:
    """Return what is inside of a node; of a class, without what only type checkers see: no object has it."""
    if in_class and isinstance(node, ast.If) and ast.unparse(node.test).rpartition(".")[2] == "TYPE_CHECKING":
        return node.orelse
    return ast.iter_child_nodes(node)


def _parameters(definition: _Definition) -> set[str]:
    """Return the names of the parameters that a caller may know."""
    node = definition.node
    assert not isinstance(node, ast.ClassDef)
    decorators = _decorators(node)
    if decorators & {"setter", "deleter", "property"}:
        return set()
    positional = [*node.args.posonlyargs, *node.args.args]
    if definition.owner and "staticmethod" not in decorators:
        positional = positional[1:]
    starred = [argument for argument in (node.args.vararg, node.args.kwarg) if argument is not None]
    return {argument.arg for argument in (*positional, *node.args.kwonlyargs, *starred)}


def _decorators(node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    """Return the last names of decorators."""
    called = (entry.func if isinstance(entry, ast.Call) else entry for entry in node.decorator_list)
    return {ast.unparse(entry).rpartition(".")[2] for entry in called}
