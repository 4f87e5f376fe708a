"""The shelf as a file for other programs. A new format is one class here."""

import json
from abc import ABC, abstractmethod
from collections.abc import Iterable
from html import escape

from linkshelf.bookmarks import Bookmark
from linkshelf.errors import UnknownFormatError


class Export(ABC):
    """Writes bookmarks in a format."""

    name: str
    """What the user calls the format."""

    @abstractmethod
    def render(self, bookmarks: Iterable[Bookmark]) -> str:
        """Return the text of a file with some bookmarks, in their order."""


class JsonExport(Export):
    """A list of objects, for scripts."""

    name = "json"

    def render(self, bookmarks: Iterable[Bookmark]) -> str:
        """Return a JSON array, an object per bookmark."""
        return json.dumps(
            [{"url": b.url, "title": b.title, "tags": sorted(b.tags)} for b in bookmarks], indent=2
        )


class NetscapeExport(Export):
    """The format that every browser imports."""

    name = "browser"

    def render(self, bookmarks: Iterable[Bookmark]) -> str:
        """Return an HTML file as browsers write it."""
        items = (
            f'<DT><A HREF="{escape(b.url)}" TAGS="{",".join(sorted(b.tags))}">{escape(b.title)}</A>'
            for b in bookmarks
        )
        return "\n".join(["<!DOCTYPE NETSCAPE-Bookmark-file-1>", "<DL>", *items, "</DL>", ""])


EXPORTS: dict[str, Export] = {export.name: export for export in (JsonExport(), NetscapeExport())}
"""The formats by name."""


def export_as(name: str, bookmarks: Iterable[Bookmark]) -> str:
    """Return bookmarks in the format of a name.

    Raises:
        UnknownFormatError: There is no such format; the message says which there are.
    """
    if name not in EXPORTS:
        raise UnknownFormatError(f"{name} is no format. There are {', '.join(sorted(EXPORTS))}")
    return EXPORTS[name].render(bookmarks)
