"""What the shelf asks of a store."""

from collections.abc import Iterable
from typing import Protocol

from linkshelf.bookmarks import Bookmark, State


class Store(Protocol):
    """Keeps bookmarks by number. A class need not inherit from it to be one."""

    def add(self, bookmark: Bookmark) -> Bookmark:
        """Keep a bookmark, and return it with its number.

        Raises:
            DuplicateBookmarkError: Its address is kept already.
        """
        ...

    def get(self, number: int) -> Bookmark:
        """Return the bookmark of a number.

        Raises:
            UnknownBookmarkError: There is none.
        """
        ...

    def find(self, tags: frozenset[str], state: State | None) -> Iterable[Bookmark]:
        """Return the bookmarks that have all of some tags, newest first; of all states if None."""
        ...

    def set_state(self, number: int, state: State) -> None:
        """Change the state of a bookmark.

        Raises:
            UnknownBookmarkError: There is none of this number.
        """
        ...
