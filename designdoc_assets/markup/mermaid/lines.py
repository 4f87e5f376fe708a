"""Lines of a label: where a long one is broken, so that its box stays narrow. Nothing is ever cut off."""

import re
from collections.abc import Iterator

MOST_IN_BOX = 22
"""Characters of a line of a box: a picture of three boxes side by side and what is said between them fits a page."""
MOST_AT_EDGE = 18

_BETWEEN_WORDS = re.compile(r"(?<=[ /])(?! )|(?<=\w\.)(?=\w{5})")
_IN_WORDS = re.compile(r"(?<=[^\W_][_-])(?=\w)|(?<=[a-z0-9])(?=[A-Z])")
_LEAST = 1 / 3
"""Of a line's characters: of a shorter line, one does not see that the name goes on."""


def lines(label: str, most: int) -> list[str]:
    """Return a label in lines of at most `most` characters, which joined are the label again.

    They end between words, else at the parts of a name; a name without any is broken where the line ends.
    """
    found = []
    while len(label) > most:
        place = next((place for place in _places(label, most)), most)
        found.append(label[:place])
        label = label[place:]
    return [*found, label]


def _places(label: str, most: int) -> Iterator[int]:
    """Yield where the first line may end, best first."""
    for kind in (_BETWEEN_WORDS, _IN_WORDS):
        # A space at the end of a line takes no room.
        places = [match.start() for match in kind.finditer(label, 0, most + 2)]
        fitting = [place for place in places if most * _LEAST <= len(label[:place].rstrip()) <= most]
        yield from reversed(fitting)
