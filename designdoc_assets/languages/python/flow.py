"""Branches are gone through each by itself, and meet where they end: what local names hold, and where code stands."""

import re
from collections.abc import Iterable, Mapping
from functools import partial

from tree_sitter import Node

from designdoc_assets.languages.python.names import Held, Scope
from designdoc_assets.languages.python.syntax import text
from designdoc_assets.languages.python.values import declared_by
from designdoc_assets.languages.python.walk import Frame, Visit, Walk
from designdoc_assets.languages.use_facts import Standing

_BRANCHES = frozenset({"block", "elif_clause", "else_clause", "except_clause", "finally_clause"})
_FORKS = frozenset({"if_statement", "while_statement", "for_statement", "try_statement", "case_clause"})
_LEAVING = frozenset({"return_statement", "raise_statement", "continue_statement", "break_statement"})

_CONDITIONAL = frozenset({"if_statement", "elif_clause", "else_clause", "case_clause"})
_IS_NONE = re.compile(r"^[^()]* is None$")


class Fork:
    """A statement of several branches, of which one is taken, or none."""

    def __init__(self, statement: Node, scope: Scope) -> None:
        self._statement = statement
        self._scope = scope
        self._start = scope.now
        self._ends: list[tuple[Node, dict[str, Held]]] = []
        scope.is_shared = True

    def enter(self, _walk: Walk, branch: Node, _frame: Frame) -> None:
        """Begin a branch: with what held before the statement, and what its condition says."""
        kind = branch.type
        if kind == "except_clause":
            self._go_on([self._start, *(state for _, state in self._ends[:1])])
        elif kind == "finally_clause":
            self._go_on(self._states() or [self._start])
            self._ends = []
        elif kind == "else_clause" and self._statement.type == "try_statement" and self._ends:
            self._go_on([self._ends.pop(0)[1]])
        else:
            self._go_on([self._start])
            narrow(self._statement, self._scope, holds=kind == "block")

    def leave(self, _walk: Walk, branch: Node, _frame: Frame) -> None:
        """End a branch."""
        self._ends.append((branch, self._scope.now))

    def join(self, _walk: Walk, _statement: Node, _frame: Frame) -> None:
        """Go on behind the statement."""
        kind = self._statement.type
        states = self._states()
        has_else = any(branch.type == "else_clause" for branch, _ in self._ends[-1:])
        if kind != "try_statement" and not (kind == "if_statement" and has_else):
            self._go_on([self._start])
            if kind == "if_statement":
                narrow(self._statement, self._scope, holds=False)
            states.append(self._scope.now)
        self._go_on(states or [self._start])

    def _states(self) -> list[dict[str, Held]]:
        """Return what holds where the branches end that are no end of the function or loop."""
        if all(state is self._start for _, state in self._ends):
            return [self._start] if self._ends else []
        return [state for branch, state in self._ends if not _leaves(branch)]

    def _go_on(self, states: list[dict[str, Held]]) -> None:
        self._scope.now = _merged(states)
        self._scope.is_shared = True


def push_branches(walk: Walk, statement: Node, children: Iterable[Node], frame: Frame, inner: Frame) -> None:
    """Have the parts of a compound statement visited next; its blocks in the frame `inner`."""
    scope = frame.scope
    fork = Fork(statement, scope) if statement.type in _FORKS and scope.parent is not None else None
    if fork is not None:
        walk.push(statement, frame, fork.join)
    for child in reversed([*children]):
        is_branch = child.type in _BRANCHES
        if fork is not None and is_branch:
            walk.push(child, frame, fork.leave)
        standing = standing_of(statement, child) if is_branch else ""
        if standing:
            walk.push(child, frame, partial(_stand, frame.mentions.standing))
        walk.push(child, inner if child.type == "block" else frame)
        if standing and frame.mentions.standing != "handler":
            walk.push(child, frame, partial(_stand, standing))
        if fork is not None and is_branch:
            walk.push(child, frame, fork.enter)
        elif statement.type == "elif_clause" and child.type == "block":
            walk.push(statement, frame, _narrow_clause)


def standing_of(statement: Node, branch: Node) -> Standing:
    """Return where the code of a branch stands, as the statement that it is a branch of tells."""
    if branch.type == "except_clause":
        return "handler"
    last = _last(branch) if statement.type in _CONDITIONAL else None
    if last is None or last.type == "raise_statement":
        return "handler" if last is not None else ""
    is_own = branch.type == "block" and last.type in _LEAVING
    return "guard" if is_own and _asks_for_nothing(statement.child_by_field_name("condition")) else ""


def _stand(standing: Standing, _walk: Walk, _branch: Node, frame: Frame) -> None:
    frame.mentions.standing = standing


def _asks_for_nothing(condition: Node | None) -> bool:
    """Whether a condition holds where something is missing: `not x`, `x is None`."""
    if condition is None or condition.type == "not_operator":
        return condition is not None
    return condition.type == "comparison_operator" and _IS_NONE.search(text(condition)) is not None


def takes_effect(names: Mapping[str, Held], scope: Scope) -> Visit:
    """Return the visit that has local names hold something from now on; they may be told until it comes."""
    return partial(_set, names, scope)


def _set(names: Mapping[str, Held], scope: Scope, _walk: Walk, _node: Node, _frame: Frame) -> None:
    for name, held in names.items():
        scope.set(name, held)


def narrow(statement: Node, scope: Scope, *, holds: bool) -> None:
    """Note what names hold where the condition of a statement holds, or does not."""
    condition = statement.child_by_field_name("condition")
    if condition is None and statement.type == "assert_statement":
        condition = statement.named_children[0] if statement.named_children else None
    stack = [(condition, holds)] if condition is not None else []
    while stack:
        node, is_so = stack.pop()
        match node.type:
            case "parenthesized_expression":
                stack.extend((child, is_so) for child in node.named_children)
            case "not_operator":
                stack.extend((child, not is_so) for child in node.children_by_field_name("argument"))
            case "boolean_operator":
                operator = node.child_by_field_name("operator")
                if operator is not None and (operator.type == "and") == is_so:
                    stack.extend((child, is_so) for child in node.named_children)
            case "call":
                _narrow_by(node, scope, is_so)


def _narrow_clause(_walk: Walk, clause: Node, frame: Frame) -> None:
    narrow(clause, frame.scope, holds=True)


def _narrow_by(call: Node, scope: Scope, is_so: bool) -> None:
    function, given = call.child_by_field_name("function"), call.child_by_field_name("arguments")
    if function is None or function.text != b"isinstance" or given is None or given.named_child_count != 2:
        return
    subject, types = given.named_children
    name = text(subject)
    if subject.type != "identifier" or scope.find(name) is None:
        return
    several = types.named_children if types.type == "tuple" else [types]
    named = tuple(path for each in several for path in declared_by(each))
    before = scope.flow(name) or ()
    scope.set(name, named if is_so else tuple(path for path in before if path not in named))


def _merged(states: list[dict[str, Held]]) -> dict[str, Held]:
    merged = states[0]
    others = [state for state in states[1:] if state is not merged]
    if others:
        merged = dict(merged)
        for state in others:
            for name, held in state.items():
                known = merged.get(name)
                if known is not held and held and known != held:
                    merged[name] = tuple(dict.fromkeys((*known, *held))) if known else held
                elif known is None:
                    merged[name] = held
    return merged


def _leaves(branch: Node) -> bool:
    """Return whether what stands behind a statement is not come to by one of its branches."""
    last = _last(branch)
    return last is not None and last.type in _LEAVING


def _last(branch: Node) -> Node | None:
    """Return the last statement of a branch."""
    block = branch if branch.type == "block" else branch.named_child(branch.named_child_count - 1)
    if block is None or block.type != "block" or not block.named_child_count:
        return None
    last: Node | None = block.named_child(block.named_child_count - 1)
    while last is not None and last.type == "comment":
        last = last.prev_named_sibling
    return last
