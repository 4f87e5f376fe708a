"""How docstrings are taken apart."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designdoc_assets.languages.doc_facts import Described, Doc
from designdoc_assets.languages.python.docs.docstrings import parse

GOOGLE = """Charge a card.

    The card must be known.

    Args:
        amount (int, optional): In cents.
            Never negative.
        *cards: The cards.

    Example:
        >>> charge(1)

    Returns:
        Charge: The charge,
        once settled.

    Raises:
        errors.Declined: The bank says no.

    Attributes:
        kind: What it is.

    Deprecated:
        Use `pay`.

    Last words.
    """

NUMPY = """Charge a card.

    Parameters
    ----------
    amount : int, default 5
        In cents.
    first, second : Card
        The cards.

    Returns
    -------
    charge : Charge
        The charge.
    bool
        Whether it is settled.

    Yields
    ------
    int
        A number.

    Raises
    ------
    Declined
        The bank says no.

    See Also
    --------
    pay : Newer.
    """

SPHINX = """Charge a card.

    :param amount: In cents.
    :type amount: int or None
    :param Card card: The card,
        and no other.

        It must be known.
    :raises Declined: The bank says no.
    :returns: The charge.
    :rtype: Charge

    .. deprecated:: 2.0
       Use ``pay``.

    Usage::

        charge(1)
    """


def words(*texts: str) -> list[str]:
    return re.findall(r"[^\W_]+", " ".join(texts).lower())


def all_words(docstring: Doc) -> list[str]:
    described = (*docstring.parameters, *docstring.attributes, *docstring.raises)
    return words(
        *(docstring.text, docstring.returns, docstring.yields, docstring.deprecated),
        *(docstring.returns_type, docstring.yields_type),
        *(part for each in described for part in (each.name, each.type or "", each.text)),
    )


def test_google_style_is_read() -> None:
    assert parse(GOOGLE) == Doc(
        "Charge a card.\n\nThe card must be known.\n\n**Example:**\n\n```pycon\n>>> charge(1)\n```\n\nLast words.",
        parameters=(
            Described("amount", "In cents.\nNever negative.", "int"),
            Described("*cards", "The cards."),
        ),
        attributes=(Described("kind", "What it is."),),
        returns="The charge,\nonce settled.",
        raises=(Described("errors.Declined", "The bank says no."),),
        deprecated="Use `pay`.",
        returns_type="Charge",
        mentions=("pay",),
    )


def test_numpy_style_is_read() -> None:
    assert parse(NUMPY) == Doc(
        "Charge a card.\n\n**See Also**\n\npay : Newer.",
        parameters=(
            Described("amount", "In cents.", "int, default 5"),
            Described("first", "The cards.", "Card"),
            Described("second", "The cards.", "Card"),
        ),
        returns="- `charge` (`Charge`): The charge.\n- `bool`: Whether it is settled.",
        yields="A number.",
        raises=(Described("Declined", "The bank says no."),),
        yields_type="int",
        mentions=("charge", "Charge", "bool"),
    )


def test_sphinx_style_is_read_and_ends_where_its_fields_do() -> None:
    assert parse(SPHINX) == Doc(
        "Charge a card.\n\nUsage:\n\n```\ncharge(1)\n```",
        parameters=(
            Described("amount", "In cents.", "int or None"),
            Described("card", "The card,\nand no other.\n\nIt must be known.", "Card"),
        ),
        returns="The charge.",
        returns_type="Charge",
        raises=(Described("Declined", "The bank says no."),),
        deprecated="2.0: Use `pay`.",
        mentions=("pay",),
    )


EPYTEXT = """Charge a L{Card<pay.Card>}, I{once}, as C{pay()} does: see U{the bank<https://bank.example>}.

    @param amount: In cents.
        Never negative.
    @type amount: C{int}
    @raise Declined: The bank says no.
    @return: The B{charge}.
    @rtype: L{Charge}
    @note: Slow.
    """


def test_epytext_is_read() -> None:
    assert parse(EPYTEXT) == Doc(
        "Charge a `Card`, *once*, as `pay()` does: see [the bank](https://bank.example).\n\n- Note: Slow.",
        parameters=(Described("amount", "In cents.\nNever negative.", "int"),),
        returns="The **charge**.",
        returns_type="Charge",
        raises=(Described("Declined", "The bank says no."),),
        mentions=("pay",),
    )


@pytest.mark.parametrize("text", ["Mail to me@param.example: now.", "A set {1, 2} and L{1,2}.", "@cached: it is kept."])
def test_what_only_looks_like_epytext_stays_as_it_is(text: str) -> None:
    assert parse(text) == Doc(text)


def test_the_summary_is_the_first_paragraph() -> None:
    doc = parse("One\n    two.\n   \n    Three.\n\n    Four.")
    assert doc == Doc("One\ntwo.\n\nThree.\n\nFour.")
    assert doc.summary == "One\ntwo."
    assert parse("For one:\n    >>> pay()\n\n    Four.").summary == "For one:\n\n```pycon\n>>> pay()\n```"


def test_how_the_first_paragraph_ends_says_what_stands_below_it() -> None:
    assert parse("So::\n\n        charge(1)\n\n    End.") == Doc("So:\n\n```\ncharge(1)\n```\n\nEnd.")


def test_every_name_that_is_referred_to_is_mentioned_once_and_as_written() -> None:
    doc = parse("See :class:`~a.Card`.\n\nArgs:\n    card: A `Card`, as of `~a.Card` or ``charge()``.\n")
    assert doc == Doc(
        "See `Card`.",
        parameters=(Described("card", "A `Card`, as of `Card` or `charge()`."),),
        mentions=("a.Card", "Card", "charge"),
    )


@pytest.mark.parametrize(
    ("section", "shown"),
    [
        ("Args:\n    amount - in cents\n    card: the card", "**Args:**\n\namount - in cents\ncard: the card"),
        (
            "Args:\n    If there are many words: it is a sentence.",
            "**Args:**\n\nIf there are many words: it is a sentence.",
        ),
        (
            "Parameters\n----------\nSome words that name nothing.",
            "**Parameters**\n\nSome words that name nothing.",
        ),
        (":param: The names.", "- Param: The names."),
        (":raises if it is late: Either.", "- Raises `if it is late`: Either."),
        ("Returns: the charge", "Returns: the charge"),
        ("Note:\n    Beware.", "**Note:**\n\nBeware."),
    ],
)
def test_a_section_that_cannot_be_read_without_a_loss_stays_text(section: str, shown: str) -> None:
    assert parse(f"Summary.\n\n{section}\n\nMore.") == Doc(f"Summary.\n\n{shown}\n\nMore.")


@pytest.mark.parametrize(
    ("text", "of_type", "returns"),
    [
        (":rtype: Charge", "Charge", ""),
        (":return: It.", "", "It."),
        (":returns: It.\n:rtype: a.B", "a.B", "It."),
        (":rtype: dict[str, :class:`~a.B`]", "dict[str, B]", ""),
        ("Returns:\n    :class:`B`: It\n        goes on.", "B", "It\ngoes on."),
        ("Returns:\n    A dictionary with: it.", "", "A dictionary with: it."),
        ("Returns\n-------\nThe charge: if any.", "", "The charge: if any."),
    ],
)
def test_the_type_of_a_result_is_told_from_what_is_said_of_it(text: str, of_type: str, returns: str) -> None:
    doc = parse(f"Summary.\n\n{text}")
    assert (doc.returns_type, doc.returns) == (of_type, returns)


def test_a_directive_without_text_deprecates_as_well() -> None:
    assert parse("S.\n\n.. deprecated::\n").deprecated == "Deprecated."
    assert parse("S.\n\n.. deprecated:: 3.1\n").deprecated == "3.1"


def test_an_empty_docstring_has_no_parts() -> None:
    assert parse(" \n ") == Doc("")


LINES = st.lists(
    st.sampled_from(
        [
            *("Args:", "Returns:", "Raises:", "Deprecated:", "Parameters", "Yields", "----------", "Note:", "======"),
            *(":param x: a", ":type x: int", ":rtype:", ":raises", ":raises E:", ".. deprecated:: 1", "::", ":param:"),
            *(
                "",
                "    x: y",
                "    x (int): y",
                "      more",
                "plain text",
                "x : int",
                "    ((((",
                "\t- z",
                "  :param y: z",
            ),
        ]
    )
    | st.text("abcXYZ ,:()-=#*1", max_size=20),
    max_size=14,
)


@given(LINES.map("\n".join))
def test_no_word_is_lost(text: str) -> None:
    headings = {"args", "returns", "raises", "deprecated", "parameters", "yields", "param", "type", "rtype"}
    assert set(words(text)) - set(all_words(parse(text))) <= headings | {"or", "optional"}


@given(LINES.map("\n".join) | st.text())
def test_any_text_can_be_parsed(text: str) -> None:
    parse(text)
