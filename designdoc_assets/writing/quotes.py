"""Looks up whether words that a model quotes stand where it says: white space, markup and capitals do not count."""

import re

_ESCAPED = re.compile(r"\\[nrt]")
"""White space in a string, as JSON and programs write it."""
_TOKEN = re.compile(r"\w+|[^\w\s]")
_MARKUP = frozenset("`*#/\\\"'“”‘’„«»")
"""Signs that are left out or put in where text is quoted: marks of code and emphasis, of comments, of strings."""
_LEFT_OUT = re.compile(r"\[?(?:…|\.{3})\]?")
_ENDS = " .,;:!?"


class Quotable:
    """A text that may be quoted."""

    def __init__(self, text: str) -> None:
        """Take the text."""
        self._text = text
        self._plain: str | None = None

    def holds(self, quote: str) -> bool:
        """Return whether a quote stands in the text, `…` for words left out; an empty one does not."""
        if self._plain is None:
            self._plain = f" {plain(self._text)} "
        pieces = [piece for piece in (plain(part).strip(_ENDS) for part in _LEFT_OUT.split(quote)) if piece]
        if not pieces:
            return False
        if f" {plain(quote).strip(_ENDS)} " in self._plain:  # code may hold three dots
            return True
        at = 0
        for piece in pieces:
            at = self._plain.find(f" {piece} ", at)
            if at < 0:
                return False
            at += len(piece)
        return True


def plain(text: str) -> str:
    """Return the words and signs of a text, one space between any two, without markup and capitals."""
    return " ".join(token for token in _TOKEN.findall(_ESCAPED.sub(" ", text).casefold()) if token not in _MARKUP)
