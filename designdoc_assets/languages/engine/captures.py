"""Runs the queries over a tree, and sorts what they capture by the heads of the captures' names."""

from collections.abc import Callable, Mapping

from tree_sitter import Node, QueryCursor

from designdoc_assets.languages.engine.definition import Binding, Definition, Found, Imported
from designdoc_assets.languages.engine.dialect import Dialect
from designdoc_assets.languages.engine.environment import variable_of
from designdoc_assets.languages.engine.parsing import Parsed

Captures = Mapping[str, list[Node]]
_Handler = Callable[[Captures], None]


def captured(dialect: Dialect, parsed: Parsed) -> Found:
    """Return what the queries capture, in order of the source; nothing belongs to anything yet."""
    root = parsed.tree.root_node
    found = Found(parsed.source, root, problem=parsed.problem)
    sort = _Sorting(dialect, found)
    handlers: dict[int, _Handler] = {}
    for pattern, captures in QueryCursor(parsed.queries.joint).matches(root):
        handler = handlers.get(pattern)
        if handler is None:
            handler = handlers[pattern] = sort.handler(captures)
        handler(captures)
    for label, nodes in QueryCursor(parsed.queries.single).captures(root).items():
        sort.single(label, nodes)
    found.top = sorted(sort.definitions.values(), key=lambda each: (each.node.start_byte, -each.node.end_byte))
    return found


class _Sorting:
    def __init__(self, dialect: Dialect, found: Found) -> None:
        self._dialect = dialect
        self._found = found
        self.definitions: dict[tuple[int, int], Definition] = {}

    def handler(self, captures: Captures) -> _Handler:
        """Return what handles all matches of a pattern, which is told by those of its captures that always are."""
        for label in captures:
            head, _, tail = label.partition(".")
            if head == "definition":
                return lambda each: self._define(label, tail.replace("_", " "), each)
            if head == "import":
                return lambda each: self._import(label, tail, each)
        if "variable" in captures:
            return self._read_variable
        told = next((label for label in captures if label.startswith("bound.")), "bound.")
        return lambda each: self._bind(told, each)

    def _define(self, label: str, kind: str, captures: Captures) -> None:
        for node in captures[label]:
            key = (node.start_byte, node.end_byte)
            known = self.definitions.get(key)
            if known is None:
                name = self._dialect.name_of(captures["name"][0]) if "name" in captures else ""
                start = node.start_byte
                known = self.definitions[key] = Definition(kind, name, node, {}, start=start)
            for part, nodes in captures.items():
                if part == "scope":
                    self._found.scopes += nodes
                elif part != label:
                    have = known.parts.setdefault(part, [])
                    have += [each for each in nodes if each not in have]

    def _import(self, label: str, form: str, captures: Captures) -> None:
        parts = {"import": captures[label], **captures}
        facts = self._dialect.imported(form, parts)
        self._found.imports.append(Imported(form, captures[label][0], parts, facts))

    def _bind(self, told: str, captures: Captures) -> None:
        values = captures.get(told, [])
        self._found.bindings.append(Binding(captures["bound"], told.partition(".")[2], values))

    def _read_variable(self, captures: Captures) -> None:
        if (variable := variable_of(self._dialect, captures)) is not None:
            self._found.variables.append(variable)

    def single(self, label: str, nodes: list[Node]) -> None:
        """Take what is captured under a name that means something by itself."""
        found = self._found
        head, _, tail = label.partition(".")
        match head:
            case "use":
                found.mentions[tail] = nodes
            case "comment":
                found.comments = nodes
            case "literal":
                found.literals = nodes
            case "scope":
                found.scopes += nodes
            case "closure":
                found.closures = nodes
            case "guard":
                found.guards = nodes
            case "handler":
                found.handlers = nodes
            case "annotation":
                found.annotations = nodes
            case "unit":
                found.units = nodes
            case "bound":
                found.bindings += [Binding([node], "", []) for node in nodes]
            case "file":
                found.file = min(nodes, key=lambda node: node.start_byte)
