"""Where functions raise, and under which conditions, by `ast`: conditions are sets of what must all be true."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_OPPOSITE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.GtE,
    ast.GtE: ast.Lt,
    ast.Gt: ast.LtE,
    ast.LtE: ast.Gt,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}


@dataclass(frozen=True)
class Site:
    """A `raise` statement of a function."""

    exceptions: frozenset[str]
    """The last name of what is raised; none where that is no class by its name."""
    atoms: frozenset[str]
    is_caught: bool
    """Whether it stands in a `try` that may catch it, or in a handler or a loop, of which a condition cannot tell."""


def raise_sites(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[Site]:
    """Yield the places where a function itself raises, with the tests around each."""
    yield from _sites(node.body, frozenset(), is_caught=False)


def atoms_of(test: ast.expr, *, negated: bool = False) -> frozenset[str]:
    """Return what must be true for a test to be true, or false."""
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return atoms_of(operand, negated=not negated)
        case ast.BoolOp(op=op, values=values) if isinstance(op, ast.Or if negated else ast.And):
            return frozenset().union(*(atoms_of(value, negated=negated) for value in values))
        case ast.BoolOp(op=op, values=values) if negated:
            others = sorted(" and ".join(sorted(atoms_of(value, negated=True))) for value in values)
            return frozenset({f"any of {others}"})
        case ast.BoolOp(values=values):
            others = sorted(" and ".join(sorted(atoms_of(value))) for value in values)
            return frozenset({f"any of {others}"})
        case ast.Compare(left=left, ops=[op], comparators=[right]) if negated:
            opposite = ast.Compare(left=left, ops=[_OPPOSITE[type(op)]()], comparators=[right])
            return frozenset({ast.unparse(opposite)})
    return frozenset({f"not {ast.unparse(test)}" if negated else ast.unparse(test)})


def _sites(body: Iterable[ast.stmt], atoms: frozenset[str], *, is_caught: bool) -> Iterator[Site]:
    for statement in body:
        match statement:
            case ast.Raise(exc=raised):
                yield Site(_raised(raised), atoms, is_caught)
            case ast.If(test=test, body=yes, orelse=no):
                yield from _sites(yes, atoms | atoms_of(test), is_caught=is_caught)
                yield from _sites(no, atoms | atoms_of(test, negated=True), is_caught=is_caught)
            case ast.With() | ast.AsyncWith():
                yield from _sites(statement.body, atoms, is_caught=is_caught)
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                continue
            case _:
                inside = [getattr(statement, name, []) for name in ("body", "orelse", "finalbody")]
                parts = [*getattr(statement, "handlers", []), *getattr(statement, "cases", [])]
                for block in (*inside, *(part.body for part in parts)):
                    yield from _sites(block, atoms, is_caught=True)


def _raised(raised: ast.expr | None) -> frozenset[str]:
    if isinstance(raised, ast.Call):
        raised = raised.func
    name = ast.unparse(raised).rpartition(".")[2] if isinstance(raised, ast.Name | ast.Attribute) else ""
    return frozenset({name} if name[:1].isupper() else [])
