"""The HTML of doc comments, with the inline tags in it, to Markdown.

Authors part paragraphs by blank lines, and begin items of lists with a dash, as often as they write `<p>` and `<li>`.
What is no element that doc comments use is text that the author forgot to escape: it is shown as it is written.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import unescape

from designdoc_assets.markup.markdown import bullets, code, escape_within, fence, guard_lines, link, paragraphs, table

Tag = Callable[[str, str], str]
"""Returns the Markdown of an inline tag: its name, and what stands behind that."""

_TOKEN = re.compile(r"<!--.*?-->|</?([A-Za-z][A-Za-z0-9]*)((?:\s[^<>]*?)?)\s*/?>|\{@(\w+)", re.DOTALL)
_ADDRESS = re.compile(r"\bhref\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.IGNORECASE)
_WEB = re.compile(r"https?://\S+\Z")


def _words(written: str) -> frozenset[str]:
    return frozenset(written.split())


_BLOCKS = _words("p div blockquote section center address article dl table ul ol pre hr")
_INLINE = _words("a b strong i em code tt kbd samp var br sup sub span small u big font cite dfn q img abbr")
_INSIDE = _words("li dt dd tr td th tbody thead tfoot caption h1 h2 h3 h4 h5 h6")
_KNOWN = _BLOCKS | _INLINE | _INSIDE
_BOLD = frozenset({"b", "strong"})
_ITALIC = frozenset({"i", "em", "var", "cite", "dfn"})
_CODE = frozenset({"code", "tt", "kbd", "samp"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "dt", "caption"})
_VOID = frozenset({"br", "img", "hr"})
_DEEPEST = 16
_SPACES = re.compile(r"\s+")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_ITEM = re.compile(r"(?P<indent>[ \t]*)(?:[-–•]|\\?\*)[ \t]+(?=\S)")


def markdown(text: str, tag: Tag) -> str:
    """Return a text in HTML as Markdown.

    Args:
        text: What is written, without the marks of the comment.
        tag: Shows an inline tag.
    """
    return _Reader(text, tag).blocks(frozenset(), 0)


def plain(text: str) -> str:
    """Return the text of HTML without its elements."""
    without = _TOKEN.sub(lambda found: "" if (found[1] or "").lower() in _KNOWN else found[0], text)
    return unescape(without)


def closing(text: str, at: int) -> int:
    """Return where the brace is closed that was opened before `at`; the end of the text where it never is."""
    depth = 1
    for place in range(at, len(text)):
        depth += (text[place] == "{") - (text[place] == "}")
        if depth == 0:
            return place
    return len(text)


class _Reader:
    """Reads one text from its beginning to its end."""

    def __init__(self, text: str, tag: Tag) -> None:
        self._text = text
        self._tag = tag
        self._at = 0

    def blocks(self, ends: frozenset[str], depth: int) -> str:
        """Return the blocks up to one of the marks that end them, `/li` say, which stays unread."""
        done: list[str] = []
        line: list[str] = []

        def flush() -> None:
            done.extend(_paragraphs("".join(line)))
            line.clear()

        while (found := self._next(line)) is not None:
            name, is_end = (found[1] or "").lower(), found[0].startswith("</")
            if not name:
                self._at = found.end()
                if found[3]:
                    self._inline_tag(found[3], line, flush, done)
                continue
            if (f"/{name}" if is_end else name) in ends:
                break
            self._at = found.end()
            if is_end or depth > _DEEPEST:
                if name in _BLOCKS:
                    flush()
            elif name == "br":
                flush()
            elif name in _BLOCKS or name in _INSIDE:
                flush()
                done.append(self._block(name, depth + 1))
            else:
                line.append(self._span(name, found[2] or "", ends, depth + 1))
        flush()
        return paragraphs(*done)

    def _next(self, line: list[str]) -> re.Match[str] | None:
        """Return the next mark, the text before it written down; what looks like one and is none is text."""
        start = self._at
        at = start
        while (found := _TOKEN.search(self._text, at)) is not None:
            if not found[1] or found[1].lower() in _KNOWN:
                break
            at = found.end()
        end = found.start() if found is not None else len(self._text)
        line.append("\n".join(map(_escaped, unescape(self._text[start:end]).split("\n"))))
        self._at = end
        return found

    def _inline_tag(self, name: str, line: list[str], flush: Callable[[], None], done: list[str]) -> None:
        end = closing(self._text, self._at)
        inside = self._text[self._at : end]
        self._at = end + 1
        shown = self._tag(name, inside)
        if "\n" in shown or shown.startswith("```"):
            flush()
            done.append(shown)
        elif shown.startswith("`") and "".join(line[-2:]).endswith("`"):
            line.append(f" {shown}")  # else both would be one code span
        else:
            line.append(shown)

    def _block(self, name: str, depth: int) -> str:
        match name:
            case "ul" | "ol":
                return self._list(name, depth)
            case "pre":
                return self._code()
            case "table":
                return self._table(depth)
            case "hr":
                return ""
            case "li":
                return bullets([self.blocks(frozenset({"/li", "li", "/ul", "/ol"}), depth)])
        ends = {f"/{name}"} if name != "p" else {"/p", "p", "ul", "ol", "pre", "table", "dl", "blockquote", "/li", "li"}
        if name in {"dt", "dd"}:
            ends |= {"dt", "dd", "/dl"}
        shown = self.blocks(frozenset(ends | {"/ul", "/ol", "/td", "/dd", "/dl"}), depth)
        return f"**{shown}**" if name in _HEADINGS and shown and "\n" not in shown and "**" not in shown else shown

    def _list(self, name: str, depth: int) -> str:
        items: list[str] = []
        while (found := self._next([])) is not None:
            here, is_end = (found[1] or "").lower(), found[0].startswith("</")
            if is_end and here == name:
                self._at = found.end()
                break
            if here == "li" and not is_end:
                self._at = found.end()
                items.append(self.blocks(frozenset({"/li", "li", f"/{name}"}), depth))
            elif is_end or (not here and not found[3]):
                self._at = found.end()
            else:  # what stands in a list outside of its items
                items.append(self.blocks(frozenset({"li", f"/{name}"}), depth))
        items = [item for item in items if item]
        if name == "ul":
            return bullets(items)
        return "\n".join(f"{at}. " + re.sub(r"\n(?=[^\n])", "\n   ", item) for at, item in enumerate(items, 1))

    def _code(self) -> str:
        text = self._text
        found = re.compile(r"</pre\s*>", re.IGNORECASE).search(text, self._at)
        end = found.start() if found is not None else len(text)
        written = self._bare(text[self._at : end])
        self._at = found.end() if found is not None else end
        lines = written.expandtabs(4).split("\n")
        indent = min((len(each) - len(each.lstrip()) for each in lines[1:] if each.strip()), default=0)
        first = lines[0].strip() if lines[0].strip() else ""
        code_ = "\n".join(each.rstrip() for each in ([first] if first else []) + [each[indent:] for each in lines[1:]])
        return fence(code_.strip("\n"), "java") if code_.strip() else ""

    def _bare(self, written: str) -> str:
        """Return what a block of code shows, inline tags in it opened."""
        pieces: list[str] = []
        at = 0
        while (found := re.compile(r"\{@(\w+)\s?").search(written, at)) is not None:
            end = closing(written, found.end())
            inside = written[found.end() : end]
            pieces += [plain(written[at : found.start()]), inside if found[1] in {"code", "literal"} else plain(inside)]
            at = end + 1
        return "".join([*pieces, plain(written[at:])])

    def _table(self, depth: int) -> str:
        rows: list[list[str]] = []
        caption = ""
        cell = frozenset({"/td", "/th", "td", "th", "tr", "/tr", "/table"})
        while (found := self._next([])) is not None:
            here, is_end = (found[1] or "").lower(), found[0].startswith("</")
            self._at = found.end()
            if is_end and here == "table":
                break
            if here == "tr" and not is_end:
                rows.append([])
            elif here in {"td", "th"} and not is_end:
                rows = rows or [[]]
                rows[-1].append(" ".join(self.blocks(cell, depth).split()))
            elif here == "caption" and not is_end:
                caption = self.blocks(frozenset({"/caption"}), depth)
        rows = [row for row in rows if row]
        width = max(map(len, rows), default=0)
        filled = [[*row, *[""] * (width - len(row))] for row in rows]
        shown = table(filled[0], filled[1:]) if len(filled) > 1 else " ".join(cell for row in filled for cell in row)
        return paragraphs(caption, shown)

    def _span(self, name: str, attributes: str, ends: frozenset[str], depth: int) -> str:
        if name in _VOID:
            return ""
        start = self._at
        if name in _CODE:
            end = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(self._text, start)
            if end is None:
                return ""
            self._at = end.end()
            return code(" ".join(self._bare(self._text[start : end.start()]).split()))
        shown = self.blocks(ends | _ends_of(name), depth)
        closed = re.compile(rf"</{name}\s*>", re.IGNORECASE).match(self._text, self._at)
        if closed is not None:
            self._at = closed.end()
        if not shown or "\n\n" in shown:
            return shown
        lead = " " if self._text[start : start + 1].isspace() else ""
        if name == "a":
            found = _ADDRESS.search(attributes)
            address = unescape(next(filter(None, found.groups()), "")) if found is not None else ""
            return lead + (link(shown, address) if _WEB.match(address) else shown)
        mark = "**" if name in _BOLD else "*" if name in _ITALIC else ""
        return f"{lead}{mark}{shown}{mark}"


def _escaped(line: str) -> str:
    """Return a line without the power to be markup, as far in as it was."""
    bare = line.lstrip(" \t")
    return f"{line[: len(line) - len(bare)].expandtabs(4)}{escape_within(bare)}"


def _paragraphs(text: str) -> Iterator[str]:
    """Yield the paragraphs of a text without blocks, and lists of what begins with dashes in it."""
    for block in _BLANK_LINE.split(text):
        lines = block.strip("\n").split("\n")
        while lines:
            first = next((at for at, line in enumerate(lines) if _ITEM.match(line)), len(lines))
            count = sum(_ITEM.match(line) is not None for line in lines)
            # A dash by itself, at the beginning of some line, may be one of a sentence.
            if count == 1 and first > 0 and not lines[first - 1].rstrip().endswith(":"):
                first = len(lines)
            yield _folded(lines[:first])
            items, lines = _items(lines[first:])
            yield bullets(items)


def _items(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the items that lines begin with, and the lines behind: what is deeper than its dash is of an item."""
    items: list[list[str]] = []
    indent = 0
    for at, line in enumerate(lines):
        if (found := _ITEM.match(line)) is not None:
            indent = len(found["indent"])
            items.append([line[found.end() :]])
        elif line.strip() and len(line) - len(line.lstrip()) <= indent:
            return [_folded(item) for item in items], [*lines[at:]]
        else:
            items[-1].append(line)
    return [_folded(item) for item in items], []


def _folded(lines: Iterable[str]) -> str:
    return guard_lines(_SPACES.sub(" ", "\n".join(lines)))


def _ends_of(name: str) -> frozenset[str]:
    return frozenset({f"/{name}", "p", "/p", "ul", "ol", "pre", "table", "/li", "li"})
