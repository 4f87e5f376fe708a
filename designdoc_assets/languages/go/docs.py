"""Doc comments of Go, as `go/doc/comment` reads them, to Markdown: headings, lists, indented code, links, notices."""

import re
from collections.abc import Iterator, Sequence

from designdoc_assets.languages.doc_facts import Doc
from designdoc_assets.markup.markdown import code, escape_within, fence, guard_lines, paragraphs

_DIRECTIVE = re.compile(r"//(?:[a-z0-9]+:[a-z0-9]|export |extern |line |nolint\b|\s*\+build )")
_HEADING = re.compile(r"#\s+(\S.*)")
_OLD_HEADING = re.compile(r"[A-Z][^;:!?+*/=\[\]{}_^°&§~%#@<\">\\.,]*(?:'s [^;:!?+*/=\[\]{}_^°&§~%#@<\">\\.,']*)?")
"""A line that is a heading by its look: a capital, and no sign that headings do not have."""
_ITEM = re.compile(r"[ \t]*(?:(?P<bullet>[-*+•])|(?P<number>\d+)[.)])[ \t]+(?P<text>\S.*)")
_TARGET = re.compile(r"\[([^\]]+)\]: (\S+)")
_LINK = re.compile(r"\[(\*?[A-Za-z_][\w./]*(?:\.\w+)*|[^\[\]\n]+)\](?![(\[:\w])")
_NAME = re.compile(r"\*?(?:[A-Za-z_][\w/-]*(?:\.[\w-]+)*\.)?[A-Z]\w*(?:\.[A-Z]\w*)?|[a-z][\w]*(?:/[\w.-]+)+")
_DEPRECATED = "Deprecated:"


def is_directive(comment: str) -> bool:
    """Return whether a comment speaks to a tool: `//go:generate`, `//nolint`, `// +build`."""
    return _DIRECTIVE.match(comment) is not None


def parse(comments: Sequence[str]) -> Doc | None:
    """Return what a doc comment says; None where that is nothing."""
    lines = [line for comment in comments for line in _bare(comment)]
    if not any(line.strip() for line in lines):
        return None
    mentions: dict[str, None] = {}
    targets = {match[1]: match[2] for line in lines if (match := _TARGET.fullmatch(line.strip()))}
    lines = [line for line in lines if _TARGET.fullmatch(line.strip()) is None]
    texts: list[str] = []
    deprecated: list[str] = []
    for block in _blocks(lines):
        is_notice = block[0].startswith(_DEPRECATED)
        if is_notice:
            block = [block[0].removeprefix(_DEPRECATED).strip(), *block[1:]]  # noqa: PLW2901 - the rest of it
        markdown = _markdown(block, targets, mentions, is_first=not texts and not deprecated)
        (deprecated if is_notice else texts).append(markdown)
    return Doc(text=paragraphs(*texts), deprecated=paragraphs(*deprecated), mentions=tuple(mentions))


def _bare(comment: str) -> Iterator[str]:
    """Yield the lines of a comment without its marks."""
    if not comment.startswith("/*"):
        body = comment.removeprefix("//").rstrip()
        yield body.removeprefix(" ") if not body.startswith("\t") else body
        return
    lines = comment[2:].removesuffix("*/").expandtabs(4).split("\n")
    has_stars = all(line.lstrip().startswith("*") for line in lines[1:] if line.strip()) and len(lines) > 1
    bare = [line.lstrip()[1:] if has_stars and at and line.strip() else line for at, line in enumerate(lines)]
    indents = [len(line) - len(line.lstrip()) for line in bare[1:] if line.strip()]
    indent = min(indents, default=0)
    yield bare[0].strip()
    yield from (line[indent:].rstrip() for line in bare[1:])


def _blocks(lines: Sequence[str]) -> Iterator[list[str]]:
    """Yield paragraphs, headings, lists and code, each as its lines."""
    block: list[str] = []
    for line in lines:
        is_inside = _is_indented(line)
        if not line.strip():
            if block and _is_indented(block[0]):
                block.append("")  # Blank lines between indented ones belong to them.
            elif block:
                yield block
                block = []
            continue
        if block and _is_indented(block[0]) != is_inside and not (_is_list(block) and is_inside):
            yield _ended(block)
            block = []
        elif block and _HEADING.fullmatch(block[0]):
            yield block
            block = []
        block.append(line)
    if _ended(block):
        yield _ended(block)


def _ended(block: list[str]) -> list[str]:
    while block and not block[-1]:
        block.pop()
    return block


def _is_indented(line: str) -> bool:
    return line[:1] in {" ", "\t"} or (_ITEM.match(line) is not None and line[:1] in {"-", "*", "+", "•"})


def _is_list(block: Sequence[str]) -> bool:
    return _ITEM.fullmatch(block[0]) is not None


def _markdown(block: list[str], targets: dict[str, str], mentions: dict[str, None], *, is_first: bool) -> str:
    if _is_list(block) and _is_indented(block[0]):
        return _list(block, targets, mentions)
    if _is_indented(block[0]):
        indent = min(len(line) - len(line.lstrip()) for line in block if line)
        return fence("\n".join(line[indent:] for line in block), "")
    heading = _HEADING.fullmatch(block[0]) if len(block) == 1 else None
    if heading is not None or (len(block) == 1 and not is_first and _OLD_HEADING.fullmatch(block[0])):
        return f"**{escape_within(heading[1] if heading else block[0])}**"
    return guard_lines(_inline("\n".join(line.strip() for line in block), targets, mentions))


def _list(block: Sequence[str], targets: dict[str, str], mentions: dict[str, None]) -> str:
    items: list[tuple[str, list[str]]] = []
    for line in block:
        found = _ITEM.fullmatch(line)
        if found is not None:
            items.append(("-" if found["bullet"] else f"{found['number']}.", [found["text"]]))
        elif line.strip() and items:
            items[-1][1].append(line.strip())
    return "\n".join(f"{mark} {guard_lines(_inline(' '.join(said), targets, mentions))}" for mark, said in items)


def _inline(text: str, targets: dict[str, str], mentions: dict[str, None]) -> str:
    """Return a text with its links to names as code, and those to addresses as links."""
    pieces: list[str] = []
    at = 0
    for found in _LINK.finditer(text):
        inside = " ".join(found[1].split())
        if inside in targets:
            shown = f"[{escape_within(inside)}]({targets[inside]})"
        elif _NAME.fullmatch(inside):
            name = inside.removeprefix("*")
            mentions[name.rpartition("/")[2]] = None
            shown = code(name)
        else:
            continue
        pieces += [escape_within(text[at : found.start()]), shown]
        at = found.end()
    return "".join([*pieces, escape_within(text[at:])])
