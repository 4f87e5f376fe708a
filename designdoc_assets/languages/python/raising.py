"""What a `raise` statement raises, when, and which handlers stand around it."""

import re
from collections.abc import Iterator, Sequence

from tree_sitter import Node

from designdoc_assets.languages.facts import Import
from designdoc_assets.languages.python.conditions import reached, stated, statements_within
from designdoc_assets.languages.python.instances import quoted
from designdoc_assets.languages.python.names import ITSELF, NOTHING, UNKNOWN, dotted, unravel
from designdoc_assets.languages.python.syntax import STRINGS, string_value, text
from designdoc_assets.languages.python.walk import Frame
from designdoc_assets.languages.raise_facts import Handler, Raise

LONGEST_MESSAGE = 100
"""Characters; a longer message is read in the source."""

_ANYTHING = frozenset({"BaseException", "Exception"})
"""What is caught as one of these and raised again, or is declared as no more, could be any exception."""
_SUPPRESSORS = frozenset({"assertRaises", "raises", "suppress"})
"""What a `with` calls that takes exceptions of the classes that are its arguments."""
_RETURN_THEMSELVES = (".with_traceback", ".add_note")
_NO_ARGUMENT = frozenset({"comment", "keyword_argument"})
_PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[-#+.0-9]*[a-zA-Z]|\{[^{}]*\}")
"""Where a message says what was wrong: of one that is no more than that, nothing is known."""
_CAST_MODULES = frozenset({"typing", "typing_extensions"})


def raises_of(statement: Node, frame: Frame, imports: Sequence[Import]) -> list[Raise]:
    """Return what a statement raises: nothing where that cannot be told, several where it is one of several."""
    cause = statement.child_by_field_name("cause")
    raised = next((child for child in statement.named_children if child != cause and child.type != "comment"), None)
    names = list(_names(raised, frame, imports))
    if not names:
        return []
    how = reached(statement, frame)
    when = stated(how, frame)
    message = _message(raised) if raised is not None else ""
    handlers = tuple(handlers for header in reversed(frame.headers) if (handlers := _handlers(header)))
    follows = how is not None and how.follows_raise
    return [Raise(name, when, message, follows, handlers) for name in names]


def _names(raised: Node | None, frame: Frame, imports: Sequence[Import]) -> Iterator[str]:
    if raised is None or _is_caught(raised, frame):
        clause = next((header for header in reversed(frame.headers) if header.type == "except_clause"), None)
        caught = [] if clause is None else _caught_by(clause)
        # Of `except (Cancelled, Exception)`, the one that has a name of its own is not all.
        yield from (name for name in caught if name and not _ANYTHING.intersection(caught))
        return
    while raised.type == "parenthesized_expression" and raised.named_child_count == 1:
        raised = raised.named_children[0]
    function = raised.child_by_field_name("function") if raised.type == "call" else raised
    if function is None:
        return
    root, rest, _ = unravel(function)
    if raised.type == "call" and _is_cast(root + rest, imports):
        yield from _cast_to(raised)
        return
    for ending in _RETURN_THEMSELVES:
        rest = rest.removesuffix(ending)
    held = frame.scope.find(root) if root else UNKNOWN
    if held is None or (held == ITSELF and rest):
        yield root + rest
    elif held not in {UNKNOWN, NOTHING, ITSELF} and held not in _ANYTHING:
        yield f"{held}(){rest}" if rest else held


def _is_caught(raised: Node, frame: Frame) -> bool:
    """Whether what is raised is what the innermost handler caught."""
    clause = next((header for header in reversed(frame.headers) if header.type == "except_clause"), None)
    return clause is not None and raised.type == "identifier" and text(raised) == _alias(clause)


def _is_cast(name: str, imports: Sequence[Import]) -> bool:
    """Whether a dotted name is `typing.cast`, by the imports so far."""
    first, dot, rest = name.partition(".")
    for entry in imports:
        if (entry.alias or entry.name or entry.module) == first and entry.module in _CAST_MODULES:
            return (rest if entry.name is None else entry.name) == "cast" and bool(dot) == (entry.name is None)
    return False


def _cast_to(call: Node) -> Iterator[str]:
    arguments = call.child_by_field_name("arguments")
    first = next(iter(arguments.named_children), None) if arguments else None
    written = quoted(first) if first is not None and first.type in STRINGS else first
    if written is not None and (name := dotted(written)) and name not in _ANYTHING:
        yield name


def _message(raised: Node) -> str:
    arguments = raised.child_by_field_name("arguments") if raised.type == "call" else None
    given = [child for child in arguments.named_children if child.type not in _NO_ARGUMENT] if arguments else []
    first = _template(given[0]) if given else None
    if first is None or first.type not in STRINGS:
        return ""
    parts = first.named_children if first.type == "concatenated_string" else [first]
    value = string_value(first)
    shown = value if value is not None else "".join(text(part)[_opening(part) : -1] for part in parts)
    # A single word before other arguments may be the name of what is wrong.
    words = r"\w" if len(given) == 1 else r"\w \S"
    says_something = re.search(words, _PLACEHOLDER.sub("", shown)) is not None
    return shown if says_something and len(shown) <= LONGEST_MESSAGE and shown.isprintable() else ""


def _template(value: Node) -> Node:
    """Return the string that a message is made of by `%` or `format`; anything else as it is."""
    while value.type == "parenthesized_expression" and value.named_child_count == 1:
        value = value.named_children[0]
    made: Node | None = None
    if value.type == "binary_operator" and (sign := value.child_by_field_name("operator")) and sign.type == "%":
        made = value.child_by_field_name("left")
    elif value.type == "call" and (function := value.child_by_field_name("function")) is not None:
        name = function.child_by_field_name("attribute")
        made = function.child_by_field_name("object") if name is not None and text(name) == "format" else None
    while made is not None and made.type == "parenthesized_expression" and made.named_child_count == 1:
        made = made.named_children[0]
    return made if made is not None and made.type in STRINGS else value


def _opening(literal: Node) -> int:
    return len(text(literal.children[0])) if literal.children else 0


def _handlers(header: Node) -> tuple[Handler, ...]:
    """Return what is around the body of a compound statement, in the order in which it is asked."""
    if header.type == "with_statement":
        return tuple(_suppressed(header))
    if header.type != "try_statement":
        return ()
    found = []
    for child in header.named_children:
        if child.type == "except_clause":
            again = _raises_again(child)
            found += [Handler(name, again) for name in _caught_by(child)]
        elif child.type == "finally_clause" and any(statements_within(child, "return_statement")):
            found.insert(0, Handler("BaseException"))
    return tuple(found)


def _suppressed(statement: Node) -> Iterator[Handler]:
    clause = next((child for child in statement.named_children if child.type == "with_clause"), None)
    for item in clause.named_children if clause else []:
        call = item.child_by_field_name("value")
        call = call.named_children[0] if call is not None and call.type == "as_pattern" else call
        function = call.child_by_field_name("function") if call is not None and call.type == "call" else None
        arguments = call.child_by_field_name("arguments") if call is not None and function is not None else None
        if function is not None and arguments and dotted(function).rpartition(".")[2] in _SUPPRESSORS:
            yield from (Handler(name) for argument in arguments.named_children for name in _classes(argument))


def _caught_by(clause: Node) -> list[str]:
    value = clause.child_by_field_name("value")
    if value is not None and value.type == "as_pattern":
        value = value.named_children[0]
    return ["BaseException"] if value is None else _classes(value)


def _classes(value: Node) -> list[str]:
    while value.type == "parenthesized_expression" and value.named_child_count == 1:
        value = value.named_children[0]
    parts = value.named_children if value.type == "tuple" else [value]
    return [dotted(part) for part in parts if part.type != "comment"]


def _alias(clause: Node) -> str:
    value = clause.child_by_field_name("value")
    alias = value.child_by_field_name("alias") if value is not None else None
    return text(alias) if alias is not None else ""


def _raises_again(clause: Node) -> bool:
    alias = _alias(clause)
    for statement in statements_within(clause, "raise_statement"):
        cause = statement.child_by_field_name("cause")
        raised = [child for child in statement.named_children if child != cause and child.type != "comment"]
        if not raised or (alias and text(raised[0]) == alias):
            return True
    return False
