"""Under which condition a statement is reached, in words of a caller: the whole condition, or None.

What encloses the statement counts, and what ends the function before it. Of a loop, a `case` or a handler nobody can
say from outside when it is entered, so a condition within one is no promise. What raises before the statement does not
make its condition longer: pages list exceptions in order of the source, and say `else`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import NamedTuple

from tree_sitter import Node

from designdoc_assets.languages.python.names import ITSELF, unravel
from designdoc_assets.languages.python.syntax import fold, statements
from designdoc_assets.languages.python.walk import Frame

LONGEST_CONDITION = 100
"""Characters; a longer condition is read in the source."""

_LOOPS = frozenset({"for_statement", "while_statement"})
_COMPOUND = frozenset(
    {
        *("if_statement", "elif_clause", "else_clause", "try_statement", "except_clause", "finally_clause", "block"),
        *("with_statement", "match_statement", "case_clause", *_LOOPS),
    }
)
_JUMPS = frozenset({"return_statement", "break_statement", "continue_statement"})
_LOOSE = frozenset({"boolean_operator", "conditional_expression", "lambda", "named_expression"})
"""Expressions that need parentheses beside `and` and `not`."""
_OPPOSITES = {"is": "is not", "is not": "is", "in": "not in", "not in": "in", "==": "!=", "!=": "=="}
_CHANGES = frozenset(
    {
        *("add", "append", "appendleft", "clear", "discard", "extend", "insert", "pop", "popitem", "popleft"),
        *("read", "readline", "remove", "reverse", "seek", "setdefault", "sort", "update", "write"),
    }
)
"""Methods by which a thing becomes another than the caller gave."""
_ASKS = re.compile(r"is|has_|get|(?:startswith|endswith|lower|upper|r?split|strip|keys|values|items|count|exists)$")
"""Names of methods that, by custom, change nothing."""


class Term(NamedTuple):
    """A condition that must hold, or must not."""

    condition: Node
    holds: bool = True


@dataclass(frozen=True, slots=True)
class Reached:
    """How a statement is reached."""

    terms: tuple[Term, ...] = ()
    follows_raise: bool = False
    """Whether something that raises comes before it."""

    def and_then(self, other: "Reached") -> "Reached":
        """Return how what is reached so is reached if this must be passed first."""
        return Reached((*self.terms, *other.terms), self.follows_raise or other.follows_raise)


class _End(Enum):
    """How a block ends."""

    FALLS = auto()
    """What follows it is reached."""
    RAISES = auto()
    LEAVES = auto()
    """It always ends the function or the loop, and not only by raising."""
    UNCLEAR = auto()


def reached(statement: Node, frame: Frame) -> Reached | None:
    """Return how a statement is reached from the start of the function it is in; None if that cannot be said."""
    if frame.function is None:
        return None
    # What is raised within a `try` may be caught there, and then it ends no function.
    is_caught = any(header.type == "try_statement" and _handlers(header) for header in frame.headers)
    outer: Node = frame.function.node
    found = Reached()
    for header in (*frame.headers, None):
        block = _block_with(statement, outer)
        inside = header if header is not None else statement
        passed = _through((child for child in block if child.end_byte <= inside.start_byte), is_caught=is_caught)
        entered = _entered(header, statement, is_caught=is_caught) if header is not None else Reached()
        if passed is None or entered is None:
            return None
        found = found.and_then(passed).and_then(entered)
        outer = header if header is not None else outer
    return found


def stated(how: Reached | None, frame: Frame) -> str | None:
    """Return a condition as a caller may read it at the start of the function: empty if there is none.

    None where there is none to be had, where it is long, or where it is about local variables, or about what the
    function may have changed before.
    """
    if how is None or not all(_is_of_caller(term.condition, frame) for term in how.terms):
        return None
    is_alone = len(how.terms) == 1
    shown = " and ".join(dict.fromkeys(_text(term, is_alone=is_alone) for term in how.terms))
    return shown if len(shown) <= LONGEST_CONDITION else None


def contains(node: Node, kinds: frozenset[str]) -> bool:
    """Whether a statement has one of these kinds of statements within itself, in definitions not."""
    return next(_within(node, kinds), None) is not None


def _block_with(statement: Node, outer: Node) -> list[Node]:
    """Return the statements of that block of a compound statement which a statement is in."""
    return next(
        (
            statements(child)
            for child in outer.named_children
            if child.type == "block" and child.start_byte <= statement.start_byte < child.end_byte
        ),
        [],
    )


def _entered(header: Node, statement: Node, *, is_caught: bool) -> Reached | None:
    """Return when the block of a compound statement is entered that the statement is in."""
    match header.type:
        case "with_statement":
            return Reached()
        case "try_statement":
            first = next(iter(_block_with(statement, header)), None)
            is_first = first is not None and first.start_byte <= statement.start_byte < first.end_byte
            # What comes before it in the block may fail, and be handled.
            return Reached() if is_first or not _handlers(header) else None
        case "if_statement":
            return _of_branch(header, header, is_caught=is_caught)
        case "elif_clause" | "else_clause" if header.parent is not None and header.parent.type == "if_statement":
            return _of_branch(header.parent, header, is_caught=is_caught)
    return None


def _of_branch(choice: Node, branch: Node, *, is_caught: bool) -> Reached:
    terms, follows_raise = [], False
    for condition, block, owner in _branches(choice):
        if owner == branch:
            terms += [Term(condition)] if condition is not None else []
            break
        if condition is not None:
            raises = _end(block, is_caught=is_caught) is _End.RAISES and branch.type != "else_clause"
            follows_raise = follows_raise or raises
            terms += [] if raises else [Term(condition, holds=False)]
    return Reached(tuple(terms), follows_raise)


def _branches(choice: Node) -> Iterator[tuple[Node | None, Node | None, Node]]:
    """Yield the condition, the block and the clause of each branch of an `if`; `else` has no condition."""
    yield choice.child_by_field_name("condition"), choice.child_by_field_name("consequence"), choice
    for clause in choice.children_by_field_name("alternative"):
        block = clause.child_by_field_name("consequence") or clause.child_by_field_name("body")
        yield clause.child_by_field_name("condition"), block, clause


def _through(passed: Iterable[Node], *, is_caught: bool) -> Reached | None:
    """Return when what follows some statements is reached."""
    found = Reached()
    for statement in passed:
        if statement.type in _JUMPS or statement.type == "raise_statement":
            return None
        if statement.type in _COMPOUND:
            after = _after(statement, is_caught=is_caught)
            if after is None:
                return None
            found = found.and_then(after)
    return found


def _after(statement: Node, *, is_caught: bool) -> Reached | None:
    if statement.type == "if_statement":
        return _after_choice(statement, is_caught=is_caught)
    if statement.type == "with_statement":
        return _through(statements(statement.child_by_field_name("body")), is_caught=is_caught)
    raises = contains(statement, frozenset({"raise_statement"}))
    if contains(statement, _JUMPS) or (raises and is_caught):
        return None
    return Reached(follows_raise=raises)


def _after_choice(choice: Node, *, is_caught: bool) -> Reached | None:
    terms: list[Term] = []
    falls: list[Node | None] = []
    raises, has_else = False, False
    for condition, block, _ in _branches(choice):
        has_else = condition is None
        match _end(block, is_caught=is_caught):
            case _End.UNCLEAR:
                return None
            case _End.FALLS:
                falls.append(condition)
                raises = raises or (block is not None and contains(block, frozenset({"raise_statement"})))
            case _End.RAISES:
                raises = True
            case _End.LEAVES if condition is not None and not falls:
                terms.append(Term(condition, holds=False))
            case _End.LEAVES if condition is None and len(falls) == 1 and falls[0] is not None and not terms:
                terms.append(Term(falls[0]))
            case _End.LEAVES:
                return None
    return Reached(tuple(terms), raises) if falls or not has_else else None


def _end(block: Node | None, *, is_caught: bool) -> _End:
    """Return how a block ends. What raises within a `try` ends no more than what jumps out of it."""
    inside = statements(block)
    jumps = any(contains(statement, _JUMPS) for statement in inside)
    raises = any(contains(statement, frozenset({"raise_statement"})) for statement in inside)
    if not _never_falls(inside):
        return _End.UNCLEAR if jumps or (raises and is_caught) else _End.FALLS
    return _End.LEAVES if jumps or is_caught else _End.RAISES


def _never_falls(inside: list[Node]) -> bool:
    last = inside[-1] if inside else None
    if last is None or last.type in _JUMPS or last.type == "raise_statement":
        return last is not None
    if last.type == "with_statement":
        return _never_falls(statements(last.child_by_field_name("body")))
    branches = list(_branches(last)) if last.type == "if_statement" else []
    return (
        bool(branches) and branches[-1][0] is None and all(_never_falls(statements(block)) for _, block, _ in branches)
    )


def _within(node: Node, kinds: frozenset[str]) -> Iterator[Node]:
    stack = [(node, False)]
    while stack:
        current, in_loop = stack.pop()
        kind = current.type
        # What breaks a loop that is within goes on behind that loop.
        if kind in kinds and not (in_loop and kind in {"break_statement", "continue_statement"}):
            yield current
        if kind in _COMPOUND:
            stack += [(child, in_loop or kind in _LOOPS) for child in current.named_children]


def statements_within(node: Node, kind: str) -> Iterator[Node]:
    """Yield the statements of a kind in a statement or block, in definitions not."""
    return _within(node, frozenset({kind}))


def _handlers(attempt: Node) -> list[Node]:
    return [child for child in attempt.named_children if child.type == "except_clause"]


def _is_of_caller(condition: Node, frame: Frame) -> bool:
    """Whether a condition is about what the caller knows: parameters, attributes and the module's names, unchanged."""
    function = frame.function
    parameters = {parameter.name for parameter in function.signature.parameters} if function else set()
    line = condition.start_point[0] + 1
    calls = [(root, rest) for kind, root, rest, at, *_ in frame.mentions.found if kind == "call" and root and at < line]
    for name, rest in _names(condition):
        held = frame.scope.find(name)
        if held is None:
            continue
        if (held != ITSELF and name not in parameters) or frame.scope.is_changed(name + rest):
            return False
        owners = {name, "super"} if held == ITSELF else {name}
        called = [method.rpartition(".")[2] for root, method in calls if method and root in owners]
        # What is asked of a thing itself, and not of what it has, does not change with what it was asked before.
        if any(method in _CHANGES or (rest and not _ASKS.match(method)) for method in called):
            return False
    return True


def _names(condition: Node) -> Iterator[tuple[str, str]]:
    """Yield the names in a condition, each with the attributes that follow it."""
    stack = [condition]
    while stack:
        node = stack.pop()
        if node.type in {"identifier", "attribute"}:
            root, rest, start = unravel(node)
            if root:
                yield root, rest
            stack += [start] if start is not None and start.type != "attribute" else []
        elif node.type == "keyword_argument":
            stack += [child for child in (node.child_by_field_name("value"),) if child is not None]
        else:
            stack += node.named_children


def _text(term: Term, *, is_alone: bool) -> str:
    condition, holds = term.condition, term.holds
    while condition.type == "parenthesized_expression" and condition.named_child_count == 1:
        condition = condition.named_children[0]
    if not holds and condition.type == "not_operator" and (inner := condition.child_by_field_name("argument")):
        return _text(Term(inner), is_alone=is_alone)
    if not holds and condition.type == "comparison_operator" and condition.named_child_count == 2:
        left, right = condition.named_children
        operator = " ".join(child.type for child in condition.children if child not in {left, right})
        if operator in _OPPOSITES:
            return f"{fold(left)} {_OPPOSITES[operator]} {fold(right)}"
    shown = fold(condition, limit=LONGEST_CONDITION + 1)
    is_loose = condition.type in _LOOSE and not (is_alone and holds) and not _is_conjunction(condition, holds=holds)
    shown = f"({shown})" if is_loose else shown
    return shown if holds else f"not {shown}"


def _is_conjunction(condition: Node, *, holds: bool) -> bool:
    operator = condition.child_by_field_name("operator")
    return holds and operator is not None and operator.type == "and"
