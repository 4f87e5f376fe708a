"""From a statement of SQL to the changes that it makes, with sqlglot. What it does not understand is not guessed.

Which dialect a statement is written in is not known: it is read in the first that understands it, and where it has what
only one dialect writes, in that one first.
"""

import logging
import re
from collections.abc import Iterator, Sequence

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from designdoc_assets.languages.tables import Column
from designdoc_assets.schemas.changes import (
    Change,
    ColumnAdded,
    ColumnChanged,
    ColumnDropped,
    Constrained,
    ConstraintDropped,
    Described,
    Dropped,
    Made,
    Renamed,
)
from designdoc_assets.schemas.statements import MOST_CHARACTERS, Statement
from designdoc_assets.schemas.written import PIECE, written

logging.getLogger("sqlglot").setLevel(logging.ERROR)  # it warns of what it passes over
_DIALECTS = ("postgres", "mysql", "sqlite", "tsql", "clickhouse", "oracle")
_ONLY_IN = {
    "clickhouse": re.compile(r"\w*MergeTree\b|\bON\s+CLUSTER\b"),
    "mysql": re.compile(r"`|\bAUTO_INCREMENT\b|\bENGINE\s*=|^\s*(?:KEY|INDEX)\b", re.IGNORECASE | re.MULTILINE),
    "tsql": re.compile(r"\[\w+\]\.|\bIDENTITY\s*\(|\bNVARCHAR\b", re.IGNORECASE),
}
_NOT_SHOWN = re.compile(r"'(?:[^'\\]|''|\\.)*'|--[^\n]*|/\*.*?\*/", re.DOTALL)
_TEMPLATE = re.compile(r"[{}%]|<[%?]|\$\(")
"""A part of a statement that is put in before it is run."""
_DEEPEST = 30
_MOST_CLAUSES = 100
_RENAMES = re.compile(r"RENAME\s+TABLE\s+([\w.`\"]+)\s+TO\s+([\w.`\"]+)\s*\Z", re.IGNORECASE)
_EXISTS_BEHIND = re.compile(r"(?<=\S)\s+IF\s+EXISTS\s*\Z", re.IGNORECASE)
_ALTERS = re.compile(r"ALTER\s+TABLE\s+(?:IF\s+EXISTS\s+)?(?:ONLY\s+)?\S+\s+", re.IGNORECASE)
_NO_NAMES = frozenset(
    {
        *("ADD", "ALTER", "CHANGE", "CHECK", "CONSTRAINT", "DROP", "EXCLUDE", "FOREIGN", "MODIFY", "PRIMARY"),
        *("RENAME", "UNIQUE"),
    }
)
"""Of columns, unless they are quoted: then a clause was taken for one."""
_NAME = re.compile(r"\w[\w$ #-]*(?:\.\w[\w$ #-]*)?")
_COLUMNS_OR_KEYS = re.compile(
    r"\b(?:(?:ADD|DROP|RENAME|MODIFY|CHANGE|ALTER)\b"
    r"(?!\s+(?:CHECK|CONSTRAINT|INDEX|KEY|UNIQUE|FULLTEXT|SPATIAL|PARTITION|PROJECTION|STATISTICS)\b)"
    r"|FOREIGN\s+KEY\b|PRIMARY\s+KEY\b)",
    re.IGNORECASE | re.DOTALL,
)
"""What of a change of a table matters here: others change who owns it, or how it is looked through."""
_OWN_SCHEMAS = frozenset({"public", "dbo", "main"})
"""Where tables are that say nothing else."""


class NotUnderstoodError(Exception):
    """A statement says something about tables, and it is not known what."""


def parse(statement: Statement) -> list[Change]:
    """Return the changes that a statement makes, in order.

    Raises:
        NotUnderstoodError: No dialect understands it, or a part of it is put in before it is run.
    """
    text = statement.text
    if text[:4].upper() == "DROP":
        text = _EXISTS_BEHIND.sub("", text)  # as H2 and HSQLDB write it
    bare = _NOT_SHOWN.sub("''", text)
    if len(text) > MOST_CHARACTERS or _TEMPLATE.search(bare) or _depth(bare) > _DEEPEST:
        raise NotUnderstoodError
    if renamed := _RENAMES.match(text):
        return [Renamed(*(name.strip('`"') for name in renamed.groups()))]
    told = [dialect for dialect, pattern in _ONLY_IN.items() if pattern.search(bare)]
    for dialect in dict.fromkeys((*told, *_DIALECTS)):
        try:
            tree = sqlglot.parse_one(text, read=dialect)
            if not isinstance(tree, exp.Command):
                return list(_changes(tree, text, is_empty_said=dialect == "clickhouse"))
        except (SqlglotError, NotUnderstoodError, RecursionError, ValueError, TypeError, AttributeError, LookupError):
            continue  # hostile text breaks parsers in ways of their own
    if text[:5].upper() == "ALTER" and not _COLUMNS_OR_KEYS.search(bare, len("ALTER TABLE")):
        return []
    if 1 < len(clauses := _clauses(text)) <= _MOST_CLAUSES:  # one that no dialect understands hides the others
        return [change for clause in clauses for change in parse(Statement(statement.line, clause))]
    raise NotUnderstoodError


def _clauses(text: str) -> list[str]:
    """Return a statement that alters a table in several ways as one for each."""
    head = _ALTERS.match(text)
    if head is None:
        return []
    parts, depth = [""], 0
    for piece in PIECE.findall(text, head.end()):
        depth += (piece == "(") - (piece == ")")
        if piece == "," and not depth:
            parts.append("")
        else:
            parts[-1] += piece
    return [f"{head[0]}{part.strip()}" for part in parts]


def _depth(text: str) -> int:
    depth = deepest = 0
    for character in text:
        depth += (character == "(") - (character == ")")
        deepest = max(deepest, depth)
    return deepest


def _changes(tree: exp.Expr, text: str, *, is_empty_said: bool) -> Iterator[Change]:
    match tree:
        case exp.Create() if tree.args.get("kind") == "TABLE":
            yield from _made(tree, text, is_empty_said=is_empty_said)
        case exp.Drop():
            yield from (Dropped(_table(table)) for table in tree.args["tables"])
        case exp.Comment(this=exp.Column() as column, expression=exp.Literal() as said):
            table = ".".join(part.name for part in column.parts[:-1])
            yield ColumnChanged(_own(table), _name(column), (("about", said.name),))
        case exp.Comment(this=exp.Table() as table, expression=exp.Literal() as said):
            yield Described(_table(table), said.name)
        case exp.Alter():
            table = _table(tree.this)
            for action in tree.args["actions"]:
                yield from _altered(table, action, tree, text)


def _made(tree: exp.Create, text: str, *, is_empty_said: bool) -> Iterator[Change]:
    properties = tree.args.get("properties")
    given = list(properties.expressions) if properties is not None else []
    if any(isinstance(each, exp.TemporaryProperty | exp.PartitionedOfProperty) for each in given):
        return
    schema = tree.this if isinstance(tree.this, exp.Schema) else None
    table = _table(schema.this if schema is not None else tree.this)
    parts = list(schema.expressions) if schema is not None else []
    columns: list[Column] = []
    more: list[Change] = []
    for part in parts:
        if isinstance(part, exp.ColumnDef | exp.Identifier):
            column, constraints = _column(part, table, text, is_empty_said=is_empty_said)
            columns.append(column)
            more += constraints
        else:
            more += _constrained(table, part)
    like = next((each for each in (*given, *parts) if isinstance(each, exp.LikeProperty)), None)
    parent = next((each.expressions[0] for each in given if isinstance(each, exp.InheritsProperty)), None)
    taken = _table(like.this) if like is not None else _table(parent) if parent is not None else ""
    query = tree.args.get("expression")
    if isinstance(query, exp.Query) and not columns:
        columns = [Column(name) for name in query.named_selects]
    said = next((each.this.name for each in given if isinstance(each, exp.SchemaCommentProperty)), "")
    is_open = "*" in (column.name for column in columns)
    yield Made(
        table, () if is_open else tuple(columns), taken, is_empty_said=is_empty_said, is_open=is_open, about=said
    )
    yield from more


def _altered(table: str, action: exp.Expression, tree: exp.Alter, text: str) -> Iterator[Change]:
    match action:
        case exp.ColumnDef():
            column, constraints = _column(action, table, text, is_empty_said=False)
            yield ColumnAdded(table, column)
            yield from constraints
        case exp.Schema():
            for each in action.expressions:
                yield from _altered(table, each, tree, text)
        case exp.AddConstraint():
            for each in action.expressions:
                yield from _constrained(table, each)
        case exp.Drop(kind="COLUMN"):
            yield from (ColumnDropped(table, _name(each)) for each in action.args["tables"])
        case exp.Drop(kind="CONSTRAINT" | "FOREIGN KEY"):
            yield from (ConstraintDropped(table, each.name) for each in action.args["tables"])
        case exp.DropPrimaryKey():
            yield ConstraintDropped(table)
        case exp.RenameColumn():
            yield ColumnChanged(table, _name(action.this), (("name", _name(action.args["to"])),))
        case exp.AlterRename():
            to = [each.this for each in tree.args.get("options") or () if isinstance(each, exp.ToTableProperty)]
            # `RENAME a TO b` is about a column, and `RENAME TO b` about the table.
            yield (
                ColumnChanged(table, action.this.name, (("name", to[0].name),))
                if to
                else Renamed(table, _table(action.this))
            )
        case exp.ModifyColumn():
            column, constraints = _column(action.this, table, text, is_empty_said=False)
            before = action.args.get("rename_from")
            changes: list[tuple[str, str | bool]] = [("name", column.name), ("type", column.type)]
            changes += [("default", column.default), ("about", column.about), ("is_optional", column.is_optional)]
            yield ColumnChanged(table, _name(before) if before is not None else column.name, tuple(changes))
            yield from constraints
        case exp.AlterColumn():
            yield from _column_altered(table, action, text)


def _column_altered(table: str, action: exp.AlterColumn, text: str) -> Iterator[Change]:
    name = _name(action.this)
    allows, default = action.args.get("allow_null"), action.args.get("default")
    changes: list[tuple[str, str | bool]] = []
    if allows is not None:
        changes.append(("is_optional", bool(allows)))
    elif action.args.get("drop") or default is not None:
        end = int(_identifier(action.this).meta["end"]) + 1
        changes.append(("default", written(_behind(text, end, r"SET"), 0, name).default if default is not None else ""))
    if action.args.get("dtype") is not None:
        end = int(_identifier(action.this).meta["end"]) + 1
        changes.append(("type", written(_behind(text, end, r"(?:SET\s+DATA\s+)?TYPE"), 0, name).type))
    yield ColumnChanged(table, name, tuple(changes))


def _behind(text: str, start: int, words: str) -> str:
    found = re.compile(rf"\s+{words}\b", re.IGNORECASE).match(text, start)
    return text[found.end() if found else start :]


def _column(node: exp.Expression, table: str, text: str, *, is_empty_said: bool) -> tuple[Column, list[Change]]:
    name, kind = _name(node), node.args.get("kind")
    is_own = kind is not None and kind.this == exp.DType.USERDEFINED
    if not _identifier(node).args.get("quoted") and (
        name.upper() in _NO_NAMES or (is_own and name.upper() in {"INDEX", "KEY"})
    ):
        raise NotUnderstoodError
    said = written(text, int(_identifier(node).meta["end"]) + 1, name)
    is_key, is_optional, about = False, not is_empty_said, ""
    changes: list[Change] = []
    constraints: Sequence[exp.ColumnConstraint] = node.args.get("constraints") or []
    for constraint in constraints:
        match constraint.args.get("kind"):
            case exp.PrimaryKeyColumnConstraint():
                is_key = True
            case exp.NotNullColumnConstraint() as null:
                is_optional = bool(null.args.get("allow_null"))
            case exp.CommentColumnConstraint() as comment:
                about = comment.this.name
            case exp.Reference() as reference:
                changes.append(Constrained(table, (name,), _referred(reference), constraint.name))
    if said.type.startswith("Nullable("):
        is_optional = True
    is_number_of_rows = re.match(r"(?:BIG|SMALL)?SERIAL\b", said.type, re.IGNORECASE) is not None
    optional = is_optional and not is_key and not is_number_of_rows
    return Column(name, said.type, is_key, "", optional, said.default, about), changes


def _constrained(table: str, part: exp.Expression) -> Iterator[Change]:
    name, inner = "", [part]
    if isinstance(part, exp.Constraint):
        name, inner = part.this.name, part.expressions
    for each in inner:
        match each:
            case exp.PrimaryKey():
                yield Constrained(table, tuple(map(_name, each.expressions)), name=name)
            case exp.ForeignKey(args={"reference": exp.Reference() as reference}):
                yield Constrained(table, tuple(map(_name, each.expressions)), _referred(reference), name)


def _referred(reference: exp.Reference) -> str:
    return _table(reference.this.this if isinstance(reference.this, exp.Schema) else reference.this)


def _table(node: exp.Expression) -> str:
    if not isinstance(node, exp.Table) or not isinstance(node.this, exp.Identifier):
        raise NotUnderstoodError
    return _own(f"{node.db}.{node.name}" if node.db else node.name)


def _own(name: str) -> str:
    """Return the name of a table without the schema that tables are in anyway."""
    if not _NAME.fullmatch(name):
        raise NotUnderstoodError
    schema, _, last = name.rpartition(".")
    return last if schema.lower() in _OWN_SCHEMAS else name


def _identifier(node: exp.Expression) -> exp.Expression:
    found = node if isinstance(node, exp.Identifier) else node.find(exp.Identifier)
    if found is None:
        raise NotUnderstoodError
    return found


def _name(node: exp.Expression) -> str:
    name = node.name or _identifier(node).name
    if not _NAME.fullmatch(name):
        raise NotUnderstoodError
    return name
