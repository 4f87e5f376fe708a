"""How many tokens a text is, by a count of the server's own that no client can predict exactly."""

import math
from dataclasses import dataclass

_ASCII = bytes(range(0x80))
_LEADS = ((2, bytes(range(0xC0, 0xE0)), 2.0), (3, bytes(range(0xE0, 0xF0)), 1.5), (4, bytes(range(0xF0, 0xF8)), 1.0))
"""Length of a character in UTF-8, its possible first bytes, and how many of its bytes one token holds at most."""


@dataclass(frozen=True, slots=True)
class Tokenizer:
    """Counts tokens; never more than one for each byte of UTF-8."""

    bytes_per_token: float = 3.6
    """Of ASCII text. 1.0 is the dearest tokenizer there can be."""
    overhead: int = 250
    """What a request has besides its text: the frame of the conversation, and instructions for structured outputs."""

    def count(self, text: str) -> int:
        """Return the tokens of a text."""
        data = text.encode()
        if text.isascii():
            return math.ceil(len(data) / self.bytes_per_token)
        rest = data.translate(None, _ASCII)
        tokens = (len(data) - len(rest)) / self.bytes_per_token
        for length, leads, at_most in _LEADS:
            characters = len(rest) - len(rest.translate(None, leads))
            tokens += characters * length / min(self.bytes_per_token, at_most)
        return math.ceil(tokens)

    def cut(self, text: str, tokens: int) -> str:
        """Return the longest beginning of a text that has no more than so many tokens."""
        low, high = 0, len(text)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self.count(text[:middle]) <= tokens else (low, middle - 1)
        return text[:low]


DEAREST = Tokenizer(bytes_per_token=1.0, overhead=600)
"""The most that a request can have: a token for each byte, and 600."""
