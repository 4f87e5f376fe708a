"""Calls that may have an environment variable read: they are given a text in capitals, or the name of one.

They are found by the text first: few files have any, and trees are slow to search.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from tree_sitter import Node

from designdoc_assets.languages.run_facts import NamedCall, Variable

_TEXT = re.compile(rb"[(,]\s*(?:\w+\s*=\s*)?(?P<text>[\"'`][A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*[\"'`])\s*[,)]")
_CONSTANT = re.compile(
    rb"[(,]\s*(?:\w+\s*=\s*)?(?P<text>(?:\w+\.)?(?:[Ee]nv[A-Z_]\w*|\w*ENV\w*)|process\.env|import\.meta\.env)\s*[,)]"
)
"""Constants that hold the name of a variable mostly say so; or the whole environment is given."""
_KEY = re.compile(rb"\bconfig\[(?P<text>\"[A-Z][A-Z0-9_]*\"|'[A-Z][A-Z0-9_]*')\]")
"""A key of a table of configuration, which is read as if by a call of the table."""
_SETS = frozenset({"assignment", "augmented_assignment", "delete_statement"})
_FUNCTION = re.compile(r"[\w$]+(?:(?:\.|::|\?\.)[\w$]+)*")
_SET_ANEW = (
    r"(?m)^\s*{0}\s*(?::[^=\n]+)?(?:[-+*/|&%@]|//)?=(?!=)|\bfor\b[^:\n]*\b{0}\b[^:\n]*\bin\b|\b{0}\s*:=|\bas\s+{0}\b"
)
"""How a name is given another value."""
_MOST_KEPT = 120
"""Characters of an argument."""
_KEYWORD = "keyword_argument"
_FUNCTIONS = ("function", "method", "func_literal", "closure")
_STEPS = 4


def named_calls(
    root: Node, source: bytes, variables: Iterable[Variable], within: Callable[[Node], str]
) -> tuple[NamedCall, ...]:
    """Return such calls of a file, and those of its own functions that read by a parameter; in order of the source.

    Args:
        root: The tree of the file.
        source: Its text.
        variables: What it reads itself.
        within: Returns the qualified name of what a node stands in.
    """
    found = {(call.start_byte, call.end_byte): call for call in _with_names(root, source)}
    names = {each.within.rpartition(".")[2] for each in variables if each.parameter} - {""}
    seen: set[str] = set()
    while new := names - seen:
        seen |= new
        calls = [call for name in sorted(new) for call in _of(name, root, source)]
        names |= {within(call).rpartition(".")[2] for call in calls} - {""}
        found |= {(call.start_byte, call.end_byte): call for call in calls}
    made = (_named_call(call, source, within) for _, call in sorted(found.items()))
    return tuple(each for each in made if each.function)


def is_set_anew(name: str, around: Node | None) -> bool:
    """Whether a function may give a parameter another value than its callers gave it."""
    written = (around.text or b"").decode("utf-8", "replace") if around is not None else ""
    return re.search(_SET_ANEW.format(re.escape(name)), written) is not None


def function_around(node: Node) -> Node | None:
    """Return the innermost function that a node stands in."""
    around = node.parent
    while around is not None and not any(part in around.type for part in _FUNCTIONS):
        around = around.parent
    return around


def _with_names(root: Node, source: bytes) -> Iterator[Node]:
    patterns = [_TEXT]
    patterns += [_CONSTANT] if b"ENV" in source or b"env" in source or b"Env" in source else []
    patterns += [_KEY] if b"config[" in source else []
    for found in (each for pattern in patterns for each in pattern.finditer(source)):
        named = root.descendant_for_byte_range(found.start("text"), found.end("text"))
        argument = named.parent if named is not None and _is(named.parent, _KEYWORD) else named
        given = argument.parent if argument is not None else None
        if given is not None and given.type == "subscript" and not _is_set(given):
            yield given
        elif given is not None and given.parent is not None and given == given.parent.child_by_field_name("arguments"):
            yield given.parent


def _is_set(key: Node) -> bool:
    around = key.parent
    return around is not None and around.type in _SETS and around.named_children[0] == key


def _of(name: str, root: Node, source: bytes) -> Iterator[Node]:
    """Yield the calls of a function by its name, those left out that stand in it."""
    for found in re.finditer(rb"\b%s\s*\(" % re.escape(name.encode()), source):
        node = root.descendant_for_byte_range(found.start(), found.start() + len(name.encode()))
        call = node.parent if node is not None else None
        call = call.parent if call is not None and call.child_by_field_name("arguments") is None else call
        if call is not None and call.child_by_field_name("arguments") is not None:
            called = _called(call, source)
            if called == name or called.endswith(f".{name}"):
                yield call


def _is(node: Node | None, type_: str) -> bool:
    return node is not None and node.type == type_


def _named_call(call: Node, source: bytes, within: Callable[[Node], str]) -> NamedCall:
    given = call.child_by_field_name("arguments") or call.child_by_field_name("subscript")
    within_given = given.named_children if given is not None and given.type != "string" else [given]
    children = [each for each in within_given if each is not None and "comment" not in each.type]
    around = function_around(call)
    arguments = tuple(_argument(each, around) for each in children)
    return NamedCall(_called(call, source), arguments, call.start_point[0] + 1, within(call))


def _called(call: Node, source: bytes) -> str:
    """Return what is called; empty where it is no name."""
    first = next(filter(None, map(call.child_by_field_name, ("object", "function", "value"))), None)
    last = call.child_by_field_name("name") or first
    if last is None:
        return ""
    written = source[(first or last).start_byte : last.end_byte].decode("utf-8", "replace")
    if _FUNCTION.fullmatch(written):
        return re.sub(r"::|\?\.", ".", written)
    member = last.child_by_field_name("property")
    return f"().{_text(member)}" if member is not None else ""


def _argument(node: Node, around: Node | None) -> tuple[str, str]:
    name, value = node.child_by_field_name("name"), node.child_by_field_name("value")
    keyword = _text(name) if node.type == _KEYWORD and name is not None else ""
    written = " ".join(_text(value if keyword and value is not None else node).split())
    if written.isidentifier() and is_set_anew(written, around):
        return keyword, "…"
    return keyword, written if len(written) <= _MOST_KEPT else f"{written[:_MOST_KEPT]}…"


def _text(node: Node) -> str:
    return (node.text or b"").decode("utf-8", "replace")
