"""Doc comments of Rust, which are Markdown already: their marks, hidden lines, headings and links to names."""

import html
import re
from collections.abc import Iterator, Sequence

from designdoc_assets.languages.doc_facts import Doc
from designdoc_assets.languages.rust.attributes import plain
from designdoc_assets.markup.fences import lines_with_code

_LINE = re.compile(r"//[/!]")
_HEADING = re.compile(r"(#{1,6})\s+(.+?)\s*#*\s*")
_BOLD = re.compile(r"\*\*[^*]+\*\*")
_FENCE = re.compile(r"(\s*(?:```+|~~~+))\s*([^`]*)")
_DOC = re.compile(r'#!?\[\s*doc\s*=\s*(?:r(?P<signs>#*)"(?P<raw>.*)"(?P=signs)|"(?P<plain>.*)")\s*\]', re.DOTALL)
_OF_RUST_WRITTEN = """
    rust ignore no_run should_panic compile_fail standalone_crate edition2015 edition2018 edition2021 edition2024
"""
_OF_RUST = frozenset(_OF_RUST_WRITTEN.split())
"""What marks a block of code that rustdoc tests."""
_NAME = r"(?:[a-z]+@)?[A-Za-z_][\w]*(?:(?:::)[A-Za-z_]\w*)*(?:<[^\]`()]*>)?(?:!|\(\))?"
_REFERENCE = re.compile(rf"\[`({_NAME})`\](?:\(([^()\s]*)\)|\[[^\]]*\])?(?!:)")
_PLAIN = re.compile(rf"(?<![\w\]!`\\])\[({_NAME})\](?![\w(\[:])")
_TEXT_LINK = re.compile(rf"(?<!!)\[([^\]\[]+)\](?:\(({_NAME})\)|\[`?({_NAME})`?\])")
_SHORT = re.compile(r"(?<![\]!`\\])\[([^\]\[]+)\](?![\[(:])")
_TARGET = re.compile(r"\s{0,3}\[([^\]]+)\]:\s*<?(\S+?)>?(?:\s+\".*\")?\s*")
_PREFIX = re.compile(r"\A\w+@")
_SPAN = re.compile(r"(?<![`\\])(`+)(?!`).+?(?<!`)\1(?!`)")
_KEPT = re.compile("\ue000(\\d+)\ue001")
_HTML_CODE = re.compile(r"<code>(.*?)</code>")
_BRACKETED = re.compile(rf"\[`?({_NAME})`?\](?:\(({_NAME})\))?")
_BOX = re.compile(r"\s*</?div(?:\s[^<>]*)?>\s*")
"""A line that begins or ends a box on rustdoc's page."""


def parse(comments: Sequence[str]) -> Doc | None:
    """Return what a doc comment says; None where that is nothing."""
    written = _unindented([line for comment in comments for line in _bare(comment)])
    if not any(line.strip() for line in written):
        return None
    targets = {found[1].strip("`").lower(): found[2] for line in written if (found := _TARGET.fullmatch(line))}
    mentions: dict[str, None] = {}
    shown: list[str] = []
    is_code = is_rust = False
    for line, inside in lines_with_code("\n".join(written)):
        opening = _FENCE.fullmatch(line) if inside else None
        if opening is not None and not is_code:
            is_code = True
            words = {word.partition("=")[0] for word in re.split(r"[,\s{}]+", opening[2]) if word}
            is_rust = words <= _OF_RUST or "rust" in words
            shown.append(f"{opening[1]}rust" if is_rust else line)
        elif opening is not None and not opening[2].strip():
            is_code = False
            shown.append(line)
        elif inside:
            if not (is_rust and _is_hidden(line)):
                shown.append(line.replace("##", "#", 1) if is_rust and line.lstrip().startswith("##") else line)
        elif not _TARGET.fullmatch(line) and not _BOX.fullmatch(line):
            is_code = False
            if shown and _BOLD.fullmatch(shown[-1]) and line.strip():
                shown.append("")
            shown.append(_prose(line, targets, mentions))
    return Doc(text="\n".join(shown).strip("\n"), mentions=tuple(mentions))


def _is_hidden(line: str) -> bool:
    bare = line.strip()
    return bare == "#" or bare.startswith("# ")


def _bare(comment: str) -> Iterator[str]:
    """Yield the lines of a comment, or of an attribute, without their marks."""
    attribute = _DOC.match(comment)
    if attribute is not None:
        yield from (attribute["raw"] if attribute["raw"] is not None else plain(attribute["plain"])).split("\n")
    elif _LINE.match(comment):
        yield comment.rstrip("\n").rstrip()[3:]
    else:
        lines = comment[3:].removesuffix("*/").split("\n")
        has_stars = len(lines) > 1 and all(line.lstrip().startswith("*") for line in lines[1:] if line.strip())
        for at, line in enumerate(lines):
            yield line.lstrip()[1:] if has_stars and at and line.strip() else line.rstrip()


def _unindented(lines: Sequence[str]) -> list[str]:
    """Return lines without the blanks that all of them begin with, as rustdoc takes them off."""
    expanded = [line.expandtabs(4).rstrip() for line in lines]
    indent = min((len(line) - len(line.lstrip()) for line in expanded if line), default=0)
    return [line[indent:] for line in expanded]


def _prose(line: str, targets: dict[str, str], mentions: dict[str, None]) -> str:
    """Return a line with headings made bold and links to names made code."""
    heading = _HEADING.fullmatch(line)
    if heading is not None:
        return f"**{_linked(heading[2], targets, mentions)}**"
    return _linked(line, targets, mentions)


def _linked(line: str, targets: dict[str, str], mentions: dict[str, None]) -> str:
    if "<code>" in line:
        line = _HTML_CODE.sub(lambda found: _html_code(found[1], mentions), line)
    if "[" not in line or "\ue000" in line:
        return line
    spans: list[str] = []

    def keep(found: re.Match[str]) -> str:
        if line[found.start() - 1 : found.start()] == "[" and line[found.end() : found.end() + 1] == "]":
            return found[0]  # a label of a link; in other code, brackets are brackets
        spans.append(found[0])
        return f"\ue000{len(spans) - 1}\ue001"

    line = _with_links(_SPAN.sub(keep, line), targets, mentions)
    return _KEPT.sub(lambda found: spans[int(found[1])], line) if spans else line


def _html_code(written: str, mentions: dict[str, None]) -> str:
    """Return code that is written in HTML so that names in it can be links: `<code>&[Name]</code>`."""

    def bare(found: re.Match[str]) -> str:
        _mention(found[2] or found[1], mentions)
        return _PREFIX.sub("", found[1])

    code = html.unescape(_BRACKETED.sub(bare, written))
    return f"`{code}`" if code.strip() and "`" not in code else code


def _with_links(line: str, targets: dict[str, str], mentions: dict[str, None]) -> str:
    line = _REFERENCE.sub(lambda found: _code(found[1], targets, mentions, found[2]), line)
    line = _TEXT_LINK.sub(lambda found: _told(found, targets, mentions), line)
    line = _SHORT.sub(lambda found: _short(found, targets, mentions), line) if targets else line
    return _PLAIN.sub(lambda found: _code(found[1], targets, mentions), line)


def _code(name: str, targets: dict[str, str], mentions: dict[str, None], target: str | None = None) -> str:
    bare = _PREFIX.sub("", name)
    url = target or targets.get(name.lower(), "")
    if url.startswith(("http://", "https://")):
        return f"[`{bare}`]({url})"
    _mention(url if re.fullmatch(_NAME, url) else bare, mentions)
    return f"`{bare}`"


def _told(found: re.Match[str], targets: dict[str, str], mentions: dict[str, None]) -> str:
    label, direct, by_name = found[1], found[2], found[3]
    url = direct or targets.get((by_name or "").lower(), by_name or "")
    if url.startswith(("http://", "https://")):
        return f"[{label}]({url})"
    _mention(url, mentions)
    return label


def _short(found: re.Match[str], targets: dict[str, str], mentions: dict[str, None]) -> str:
    """Return a link by its label alone, which leads to an address, to a name, or to a place on rustdoc's page."""
    url = targets.get(" ".join(found[1].strip("`").split()).lower())
    if url is None:
        return found[0]
    if url.startswith(("http://", "https://")):
        return f"[{found[1]}]({url})"
    if re.fullmatch(_NAME, url):
        _mention(url, mentions)
    return found[1]


def _mention(name: str, mentions: dict[str, None]) -> None:
    bare = _PREFIX.sub("", name).partition("<")[0].rstrip("!()").replace("::", ".")
    mentions[bare.removeprefix("crate.").removeprefix("self.").removeprefix("super.")] = None
