"""From the text of a Python file to what a writer is shown of it, or of a class in it.

What is shown depends on no more than what `normalise` and `commentary` hash, but for layout and where comments stand.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache

from tree_sitter import Node, Tree

from designdoc_assets.languages.commentary import Commentary
from designdoc_assets.languages.excerpt_layout import Layout
from designdoc_assets.languages.excerpts import LEFT_OUT, Cut, CutKind, Excerpt, Unit
from designdoc_assets.languages.python.commentary import commentary_of, span_of, with_decorators
from designdoc_assets.languages.python.excerpt_marks import marks_of
from designdoc_assets.languages.python.excerpt_parts import DocstringPart, Parts, parts_of
from designdoc_assets.languages.python.reader import VISITS
from designdoc_assets.languages.python.syntax import parse
from designdoc_assets.languages.python.walk import Walk

_BRACKETS = frozenset({b"()", b"[]", b"{}"})


def excerpt(text: str, of: tuple[str, int] | None) -> Excerpt:
    """Return the excerpt of a file, or of the class in it of which `of` is the qualified name and number.

    Raises:
        LookupError: the text holds no such class.
    """
    source = _source(text)
    if of is None:
        return _excerpt(source, _tree(text).root_node, _commentary(text), (0, len(source)))
    definition = _classes(text).get(of)
    if definition is None:
        name, number = of
        which = f"`{name}`" if number == 1 else f"`{name}` number {number}"
        raise LookupError(
            f"The file holds no class {which}, so there is no source to show of it. "
            "It was read when it held one: read the target again."
        )
    commentary = _commentary(text)
    return _excerpt(source, with_decorators(definition), commentary, span_of(definition, commentary))


def function_excerpt(text: str, line: int) -> Excerpt:
    """Return the excerpt of the function whose definition begins in a line, its decorators included.

    Raises:
        LookupError: None does.
    """
    source = _source(text)
    written = source.split(b"\n")[line - 1 : line]
    at = (line - 1, len(written[0]) - len(written[0].lstrip())) if written else (0, 0)
    node = _tree(text).root_node.descendant_for_point_range(at, at)
    while node is not None and node.type != "function_definition":
        node = node.parent
    if node is None or node.start_point[0] != line - 1:
        raise LookupError(f"No function begins in line {line}. The file was read when one did: read the target again.")
    commentary = _commentary(text)
    return _excerpt(source, with_decorators(node), commentary, span_of(node, commentary))


def _source(text: str) -> bytes:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace")


@lru_cache(maxsize=2)
def _classes(text: str) -> Mapping[tuple[str, int], Node]:
    """Return the classes of a file by qualified name and number. The last files are kept: classes come in a row."""
    root = _tree(text).root_node
    walk = Walk(_source(text), defaultdict(str), VISITS)
    walk.run(root)
    return {(entry.qualname, entry.number): entry.node for entry in walk.classes}


@lru_cache(maxsize=8)
def _tree(text: str) -> Tree:
    """Return the tree of a file. The last files are kept: what is shown of one comes in a row."""
    return parse(_source(text))


@lru_cache(maxsize=8)
def _commentary(text: str) -> Commentary:
    return commentary_of(_tree(text).root_node, _source(text))


def _excerpt(source: bytes, root: Node, commentary: Commentary, span: tuple[int, int]) -> Excerpt:
    marks = marks_of(root, {comment.start for comment in commentary.told})
    parts = parts_of(root, marks.nested)
    spaced = {commentary.lead(at) for at in parts.spaced}
    layout = Layout(source, *span, holes=marks.holes, literals=marks.literals, spaced=spaced)
    units = sorted(
        [
            *(Unit(layout.starts_at(commentary.lead(at)), "function") for at in parts.functions),
            *(Unit(layout.starts_at(commentary.lead(at)), "class") for at in parts.classes),
            *(Unit(layout.starts_at(commentary.lead(at)), "statement") for at in parts.others),
        ]
    )
    names = frozenset(name.decode("utf-8", "replace") for name in marks.names)
    return Excerpt(layout.text.decode("utf-8", "replace"), names, tuple(_cuts(layout, parts, commentary)), tuple(units))


def _cuts(layout: Layout, parts: Parts, commentary: Commentary) -> Iterator[Cut]:
    """Yield what can be left out, in the order in which it goes."""
    bodies = [
        Cut(CutKind.BODY, layout.starts_at(commentary.lead(start)), layout.ends_at(end), LEFT_OUT)
        for start, end in parts.bodies
    ]
    first_lines = [cut for docstring in parts.docstrings if (cut := _first_line(layout, docstring))]
    docstrings = [_whole(layout, docstring, commentary) for docstring in parts.docstrings]
    values = [_emptied(layout, layout.starts_at(start), layout.ends_at(end)) for start, end in parts.values]
    for cuts in (bodies, first_lines, docstrings, values):
        yield from sorted((cut for cut in cuts if cut.saved > 0), key=lambda cut: (-cut.saved, cut.start))


def _first_line(layout: Layout, docstring: DocstringPart) -> Cut | None:
    literal = docstring.literal
    if literal.type != "string" or len(literal.children) < 2:
        return None
    opening, closing = (literal.children[at].text or b"" for at in (0, -1))
    start, end = layout.starts_at(literal.start_byte), layout.ends_at(literal.end_byte)
    content = layout.text[start + len(opening) : end - len(closing)]
    first, rest = content.strip().partition(b"\n")[::2]
    if not rest.strip():
        return None
    return Cut(CutKind.REST_OF_DOC, start, end, opening + first.rstrip() + b" " + LEFT_OUT + closing)


def _whole(layout: Layout, docstring: DocstringPart, commentary: Commentary) -> Cut:
    start = layout.starts_at(docstring.literal.start_byte)
    if docstring.following is None:
        return Cut(CutKind.DOC, start, layout.ends_at(docstring.literal.end_byte), LEFT_OUT)
    return Cut(CutKind.DOC, start, layout.starts_at(commentary.lead(docstring.following.start_byte)), b"")


def _emptied(layout: Layout, start: int, end: int) -> Cut:
    """Return the cut of a value: of what is in brackets the brackets stay."""
    opening, closing = layout.text[start : start + 1], layout.text[end - 1 : end]
    put = opening + LEFT_OUT + closing if opening + closing in _BRACKETS else LEFT_OUT
    return Cut(CutKind.VALUE, start, end, put)
