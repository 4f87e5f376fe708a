import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from designdoc_assets.pages.prose import MAX_SENTENCE, inert, sentence

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


def shown(markdown: str) -> str:
    """The text that a reader sees."""
    return "".join(
        child.content if child.type in {"text", "code_inline"} else " " if child.type.endswith("break") else ""
        for token in read(markdown)
        for child in (token.children or [token])
    )


@settings(max_examples=500, deadline=None)
@given(MARKUP, LEVELS)
def test_nothing_that_a_writer_says_has_power_over_the_page(text: str, level: int | None) -> None:
    output = inert(text, heading_level=level)

    assert not any(MARKER.match(line) for line in output.splitlines())
    output.encode()
    tokens = read(output + "\n\n" + SENTINEL)
    inline = [child for token in tokens for child in token.children or []]
    assert not [token for token in tokens + inline if token.type in {"html_block", "html_inline", "image"}]
    assert [token.level for token in tokens[-3:]] == [0, 1, 0]
    assert tokens[-2].content == SENTINEL
    assert all(level is not None and int(token.tag[1]) > level for token in tokens if token.type == "heading_open")
    for target in (str(token.attrs["href"]) for token in inline if token.type == "link_open"):
        assert re.match(r"https?:|mailto:", target, re.IGNORECASE) or not re.match(r"/|\.\.|[^/#?]*:", target)


@settings(max_examples=500, deadline=None)
@given(MARKUP, LEVELS)
def test_what_is_inert_stays_as_it_is(text: str, level: int | None) -> None:
    output = inert(text, heading_level=level)
    assert inert(output, heading_level=level) == output
