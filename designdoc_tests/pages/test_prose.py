import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from designdoc_assets.markup.prose import MAX_SENTENCE, inert, sentence

MARKER = re.compile(r"^<!-- designdoc:(begin|end) ")
READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
SENTINEL = "Text of the page that follows."

FRAGMENTS = [
    *(
        "\n",
        "\n\n",
        "\n    ",
        "\n  ",
        "\r",
        " ",
        "\t",
        "\\",
        "\\\n",
        "a",
        "word",
        "snake_case",
        "é",
        "€",
        "Ⓐ",
        "1",
        "99",
    ),
    *(
        "# ",
        "## ",
        "###### ",
        "===",
        "---",
        "***",
        "___",
        "- ",
        "* ",
        "+ ",
        "1. ",
        "2) ",
        "> ",
        ">>",
        ":",
        "-",
        "=",
        ".",
    ),
    *(
        "`",
        "``",
        "```",
        "````",
        "~~~",
        "mermaid",
        "*",
        "**",
        "_",
        "__",
        "~~",
        "~",
        "$",
        "!",
        "?",
        '"',
        "'",
        "(",
        ")",
        "|",
    ),
    *(
        "<",
        ">",
        "</",
        "<b>",
        "</div>",
        "<script>",
        "<!--",
        "-->",
        "<?",
        "<![CDATA[",
        "<https://a/_b>",
        "<javascript:x>",
    ),
    *("<!-- designdoc:begin class_doc {} -->", "<!-- designdoc:end x -->", "<!--Designdoc:", "designdoc", ":begin "),
    *(
        "&",
        "&lt;",
        "&lt;!-- designdoc:begin ",
        "&#60;!--",
        "&amp;",
        "&nbsp;",
        "&#10;",
        "&#x202e;",
        "&Tab;",
        "&copy",
        ";",
    ),
    *(
        "[",
        "]",
        "](",
        "[a](",
        "![",
        "](b)",
        "[a]: ",
        "[a]",
        "[^1]",
        "[ ] ",
        "javascript:",
        "https://",
        "http://a/b_c*d",
    ),
    *("data:", "mailto:a@b.c", "../", "/etc", "a.md", "#x", "\n|a|b|\n|-|-|\n|", "||", "|-|\n"),
    *("\x00", "\x1b", "\u202e", "\u2066", "\u2028", "\u00a0", "\u3000", "\ufeff", "\ud800"),
]
MARKUP = st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=3)), max_size=25).map("".join)
LEVELS = st.sampled_from([None, 1, 2, 5, 6])


def read(markdown: str) -> list[Token]:
    return READER.parse(markdown)


@settings(max_examples=500, deadline=None)
@given(MARKUP, LEVELS)
def test_nothing_that_a_writer_says_has_power_over_the_page(text: str, level: int | None) -> None:
    output = inert(text, heading_level=level)

    assert not any(MARKER.match(line) for line in output.splitlines())
    assert not re.search(r"<!--\s*designdoc", output, re.IGNORECASE)
    output.encode()
    tokens = read(output + "\n\n" + SENTINEL)
    inline = [child for token in tokens for child in token.children or []]
    assert not [token for token in tokens + inline if token.type in {"html_block", "html_inline", "image"}]
    assert [token.level for token in tokens[-3:]] == [0, 1, 0]
    assert tokens[-2].content == SENTINEL
    assert all(level is not None and int(token.tag[1]) > level for token in tokens if token.type == "heading_open")
    for target in (str(token.attrs["href"]) for token in inline if token.type == "link_open"):
        assert re.match(r"https?://|mailto:", target, re.IGNORECASE) or not re.match(r"/|\.\.|[^/#?]*:", target)


@settings(max_examples=500, deadline=None)
@given(MARKUP, LEVELS)
def test_what_is_inert_stays_as_it_is(text: str, level: int | None) -> None:
    output = inert(text, heading_level=level)
    assert inert(output, heading_level=level) == output


@given(st.text(alphabet="abc `.,:;'\"()/?!=+-_\n1", max_size=40))
def test_text_recognised_without_a_parser_is_what_a_parser_would_give(text: str) -> None:
    once = inert(text, heading_level=None)
    if "```" not in text:
        assert inert(text + "\n\n<", heading_level=None).removesuffix("&lt;").rstrip("\n") == once


@pytest.mark.parametrize(
    "text",
    [
        "Return the `name` of a well-known thing (see above): snake_case stays.",
        "Text with *emphasis*, **weight**, ~~errors~~ and `code`.",
        "- one\n- two\n  - inner\n\n1. first\n2. second",
        "> [!NOTE]\n> A quotation.",
        "| a | b |\n| --- | --- |\n| `x\\|y` | z |",
        "```python\nif a < b:\n    print('<b>')\n```",
        "See [the site](https://example.org/a?b=c&d=e#f), <https://example.org/x> and [that page](gateway.py.md).",
        "A list[int], a _private name, 2 * 3 < 7, ~5 items in $HOME, R&D.",
    ],
)
def test_ordinary_markdown_passes_unchanged(text: str) -> None:
    assert inert(text, heading_level=2) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<script>x</script>", "&lt;script>x&lt;/script>"),
        ("```\nnever closed", "```\nnever closed\n```"),
        ("~~~\n```\n~~~", "````\n```\n````"),
        ("[run](javascript:alert(1)) [up](../../etc) [root](/etc)", "run up root"),
        ("<http:/.../front.jpeg> [a](https:b)", "http:/.../front.jpeg a"),
        ("Look![a picture](https://a/b.png)", "Look[a picture](https://a/b.png)"),
        ("Look\\![a page](b.md)", "Look\\![a page](b.md)"),
        ("[name]\n\n[name]: javascript:x", "name"),
        ("a\u202eb\x1b\x00c &#x202e;d", "abc d"),
        ("`<!-- designdoc:end x -->`", "`<! -- designdoc:end x -->`"),
        (
            "```html\n<!-- DesignDoc:begin x -->\n<!-- ours -->\n```",
            "```html\n<! -- DesignDoc:begin x -->\n<!-- ours -->\n```",
        ),
        ("```mermaid\ngraph TD\n```", "```text\ngraph TD\n```"),
    ],
)
def test_power_is_taken_and_the_text_is_kept(text: str, expected: str) -> None:
    assert inert(text, heading_level=2) == expected


def test_headings_are_lowered_together_and_are_bold_lines_where_none_is_wanted() -> None:
    text = "# One\n\nTwo\n---\n\n##### Deep *one*"
    assert inert(text, heading_level=2) == "### One\n\n#### Two\n\n**Deep one**"
    assert inert(text, heading_level=None) == "**One**\n\n**Two**\n\n**Deep one**"


def test_a_relative_link_remains_only_where_the_docs_tree_has_its_page() -> None:
    pages = {"../net/client.py.Client.md"}
    text = "[Client](../net/client.py.Client.md) and [guide](guide.md)"
    assert (
        inert(text, heading_level=None, is_page=pages.__contains__) == "[Client](../net/client.py.Client.md) and guide"
    )


@pytest.mark.parametrize("text", ["[" * 3000, "> " * 3000, "- " * 3000, "![" * 500 + "](a)" * 500, "*a _b " * 1000])
def test_deep_nesting_is_survived(text: str) -> None:
    output = inert(text, heading_level=None)
    assert inert(output, heading_level=None) == output


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Charge the card. Then wait.", "Charge the card."),
        ("Take e.g. a card, i.e. Visa or v2.0 of `a. B`. Next.", "Take e.g. a card, i.e. Visa or v2.0 of `a. B`."),
        ("Read file.py and\nmore (cf. RFC 1). Then", "Read file.py and more (cf. RFC 1)."),
        ("Is it? Yes.", "Is it?"),
        ("No end\n\nSecond paragraph.", "No end"),
        ("Arguments by name:\n\n    f(1)", "Arguments by name…"),
        ("**requests.api**\n\nThe API. More.", "The API."),
        ("", ""),
    ],
)
def test_the_first_sentence_of_a_summary(text: str, expected: str) -> None:
    assert sentence(text) == expected


def test_a_long_sentence_is_cut_at_a_word_and_keeps_code_and_links_whole() -> None:
    words = "word " * 28
    assert sentence(words + "`a b c d e f g h i j k l m n o p`") == words.strip() + "…"
    assert len(sentence("x" * 1000)) == MAX_SENTENCE + 1


@given(MARKUP)
def test_a_sentence_is_one_line(text: str) -> None:
    assert "\n" not in sentence(text)
