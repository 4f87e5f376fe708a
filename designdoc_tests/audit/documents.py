"""What TECH_DEBT, the pages of dependencies and SYSTEM_DESIGN say, held against the code: each returns what is false.

That a dependency is never imported, or named nowhere, is tried by a search of all text; that a class implements another
one by its bases, as `ast` reads them, its registration, or the names of its members.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from designdoc_tests.audit.words import Code

_ROW = re.compile(r"^\| \[?`(?P<name>[^`]+)`(?:\]\([^)]*\))? \|(?P<cells>.*)\|$", re.M)
_ENTRY = re.compile(r"^- \[?`(?P<name>[^`]+)`(?:\]\([^)]*\))?, (?:declared in|imported by) (?P<rest>.*)\.$", re.M)
_PATH = re.compile(r"`([^`]+\.pyi?)`")
_EXTENSION = re.compile(r"^- \[?`(?P<name>[^`]+)`(?:\]\([^)]*\))? \*\([^)]*\)\*: (?P<said>.*)\.$", re.M)
_CODE = re.compile(r"`([^`]+)`")
_CONFIGURATION = {".py", ".pyi", ".toml", ".cfg", ".ini", ".yml", ".yaml"}
_CLAUSES = {"asks for": "asks", "implemented by": "by bases", "members of these names in": "by members"}


def audit_documents(target: Path, docs: Path) -> list[str]:
    """Return the false sentences of the documents below `docs` about the target."""
    code = Code(target, docs)
    debt = (docs / "TECH_DEBT.md").read_text("utf-8")
    design = (docs / "SYSTEM_DESIGN.md").read_text("utf-8")
    return [
        *(f"TECH_DEBT.md: {problem}" for problem in _debt_problems(debt, code)),
        *(f"SYSTEM_DESIGN.md: {problem}" for problem in _extension_problems(design, code)),
    ]


def _debt_problems(text: str, code: Code) -> Iterator[str]:
    sections = {part.partition("\n")[0]: part for part in text.split("\n## ")}
    for row in _ROW.finditer(sections.get("Dependencies", "")):
        importers = row["cells"].rpartition(" | ")[2]
        for path in _PATH.findall(importers):
            if path not in code.trees:
                yield f"{row['name']}: imported by {path}, which is not there"
    for entry in _ENTRY.finditer(sections.get("Declared and named nowhere else", "")):
        for path in _naming(entry["name"], code):
            yield f"{entry['name']}: named nowhere else, but {path} names it"
    for entry in _ENTRY.finditer(sections.get("Declared for run time, imported by tests only", "")):
        name = _folded(entry["name"])
        for path, modules in _modules(code).items():
            if name in modules and "test" not in path:
                yield f"{entry['name']}: imported by tests only, but {path} imports it"
    for entry in _ENTRY.finditer(sections.get("Imported but not declared", "")):
        for path in _PATH.findall(entry["rest"]):
            if path in code.trees and _folded(entry["name"].partition(".")[0]) not in _modules(code)[path]:
                yield f"{entry['name']}: imported by {path}, which does not import it"


def _modules(code: Code) -> Mapping[str, set[str]]:
    """Return the first names of the modules that each file imports from outside of its package, by whatever call."""
    found: dict[str, set[str]] = {}
    for path, tree in code.trees.items():
        modules = found.setdefault(path, set())
        for node in ast.walk(tree):
            match node:
                case ast.Import(names=names):
                    modules |= {_folded(alias.name.partition(".")[0]) for alias in names}
                case ast.ImportFrom(module=str() as module, level=0):
                    modules.add(_folded(module.partition(".")[0]))
                case ast.Call(args=[ast.Constant(value=str() as text), *_]):
                    modules.add(_folded(text.partition(".")[0]))
    return found


def _naming(name: str, code: Code) -> Iterator[str]:
    """Yield the files of code, and of configuration outside of test folders, that hold a name as a word."""
    pattern = "[-_.]".join(re.split("[-_.]+", name))
    word = re.compile(rf"(?<![\w-]){pattern}(?![\w-])", re.IGNORECASE)
    for file in sorted(code.root.rglob("*")):
        path = file.relative_to(code.root)
        if file.suffix not in _CONFIGURATION or path.parts[0] in {".git"} or file.is_relative_to(code.docs):
            continue
        if file.suffix != ".py" and any("test" in part for part in path.parts):
            continue
        text = file.read_text("utf-8", "replace")
        if file.suffix in {".py", ".pyi"}:
            text = _without_comments(text)
        elif file.name in {"pyproject.toml", "setup.cfg", "tox.ini"} or "requirements" in file.name:
            continue  # where it is declared
        if word.search(text):
            yield path.as_posix()


def _without_comments(text: str) -> str:
    try:
        return ast.unparse(ast.parse(text))
    except (SyntaxError, ValueError):
        return ""


def _folded(name: str) -> str:
    return re.sub(r"[-_.]+", "_", name).lower()


def _extension_problems(text: str, code: Code) -> Iterator[str]:
    bases, members, registered = _classes(code)
    part = text.partition("\n## Extension points\n")[2].partition("\n## ")[0]
    for entry in _EXTENSION.finditer(part):
        name = entry["name"].rpartition(".")[2]
        said: dict[str, list[str]] = {}
        for clause in entry["said"].split("; "):
            lead = next((lead for lead in _CLAUSES if clause.startswith(lead)), "")
            if lead:
                said[_CLAUSES[lead]] = [each.rpartition(".")[2] for each in _CODE.findall(clause)]
        for asked in said.get("asks", []):
            if asked not in members.get(name, ()):
                yield f"{name} asks for {asked}, which it does not define"
        for heir in said.get("by bases", []):
            if name not in _above(heir, bases) and heir not in registered:
                yield f"{heir} implements {name}, and inherits from {sorted(_above(heir, bases))}"
        for alike in said.get("by members", []):
            have = {m for above in (alike, *_above(alike, bases)) for m in members.get(above, ())}
            if missing := set(said.get("asks", [])) - have:
                yield f"{alike} has the members of {name}, but not {sorted(missing)}"


def _classes(code: Code) -> tuple[dict[str, set[str]], dict[str, set[str]], set[str]]:
    """Return, by the last names of classes, the bases and members of each, and those that are registered somewhere."""
    bases: dict[str, set[str]] = {}
    members: dict[str, set[str]] = {}
    registered: set[str] = set()
    for path, tree in code.trees.items():
        aliases = code.aliases(path)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "register":
                registered |= {ast.unparse(argument).rpartition(".")[2] for argument in node.args}
            if not isinstance(node, ast.ClassDef):
                continue
            if any("register" in ast.unparse(entry) for entry in node.decorator_list):
                registered.add(node.name)
            above = (base.value if isinstance(base, ast.Subscript) else base for base in node.bases)
            names = {ast.unparse(base).rpartition(".")[2] for base in above}
            bases.setdefault(node.name, set()).update(aliases.get(each, each) for each in names)
            members.setdefault(node.name, set()).update(_members(node))
    return bases, members, registered


def _members(cls: ast.ClassDef) -> Iterator[str]:
    for node in ast.walk(cls):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.Attribute(attr=name):
                yield name
            case ast.Name(id=name, ctx=ast.Store()):
                yield name


def _above(name: str, bases: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    pending = [name]
    while pending:
        new = bases.get(pending.pop(), set()) - found
        found |= new
        pending += new
    return found
