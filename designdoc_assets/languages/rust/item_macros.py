"""Macros that items stand in: `cfg_if! { if #[cfg(unix)] { mod unix; } }`. Items in them are read."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from tree_sitter import Node, Parser

from designdoc_assets.languages.engine.written import folded, text
from designdoc_assets.languages.rust.cfg import all_of, inner_of

_HIDING = re.compile(rb"(?m)^[ \t]*(?:\w+::)?(?:cfg_\w+|lazy_static|pin_project|thread_local)![ \t]*[({]")
_HINTS = tuple(map(re.compile, (rb"cfg_\w+!", rb"lazy_static!", rb"pin_project!", rb"thread_local!")))
"""What begins with a text is found faster than what begins a line."""
_NAME = re.compile(r"(?:\w+::)?(cfg_\w+|lazy_static|pin_project|thread_local)")
_STATIC_REF = re.compile(rb"\bstatic[ \t]+(ref)\b")
_NOT_LINE = re.compile(rb"[^\n]")
_DEEPEST = 4
"""Macros in macros."""


class Stretch(NamedTuple):
    """Where items stand in a macro."""

    start: int
    end: int
    condition: str
    """Under which they are built; empty where they always are."""


class Bared(NamedTuple):
    """A source without the macros around items, and where these stand."""

    source: bytes
    stretches: tuple[Stretch, ...] = ()


def may_hide(source: bytes) -> bool:
    """Return whether a source may have such macros: most have none."""
    return any(hint.search(source) for hint in _HINTS) and _HIDING.search(source) is not None


@lru_cache(maxsize=2)
def bared(source: bytes, grammar: Any) -> Bared:
    """Return a source of the same length with the macros blanked that items stand in; unchanged if that damages it."""
    made, known = source, list[Stretch]()
    root = first = Parser(grammar).parse(source).root_node
    for _ in range(_DEEPEST):
        calls = list(_calls(root))
        stretches = [each for call in calls for each in _stretches(call)]
        if not stretches:
            break
        made = _without(made, calls, stretches)
        known += stretches
        root = Parser(grammar).parse(made).root_node
    return Bared(source) if root.has_error and not first.has_error else Bared(made, tuple(known))


def _without(source: bytes, calls: Sequence[Node], stretches: Sequence[Stretch]) -> bytes:
    """Return a source without these calls, but what stands in some stretches of them."""
    made = bytearray(source)
    for call in calls:
        made[call.start_byte : call.end_byte] = _NOT_LINE.sub(b" ", source[call.start_byte : call.end_byte])
    for start, end, _ in stretches:
        made[start:end] = _STATIC_REF.sub(lambda found: found[0][:-3] + b"   ", source[start:end])
    return bytes(made)


def condition_at(stretches: Sequence[Stretch], place: int) -> str:
    """Return under which condition what begins at a place is built, as the macro around it says; empty without one."""
    return all_of(each.condition for each in stretches if each.start <= place < each.end)


def _calls(root: Node) -> Iterator[Node]:
    """Yield the calls of such macros where items may stand."""
    stack = [root]
    while stack:
        for child in stack.pop().named_children:
            call = child.named_children[0] if child.type == "expression_statement" and child.named_children else child
            if child.type == "mod_item" and (body := child.child_by_field_name("body")) is not None:
                stack.append(body)
            elif call.type == "macro_invocation" and _NAME.fullmatch(text(call.child_by_field_name("macro"))):
                yield call


def _stretches(call: Node) -> Iterator[Stretch]:
    name = text(call.child_by_field_name("macro")).rpartition("::")[2]
    tree = next((child for child in call.children if child.type == "token_tree"), None)
    if tree is None or not text(tree).startswith(("{", "(")):
        return
    if name == "cfg_if":
        yield from _branches(tree)
    else:
        condition = f"{name}!" if name.startswith("cfg_") else ""
        yield Stretch(tree.start_byte + 1, tree.end_byte - 1, _said_inside(tree) or condition)


def _said_inside(tree: Node) -> str:
    """Return the condition in the `#![cfg(...)]` that what stands in a macro begins with."""
    inside = [child for child in tree.children if not child.type.endswith("comment")]
    written = [text(child) for child in inside[1:4]]
    is_said = written[:2] == ["#", "!"] and len(written) > 2 and written[2].startswith("[cfg(")
    return folded(written[2][1:-1]) if is_said else ""


def _branches(tree: Node) -> Iterator[Stretch]:
    """Yield the branches of a `cfg_if!`: each is built where its own condition holds, and none before it."""
    before: list[str] = []
    own = ""
    for child in tree.children:
        written = text(child)
        if child.type == "token_tree" and written.startswith("["):
            own = folded(written[1:-1])
        elif child.type == "token_tree" and written.startswith("{"):
            others = f"cfg(not({_any_of(before)}))" if before else ""
            yield Stretch(child.start_byte + 1, child.end_byte - 1, all_of((others, own)))
            before += [own] if own else []
            own = ""


def _any_of(conditions: Sequence[str]) -> str:
    inner = [inner_of(each) for each in conditions]
    return inner[0] if len(inner) == 1 else f"any({', '.join(inner)})"
