"""The code of a target in its pages: every file, package, class, function and parameter has its place there."""

import ast
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from designdoc_assets.languages.keys import class_key, encode
from designdoc_assets.markup import markdown
from designdoc_assets.source.snapshot import Snapshot, read_snapshot
from designdoc_assets.source.working_tree import WorkingTree, path_below
from designdoc_tests.audit.pages import Page, artifacts_on, pages_of, resolved


def audit_coverage(target: Path, docs: Path) -> list[str]:
    """Return what of the target has no place in the docs: files, packages, classes, functions, their parameters."""
    snapshot = read_snapshot(WorkingTree(target), docs=path_below(docs, target))
    coverage = _Coverage(list(pages_of(docs)))
    machine = str(target.resolve())
    return [
        *_unaccounted(target, docs, snapshot),
        *(f"{page.name}: holds the path of the target" for page in coverage.pages if machine in page.text),
        *(problem for path in snapshot.files for problem in _file_problems(target / path, path, coverage)),
        *coverage.unasked(),
    ]


@dataclass
class _Coverage:
    """The pages of a tree by artifact, and which artifacts were asked for."""

    pages: list[Page]
    asked: set[tuple[str, str]] = field(default_factory=set)
    not_understood: set[str] = field(default_factory=set)
    """The keys of the files that the Python that runs this cannot parse."""

    @cached_property
    def _by_artifact(self) -> dict[tuple[str, str], Page]:
        return {(artifact.kind, artifact.key): page for page in self.pages for artifact in artifacts_on(page)}

    def page(self, key: str, *names: str) -> Page | None:
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
    definition: _Definition, file_page: Page, coverage: _Coverage, *, with_parameters: bool
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
        elif page.name not in {resolved(file_page, target) for target in file_page.targets}:
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
