"""What doc comments of JavaScript declare of types, as compilers understand them: of parameters, variables, imports."""

import re

from tree_sitter import Node

from designdoc_assets.languages.declared_types import UNION, TypeExpression
from designdoc_assets.languages.ecmascript.docs import declared_type
from designdoc_assets.languages.ecmascript.imports import DEFAULT, WHOLE
from designdoc_assets.languages.ecmascript.types import parse_type
from designdoc_assets.languages.engine.definition import CALLABLES, Definition, Found, Imported
from designdoc_assets.languages.engine.written import text
from designdoc_assets.languages.facts import Import

_IMPORTED = re.compile(
    r"@typedef\s*\{\s*(?:typeof\s+)?import\(\s*(['\"])(?P<module>\.[^'\"]*)\1\s*\)(?:\.(?P<name>[\w$]+))?\s*\}"
    r"\s*(?P<alias>[\w$]+)"
)
_STATEMENT = re.compile(
    r"@import\s+(?P<default>[\w$]+)?\s*,?\s*(?:\*\s*as\s+(?P<all>[\w$]+)|\{(?P<names>[^{}]*)\})?\s*from\s*"
    r"(['\"])(?P<module>\.[^'\"]*)\4"
)
_NAMED = re.compile(r"(?:type\s+)?(?P<name>[\w$]+)(?:\s+as\s+(?P<alias>[\w$]+))?\Z")


def tell_doc_types(found: Found) -> None:
    """Tell what comments import, and of what type they say variables are.

    Packages are left out of the imports: that a comment speaks of one is no use of it.
    """
    declared: dict[int, str] = {}
    for comment in found.comments:
        written = text(comment)
        if "@import" in written or "import(" in written:
            found.imports += _imports(comment, written)
        if written.startswith("/**") and "@type" in written and (path := object_path(declared_type(written))):
            declared[comment.end_point[0] + 1] = declared[comment.end_point[0]] = path
    for binding in found.bindings if declared else ():
        target = binding.targets[0]
        of = target.parent
        of_type = declared.get(target.start_point[0], "")
        is_variable = of is not None and of.type == "variable_declarator" and target.type == "identifier"
        if of_type and is_variable and binding.kind in {"", "values"} and _is_first(of):
            binding.kind, binding.values, binding.path = "path", [], of_type


def take_doc_types(definition: Definition) -> None:
    """Take over the types of parameters that the code has none for."""
    if definition.doc is not None and definition.kind in CALLABLES:
        told = {said.name: object_path(said.type or "") for said in definition.doc.parameters}
        definition.declared |= {name: path for name, path in told.items() if path}


def object_path(written: str) -> str:
    """Return the access path of an object of a type as a doc comment spells it; empty where it cannot be said."""
    path = _path(parse_type(written.strip("?!=").removeprefix("...").replace(".<", "<").strip()))
    return f"{path}()" if path else ""


def _path(type_: TypeExpression) -> str:
    if not type_.name or type_.name == UNION:
        return ""
    arguments = [_path(each) for each in type_.arguments]
    return f"{type_.name}[{','.join(arguments)}]" if arguments and all(arguments) else type_.name


def _imports(comment: Node, written: str) -> list[Imported]:
    made: list[tuple[str, str | None, str | None]] = []
    for found in _IMPORTED.finditer(written):
        made.append((found["module"], found["name"] or WHOLE, found["alias"]))
    for found in _STATEMENT.finditer(written):
        if found["default"]:
            made.append((found["module"], DEFAULT, found["default"]))
        if found["all"]:
            made.append((found["module"], None, found["all"]))
        parts = (_NAMED.match(part.strip()) for part in (found["names"] or "").split(","))
        made += [(found["module"], part["name"], part["alias"]) for part in parts if part]
    line = comment.start_point[0] + 1
    return [
        Imported("commented", comment, {}, Import(module, name, alias, line, when="types", visibility="private"))
        for module, name, alias in made
    ]


def _is_first(declarator: Node | None) -> bool:
    """Whether a name is the first that its statement declares: what stands above is about that."""
    before = declarator.prev_named_sibling if declarator is not None else None
    return before is None or before.type != "variable_declarator"
