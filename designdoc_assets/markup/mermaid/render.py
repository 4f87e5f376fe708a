"""From a typed diagram to Mermaid text, with one escaping rule. The text is deterministic and made to be read.

A label that is a plain identifier is its own Mermaid id (`Client <|-- Gateway`); any other node gets a made-up id and
its label in quotes (`class n1["List#91;int#93;"]`), a long one in lines. The text is safe in a Markdown fence and in
HTML: of a label, nothing but letters, digits, spaces and single marks inside a word is ever written as it is.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import count

from designdoc_assets.markup.mermaid.diagram import (
    MAX_TEXT,
    ClassDiagram,
    ClassEdge,
    Diagram,
    DiagramTooLargeError,
    EntityDiagram,
    Flowchart,
    FlowNode,
    SequenceDiagram,
    text_size,
)
from designdoc_assets.markup.mermaid.lines import MOST_AT_EDGE, MOST_IN_BOX, lines

_INDENT = "    "
_NAMES_ONLY = '%%{init: {"class": {"hideEmptyMembersBox": true}}}%%'
"""Classes are boxes of a name: without it, mermaid.js draws two empty compartments below each."""
_BREAK = "<br/>"
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*")
_RESERVED = re.compile(
    # Words of either grammar: somewhere that an id may stand, mermaid.js takes them for something else.
    "accDescr|accTitle|call|callback|class|classDef|classDiagram|click|cssClass|default|end|flowchart|graph"
    "|href|interpolate|link|linkStyle|namespace|note|o|style|subgraph"
    # What every JavaScript object has: mermaid.js uses objects as maps, older versions more than newer ones.
    "|constructor|hasOwnProperty|isPrototypeOf|propertyIsEnumerable|prototype|toLocaleString|toString|valueOf",
    re.IGNORECASE,
)
_CLASS_ARROWS = {"inherits": "<|--", "implements": "<|..", "composes": "-->", "uses": "..>"}
_SHAPES = {"box": ('["', '"]'), "round": ('("', '")'), "database": ('[("', '")]')}

_MARK = re.compile("(?<=ﬂ)(?=°)|(?<=¶)(?=ß)")  # how mermaid.js marks what it decodes at the end
_NOT_TEXT = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_ESCAPED = re.compile(
    r"[^\w ._/-]"
    r"|(?<![^\W_])[._/-]|[._/-](?![^\W_])"  # at the edge of a word: Markdown's emphasis, lists and rules
    r"|(?<=www)\."  # Markdown's links
    r"|(?<=directio)n(?= |\Z)"  # `direction`, space, `TB` is a statement wherever it stands in a line, even in quotes
    r"|(?<=C)4(?=Container|Component|Dynamic|Deployment)"  # anywhere, these make the whole text a C4 diagram
)


SAID_ESCAPED = re.compile(r"[^\w ._/()-]|(?<=C)4(?=Container|Component|Dynamic|Deployment)")
"""What is escaped in a sequence."""


def render(diagram: Diagram) -> str:
    """Return the Mermaid text of a diagram, without the fence; it ends without a newline.

    Raises:
        DiagramTooLargeError: The text is longer than mermaid.js draws.
    """
    match diagram:
        case ClassDiagram():
            statements = _class_diagram(diagram)
        case Flowchart():
            statements = _flowchart(diagram)
        case SequenceDiagram():
            statements = _sequence(diagram)
        case EntityDiagram():
            statements = _entities(diagram)
    text = "\n".join(statements)
    if text_size(text) > MAX_TEXT:
        raise DiagramTooLargeError(
            f"The diagram's text has {text_size(text)} characters, and mermaid.js draws at most {MAX_TEXT}: "
            "leave nodes out or shorten their labels."
        )
    return text


def escape(label: str) -> str:
    """Return a label as it is written in Mermaid text: what mermaid.js shows of it is the label.

    White space is folded, as it is when shown; what cannot be shown (control characters, lone surrogates) is U+FFFD;
    a zero-width space keeps mermaid.js from taking a label's text for its own marks.
    """
    shown = _MARK.sub("\u200b", _NOT_TEXT.sub("\ufffd", " ".join(label.split())))
    return _ESCAPED.sub(lambda match: f"#{ord(match.group())};", shown)


def _class_diagram(diagram: ClassDiagram) -> list[str]:
    ids = _ids([node.label for node in diagram.nodes])
    by_key = {node.key: name for node, name in zip(diagram.nodes, ids, strict=True)}
    drawn = {end for edge in diagram.edges for end in (edge.source, edge.target)}
    statements = [_NAMES_ONLY, "classDiagram"]
    if diagram.direction != "TB":
        statements.append(f"{_INDENT}direction {diagram.direction}")
    for node in diagram.nodes:
        name, annotation, label = by_key[node.key], escape(node.annotation), _quoted(node.label)
        declared = f"{_INDENT}class {name}" + ("" if name == label else f'["{label}"]')
        if annotation:
            statements += [f"{declared} {{", f"{2 * _INDENT}<<{annotation}>>", f"{_INDENT}}}"]
        elif name != label or node.key not in drawn:
            statements.append(declared)
    return statements + [_INDENT + _class_edge(edge, by_key) for edge in diagram.edges]


def _class_edge(edge: ClassEdge, ids: dict[str, str]) -> str:
    ends = [ids[edge.source], ids[edge.target]]
    if edge.relation in ("inherits", "implements"):
        ends.reverse()
    label = _in_lines(edge.label, MOST_AT_EDGE)
    return f"{ends[0]} {_CLASS_ARROWS[edge.relation]} {ends[1]}" + (f" : {label}" if label else "")


def _flowchart(diagram: Flowchart) -> list[str]:
    ids = _ids([node.label for node in diagram.nodes] + [group.label for group in diagram.groups])
    by_key = {node.key: name for node, name in zip(diagram.nodes, ids, strict=False)}
    statements = [f"flowchart {diagram.direction}"]
    for group, name in zip(diagram.groups, ids[len(diagram.nodes) :], strict=True):
        statements.append(f'{_INDENT}subgraph {name}["{_quoted(group.label)}"]')
        statements += [2 * _INDENT + _flow_node(node, by_key) for node in diagram.nodes if node.group == group.key]
        statements.append(f"{_INDENT}end")
    statements += [_INDENT + _flow_node(node, by_key) for node in diagram.nodes if node.group is None]
    for edge in diagram.edges:
        label = _in_lines(edge.label, MOST_AT_EDGE)
        arrow = ("-.->" if edge.dotted else "==>" if edge.thick else "-->") + (f'|"{label}"|' if label else "")
        statements.append(f"{_INDENT}{by_key[edge.source]} {arrow} {by_key[edge.target]}")
    return statements


def _sequence(diagram: SequenceDiagram) -> list[str]:
    ids = {label: f"p{number}" for number, label in enumerate(diagram.participants, start=1)}
    statements = ["sequenceDiagram"]
    statements += [f"{_INDENT}participant {name} as {_said(label) or '#160;'}" for label, name in ids.items()]
    for message in diagram.messages:
        arrow = "-->>" if message.dotted else "->>"
        label = _said(message.label) or "#160;"
        statements.append(f"{_INDENT}{ids[message.source]}{arrow}{ids[message.target]}: {label}")
    return statements


def _said(label: str) -> str:
    """Return a label of a sequence, in lines. mermaid.js takes more of it as it is, and measures what is escaped as if
    every character of that were shown: participants would stand far apart."""
    shown = _NOT_TEXT.sub("\ufffd", " ".join(label.split()))
    return _BREAK.join(
        SAID_ESCAPED.sub(lambda match: f"#{ord(match.group())};", part).strip() for part in lines(shown, MOST_IN_BOX)
    )


def _entities(diagram: EntityDiagram) -> list[str]:
    ids = dict(zip(diagram.tables, _ids(diagram.tables), strict=True))
    drawn = {end for each in diagram.references for end in (each.source, each.target)}
    statements = ["erDiagram"]
    for table, name in ids.items():
        if name != table or table not in drawn:
            statements.append(f'{_INDENT}{name}["{_quoted(table)}"]' if name != table else f"{_INDENT}{name}")
    for each in diagram.references:
        statements.append(f'{_INDENT}{ids[each.source]} {each.counts} {ids[each.target]} : "{escape(each.column)}"')
    return statements


def _flow_node(node: FlowNode, ids: dict[str, str]) -> str:
    name, label = ids[node.key], _quoted(node.label)
    if node.shape == "box" and name == label:
        return name
    opening, closing = _SHAPES[node.shape]
    return f"{name}{opening}{label}{closing}"


def _quoted(label: str) -> str:
    """Return the escaped label for between quotes, where mermaid.js wants at least one character."""
    return _in_lines(label, MOST_IN_BOX) or "#160;"


def _in_lines(label: str, most: int) -> str:
    """Return the escaped label, in lines; a space at which one ends stays before the break."""
    parts = lines(_MARK.sub("\u200b", " ".join(label.split())), most)  # before it is in parts, which may break a mark
    spaces = [" " if part.endswith(" ") else "" for part in parts]
    return _BREAK.join(escape(part) + space for part, space in zip(parts, spaces, strict=True))


def _ids(labels: Sequence[str]) -> list[str]:
    """Return a Mermaid id for each label: the label itself where it can be one, else a number that is no other id."""
    plain = {label for label, times in Counter(labels).items() if times == 1 and _is_plain(label)}
    numbered = (name for number in count(1) if (name := f"n{number}") not in plain)
    return [label if label in plain else next(numbered) for label in labels]


def _is_plain(label: str) -> bool:
    return bool(_PLAIN.fullmatch(label)) and not _RESERVED.fullmatch(label) and escape(label) == label
