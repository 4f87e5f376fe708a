"""Why a link is not followed: where it leads, found step by step, the same in a folder and in a commit.

A path is walked within the target alone. What leaves it, or enters what git keeps for itself or another repository, is
outside, whatever may be found there: the reason depends neither on the machine nor on the name of the checkout.
"""

from collections.abc import Callable
from enum import Enum, auto

_MOST_LINKS = 40
"""Linux follows no more on the way to a file."""
_OUT = "link out of the repository"
_CIRCLE = "link in a circle"
_NOTHING = "link to nothing"


class PathKind(Enum):
    """What a path of a target can be."""

    NOTHING = auto()
    FILE = auto()
    FOLDER = auto()
    LINK = auto()
    SUBMODULE = auto()


def why_closed(link: str, look: Callable[[str], PathKind], text_of: Callable[[str], str]) -> str:
    """Return where a link leads, as the reason why it is not followed.

    Args:
        link: Its path in the target; no folder on the way is a link.
        look: Says what a path of the target is. No folder on the way to it is a link.
        text_of: Returns the text of a link. An `OSError` of it becomes the reason.
    """
    walk = _Walk(link, look, text_of)
    while walk.pending:
        if reason := walk.step(walk.pending.pop()):
            return reason
    destination = "/".join(walk.at)
    if destination and look(destination) is PathKind.NOTHING:
        return _NOTHING
    if f"{link}/".startswith(f"{destination}/" if destination else ""):
        return _CIRCLE
    return f"link to {destination}"


class _Walk:
    """Where a walk has come to, and the names that are still to be entered, the next of them last."""

    def __init__(self, link: str, look: Callable[[str], PathKind], text_of: Callable[[str], str]) -> None:
        self.at = link.split("/")
        self.pending = [self.at.pop()]
        self._look = look
        self._text_of = text_of
        self._links = 0

    def step(self, name: str) -> str | None:
        """Enter a name; return the reason if the walk ends there."""
        entry = self._look("/".join(self.at)) if self.at else PathKind.FOLDER
        if name == ".git" or (name == ".." and not self.at) or (entry is PathKind.SUBMODULE and name.strip(".")):
            return _OUT
        if entry not in {PathKind.FOLDER, PathKind.SUBMODULE}:
            return _NOTHING
        if name == "..":
            self.at.pop()
        elif name not in {"", "."}:
            self.at.append(name)
            if self._look("/".join(self.at)) is PathKind.LINK:
                return self._follow()
        return None

    def _follow(self) -> str | None:
        self._links += 1
        if self._links > _MOST_LINKS:
            return _CIRCLE
        try:
            text = self._text_of("/".join(self.at))
        except OSError as error:
            return f"not readable: {error.strerror}"
        if text.startswith("/"):
            return _OUT
        self.at.pop()
        self.pending += reversed(text.split("/"))
        return None
