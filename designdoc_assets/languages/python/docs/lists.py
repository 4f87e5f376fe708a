"""The lists of a docstring, however they are written: items, terms, fields of Sphinx, described names."""

import re
from typing import Protocol

from designdoc_assets.languages.python.docs.lines import (
    EXPLAINS,
    ITEM,
    OPENING,
    dedented,
    indented,
    line_at,
    skip_blank,
)
from designdoc_assets.markup.markdown import code, paragraphs

INTERRUPTS = re.compile(
    rf"[-*•] +(?!{EXPLAINS})\S|1[.)] +\S|\.\. |>>> "
    r"|:(?:param|type|return|returns|rtype|raises)\b[^:`]*:(?:\s|$)|\\b\Z"
)
"""What a line of a paragraph does not begin with: it begins a block of its own."""
FIELD = re.compile(r":(?P<name>[A-Za-z][^:`]*):(?:\s+(?P<text>.*))?$")
_ENTRY = re.compile(
    r"(?P<name>\*{0,2}[^\W\d][\w.]*)(?: \((?P<type>[^()]*(?:\([^()]*\)[^()]*)*)\))?:(?: +(?P<text>[^\s:].*))?$"
)
_PARAMETER_FIELDS = {
    "param", "parameter", "arg", "argument", "key", "keyword", "kwarg", "var", "ivar", "cvar", "attr",
}  # fmt: skip
_FIELDS = {
    **dict.fromkeys(("return", "returns"), "Returns"),
    **dict.fromkeys(("yield", "yields"), "Yields"),
    **dict.fromkeys(("raise", "raises", "except", "exception"), "Raises"),
    "rtype": "Return type",
    "type": "Type of",
    "versionadded": "Added in",
    "versionchanged": "Changed in",
    "versionremoved": "Removed in",
}
_FOR_SPHINX = frozenset({"meta", "internal", "orphan", "nosearch"})
"""Fields that tell Sphinx what to do, and readers nothing: `:meta private:`, Flask's `:internal:`."""


class Reader(Protocol):
    """Reads what is in an item."""

    def read(self, lines: list[str]) -> list[str]:
        """Return the Markdown of each block."""

    def inline(self, text: str) -> str:
        """Return the Markdown of a paragraph."""


def fields(reader: Reader, lines: list[str], index: int) -> tuple[str, int]:
    """Return fields of Sphinx as a list, and their end."""
    items = []
    while field := FIELD.match(line_at(lines, index)):
        begun = _end_of_text(lines, index + 1)
        body, end = indented(lines, begun)
        if field["name"].split(maxsplit=1)[0] not in _FOR_SPHINX:
            text = [field["text"] or "", *lines[index + 1 : begun], *body]
            items.append(_item("- ", f"{_field_label(field['name'])}: ", reader.read(text)))
        index = skip_blank(lines, end)
    return _joined(items), index


def items(reader: Reader, lines: list[str], index: int) -> tuple[str, int]:
    """Return a list of items, all bullets or all numbers, and its end."""
    items: list[str] = []
    while item := ITEM.match(line_at(lines, index)):
        marker = item["marker"]
        is_bullet = marker in "-*+•"
        if items and is_bullet != (items[0][0] == "-"):
            break
        end = _end_of_item(lines, index)
        blocks = reader.read([lines[index][item.end() :], *dedented(lines[index + 1 : end], at_most=item.end())])
        marker = "- " if is_bullet else f"{len(items) + 1}. " if marker == "#." else f"{marker} "
        items.append(_item(marker, "", blocks))
        index = skip_blank(lines, end)
    return _joined(items), index


def definitions(reader: Reader, lines: list[str], index: int) -> tuple[str, int]:
    """Return terms as a list, and their end: each has an indented text below, as have parameters of NumPy's style."""
    items = []
    while is_term(line_at(lines, index), line_at(lines, index + 1)):
        body, end = indented(lines, index + 1)
        name, colon, kind = lines[index].strip().partition(" : ")
        label = f"{code(name)} ({code(kind)})" if colon else f"**{reader.inline(name)}**"
        items.append(_item("- ", f"{label}: ", reader.read(body)))
        index = skip_blank(lines, end)
    return _joined(items), index


def entries(reader: Reader, lines: list[str]) -> str:
    """Return lines of names with what is said of each, as in Google's style, as a list; nothing if they are not."""
    if not all(_ENTRY.match(line) for line in lines if line[:1].strip()):
        return ""
    items = []
    index = skip_blank(lines, 0)
    while entry := _ENTRY.match(line_at(lines, index)):
        body, end = indented(lines, index + 1)
        label = code(entry["name"]) + (f" ({code(entry['type'])})" if entry["type"] else "")
        items.append(_item("- ", f"{label}: ", reader.read([entry["text"] or "", *body])))
        index = skip_blank(lines, end)
    return _joined(items)


def is_term(line: str, following: str) -> bool:
    """Whether a line is the term of a definition, and not the start of a text whose further lines are indented."""
    words = len(line.split())
    text = following.strip()
    if not line or line[0] == " " or following[:1] != " " or not text or line[-1] in ",.:;" or ITEM.match(line):
        return False
    # A list below a text; a call, a command, or data in several lines.
    if ITEM.match(text) or _is_open(line) or (text[0] in OPENING and " : " not in line):
        return False
    return words <= 3 or " : " in line or (words <= 8 and text[0].isupper())


def _is_open(line: str) -> bool:
    """Whether a line opens a bracket, or a quotation of lines, that it does not close."""
    return any(line.count(left) > line.count(right) for left, right in ("()", "[]", "{}")) or line.endswith(
        (" '", ' "')
    )


def _end_of_item(lines: list[str], index: int) -> int:
    """Return where a list's item ends: at a line that is not indented, unless it carries on a line of text."""
    index += 1
    while index < len(lines):
        following = skip_blank(lines, index)
        if not line_at(lines, following).startswith(" ") and (
            following > index or ITEM.match(lines[index]) or INTERRUPTS.match(lines[index])
        ):
            break
        index = following + 1
    return min(index, len(lines))


def _end_of_text(lines: list[str], index: int) -> int:
    """Return where lines of text end that carry on the line above them without being indented."""
    while (
        (line := line_at(lines, index))
        and line[0] != " "
        and not any(begins.match(line) for begins in (FIELD, ITEM, INTERRUPTS))
    ):
        index += 1
    return index


def _field_label(name: str) -> str:
    kind, _, rest = name.partition(" ")
    if kind in _PARAMETER_FIELDS and rest:
        annotation, _, parameter = rest.strip().rpartition(" ")
        return f"{code(parameter)} ({code(annotation)})" if annotation else code(parameter)
    label = _FIELDS.get(kind, name.capitalize())
    return f"{label} {code(rest.strip())}" if kind in _FIELDS and rest else label


def _item(marker: str, label: str, blocks: list[str]) -> str:
    """Return an item of a list, its further lines indented to stand behind the marker."""
    if label and (not blocks or blocks[0].startswith(("```", "- "))):
        blocks = [label.rstrip(": ") if not blocks else label.rstrip(), *blocks]
        label = ""
    return marker + re.sub(r"\n(?=[^\n])", "\n" + " " * len(marker), label + paragraphs(*blocks))


def _joined(items: list[str]) -> str:
    return ("\n\n" if any("\n\n" in item for item in items) else "\n").join(items)
