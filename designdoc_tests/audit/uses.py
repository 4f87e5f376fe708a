"""Who uses what, by pages, held against the code: users, importers, dependencies, implementations.

A user must hold the name of what it uses, of one of its members, or of an alias, as `ast` reads it; where a name means
one thing in all the code, those whom a page names, with the count of those it does not, are all who hold it.
"""

import ast
import posixpath
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from designdoc_assets.artifacts.artifact import Artifact
from designdoc_assets.languages.keys import decode, split_class_key
from designdoc_assets.making.found import artifact_of
from designdoc_assets.pages.page import parse_page
from designdoc_assets.pages.regions import Region
from designdoc_tests.audit.words import Code

_USED_BY = re.compile(r"^\*\*(?:Used by|Raised by|Caught in)\*\*: (.*?)\.?\\?$", re.M)
_CAUGHT_IN = re.compile(r"^\*\*Caught in\*\*: (.*?)\.?\\?$", re.M)
_HANDLERS = re.compile(r"^\*\*Handlers of its bases\*\*: (.*?)\.?\\?$", re.M)
_OF_BASE = re.compile(r"\[?`(?P<base>[^`]+)`(?:\]\([^)\s]*\))? in (?P<handlers>.*)")
_SAME_AS_OS_ERROR = frozenset({"EnvironmentError", "IOError", "error"})
_IMPORTED_BY = re.compile(r"^\*\*Imported by\*\*: (.*?)\.?\\?$", re.M)
_SUBCLASSES = re.compile(r"^\*\*Subclasses\*\*: (.*?)\.?\\?$", re.M)
_ITEM = re.compile(r"\[?`(?P<name>[^`]+)`(?:\]\((?P<url>[^)\s]*)\))?")
_MORE = re.compile(r" and (\d+) more\Z")
_SECTION = re.compile(r"^### (?:Function )?`(?P<name>\w+)\(\)`\n(?P<rest>.*?)(?=^#{1,3} |\Z)", re.M | re.S)
_Function = ast.FunctionDef | ast.AsyncFunctionDef
_Owner = tuple[str, str]
"""A file, and the qualified name of a class or function in it; empty for the module itself."""


@dataclass(frozen=True)
class _Said:
    """A list of things on a page: name and file of each, as far as a link tells it, and how many are not named."""

    items: tuple[tuple[str, str], ...]
    more: int


@dataclass
class _Uses:
    """Who holds which names, in all files."""

    code: Code
    documented: frozenset[str]
    loads: dict[str, set[_Owner]] = field(default_factory=lambda: defaultdict(set))
    """Who reads a name."""
    held: dict[_Owner, set[str]] = field(default_factory=lambda: defaultdict(set))
    """All names in what somebody owns, those in strings included."""
    caught: dict[_Owner, set[str]] = field(default_factory=lambda: defaultdict(set))
    """The last names of what somebody has handlers for."""
    stored: Counter[str] = field(default_factory=Counter)
    """How often a name is bound otherwise than by a definition or an import."""
    second_names: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """What assignments call a thing: `Other = Thing`, `self.client = Client()`."""

    def __post_init__(self) -> None:
        for path, tree in self.code.trees.items():
            aliases = self.code.aliases(path)
            for owner, node in _owned(tree, ""):
                self._read((path, owner), node, aliases)

    def _read(self, owner: _Owner, node: ast.AST, aliases: Mapping[str, str]) -> None:
        held = self.held[owner]
        for exception in _handled(node):
            named = (_last(inner) for inner in ast.walk(exception) if _is_name(inner))
            self.caught[owner] |= {aliases.get(name, name) for name in named}
        match node:
            case ast.Name() | ast.Attribute():
                name = _last(node)
                held.add(aliases.get(name, name))
                if not isinstance(node.ctx, ast.Load):
                    self.stored[name] += 1
                elif isinstance(node, ast.Name):
                    self.loads[aliases.get(name, name)].add(owner)
            case ast.arg(arg=name) | ast.ExceptHandler(name=str() as name):
                self.stored[name] += 1
            case ast.Constant(value=str() as text):
                held |= {aliases.get(name, name) for name in re.findall(r"\w+", text)}
            case ast.Assign(targets=targets, value=value) | ast.AnnAssign(target=targets, value=ast.expr() as value):
                goals = targets if isinstance(targets, list) else [targets]
                names = {_last(goal) for goal in goals if isinstance(goal, ast.Name | ast.Attribute)}
                for inner in ast.walk(value):
                    if isinstance(inner, ast.Name | ast.Attribute):
                        self.second_names[_last(inner)] |= names

    @cached_property
    def members(self) -> dict[str, set[str]]:
        """Names of the members of each class, by its name, those of its bases included."""
        own: dict[str, set[str]] = defaultdict(set)
        bases: dict[str, set[str]] = defaultdict(set)
        for tree in self.code.trees.values():
            for node in ast.walk(tree):
                if isinstance(node, ast.ClassDef):
                    own[node.name] |= {_last(n) for n in ast.walk(node) if isinstance(n, ast.Name | ast.Attribute)}
                    own[node.name] |= {n.name for n in ast.walk(node) if isinstance(n, _Function)}
                    bases[node.name] |= {_last(n) for base in node.bases for n in ast.walk(base) if _is_name(n)}
        for name in list(own):
            seen, pending = {name}, [name]
            while pending:
                new = bases.get(pending.pop(), set()) - seen
                seen |= new
                pending += new
            own[name] = own[name].union(*(own.get(base, ()) for base in seen))
        return own

    @cached_property
    def holders(self) -> dict[str, set[str]]:
        """The last names of the functions and classes that hold a name: what they return may be of that."""
        found: dict[str, set[str]] = defaultdict(set)
        for (_, owner), names in self.held.items():
            for name in names if owner else ():
                found[name].add(owner.rpartition(".")[2])
        return found

    @cached_property
    def imported(self) -> dict[str, set[str]]:
        """The modules that each file imports, and the names in them, as full names."""
        return {path: set(_imported(path, tree)) for path, tree in self.code.trees.items()}

    @cached_property
    def units(self) -> set[str]:
        """The dotted names of all documented files, and the ends of these."""
        units = [_unit(path).split(".") for path in self.documented]
        return {".".join(parts[at:]) for parts in units for at in range(len(parts))}

    def known_as(self, name: str) -> set[str]:
        """Return by what somebody may use a thing: its name, those of its members, of who gives it, of who holds it."""
        given = self.holders.get(name, set())
        return {name, *self.members.get(name, ()), *self.second_names.get(name, ()), *given}

    def readers(self, name: str, path: str) -> set[_Owner]:
        """Return the documented code that surely reads what a file defines, of a name that means one thing."""
        if (
            self.code.defined[name] != 1
            or self.stored[name]
            or any(full.endswith(f".{name}") for full in self.imported[path])
        ):
            return set()
        # What is registered under no name is part of what it is registered with.
        readers = {owner for owner in self.loads[name] if owner[0] in self.documented and owner[1] != "_"}
        return {owner for owner in readers if owner[0] == path or self._imports_own(name, owner[0])}

    def _imports_own(self, name: str, path: str) -> bool:
        """Whether a file imports a name from a module that is the target's."""
        modules = (full.rpartition(".")[0] for full in self.imported[path] if full.endswith(f".{name}"))
        return any(module in self.units for module in modules)

    def called(self, user: str, file: str) -> set[_Owner]:
        """Return whom a page may mean by a name: a file, or classes and functions; their folders stand before some.

        What a method does, its class does.
        """
        if user in self.code.trees:
            return {(user, "")}
        name = user.partition("@")[0]
        return self._owners(name, file) or self._owners(name.rpartition(".")[0], file)

    def _owners(self, name: str, file: str) -> set[_Owner]:
        segments = name.split(".") if name else []
        for at in range(len(segments)):
            end = ".".join(segments[at:])
            there = (owner for owner in self.held if owner[1] and (not file or owner[0] == file))
            if found := {owner for owner in there if f".{owner[1]}".endswith(f".{end}")}:
                return found
        return set()


def audit_uses(target: Path, docs: Path) -> list[str]:
    """Return what is false of what pages below `docs` say of users in the Python below `target`."""
    regions = []
    for page in sorted(docs.rglob("*.md")):
        name = page.relative_to(docs).as_posix()
        for piece in parse_page(page.read_text("utf-8")).pieces:
            if isinstance(piece, Region) and piece.header is not None and piece.body:
                regions.append((name, artifact_of(piece, name), piece.body))
    kinds = {"file_summary", "class_doc", "class_diagram"}
    files = {name: decode(artifact.key).partition("::")[0] for name, artifact, _ in regions if artifact.kind in kinds}
    uses = _Uses(Code(target, docs), frozenset(files.values()))
    return [
        f"{name}: {problem}"
        for name, artifact, body in regions
        if artifact.kind in kinds
        for problem in _region_problems(artifact, _Reader(name, body, files), uses)
    ]


@dataclass(frozen=True)
class _Reader:
    """Reads the lists in a region of a page; `files` are those that pages are about."""

    page: str
    body: str
    files: Mapping[str, str]

    def read(self, line: re.Pattern[str], body: str = "") -> _Said:
        """Return what all lines of a form list."""
        items: list[tuple[str, str]] = []
        more = 0
        for found in line.finditer(body or self.body):
            count = _MORE.search(found[1])
            more += int(count[1]) if count else 0
            items += [self._item(match) for match in _ITEM.finditer(found[1])]
        return _Said(tuple(items), more)

    def _item(self, match: re.Match[str]) -> tuple[str, str]:
        name, url = match["name"].removesuffix("()"), match["url"]
        if url is None:
            return name, ""
        path = unquote(url.partition("#")[0])
        there = posixpath.normpath(posixpath.join(posixpath.dirname(self.page), path)) if path else self.page
        return name, self.files.get(there, "")


def _region_problems(artifact: Artifact, reader: _Reader, uses: _Uses) -> Iterator[str]:
    if artifact.kind == "class_diagram":
        path, qualname = split_class_key(artifact.key)  # type: ignore[arg-type]
        if path not in uses.imported:
            return  # It is in a language that the other reading does not know.
        heirs = reader.read(_SUBCLASSES).items
        yield from _user_problems(path, qualname.partition("@")[0], reader.read(_USED_BY), heirs, uses)
        name = qualname.partition("@")[0].rpartition(".")[2]
        yield from _handler_problems(name, reader.read(_CAUGHT_IN), uses)
        for line in _HANDLERS.finditer(reader.body):
            for entry in line[1].split("; "):
                if found := _OF_BASE.fullmatch(entry):
                    said = reader.read(re.compile("(.*)"), found["handlers"])
                    yield from _handler_problems(found["base"].rpartition(".")[2], said, uses)
    elif artifact.kind == "file_summary":
        path = decode(artifact.key)  # type: ignore[arg-type]
        if path not in uses.imported:
            return
        for section in _SECTION.finditer(reader.body):
            said = reader.read(_USED_BY, section["rest"])
            yield from _user_problems(path, section["name"], said, (), uses)
        for importer, _ in reader.read(_IMPORTED_BY).items:
            if not any(_leads_to(name, path) for name in uses.imported.get(importer, ())):
                yield f"imported by {importer}, which has no import that leads there"


def _user_problems(
    path: str, qualname: str, said: _Said, heirs: Collection[tuple[str, str]], uses: _Uses
) -> Iterator[str]:
    name = qualname.rpartition(".")[2]
    known = uses.known_as(name)
    named = {(path, qualname)}
    for user, file in (*said.items, *heirs):
        owners = uses.called(user, file)
        named |= owners
        if not owners:
            yield f"{name}: used by {user}, which is defined nowhere"
        elif not any(known & uses.held[owner] for owner in owners):
            yield f"{name}: used by {user}, which does not name it"
    if len(left := uses.readers(name, path) - named) > said.more:
        yield f"{name}: also used by {sorted(left)[:3]}, {len(left)} in all, where {said.more} are counted"


def _handler_problems(name: str, said: _Said, uses: _Uses) -> Iterator[str]:
    known = {name, *uses.second_names.get(name, ()), *(_SAME_AS_OS_ERROR if name == "OSError" else ())}
    for handler, file in said.items:
        if not any(known & uses.caught[owner] for owner in uses.called(handler, file)):
            yield f"{name}: caught in {handler}, which has no handler for it"


def _handled(node: ast.AST) -> Iterator[ast.expr]:
    """Yield the expressions of which a node catches what they are: of a handler, of `suppress`."""
    match node:
        case ast.ExceptHandler(type=ast.expr() as exception):
            yield exception
        case ast.Call(func=ast.Name() | ast.Attribute() as function, args=args) if _last(function) == "suppress":
            yield from args


def _owned(node: ast.AST, owner: str) -> Iterator[tuple[str, ast.AST]]:
    """Yield nodes with who owns them: the innermost class, or the outermost function."""
    for child in ast.iter_child_nodes(node):
        yield owner, child
        if isinstance(child, ast.ClassDef):
            yield from _owned(child, f"{owner}.{child.name}".lstrip("."))
        else:
            yield from _owned(child, child.name if isinstance(child, _Function) and not owner else owner)


def _is_name(node: ast.AST) -> bool:
    return isinstance(node, ast.Name | ast.Attribute)


def _last(node: ast.AST) -> str:
    match node:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


def _unit(path: str) -> str:
    return path.removesuffix(".pyi").removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _module_of(node: ast.ImportFrom, path: str) -> str:
    """Return the full name of the module that names are imported from: from the target's root, if it is relative."""
    if not node.level:
        return node.module or ""
    above = PurePosixPath(path).parents[node.level - 1]
    return ".".join([*above.parts, *filter(None, [node.module])])


def _imported(path: str, tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = _module_of(node, path)
            yield from (f"{module}.{alias.name}" for alias in node.names)


def _leads_to(name: str, path: str) -> bool:
    """Whether a full name, or what it stands in, is that of a file, which may lie below a source root."""
    while name:
        if f".{_unit(path)}".endswith(f".{name}"):
            return True
        name = name.rpartition(".")[0]
    return False
