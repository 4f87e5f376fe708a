"""The blocks of a docstring, of any style, to Markdown: paragraphs, lists, sections, tables, literal blocks.

What cannot be told apart from Markdown is left alone. Inline markup is the work of `roles`, directives that of
`directives`, and `restructured` puts it all together.
"""

import re
from collections.abc import Callable, Mapping
from itertools import pairwise

from designdoc_assets.languages.python.docs.bare_code import is_code
from designdoc_assets.languages.python.docs.directives import directive, led, literal
from designdoc_assets.languages.python.docs.roles import Resolve, inline
from designdoc_assets.markup.markdown import code, fence, paragraphs

_MAX_DEPTH = 12
"""Blocks inside of blocks; what lies deeper is kept as text."""

_FENCE = re.compile(r" {0,3}(`{3,}(?=[^`]*$)|~{3,})")
_DIRECTIVE = re.compile(r"\.\. ?(?P<name>[A-Za-z][\w:.+-]*?) ?::(?:\s+(?P<argument>.*))?$")
_MKDOCS = re.compile(r"(?:!!!|\?\?\?\+?) (?P<name>\w+)[^\"]*(?:\"(?P<title>[^\"]*)\")?$")
_FOOTNOTE = re.compile(r"\.\. (?P<label>\[[#*\w.-]+\])\s+(?P<text>.*)$")
_COMMENT = re.compile(r"\.\.(?:\s|$)|__ \S+$")
_FIELD = re.compile(r":(?P<name>[A-Za-z][^:`]*):(?:\s+(?P<text>.*))?$")
_EXPLAINS = r"(?:=|==|:|–|—|->|=>)\s"
"""Behind a sign, what says what it means: `* = every value`."""
_ITEM = re.compile(rf"(?P<marker>[-*+•]|\d{{1,4}}[.)]|#\.) +(?=\S)(?!{_EXPLAINS})")
_SIGN = re.compile(r"\S+ +(?:=|==|->|=>) +\S|[-*+] +[:–—] +\S")
_OPENING = "-{[$<>./"
"""What a line of a command, of data or of code begins with, and no text that explains a term."""
_LEADING_SIGN = re.compile(rf"^(?=[-*+] +{_EXPLAINS})", re.MULTILINE)
_VERBATIM = re.compile(r"\s*\\b\Z")
"""Click shows the paragraph below such a line as it is written."""
_INTERRUPTS = re.compile(
    rf"[-*•] +(?!{_EXPLAINS})\S|1[.)] +\S|\.\. |>>> |:(?:param|type|return|returns|rtype|raises)\b[^:`]*:(?:\s|$)|\\b\Z"
)
_RULE = re.compile(r"(?P<char>[=\-~^#*+])(?P=char){2,}$")
_BORDER = re.compile(r"=+(?: +=+)+$")
_GRID = re.compile(r"\+(?:[-=]+\+)+$")
_DELIMITERS = re.compile(r"(?=.*\|)(?=.*-)[\s|:-]*$")
_ENTRY = re.compile(
    r"(?P<name>\*{0,2}[^\W\d][\w.]*)(?: \((?P<type>[^()]*(?:\([^()]*\)[^()]*)*)\))?:(?: +(?P<text>[^\s:].*))?$"
)
_ALIGNED = re.compile(r"[^\s.!?:;,] {3,}\S")
_SECTION = re.compile(r"[A-Z]\w*(?: \w+)?:\Z")
_CODE = re.compile(
    r"(?:def|class) \w.*[:(]|import \w|from \S+ import|(?:async|await|return|yield|raise|assert) \S+$"
    r"|(?:if|elif|else|for|while|with|try|except|async)\b.*:$|[@$<{}\[\])#]|[\w.]+\(|[\w.\[\]'\", ]+ [-+*/|:]?= \S"
    r"|\w+=\S|(?:SELECT|INSERT|CREATE|UPDATE|DELETE|FROM|WHERE|JOIN)\b|.*[;{\\]$"
    r"|--\w|.*[^\s.!?:;,] {2,}\S"
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
}


class Blocks:
    """Reads blocks one after another; each reader returns the Markdown of one and the index of the line behind it."""

    def __init__(self, resolve: Resolve, targets: Mapping[str, str]) -> None:
        self._resolve = resolve
        self._targets = targets
        self._depth = 0
        # In this order; each is asked with a line and the one below it whether its kind of block starts there.
        self._readers: list[tuple[Callable[[str, str], object], Callable[[list[str], int], tuple[str, int]]]] = [
            (lambda line, _: _FENCE.match(line), _fenced),
            (lambda line, _: _VERBATIM.match(line), self._verbatim),
            (lambda line, _: line[0] == " ", self._quoted),
            (lambda line, _: line.startswith(("..", "__ ")), self._explicit),
            (lambda line, _: _MKDOCS.match(line), self._mkdocs_admonition),
            (lambda line, _: line.startswith(">>>"), _doctest),
            (lambda line, _: _BORDER.match(line) or _GRID.match(line), _drawn_table),
            (lambda line, below: "|" in line and _DELIMITERS.match(below), _unchanged),
            (lambda line, _: line.startswith("| "), self._line_block),
            (lambda line, _: _RULE.match(line), self._rule),
            (lambda line, below: _RULE.match(below) and len(below) >= min(len(line), 4), self._title),
            (lambda line, _: _FIELD.match(line), self._fields),
            (lambda line, _: _ITEM.match(line), self._items),
            (lambda line, below: below[:1] == " " and re.search(r"[^:]:$", line), self._section),
            (_is_term, self._definitions),
        ]

    def read(self, lines: list[str]) -> list[str]:
        """Return the Markdown of each block."""
        if self._depth > _MAX_DEPTH:
            return ["\n".join(line.strip() for line in lines if line.strip())]
        self._depth += 1
        found = []
        index = 0
        while index < len(lines):
            if lines[index].strip():
                block, index = self._block(lines, index)
                found.append(block)
            else:
                index += 1
        self._depth -= 1
        return [block for block in found if block]

    def _inline(self, text: str) -> str:
        return inline(text, self._resolve, self._targets)

    def _block(self, lines: list[str], index: int) -> tuple[str, int]:
        line, following = _line(lines, index), _line(lines, index + 1)
        end = _end_of_code(lines, index) or _end_of_drawing(lines, index) or _end_of_data(lines, index)
        if end:
            return literal(dedented(lines[index:end])), end
        read = next((read for starts, read in self._readers if starts(line, following)), self._paragraph)
        return read(lines, index)

    def _paragraph(self, lines: list[str], index: int) -> tuple[str, int]:
        end = index + 1
        while end < len(lines) and lines[end].strip():
            if _INTERRUPTS.match(lines[end]) or _FENCE.match(lines[end]) or lines[end - 1].endswith("::"):
                break
            if lines[end - 1].endswith(":") and _end_of_drawing(lines, end):
                break
            end += 1
        text = "\n".join(line.strip() for line in lines[index:end])
        if text[0] not in ">+":  # a comparison that was wrapped, and no quotation or list
            text = re.sub(r"\n(?=>|\+ )", r"\n\\", text)
        text = _LEADING_SIGN.sub(r"\\", text)
        if not text.endswith("::"):
            return self._inline(text), end
        body, end = _indented(lines, end)
        text = text[:-2].rstrip() if text[-3:].startswith((" ", ":", "\n")) else text[:-1]
        return paragraphs(self._inline(text), literal(body)), end

    def _verbatim(self, lines: list[str], index: int) -> tuple[str, int]:
        """A paragraph that Click is told not to wrap; one that is a list keeps its lines as a list, too."""
        end = _end_of_paragraph(lines, index + 1)
        body = dedented(lines[index + 1 : end])
        if all(_ITEM.match(line) or line.startswith(" ") for line in body) and not body[0].startswith(" "):
            return self._items(body, 0)[0], end
        return literal(body), end

    def _quoted(self, lines: list[str], index: int) -> tuple[str, int]:
        """An indented block that nothing announces."""
        body, end = _indented(lines, index)
        return self._text_or_code(body), end

    def _text_or_code(self, body: list[str]) -> str:
        """Return an indented block: as code where half of its lines look like it, and the first is no sentence."""
        shown = [line.strip() for line in body if line.strip()]
        if shown and _FENCE.match(shown[0]):
            return paragraphs(*self.read(body))
        looks = [bool(_CODE.match(line)) for line in shown]
        if shown and (looks[0] or " " not in shown[0]) and 2 * sum(looks) >= len(looks):
            return literal(body)
        if any(_is_opened(above, below) for above, below in pairwise(body)):
            return literal(body)
        return paragraphs(*self.read(body))

    def _explicit(self, lines: list[str], index: int) -> tuple[str, int]:
        """Directives, footnotes, and comments, which say nothing to the reader of a page."""
        line = lines[index].rstrip()
        body, end = _indented(lines, index + 1)
        if found := _DIRECTIVE.match(line):
            return directive(found["name"], found["argument"] or "", body, self.read, self._inline), end
        if note := _FOOTNOTE.match(line):
            return paragraphs(*self.read([f"{note['label']} {note['text']}", *body])), end
        if _COMMENT.match(line):
            return "", end
        return self._paragraph(lines, index)

    def _mkdocs_admonition(self, lines: list[str], index: int) -> tuple[str, int]:
        found = _MKDOCS.match(_line(lines, index))
        title = (found["name"].capitalize() if found["title"] is None else found["title"]) if found else ""
        body, end = _indented(lines, index + 1)
        return paragraphs(*led(f"**{title}:**" if title else "", self.read(body))), end

    def _rule(self, lines: list[str], index: int) -> tuple[str, int]:
        """A line of punctuation: it stands above a title, or between two parts."""
        if _line(lines, index + 1) and _line(lines, index + 2) == _line(lines, index):
            return self._title(lines, index + 1)
        return "___", index + 1

    def _title(self, lines: list[str], index: int) -> tuple[str, int]:
        return f"**{self._inline(lines[index].strip('*#` '))}**", index + 2

    def _line_block(self, lines: list[str], index: int) -> tuple[str, int]:
        end = index
        while end < len(lines) and lines[end].startswith("|"):
            end += 1
        return "\\\n".join(self._inline(line[1:].strip()) for line in lines[index:end] if line[1:].strip()), end

    def _fields(self, lines: list[str], index: int) -> tuple[str, int]:
        items = []
        while field := _FIELD.match(_line(lines, index)):
            body, end = _indented(lines, index + 1)
            if not _is_for_sphinx(field["name"]):
                items.append(_item("- ", f"{_field_label(field['name'])}: ", self.read([field["text"] or "", *body])))
            index = _skip_blank(lines, end)
        return _joined(items), index

    def _items(self, lines: list[str], index: int) -> tuple[str, int]:
        items: list[str] = []
        while item := _ITEM.match(_line(lines, index)):
            marker = item["marker"]
            is_bullet = marker in "-*+•"
            if items and is_bullet != (items[0][0] == "-"):
                break
            end = _end_of_item(lines, index)
            blocks = self.read([lines[index][item.end() :], *dedented(lines[index + 1 : end], at_most=item.end())])
            marker = "- " if is_bullet else f"{len(items) + 1}. " if marker == "#." else f"{marker} "
            items.append(_item(marker, "", blocks))
            index = _skip_blank(lines, end)
        return _joined(items), index

    def _definitions(self, lines: list[str], index: int) -> tuple[str, int]:
        """Terms, each with an indented text below, among them the parameters of NumPy's style."""
        items = []
        while _is_term(_line(lines, index), _line(lines, index + 1)):
            body, end = _indented(lines, index + 1)
            name, colon, kind = lines[index].strip().partition(" : ")
            label = f"{code(name)} ({code(kind)})" if colon else f"**{self._inline(name)}**"
            items.append(_item("- ", f"{label}: ", self.read(body)))
            index = _skip_blank(lines, end)
        return _joined(items), index

    def _section(self, lines: list[str], index: int) -> tuple[str, int]:
        """A line that ends in a colon, and what is indented below it: described names become a list."""
        lead = self._inline(lines[index].strip())
        body, end = _indented(lines, index + 1)
        content = ""
        if all(_ENTRY.match(line) for line in body if line[:1].strip()):
            content = self._entries(body)
        return paragraphs(f"**{lead}**" if _SECTION.match(lead) else lead, content or self._text_or_code(body)), end

    def _entries(self, lines: list[str]) -> str:
        items = []
        index = _skip_blank(lines, 0)
        while entry := _ENTRY.match(_line(lines, index)):
            body, end = _indented(lines, index + 1)
            label = code(entry["name"]) + (f" ({code(entry['type'])})" if entry["type"] else "")
            items.append(_item("- ", f"{label}: ", self.read([entry["text"] or "", *body])))
            index = _skip_blank(lines, end)
        return _joined(items)


def _line(lines: list[str], index: int) -> str:
    return lines[index].rstrip() if index < len(lines) else ""


def _skip_blank(lines: list[str], index: int) -> int:
    while index < len(lines) and not lines[index].strip():
        index += 1
    return index


def _indented(lines: list[str], index: int) -> tuple[list[str], int]:
    """Return the indented lines from `index` on, dedented, and where they end."""
    end = index
    while end < len(lines) and (not lines[end].strip() or lines[end][0] == " "):
        end += 1
    return dedented(lines[index:end]), end


def dedented(lines: list[str], at_most: int = 1000) -> list[str]:
    """Return lines without their common margin, and without blank ones at the end."""
    margin = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    return "\n".join(line[min(margin, at_most) :].rstrip() for line in lines).rstrip("\n").split("\n")


def _item(marker: str, label: str, blocks: list[str]) -> str:
    """Return an item of a list, its further lines indented to stand behind the marker."""
    if label and (not blocks or blocks[0].startswith(("```", "- "))):
        blocks = [label.rstrip(": ") if not blocks else label.rstrip(), *blocks]
        label = ""
    return marker + re.sub(r"\n(?=[^\n])", "\n" + " " * len(marker), label + paragraphs(*blocks))


def _joined(items: list[str]) -> str:
    return ("\n\n" if any("\n\n" in item for item in items) else "\n").join(items)


def _end_of_paragraph(lines: list[str], index: int) -> int:
    while index < len(lines) and lines[index].strip():
        index += 1
    return index


def _end_of_code(lines: list[str], index: int) -> int:
    """Return where paragraphs of bare code end; 0 where there is none."""
    end = 0
    while index < len(lines) and not lines[index].startswith(" "):
        following = _end_of_paragraph(lines, index)
        if not is_code(lines[index:following]):
            break
        end, index = following, _skip_blank(lines, following)
    return end


def _end_of_drawing(lines: list[str], index: int) -> int:
    """Return where lines end that are aligned by spaces, or say what signs mean; 0 where most do not."""
    end = _end_of_paragraph(lines, index)
    if end - index > 1 and all(_SIGN.match(line.strip()) for line in lines[index:end]):
        return end
    aligned = sum(bool(_ALIGNED.search(line)) for line in lines[index:end])
    is_drawing = aligned > 1 and 2 * aligned > end - index and not _ITEM.match(lines[index].strip())
    return end if is_drawing else 0


def _end_of_data(lines: list[str], index: int) -> int:
    """Return where a paragraph of brackets within brackets ends; 0 where there is none."""
    end = _end_of_paragraph(lines, index)
    is_data = lines[index][0] in "<{[" and any(_is_opened(*pair) for pair in pairwise(lines[index:end]))
    return end if is_data else 0


def _end_of_item(lines: list[str], index: int) -> int:
    """Return where a list's item ends: at a line that is not indented, unless it carries on a line of text."""
    index += 1
    while index < len(lines):
        following = _skip_blank(lines, index)
        if not _line(lines, following).startswith(" ") and (
            following > index or _ITEM.match(lines[index]) or _INTERRUPTS.match(lines[index])
        ):
            break
        index = following + 1
    return min(index, len(lines))


def _is_term(line: str, following: str) -> bool:
    """Whether a line is the term of a definition, and not the start of a text whose further lines are indented."""
    words = len(line.split())
    text = following.strip()
    if not line or line[0] == " " or following[:1] != " " or not text or line[-1] in ",.:;" or _ITEM.match(line):
        return False
    # A list below a text; a call, a command, or data in several lines.
    if _ITEM.match(text) or _is_open(line) or (text[0] in _OPENING and " : " not in line):
        return False
    return words <= 3 or " : " in line or (words <= 8 and text[0].isupper())


def _is_open(line: str) -> bool:
    """Whether a line opens a bracket, or a quotation of lines, that it does not close."""
    return any(line.count(left) > line.count(right) for left, right in ("()", "[]", "{}")) or line.endswith(
        (" '", ' "')
    )


def _is_opened(above: str, below: str) -> bool:
    """Whether a line is a part of the one above it, as of a command or data, and no text that goes on."""
    text = below.strip()
    is_deeper = bool(above.strip()) and len(below) - len(text) > len(above) - len(above.lstrip())
    if not is_deeper or _ITEM.match(text) or _ITEM.match(above.strip()) or above.endswith(":"):
        return False
    return text[0] in _OPENING


def _is_for_sphinx(name: str) -> bool:
    """Whether a field tells Sphinx what to do, and readers nothing: `:meta private:`, Flask's `:internal:`."""
    return name.split(maxsplit=1)[0] in {"meta", "internal", "orphan", "nosearch"}


def _field_label(name: str) -> str:
    kind, _, rest = name.partition(" ")
    if kind in _PARAMETER_FIELDS and rest:
        annotation, _, parameter = rest.strip().rpartition(" ")
        return f"{code(parameter)} ({code(annotation)})" if annotation else code(parameter)
    label = _FIELDS.get(kind, name.capitalize())
    return f"{label} {code(rest.strip())}" if kind in _FIELDS and rest else label


def _fenced(lines: list[str], index: int) -> tuple[str, int]:
    """A fence of Markdown, as it is."""
    opening = _FENCE.match(lines[index])
    ticks = opening[1] if opening else ""
    end = index + 1
    while end < len(lines) and not (lines[end].strip().startswith(ticks) and not lines[end].strip(" `~")):
        end += 1
    return "\n".join(lines[index : end + 1]), end + 1


def _doctest(lines: list[str], index: int) -> tuple[str, int]:
    """An interactive session: up to a blank line, and on where another prompt follows it."""
    end = _end_of_paragraph(lines, index)
    while _line(lines, following := _skip_blank(lines, end)).startswith(">>>"):
        end = _end_of_paragraph(lines, following)
    return fence("\n".join(lines[index:end]), "pycon"), end


def _unchanged(lines: list[str], index: int) -> tuple[str, int]:
    end = _end_of_paragraph(lines, index)
    return "\n".join(lines[index:end]), end


def _drawn_table(lines: list[str], index: int) -> tuple[str, int]:
    """A table drawn with characters, which no Markdown has: it is shown as drawn."""
    end = _end_of_paragraph(lines, index)
    if _BORDER.match(_line(lines, index)):
        closing = (
            at for at in range(index + 2, len(lines)) if _BORDER.match(_line(lines, at)) and not _line(lines, at + 1)
        )
        end = next(closing, end - 1) + 1
    return fence("\n".join(lines[index:end]), "text"), end
