"""How what authors write in docstrings becomes Markdown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designdoc_assets.languages.python.docs.free_text import to_markdown
from designdoc_assets.markup.prose import inert

FRAGMENTS = [
    *(
        "\n",
        "\n\n",
        "\n  ",
        "\n    ",
        "\n        ",
        "  ",
        "\t",
        "\r",
        "word",
        "a",
        "Args:",
        "x (int): y",
        "x : int",
        ":",
    ),
    *(
        ".. ",
        "note::",
        "code::",
        "::",
        "image:: ",
        ".. [1]",
        ".. _a: u",
        ".. |x|",
        ":param x:",
        ":x:",
        ":class:`",
        "!!! note",
    ),
    *(
        "`",
        "``",
        "```",
        "~~~",
        "`_",
        "_",
        "a_ ",
        "<https://x>",
        "[a][b.c]",
        "[a]: x",
        "|",
        "| ",
        "\\",
        "\\ ",
        "*args",
        "__x__",
    ),
    *("- ", "* ", "1. ", "#. ", ">>> ", "> ", "===", "----", "==  ==", "+--+--+", "|--|", "\x00", "\ud800"),
]


DOCSTRINGS = st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=3)), max_size=25).map("".join)


@given(DOCSTRINGS)
def test_any_docstring_becomes_markdown_that_is_inert(text: str) -> None:
    output = inert(to_markdown(text), heading_level=3)
    assert inert(output, heading_level=3) == output


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (":class:`~flask.Flask`", "`Flask`"),
        (":class:`~werkzeug.Map` and :py:func:`!os.walk`", "`Map` and `os.walk`"),
        (":meth:`.Foo.bar()`", "`Foo.bar()`"),
        (":class:`_orm.Session`", "`Session`"),
        ("from :file:`.env` and :envvar:`.X`", "from `.env` and `.X`"),
        (":class:`the app <flask.Flask>`", "`the app`"),
        (":ref:`the text <a-label>` and :term:`word`", "the text and word"),
        (":pep:`8`, :rfc:`2616#section-3`", "[PEP 8](https://peps.python.org/pep-0008/), "
         "[RFC 2616](https://datatracker.ietf.org/doc/html/rfc2616)"),
        ("``a`b`` and ``:memory:``", "``a`b`` and `:memory:`"),
        ("`Foo` or `other`", "`Foo` or `other`"),
        ("`Text <https://u.x/y>`_", "[Text](https://u.x/y)"),
        ("see here_ and `Over There`_\n\n.. _here: https://h.x\n.. _Over There: https://o.x",
         "see [here](https://h.x) and [Over There](https://o.x)"),
        ("Calls handlers[name](event), then a[0][1](x).", "Calls handlers\\[name](event), then a[0]\\[1](x)."),
        ("[`Foo`][] or [the app][flask.Flask] or [that][not.known]",
         "`Foo` or the app or that"),
        ("|subst| and :class:`Foo`\\ s", "|subst| and `Foo`s"),
        ("Calls __init__ and Foo.__call__() with *args, \\**kwargs",
         "Calls `__init__` and `Foo.__call__()` with `*args`, `**kwargs`"),
    ],
)  # fmt: skip
def test_inline_markup(text: str, expected: str) -> None:
    assert to_markdown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (".. versionadded:: 2.0", "*Added in 2.0.*"),
        (".. versionchanged:: 2.0\n   Takes bytes.", "*Changed in 2.0:* Takes bytes."),
        (".. deprecated:: 1.2 Use `Foo`.", "*Deprecated since 1.2:* Use `Foo`."),
        (".. note:: One\n   two.\n\n   - a\n   - b", "**Note:** One\ntwo.\n\n- a\n- b"),
        (".. seealso::\n\n   :class:`Foo`", "**See also:** `Foo`"),
        (".. admonition:: Mind\n\n   Text.", "**Mind**\n\nText."),
        ('!!! warning "Mind"\n    Text.', "**Mind:** Text."),
        (".. code-block:: python\n   :linenos:\n\n   if a:\n       b()", "```python\nif a:\n    b()\n```"),
        ("So::\n\n    $ run\n\n      more\n\nEnd.", "So:\n\n```\n$ run\n\n  more\n```\n\nEnd."),
        ("So ::\n\n    import os", "So\n\n```python\nimport os\n```"),
        (".. math:: x^2", "```math\nx^2\n```"),
        (".. image:: https://a/b.png\n   :alt: A b", "![A b](https://a/b.png)"),
        ("A\n\n.. a comment\n   of two lines\n\n.. index:: x\n\nB", "A\n\nB"),
        (".. unheard:: Of\n   text", "Of\ntext"),
        (".. [1] A note.", "[1] A note."),
    ],
)
def test_directives_and_literal_blocks(text: str, expected: str) -> None:
    assert to_markdown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (">>> f(1)\n2\n\n>>> g()\n\nText", "```pycon\n>>> f(1)\n2\n\n>>> g()\n```\n\nText"),
        (":param int x: The x.\n    More.\n:returns: It.\n:raises ValueError: if bad",
         "- `x` (`int`): The x.\n  More.\n- Returns: It.\n- Raises `ValueError`: if bad"),
        ("Args:\n    x (int): The x.\n    *rest: More\n        of it.\n",
         "**Args:**\n\n- `x` (`int`): The x.\n- `*rest`: More\n  of it."),
        ("Parameters\n----------\nx : int\n    The x.\n", "**Parameters**\n\n- `x` (`int`): The x."),
        ("Text.\n\n:meta private:\n:internal:", "Text."),
        ("Title\n=====\n\nText", "**Title**\n\nText"),
        ("=====\nTitle\n=====\nText", "**Title**\n\nText"),
        ("word\n  What it means.", "- **word**: What it means."),
        ("A sentence that goes\n    on below.", "A sentence that goes\non below."),
        ("Text.\n\n    Indented prose of an author.\n", "Text.\n\nIndented prose of an author."),
        ("Text.\n\n    x = f(1)\n    print(x)\n", "Text.\n\n```python\nx = f(1)\nprint(x)\n```"),
        ("| one\n| two", "one\\\ntwo"),
        ("==  ==\na   b\n==  ==\n1   2\n\n3   4\n==  ==\n\nEnd",
         "```text\n==  ==\na   b\n==  ==\n1   2\n\n3   4\n==  ==\n```\n\nEnd"),
        ("+--+\n|a |\n+--+", "```text\n+--+\n|a |\n+--+\n```"),
        ("Do:\n- one\n  more\n- two\n\n#. a\n#. b", "Do:\n\n- one\n  more\n- two\n\n1. a\n2. b"),
        ("- one::\n\n    x\n\n- two", "- one:\n\n  ```\n  x\n  ```\n\n- two"),
        ("if a\n> b", "if a\n\\> b"),
    ],
)  # fmt: skip
def test_blocks(text: str, expected: str) -> None:
    assert to_markdown(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Plain words of one line.",
        "Two lines,\nand a [link](https://a.b/c_d_e).\n\nAnother.",
        "# Title\n\n```python\n:class:`x` ``y``\n\n    z_\n```\n\n- a\n- b\n\n1. x\n2. y",
        "| a | b |\n| --- | --- |\n| `c` | d |",
        "> Quoted\n> text",
        "*emphasis*, **weight**, `code`, https://a.b/_c/__init__.py",
    ],
)
def test_markdown_passes_unharmed(text: str) -> None:
    assert to_markdown(text) == text


def test_links_to_what_no_page_knows_do_not_remain() -> None:
    text = "See :class:`Foo`, `guide <guide.html>`_ and [more](../more.md)."
    assert inert(to_markdown(text), heading_level=None, is_page=lambda url: False) == "See `Foo`, guide and more."
