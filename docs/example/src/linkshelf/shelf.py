"""What can be done with the shelf, whoever asks: the API and the command line both come through here."""

import warnings
from collections.abc import Iterable

from linkshelf.bookmarks import Bookmark, State, normalise
from linkshelf.store.protocol import Store


class Shelf:
    """The links of a team."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, url: str, title: str = "", tags: Iterable[str] = ()) -> Bookmark:
        """Put a link on the shelf.

        Args:
            url: Its address, in any spelling.
            title: What people call it; its address where nobody says.
            tags: Words to find it by; case does not matter.

        Returns:
            The bookmark, with its number.

        Raises:
            InvalidUrlError: It is no address that can be kept.
            DuplicateBookmarkError: It is on the shelf already.
        """
        address = normalise(url)
        words = frozenset(word.lower() for tag in tags for word in tag.split())
        return self._store.add(Bookmark(address, title or address, words))

    def find(self, *tags: str, state: State | None = None) -> Iterable[Bookmark]:
        """Return the bookmarks that have all of some tags, newest first."""
        return self._store.find(frozenset(tag.lower() for tag in tags), state)

    def mark(self, number: int, state: State) -> Bookmark:
        """Note how far somebody got with a bookmark, and return it as it is then.

        Raises:
            UnknownBookmarkError: There is none of this number.
        """
        self._store.set_state(number, state)
        return self._store.get(number)

    def search(self, tag: str) -> list[Bookmark]:
        """Return the bookmarks that have a tag. Use `find`, which takes several."""
        warnings.warn("Shelf.search is gone with 2.0: use find", DeprecationWarning, stacklevel=2)
        return list(self.find(tag))
