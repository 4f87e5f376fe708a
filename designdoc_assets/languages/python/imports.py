"""Import statements."""

from collections.abc import Iterator

from tree_sitter import Node

from designdoc_assets.languages.facts import Import, When
from designdoc_assets.languages.python.syntax import parse, text
from designdoc_assets.languages.python.visibility import visibility_within

STATEMENTS = ("import_statement", "import_from_statement", "future_import_statement")


def imports(statement: Node, when: When) -> Iterator[Import]:
    """Yield what one import statement imports."""
    line = statement.start_point[0] + 1
    if statement.type == "import_statement":
        for module, alias in _names(statement):
            yield Import(module, None, alias, line, when, visibility_within((alias or module).partition(".")[0]))
        return
    origin = statement.child_by_field_name("module_name")
    module = _joined(origin) if origin else "__future__"
    for name, alias in _names(statement):
        bound = alias or name
        yield Import(module, name, alias, line, when, visibility_within(bound), is_reexport=alias == name)
    if any(child.type == "wildcard_import" for child in statement.named_children):
        yield Import(module, "*", None, line, when)


def imported(source: str) -> tuple[Import, ...]:
    """Return what the import statements in a text import, wherever they stand."""
    found: list[Import] = []
    stack = [parse(source.encode("utf-8", "replace")).root_node]
    while stack:
        node = stack.pop()
        if node.type in STATEMENTS:
            found.extend(imports(node, "always"))
        else:
            stack.extend(reversed(node.named_children))
    return tuple(found)


def _names(statement: Node) -> Iterator[tuple[str, str | None]]:
    for node in statement.children_by_field_name("name"):
        name, alias = node.child_by_field_name("name"), node.child_by_field_name("alias")
        if name and alias:
            yield _joined(name), text(alias)
        else:
            yield _joined(node), None


def _joined(name: Node) -> str:
    return "".join(text(name).split())
