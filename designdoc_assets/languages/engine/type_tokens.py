"""The text of a declared type as tokens, which the parsers of types go through from left to right."""

from collections.abc import Sequence


class TypeTokens:
    """Tokens, and how far a parser has come. What it asks for beyond the last raises an `IndexError`."""

    def __init__(self, tokens: Sequence[str]) -> None:
        self._tokens = tokens
        self._at = 0

    @property
    def is_done(self) -> bool:
        """Whether no token is left."""
        return self._at >= len(self._tokens)

    def peek(self, ahead: int = 0) -> str:
        """Return the next token, or one behind it; the empty text where there is none."""
        at = self._at + ahead
        return self._tokens[at] if at < len(self._tokens) else ""

    def next(self) -> str:
        """Return the next token, and go on."""
        self._at += 1
        return self._tokens[self._at - 1]

    def expect(self, token: str) -> None:
        """Go on behind a token that must come next."""
        if self.next() != token:
            raise IndexError(token)

    def until(self, closing: str) -> None:
        """Go on behind the next `closing`."""
        while self.next() != closing:
            pass

    def to_the_end(self) -> None:
        """Leave out what is left."""
        self._at = len(self._tokens)

    def pieces(self, closing: str, brackets: str) -> list[list[str]]:
        """Go on behind a closing bracket, or to the end, and return what commas part before it.

        Args:
            closing: The bracket.
            brackets: Pairs of brackets, in which commas part nothing: `()[]`.
        """
        pieces: list[list[str]] = [[]]
        opening, ending = frozenset(brackets[::2]), frozenset(brackets[1::2])
        depth = 0
        while not self.is_done:
            token = self.next()
            if token == closing and depth == 0:
                break
            depth += (token in opening) - (token in ending)
            if token == "," and depth == 0:
                pieces.append([])
            else:
                pieces[-1].append(token)
        return pieces
