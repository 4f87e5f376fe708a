"""A store that forgets everything with its process."""

from collections.abc import Iterable
from dataclasses import replace

from linkshelf.bookmarks import Bookmark, State
from linkshelf.errors import DuplicateBookmarkError, UnknownBookmarkError


class MemoryStore:
    """Keeps bookmarks in a dictionary: for tests, and to try things out."""

    def __init__(self) -> None:
        self._kept: dict[int, Bookmark] = {}

    def add(self, bookmark: Bookmark) -> Bookmark:
        """Keep a bookmark under the next number."""
        for kept in self._kept.values():
            if kept.url == bookmark.url:
                raise DuplicateBookmarkError(bookmark.url, kept.number)
        kept = replace(bookmark, number=len(self._kept) + 1)
        self._kept[kept.number] = kept
        return kept

    def get(self, number: int) -> Bookmark:
        """Return the bookmark of a number."""
        if number not in self._kept:
            raise UnknownBookmarkError(number)
        return self._kept[number]

    def find(self, tags: frozenset[str], state: State | None) -> Iterable[Bookmark]:
        """Return the bookmarks that have all of some tags, newest first."""
        found = (kept for kept in reversed(self._kept.values()) if kept.has_all(tags))
        return [kept for kept in found if state is None or kept.state is state]

    def set_state(self, number: int, state: State) -> None:
        """Change the state of a bookmark."""
        self._kept[number] = replace(self.get(number), state=state)
