"""What pages say of code, held against the code: each function returns the sentences that are false.

Code is read by `ast` and `tokenize` of Python, which the product does not use. Where a search of tokens cannot decide,
as with a name that several things have, nothing is said.
"""

import ast
import io
import re
import tokenize
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from designdoc_assets.languages.keys import decode, split_class_key
from designdoc_assets.making.found import artifact_of
from designdoc_assets.pages.page import parse_page
from designdoc_assets.pages.regions import Region
from designdoc_tests.conditions import Site, atoms_of, raise_sites

_SECTION = re.compile(
    r"^(?:#{3,6} `(?:\w+\.)*(?P<name>\w+)(?:\(\))?`\n(?:\n(?:`[^`\n]*`)?(?P<marks> ?\*\([^)]*\)\*))?"
    r"|`(?P<called>\w+)\([^\n]*`\n)(?P<rest>.*?)(?=^#{1,6} |\Z)",
    re.M | re.S,
)
"""What stands under the heading of a function; or, above all headings of members, under how a class is called."""
_RAISES = re.compile(r"^\*\*Raises\*\* (.*?)\.?\\?$", re.M)
_RAISED = re.compile(
    r"(?P<otherwise>else )?\[?`(?P<name>[\w.]+)`(?:\]\([^)]*\))?"
    r"(?: when (?P<ticks>`+) ?(?P<when>.*?) ?(?P=ticks)(?!`))?(?: \((?P<quotes>`+)(?!`).*?(?<!`)(?P=quotes)\))?"
)
_USED_BY = re.compile(r"^\*\*(?:Used|Imported) by\*\*: (.*)$", re.M)
_TESTED_BY = re.compile(r"^\*\*Tested by\*\*:? (.*)$", re.M)
_CODE = re.compile(r"`([^`]+)`")
_UNUSED = "No subclass, use or test of it was found"
_Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass
class Code:
    """A target's Python, read by Python."""

    root: Path
    docs: Path
    trees: dict[str, ast.Module] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for file in sorted(self.root.rglob("*.py")):
            path = file.relative_to(self.root)
            if path.parts[0].startswith(".") or file.is_relative_to(self.docs):
                continue
            try:
                self.trees[path.as_posix()] = ast.parse(file.read_bytes())
            except (SyntaxError, ValueError):
                continue

    @cached_property
    def names(self) -> dict[str, Counter[str]]:
        """Per file, the names in its code and how often they stand there."""
        return {path: Counter(_names((self.root / path).read_bytes())) for path in self.trees}

    @cached_property
    def defined(self) -> Counter[str]:
        """How many definitions there are of each name."""
        kinds = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
        return Counter(node.name for tree in self.trees.values() for node in ast.walk(tree) if isinstance(node, kinds))

    def aliases(self, path: str) -> dict[str, str]:
        """Return the names that a file gives to what it imports, and what they are elsewhere."""
        imports = [node for node in ast.walk(self.trees[path]) if isinstance(node, ast.ImportFrom)]
        return {alias.asname: alias.name for node in imports for alias in node.names if alias.asname}

    def scope(self, path: str, qualname: str) -> ast.Module | ast.ClassDef | None:
        """Return the module, or the one class of a qualified name in it."""
        scope: ast.Module | ast.ClassDef | None = self.trees.get(path)
        for name in filter(None, qualname.split(".")):
            found = [n for n in _statements(scope) if isinstance(n, ast.ClassDef) and n.name == name] if scope else []
            scope = found[0] if len(found) == 1 else None
        return scope


def audit_words(target: Path, docs: Path) -> list[str]:
    """Return the false sentences on the pages below `docs` about the Python below `target`."""
    code = Code(target, docs)
    problems = []
    for page in sorted(docs.rglob("*.md")):
        name = page.relative_to(docs).as_posix()
        for region in parse_page(page.read_text("utf-8")).pieces:
            if isinstance(region, Region) and region.header is not None and region.body:
                key = artifact_of(region, name).key
                problems += [f"{name}: {problem}" for problem in _region_problems(region.kind, key, region.body, code)]
    return problems


def _region_problems(kind: str, key: str, body: str, code: Code) -> Iterator[str]:
    if kind in {"class_doc", "class_diagram"}:
        path, qualname = split_class_key(key)  # type: ignore[arg-type]
    elif kind == "file_summary":
        path, qualname = decode(key), ""  # type: ignore[arg-type]
    else:
        return
    if path not in code.trees or "@" in qualname:
        return
    scope = code.scope(path, qualname)
    if kind == "class_diagram":
        yield from _relation_problems(path, qualname, body, code)
    elif scope is not None:
        for section in _SECTION.finditer(body):
            yield from _section_problems(section, scope, path, code)


def _section_problems(section: re.Match[str], scope: ast.Module | ast.ClassDef, path: str, code: Code) -> Iterator[str]:
    name = section["name"] or section["called"]
    is_constructor = isinstance(scope, ast.ClassDef) and name == scope.name
    wanted = {"__init__", "__new__"} if is_constructor else {name}
    found = [node for node in _statements(scope) if isinstance(node, _Function) and node.name in wanted]
    if len(found) != 1:
        return
    marks = set((section["marks"] or "*()*").strip()[2:-2].split(", "))
    yield from (f"{name}: {problem}" for problem in _mark_problems(found[0], marks, code.aliases(path)))
    for line in _RAISES.finditer(section["rest"]):
        yield from (f"{name}: {problem}" for problem in _raise_problems(line[1], found[0]))
    for line in _USED_BY.finditer(section["rest"]):
        for user in _users(line[1]):
            if not code.defined[user.rpartition(".")[2].partition("@")[0]] and user not in code.trees:
                yield f"{name}: used by {user}, which is defined nowhere"
    for line in _TESTED_BY.finditer(section["rest"]):
        yield from _test_problems(name, line[1], code)


def _mark_problems(node: _Function, marks: set[str], aliases: Mapping[str, str]) -> Iterator[str]:
    """Find marks of a flavour that a definition does not have, or the other way round."""
    called = (entry.func if isinstance(entry, ast.Call) else entry for entry in node.decorator_list)
    names = [ast.unparse(entry).rpartition(".")[2] for entry in called]
    decorators = {aliases.get(name, name) for name in names}
    if "overload" in decorators:
        return
    is_manager = not decorators.isdisjoint({"contextmanager", "asynccontextmanager"})
    is_async = isinstance(node, ast.AsyncFunctionDef)
    proper = {
        "async": is_async and not is_manager,
        "context manager": is_manager and not is_async,
        "asynchronous context manager": is_manager and is_async,
        "static method": "staticmethod" in decorators,
        "class method": "classmethod" in decorators,
        "abstract": any(name.startswith("abstract") for name in decorators),
        "generator": not is_manager and any(isinstance(n, ast.Yield | ast.YieldFrom) for n in _own_nodes(node)),
    }
    if node.name in {"__new__", "__init__"}:
        del proper["static method"], proper["class method"]
    for mark, is_proper in proper.items():
        if is_proper != (mark in marks):
            yield f"it is {'not marked as' if is_proper else 'marked as, and is no'} {mark}"
    if "property" in decorators and not any("property" in mark for mark in marks):
        yield "it is not marked as property"


def _raise_problems(said: str, node: _Function) -> Iterator[str]:
    sites = list(raise_sites(node))
    listed: dict[str, list[frozenset[str]]] = defaultdict(list)
    told: frozenset[str] = frozenset()
    plain = set()  # those of which a place is said without a condition
    for match in _items(said):
        exception = match["name"].rpartition(".")[2]
        if not match["when"]:
            plain.add(exception)
            continue
        try:
            test = ast.parse(match["when"], mode="eval").body
        except SyntaxError:
            yield f"the condition is no expression: {match['when']}"
            continue
        # What is raised else is so where nothing was before.
        atoms = atoms_of(test) | (told if match["otherwise"] else frozenset())
        told |= atoms_of(test, negated=True)
        listed[exception].append(atoms)
        named = [site for site in sites if exception in site.exceptions or not site.exceptions]
        if not named:
            yield f"raises {exception} nowhere"
        elif not any(site.atoms <= atoms for site in named):
            yield f"raises {exception} when {match['when']}: no site has that condition, all are {_shown(named)}"
    for exception, conditions in listed.items():
        if exception in plain:
            continue
        left = [s for s in sites if s.exceptions == {exception} and not s.is_caught]
        missing = [site for site in left if not any(site.atoms <= atoms for atoms in conditions)]
        if missing:
            yield f"raises {exception} also when {_shown(missing)}"


def _items(said: str) -> Iterator[re.Match[str]]:
    at = 0
    while at < len(said) and (match := _RAISED.match(said, at)):
        if said[match.end() :].startswith(": "):  # an author's words
            return
        yield match
        at = match.end() + len("; ")


def _shown(sites: Iterable[Site]) -> str:
    return "; ".join(" and ".join(sorted(site.atoms)) or "always" for site in sites)


def _relation_problems(path: str, qualname: str, body: str, code: Code) -> Iterator[str]:
    name = qualname.rpartition(".")[2]
    if _UNUSED in body and code.defined[name] == 1:
        for other, names in code.names.items():
            # In its own file, the definition is one.
            if names[name] > (1 if other == path else 0):
                yield f"nothing uses it, but {other} names it"
    for line in _USED_BY.finditer(body):
        for user in _users(line[1]):
            if not code.defined[user.rpartition(".")[2].partition("@")[0]] and user not in code.trees:
                yield f"used by {user}, which is defined nowhere"
    for line in _TESTED_BY.finditer(body):
        yield from _test_problems(name, line[1], code)


def _users(said: str) -> list[str]:
    return [user.removesuffix("()") for user in _CODE.findall(said)]


def _test_problems(name: str, said: str, code: Code) -> Iterator[str]:
    path = ""
    for word in _CODE.findall(said):
        if word.endswith(".py"):
            path = word
            if path not in code.trees:
                yield f"{name}: tested by {path}, which is not there"
        elif path in code.names and not code.names[path][word.rpartition(".")[2]]:
            yield f"{name}: tested by {word}, which is not in {path}"


def _statements(scope: ast.AST) -> Iterator[ast.stmt]:
    """Yield the statements of a module or class, those under conditions included, and none of functions or classes."""
    for child in ast.iter_child_nodes(scope):
        if isinstance(child, ast.stmt | ast.ExceptHandler | ast.match_case):
            if isinstance(child, ast.stmt):
                yield child
            if not isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                yield from _statements(child)


def _own_nodes(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef | ast.GeneratorExp):
            yield child
            yield from _own_nodes(child)


def _names(source: bytes) -> Iterator[str]:
    """Yield the names in code, imports left out: what is only imported is not used."""
    is_import = False
    try:
        for token in tokenize.tokenize(io.BytesIO(source).readline):
            if token.type == tokenize.NEWLINE:
                is_import = False
            elif token.type == tokenize.NAME:
                is_import = is_import or token.string in {"import", "from"}
                if not is_import:
                    yield token.string
    except (tokenize.TokenError, SyntaxError, IndentationError):
        return
