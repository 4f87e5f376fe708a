"""What comments say of the code that they stand in: what is to be done, what is worked around, and why it is so.

Comments are for those who change the code; what docs say to those who use it is no remark, but for what is to be done.
What is told is what was written: a paragraph, or a sentence of it, never a part of one. Where it cannot be told from
code that was taken out, or from a title, nothing is.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from designdoc_assets.languages.spans import Spans

RemarkSort = Literal["TODO", "FIXME", "HACK", "XXX", "workaround", "deprecated", "reason"]


@dataclass(frozen=True, slots=True)
class Remark:
    """What a comment says, one paragraph or sentence."""

    sort: RemarkSort
    text: str
    """As written, on one line: plain text."""
    line: int
    """That in which its comment begins."""
    within: str = ""
    """The qualified name of what it stands in or right above, as in `registrations.Registration`."""


@dataclass(frozen=True, slots=True)
class Comments:
    """Where comments stand in a file, and in what."""

    spans: Spans[str]
    docs: frozenset[int]
    """The first bytes of those that are there for those who use what stands below."""
    definitions: Spans[str]
    """What the file defines, annotations above it included, by qualified name."""


_SIGNS = tuple(
    word.encode()
    for word in (
        *("TODO", "FIXME", "HACK", "XXX", "todo:", "odo(", "todo -", "fixme:"),
        *("orkaround", "ork around", "orks around", "ecause", "so that", "eprecated"),
        *("/issues/", "/pull/", "/merge_requests/", "show_bug.cgi"),
    )
)
"""One of which is in every comment that makes a remark. Most files have few: looking for them costs next to nothing."""
_MARK = re.compile(
    r"^\W{0,3}@?(?P<sort>TODO|FIXME|HACK|XXX|(?i:todo|fixme)(?=\s?[:(]|\s-\s))"
    r"(?P<who>\s?\([^()]{1,80}\))?(?P<sign>\s?[:;.,-]+)?(?:\s+|(?<=[:)])|$)(?P<text>.*)"
)
_MARK_INSIDE = re.compile(r"(?<=[\s(])@?(?P<sort>TODO|FIXME|HACK|XXX)(?P<who>\([^()]{1,80}\))?:\s*(?P<text>.*)")
_ABOUT_MARKS = re.compile(
    r"(?:s|app|apps|comment|comments|item|items|list|lists|mark|marker|markers|note|notes|tag|tags)\b"
)
"""What follows where a mark is spoken of, and nothing is marked."""
_WORKAROUND = re.compile(
    r"\bworkarounds? (?:for|to|until|because|since|in|as|a|the)\b|^\W{0,3}workaround\b|\bas a workaround\b"
    r"|\bwork(?:s|ing|ed)? around (?!the clock)(?:a|an|the|this|that|bugs?|issues?|limitations?|broken|some|[A-Z])\b",
    re.IGNORECASE,
)
_DEPRECATED = re.compile(
    r"^\W{0,3}deprecated\b\s*(?:[:,]|since|as of|in\b)|\bdeprecated (?:since|as of) v?\d", re.IGNORECASE
)
_REASON = re.compile(
    r"\bbecause\b|\bso that\b[^.;]*(?:\b(?:not|never|no|nothing|nobody|without|cannot)\b|n't\b)", re.IGNORECASE
)
_ISSUE = re.compile(
    r"https?://[^\s<>\"'`]+?/(?:issues|pull|merge_requests)/\d+|https?://[^\s<>\"'`]+?/show_bug\.cgi\?id=\d+"
)
_EXAMPLE_LINK = re.compile(r"(?:e\.g\.|for example|for instance|such as|like)\W{0,3}https?://", re.IGNORECASE)
_LINK = re.compile(r"https?://\S+")
_UNFINISHED = re.compile(
    r"(?:\b(?:a|an|the|of|to|with|by|in|on|for|and|or|because|that|is|are|as|from|see|than|like)|[,:=(-])\s*$",
    re.IGNORECASE,
)
"""How a text ends that goes on in what is no text."""
_LICENCE = re.compile(r"\bcopyright\b|\blicen[sc]ed?\b|\bSPDX-|\bwarrant(?:y|ies)\b", re.IGNORECASE)
_MOST_BYTES = 20_000
"""A comment that is longer is a text of its own."""
_MOST_INDENT = 200
_LONGEST = 360
"""Characters of a paragraph that is shown as a whole; of a longer one, the sentences that say it."""
_LONGEST_SENTENCE = 600
_FEWEST_WORDS = 4
_LINE_MARKS = re.compile(r"[ \t]*(?://+!?|#+[:!]?|/\*+!?|\*+(?!/))[ \t]?")
_RULE = re.compile(r"[\W_]*")
_ITEM = re.compile(r"(?P<mark>[-*+•] |\d{1,2}[.)] )|@\w+|:\w+|(?:[A-Z]{2,}|Note|Warning):")
_CODE = re.compile(
    r"""
      .*[{}]\s*$ | [^\s"'`]*\s*;\s*$ | .*[)\]=\w]\s*;\s*$(?<![a-z]{2}\s[a-z]{2};)
    | [\w.\[\]>*&"'-]+\s*(?:[-+*/|&:]?=|:=)\s?[^=] | [\w.:>-]+\(.*\)?\s*[,:;]?\s*$
    | (?:\$|>>>|<\w|</|@\w+\(|\}|\{|\#\w+\b.*\() | .*(?:=>|->|&&|\|\|)\s*$
    """,
    re.VERBOSE,
)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z`\"'(])(?<!e\.g\. )(?<!i\.e\. )(?<!cf\. )(?<!vs\. )")


def remarks_in(source: bytes, comments_of: Callable[[], Comments]) -> tuple[Remark, ...]:
    """Return what comments say, in order of the source.

    Args:
        source: The file, in UTF-8.
        comments_of: Returns where its comments stand: it is not asked of a file that has none that says anything.
    """
    if not (signs := _signs(source)):
        return ()
    comments = comments_of()
    found: list[Remark] = []
    done = row = counted = 0
    for at in signs:
        if at < done or (comment := comments.spans.around(at)) is None:
            continue
        start, end = _whole(source, comment[0], comment[1], comments.spans)
        done = max(end, at + 1)
        written = source[start:end].decode("utf-8", "replace") if end - start <= _MOST_BYTES else ""
        if _LICENCE.search(written):
            continue
        said = list(_said(written, is_doc=comment[0] in comments.docs))
        row += source.count(b"\n", counted, start)
        counted = start
        name = _within(source, start, end, comments.definitions) if said else ""
        found += [Remark(sort, text, row + 1, name) for sort, text in said]
    return tuple(found)


def _within(source: bytes, start: int, end: int, definitions: Spans[str]) -> str:
    """Return the name of what begins right below a comment, or else of what stands around it."""
    line = source.find(b"\n", max(end - 1, 0)) + 1
    below = line + len(source[line : line + _MOST_INDENT]) - len(source[line : line + _MOST_INDENT].lstrip(b" \t"))
    found = definitions.around(below) if line else None
    if found is None or found[0] != below:
        found = definitions.around(start)
    return found[2] if found is not None else ""


def _signs(source: bytes) -> list[int]:
    """Return where signs stand, in order."""
    found: list[int] = []
    for sign in _SIGNS:
        at = source.find(sign)
        while at >= 0:
            found.append(at)
            at = source.find(sign, at + len(sign))
    return sorted(found)


def _whole(source: bytes, start: int, end: int, comments: Spans[str]) -> tuple[int, int]:
    """Return the stretch of the comments, one a line, that a comment of one line is one of."""
    if source.startswith(b"/*", start):
        return start, end
    mark = source[start : start + 1]
    column = start - (source.rfind(b"\n", 0, start) + 1)
    end = _line_end(source, start)
    while (following := end + 1 + column) < len(source) and end - start <= _MOST_BYTES:
        if source[end + 1 : following].strip() or source[following : following + 1] != mark:
            break
        if comments.around(following) is None:
            break
        end = _line_end(source, following)
    while (begin := start - column) > 0 and not source[begin:start].strip() and end - start <= _MOST_BYTES:
        above = source.rfind(b"\n", 0, begin - 1) + 1 + column
        found = comments.around(above) if above < begin and source[above : above + 1] == mark else None
        if found is None or found[0] != above:
            break
        start = above
    return start, end


def _line_end(source: bytes, at: int) -> int:
    end = source.find(b"\n", at)
    return end if end >= 0 else len(source)


def _said(written: str, *, is_doc: bool) -> Iterator[tuple[RemarkSort, str]]:
    for paragraph in _with_links(_paragraphs(written)):
        if _MARK.match(paragraph) or _MARK_INSIDE.search(paragraph):
            yield from _marked(paragraph)
        elif not is_doc:
            yield from _explained(paragraph)


def _paragraphs(written: str) -> Iterator[str]:
    """Yield the paragraphs of a comment, each on one line; items of lists and what is marked are some by themselves.

    One that begins in the middle of a sentence, behind code, is none.
    """
    lines: list[str] = []
    is_behind_code = False
    for raw in [*written.removesuffix("*/").split("\n"), ""]:
        line = _LINE_MARKS.sub("", raw, count=1).strip()
        is_code = bool(_CODE.match(line)) and not _MARK.match(line)
        is_end = is_code or bool(_RULE.fullmatch(line))
        item = _ITEM.match(line)
        if lines and (is_end or item or _MARK.match(line)):
            if not (is_behind_code and lines[0][:1].islower()):
                yield " ".join(lines)
            lines, is_behind_code = [], False
        if not is_end:
            lines.append(" ".join(line.removeprefix(item["mark"] or "" if item else "").split()))
        else:
            is_behind_code = is_code


def _with_links(paragraphs: Iterator[str]) -> Iterator[str]:
    """Yield paragraphs, those that are little more than a link together with what stands above them."""
    before = ""
    for paragraph in paragraphs:
        is_link = _ISSUE.search(paragraph) and len(_LINK.sub("", paragraph).split()) < _FEWEST_WORDS
        if is_link and before:
            before = f"{before} {paragraph}"
            continue
        if before:
            yield before
        before = paragraph
    if before:
        yield before


def _marked(paragraph: str) -> Iterator[tuple[RemarkSort, str]]:
    """Yield what a paragraph marks as something to be done."""
    found = _MARK.match(paragraph)
    if found and not found["sign"] and not found["who"] and _ABOUT_MARKS.match(found["text"].lower()):
        return
    if not found:
        found = _MARK_INSIDE.search(paragraph)
    if not found:
        return
    text = _first(found["text"])
    if paragraph[found.start() - 1 : found.start()] == "(":
        text = text.removesuffix(")")
    if len(text.split()) >= 2 and not _UNFINISHED.search(text):
        sort: RemarkSort = found["sort"].upper()  # type: ignore[assignment]  # the patterns have these alone
        yield sort, f"{(found['who'] or '').strip()} {text}".strip()


def _explained(paragraph: str) -> Iterator[tuple[RemarkSort, str]]:
    """Yield what a paragraph says of why something is as it is."""
    for sort, sign in _SORTS:
        if sign.search(paragraph):
            text = _sentence(paragraph, sign)
            words = len(_LINK.sub("", text).split())
            is_example = sign is _ISSUE and _EXAMPLE_LINK.search(text)
            if words >= _FEWEST_WORDS and not is_example and not _UNFINISHED.search(text):
                yield sort, text
            return


def _first(text: str) -> str:
    """Return a text, or its first sentences where it is long; nothing where these are no sentences."""
    shown = ""
    for sentence in _SENTENCE_END.split(text):
        if shown and len(shown) + len(sentence) >= _LONGEST:
            break
        shown = f"{shown} {sentence}".lstrip()
    return shown if len(shown) <= _LONGEST_SENTENCE else ""


def _sentence(paragraph: str, sign: re.Pattern[str]) -> str:
    """Return a paragraph, or the sentence of it that has a sign where it is long."""
    if len(paragraph) <= _LONGEST:
        return paragraph
    found = next((sentence for sentence in _SENTENCE_END.split(paragraph) if sign.search(sentence)), "")
    return found if len(found) <= _LONGEST_SENTENCE else ""


_SORTS: tuple[tuple[RemarkSort, re.Pattern[str]], ...] = (
    ("deprecated", _DEPRECATED),
    ("workaround", _WORKAROUND),
    ("reason", _REASON),
    ("reason", _ISSUE),
)
