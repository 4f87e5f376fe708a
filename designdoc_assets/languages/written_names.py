"""The names that stand in a text, be it code, a comment, a string or prose: what whoever was shown it may name."""

import re

_NAME = re.compile(r"[\w@~+%-]+(?:[./][\w@~+%-]+)*")
_ESCAPE = re.compile(r"\\[abfnrtv0]")
"""As it stands before a word in the string of a program, or of JSON."""


def names_written_in(text: str) -> frozenset[str]:
    """Return all words of a text, those joined by dots or slashes as one: `send_all`, `os.path`, `src/pay/bank.py`."""
    names = _NAME.findall(text)
    if "\\" in text:
        names += _NAME.findall(_ESCAPE.sub(" ", text))
    return frozenset(names)
