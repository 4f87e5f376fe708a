import posixpath
from urllib.parse import unquote_to_bytes, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from designdoc_assets.markup import markdown

_LINKS = {"link_open", "link_close"}
READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
MARKS = st.text(alphabet="ab1 _*`~<>&#![]()|\\.-+=:;$\n/{}\"'é", max_size=30)
ANY_TEXT = st.one_of(MARKS, st.text(max_size=30))
PATHS = st.lists(st.text(alphabet="ab. #?%()é:\udcff&;+", min_size=1, max_size=8), min_size=1, max_size=4).map("/".join)


def inline(text: str) -> list[Token]:
    return [child for token in READER.parse(text) for child in token.children or []]


def folded(text: str) -> str:
    return " ".join(markdown.printable(text).split())


def shown(tokens: list[Token]) -> str:
    return " ".join("".join(" " if "break" in token.type else token.content for token in tokens).split())


@given(ANY_TEXT)
def test_escaped_text_displays_as_it_was(text: str) -> None:
    tokens = READER.parse(markdown.escape(text))
    assert {token.type for token in tokens} <= {"paragraph_open", "inline", "paragraph_close"}
    found = [child for token in tokens for child in token.children or []]
    assert {token.type for token in found} <= {"text", "softbreak", "link_open", "link_close"}
    assert all(token.markup == "autolink" for token in found if token.type == "link_open")
    assert "".join(shown(found).split()) == "".join(folded(text).split())


@pytest.mark.parametrize(
    "text",
    [
        "snake_case and _private",
        "2 * 3 < 7 & R&D",
        "list[int]",
        "#5, C# and ~5",
        "https://a.b/_c/__d",
        "$HOME!",
        "a - b",
    ],
)
def test_what_needs_no_escape_gets_none(text: str) -> None:
    assert markdown.escape(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("*args, __init__", "\\*args, __init\\_\\_"),
        ("# no\n1. no\n2) no\n- no\n> no\n===", "\\# no\n1\\. no\n2\\) no\n\\- no\n\\> no\n\\==="),
        ("<b> &lt; `x` [a](b) x|y", "&lt;b> &amp;lt; \\`x\\` [a\\](b) x\\|y"),
        ("https://a.b/x*y.", "<https://a.b/x*y>."),
        ("price $5$", "price $5\\$"),
    ],
)
def test_markup_is_escaped(text: str, expected: str) -> None:
    assert markdown.escape(text) == expected


@given(ANY_TEXT)
@example(" a ")
@example("`")
@example("a``b`")
def test_a_code_span_shows_any_text_on_one_line(text: str) -> None:
    span = markdown.code(text)
    wanted = markdown.printable(text).replace("\n", " ")
    assert "\n" not in span
    assert [(token.type, token.content) for token in inline("x " + span)[1:]] == (
        [("code_inline", wanted)] if wanted else []
    )


@given(ANY_TEXT)
@example("a\\|b")
def test_a_code_span_shows_any_text_in_a_table(text: str) -> None:
    table = markdown.table(["h"], [["x " + markdown.code(text, in_table=True)]])
    spans = [token.content for token in inline(table) if token.type == "code_inline"]
    assert spans == [markdown.printable(text).replace("\n", " ")] * bool(markdown.printable(text))


def test_names_with_a_page_are_links_inside_of_code() -> None:
    links = {"Charge": "gateway.py.Charge.md", "errors.Declined": "errors.py.Declined.md"}
    assert markdown.linked_code("dict[str, Charge]", links) == "[`dict[str, Charge]`](gateway.py.Charge.md)"
    assert markdown.linked_code("Charge", links) == "[`Charge`](gateway.py.Charge.md)"
    assert markdown.linked_code("Charge.Status", links) == "[`Charge.Status`](gateway.py.Charge.md)"
    assert markdown.linked_code("other.Charge | Chargeback", links) == "`other.Charge | Chargeback`"
    assert markdown.linked_code("errors.Declined | None", links, in_table=True) == (
        "[`errors.Declined \\| None`](errors.py.Declined.md)"
    )
    assert markdown.linked_code('Annotated[int, "a Charge in cents"]', links).count("](") == 0
    assert markdown.linked_code('list["Charge"]', links).count("](") == 1
    assert markdown.linked_code('t.Literal["Charge", "x"]', links, of_values={"Literal"}).count("](") == 0
    assert markdown.linked_code('Literal["]", Charge.Status]', links, of_values={"Literal"}).count("](") == 1
    assert markdown.linked_code("Charge | Charge", links).count("](") == 1
    assert markdown.linked_code("dict[Charge, errors.Declined]", links) == (
        "<code>dict[[Charge](gateway.py.Charge.md), [errors.Declined](errors.py.Declined.md)]</code>"
    )


@given(st.lists(st.sampled_from(["A", "b.C", "[", "]", ", ", " | ", "`", "->", '"', "x", " ", "(", ")"]), max_size=12))
def test_linked_code_shows_the_text_in_one_piece(pieces: list[str]) -> None:
    text = "".join(pieces).strip()
    table = markdown.table(["h"], [[markdown.linked_code(text, {"A": "a.md", "b.C": "c.md"}, in_table=True)]])
    cell = READER.parse(table)[-5].children or []
    # HTML shows several blanks as one.
    assert "".join(token.content for token in cell if token.type != "html_inline").split() == text.split()
    assert {token.type for token in cell} <= {"text", "text_special", "code_inline", "html_inline", *_LINKS}
    # One piece of code: a span, or everything between the two ends of an element.
    spans = [token for token in cell if token.type == "code_inline"]
    ends = [at for at, token in enumerate(cell) if token.type == "html_inline"]
    assert (len(spans), ends) in [(0, [0, len(cell) - 1]), (1, []), (0, [])]


@given(MARKS)
def test_a_link_holds_any_text_and_reaches_any_url(text: str) -> None:
    if not text.strip():
        return
    tokens = inline("x " + markdown.link(markdown.escape_within(text.replace("\n", " ")), "a b(c)<d>|`é.md"))
    assert [token.attrs["href"] for token in tokens if token.type == "link_open"] == [
        "a%20b%28c%29%3Cd%3E%7C%60%C3%A9.md"
    ]
    assert "".join(shown(tokens).split()) == "".join(("x" + text).split())


@given(PATHS, PATHS)
def test_a_relative_url_leads_from_one_page_to_the_other(from_page: str, to_page: str) -> None:
    if any(posixpath.normpath("/" + page) != "/" + page for page in (from_page, to_page)):
        return
    url = markdown.relative_url(from_page, to_page)
    parts = urlsplit(url)
    assert url.isascii() and (parts.scheme, parts.netloc, parts.query, parts.fragment) == ("", "", "", "")
    reached = unquote_to_bytes(url).decode("utf-8", "surrogateescape")
    assert posixpath.normpath(posixpath.join("/", posixpath.dirname(from_page), reached)) == "/" + to_page
    assert inline(markdown.link("x", url))[0].attrs["href"] == url


def test_a_relative_url_can_have_a_fragment() -> None:
    assert markdown.relative_url("a/b.md", "a/c.md", "run") == "c.md#run"
    assert markdown.relative_url("a/b.md", "c d/e.md", "é") == "../c%20d/e.md#%C3%A9"
    assert markdown.relative_url("a/b.md", "a/b.md", "run") == "#run"


def test_a_table_keeps_its_shape() -> None:
    table = markdown.table(["Name", ""], [["a | b", "one\ntwo"], ["x \\| y", ""]])
    assert table == "| Name | |\n| --- | --- |\n| a \\| b | one two |\n| x \\| y | |"
    assert markdown.table(["Name"], []) == ""


@given(st.lists(st.lists(ANY_TEXT.map(markdown.escape), min_size=2, max_size=2), min_size=1, max_size=3))
def test_every_row_of_a_table_has_its_cells(rows: list[list[str]]) -> None:
    tokens = READER.parse(markdown.table(["a", "b"], rows) + "\n\nend")
    assert [token.type for token in tokens].count("td_open") == 2 * len(rows)
    assert tokens[-2].content == "end"


@given(ANY_TEXT)
@example("```\n````")
def test_a_fence_shows_any_text_and_is_closed(text: str) -> None:
    tokens = READER.parse(markdown.fence(text, "python") + "\nend")
    assert [token.type for token in tokens] == ["fence", "paragraph_open", "inline", "paragraph_close"]
    assert tokens[0].content.rstrip("\n") == markdown.printable(text).strip("\n")


@given(st.integers(1, 6), MARKS)
@example(2, "in C #")
def test_a_heading_displays_its_text(level: int, text: str) -> None:
    tokens = READER.parse(markdown.heading(level, markdown.escape_within(text)))
    assert [(token.type, token.tag) for token in tokens[:1]] == [("heading_open", f"h{level}")]
    assert "".join(shown(tokens[1].children or []).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Public API", "public-api"),
        ("charge(cents: int) -> Charge (async)", "chargecents-int---charge-async"),
        ("__init__ & Übersicht 2", "__init__--übersicht-2"),
    ],
)
def test_the_anchor_of_a_heading_is_that_of_github(text: str, expected: str) -> None:
    assert markdown.anchor(text) == expected


def test_blocks_are_put_together() -> None:
    assert markdown.bullets(["a", "b\n\nmore"]) == "- a\n- b\n\n  more"
    assert markdown.paragraphs("a", "", "b") == "a\n\nb"


def test_undecodable_bytes_and_direction_marks_do_not_reach_a_page() -> None:
    assert markdown.code("a\udcff\u202eb.py") == "`a\ufffdb.py`"
