"""Which words of a model count as a quote of a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designdoc_assets.writing.quotes import Quotable, plain

TEXT = '''
class Gateway:
    """Sends `cents` to a bank.

    It is *not* safe to call twice, ...
    """
    # Banks refuse less than that,
    # so we ask them for none.
    def send(self, cents: int, *more: str) -> bool:
        return cents > 0 and self.ask("a \\"quoted\\" word")
{"purpose": "Sends money.\\n\\nNever twice."}
'''
STANDS = [
    "Sends `cents` to a bank",
    "sends cents to a bank.",
    "It is not safe to call twice",
    "return  cents>0",
    "`return cents > 0 and self.ask(…`",
    "Banks refuse less than that, so we ask them for none.",
    "def send(self, cents: int, *more: str) -> bool: return cents > 0",
    "class Gateway … def send … return cents > 0",
    "class Gateway [...] return cents > 0",
    "twice, ...",
    'a "quoted" word',
    "Sends money. Never twice.",
    "“Never twice.”",
]
DOES_NOT_STAND = [
    "",
    " \n",
    "…",
    "```",
    "return cents < 0",
    "Sends dollars to a bank",
    "return cents > 0 … class Gateway",
    "ends `cents` to a ban",
    "sends cents … to a store",
]


@pytest.mark.parametrize("quote", STANDS)
def test_white_space_markup_and_what_is_left_out_make_no_difference(quote: str) -> None:
    assert Quotable(TEXT).holds(quote)


@pytest.mark.parametrize("quote", DOES_NOT_STAND)
def test_other_words_and_no_words_do_not_stand_there(quote: str) -> None:
    assert not Quotable(TEXT).holds(quote)


@given(st.text(max_size=80), st.text(max_size=40), st.text(max_size=80))
def test_words_that_stand_there_are_found_whatever_they_are(before: str, words: str, after: str) -> None:
    if plain(words).strip(" .,:;!?"):
        assert Quotable(f"{before} {words} {after}").holds(words)


@pytest.mark.parametrize("piece", ["…", "...", "a …", "`", "\\n", "[...]"])
def test_long_hostile_quotes_end(piece: str) -> None:
    assert Quotable(TEXT).holds(piece * 20_000) in {True, False}
