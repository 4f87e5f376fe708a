"""Asks whether links still lead somewhere."""

import httpx

from linkshelf.bookmarks import Bookmark, State
from linkshelf.shelf import Shelf

_GONE = frozenset({404, 410})
"""Statuses by which a server says that there is nothing, and not that it has a bad day."""


class LinkChecker:
    """Marks the bookmarks of a shelf that lead nowhere any more.

    A server that does not answer proves nothing: its bookmarks stay as they are.
    """

    def __init__(self, shelf: Shelf, client: httpx.Client) -> None:
        self._shelf = shelf
        self._client = client

    def check_all(self) -> list[Bookmark]:
        """Ask for each bookmark that is not known to be gone, and return those that are now."""
        known = (b for b in self._shelf.find() if b.state is not State.GONE)
        return [self._shelf.mark(b.number, State.GONE) for b in known if not self.leads_somewhere(b)]

    def leads_somewhere(self, bookmark: Bookmark) -> bool:
        """Return whether nothing speaks against an address: one request, and no body is read."""
        try:
            answer = self._client.head(bookmark.url, follow_redirects=True)
        except httpx.TransportError:
            return True
        return answer.status_code not in _GONE
