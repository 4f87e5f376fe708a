"""From the text of a file to what a writer is shown of it, or of a type in it with those of its members there.

What is shown depends on no more than what digests are made over, but for layout and where comments stand.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from tree_sitter import Node

from designdoc_assets.languages.commentary import Commentary
from designdoc_assets.languages.engine.commentary import commentary_of, doc_starts, end_of
from designdoc_assets.languages.engine.definition import CALLABLES, TYPES, Definition, Found
from designdoc_assets.languages.engine.dialect import Dialect
from designdoc_assets.languages.engine.facts_of import with_comments
from designdoc_assets.languages.engine.reader import found_in
from designdoc_assets.languages.excerpt_layout import Hole, Layout, Literal
from designdoc_assets.languages.excerpts import LEFT_OUT, Cut, CutKind, Excerpt, Unit, UnitKind, in_one

_LONG_VALUE_BYTES = 120
"""From this size on, a value is data rather than something that a reader takes in."""
_NAME = re.compile(r"(?:[^\W\d]|\$)[\w$]*")
_OPENING = re.compile(rb"[({\[]")
_CLOSING = {b"(": b")", b"{": b"}", b"[": b"]"}


def excerpt(dialect: Dialect, text: str, of: tuple[str, int] | None) -> Excerpt:
    """Return the excerpt of a file, or of the type in it of which `of` is the qualified name and number.

    Raises:
        LookupError: The text holds neither such a type nor a member of one.
    """
    found, commentary = _found(dialect, text)
    if of is None:
        return _excerpt(dialect, found, commentary, (0, len(found.source)), list(found.all()), ())
    name, number = of
    same = [each for each in found.types() if each.qualname == name]
    own = same[number - 1 : number]
    members = [each for each in found.top if each.belongs_to == name] if number == 1 else []
    if not own and not members:
        which = f"`{name}`" if number == 1 else f"`{name}` number {number}"
        raise LookupError(
            f"The file holds no type {which} and no member of it, so there is no source to show of it. "
            "It was read when it held one: read the target again."
        )
    more = [piece for each in own for piece in each.pieces]
    pieces = sorted([*own, *more, *members], key=lambda each: each.start)
    return in_one([_of(dialect, found, commentary, each) for each in pieces])


def function_excerpt(dialect: Dialect, text: str, line: int) -> Excerpt:
    """Return the excerpt of the function or method that begins in a line.

    Raises:
        LookupError: None does.
    """
    found, commentary = _found(dialect, text)
    here = next((each for each in found.all() if each.kind in CALLABLES and each.line == line), None)
    if here is None:
        raise LookupError(f"No function begins in line {line}. The file was read when one did: read the target again.")
    return _of(dialect, found, commentary, here)


@lru_cache(maxsize=8)
def _found(dialect: Dialect, text: str) -> tuple[Found, Commentary]:
    """Return what is in a file. The last files are kept: types come in a row."""
    found = found_in(dialect, text)
    return found, commentary_of(dialect, found)


def _of(dialect: Dialect, found: Found, commentary: Commentary, definition: Definition) -> Excerpt:
    span = with_comments(definition, commentary)
    nested = [each for each in definition.inner if each.kind in TYPES]
    shown = [definition, *_below(each for each in definition.inner if each.kind not in TYPES)]
    return _excerpt(dialect, found, commentary, span, shown, [with_comments(each, commentary) for each in nested])


def _below(definitions: Iterable[Definition]) -> Iterator[Definition]:
    for each in definitions:
        yield each
        yield from _below(each.inner)


def _excerpt(  # noqa: PLR0913, PLR0917 - each is one thing that an excerpt is of
    dialect: Dialect,
    found: Found,
    commentary: Commentary,
    span: tuple[int, int],
    shown: Sequence[Definition],
    nested: Sequence[tuple[int, int]],
) -> Excerpt:
    start, end = span
    docs = doc_starts(found)
    told = docs | {comment.start for comment in commentary.told}
    inside = [node for node in found.comments if start <= node.start_byte < end]
    holes = [Hole(node.start_byte, end_of(found, node)) for node in inside if node.start_byte not in told]
    holes += [Hole(*stretch) for stretch in nested]
    spaced = {with_comments(each, commentary)[0] for each in shown if each.kind in TYPES | CALLABLES}
    literals = [
        Literal(node.start_byte, node.end_byte, False) for node in found.literals if b"\n" in (node.text or b"")
    ]
    literals += [
        Literal(node.start_byte, node.end_byte, True)
        for node in inside
        if node.start_byte in docs and b"\n" in (node.text or b"").rstrip()
    ]
    layout = Layout(found.source, *span, holes=sorted(holes), literals=_outermost(literals), spaced=spaced)
    units = sorted(
        {
            Unit(layout.starts_at(with_comments(each, commentary)[0]), _unit(each))
            for each in shown
            if each.owner is None
        }
    )
    return Excerpt(
        layout.text.decode("utf-8", "replace"),
        frozenset(_names(found, start, end, nested)),
        tuple(_cuts(layout, found, shown, span)),
        tuple(units),
        doc="doc comment",
        comment=dialect.line_comment,
    )


def _unit(definition: Definition) -> UnitKind:
    return "function" if definition.kind in CALLABLES else "class" if definition.kind in TYPES else "statement"


def _outermost(literals: Iterable[Literal]) -> list[Literal]:
    kept: list[Literal] = []
    for literal in sorted(literals, key=lambda each: (each.start, -each.end)):
        if not kept or literal.start >= kept[-1].end:
            kept.append(literal)
    return kept


def _names(found: Found, start: int, end: int, nested: Sequence[tuple[int, int]]) -> Iterator[str]:
    """Yield the words of the code: those of literals and comments are none."""
    gone = [(node.start_byte, node.end_byte) for node in (*found.comments, *found.literals)]
    at = start
    for begin, stop in sorted([*gone, *nested]):
        if at <= begin < end:
            yield from _NAME.findall(found.source[at:begin].decode("utf-8", "replace"))
            at = stop
    yield from _NAME.findall(found.source[at:end].decode("utf-8", "replace"))


def _cuts(layout: Layout, found: Found, shown: Sequence[Definition], within: tuple[int, int]) -> Iterator[Cut]:
    """Yield what can be left out, in the order in which it goes."""
    bodies = [cut for each in shown if each.kind in CALLABLES and (cut := _body(layout, found, each))]
    groups = [(each.docs, each.start) for each in shown if each.docs and each.docs[0].start_byte < each.start]
    if found.file_docs and found.file is not None and within == (0, len(found.source)):
        groups.append((found.file_docs, found.file.start_byte))
    docs = {group[0].start_byte: (group, following) for group, following in groups}
    first_lines = [cut for group, _ in docs.values() if (cut := _first_line(layout, group))]
    whole = [
        Cut(CutKind.DOC, layout.starts_at(group[0].start_byte), layout.starts_at(following), b"")
        for group, following in docs.values()
    ]
    values = [cut for each in shown for node in each.parts.get("value", ()) if (cut := _emptied(layout, node))]
    for cuts in (bodies, first_lines, whole, values):
        yield from sorted((cut for cut in cuts if cut.saved > 0), key=lambda cut: (-cut.saved, cut.start))


def _body(layout: Layout, found: Found, definition: Definition) -> Cut | None:
    body = definition.part("body")
    if body is None:
        return None
    start, end = body.start_byte, body.end_byte
    if found.source[start : start + 1] == b"{":
        inside = found.source[start + 1 : end - 1]
        end -= 1 + len(inside) - len(inside.rstrip())
        start += 1 + len(inside) - len(inside.lstrip())
    if start >= end:
        return None
    first, last = layout.starts_at(start), layout.ends_at(end)
    shown = layout.text[first:last]  # a comment that it begins with is not
    return Cut(CutKind.BODY, first + len(shown) - len(shown.lstrip()), last, LEFT_OUT)


def _first_line(layout: Layout, docs: Sequence[Node]) -> Cut | None:
    start, end = layout.starts_at(docs[0].start_byte), layout.ends_at(docs[-1].end_byte)
    lines = [line.strip() for line in layout.text[start:end].strip().split(b"\n")]
    first = next((at for at, line in enumerate(lines) if line.strip(b"/*! ")), 0)
    closing = b" */" if lines[0].startswith(b"/*") else b""
    put = b" ".join([*lines[: first + 1], LEFT_OUT]) + closing
    return Cut(CutKind.REST_OF_DOC, start, end, put) if len(lines) > first + 1 else None


def _emptied(layout: Layout, value: Node) -> Cut | None:
    """Return the cut of a value: of what ends in brackets, these stay, and what stands before them."""
    start, end = layout.starts_at(value.start_byte), layout.ends_at(value.end_byte)
    if end - start < _LONG_VALUE_BYTES:
        return None
    written = layout.text[start:end]
    for opening in _OPENING.finditer(written):
        if _CLOSING[opening[0]] == written[-1:]:
            return Cut(CutKind.VALUE, start, end, written[: opening.end()] + LEFT_OUT + written[-1:])
    return Cut(CutKind.VALUE, start, end, LEFT_OUT)
