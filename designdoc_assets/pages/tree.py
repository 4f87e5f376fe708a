"""The docs tree: reading, changing and listing its pages, safely, wherever they are kept.

A change is made under the page's lock, and only while it is this run's turn. `stores` keeps the files; what a page says
is not known here.
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from designdoc_assets.pages.errors import LockLostError, OutputError
from designdoc_assets.pages.layout import is_page
from designdoc_assets.pages.locks.locks import Locks
from designdoc_assets.pages.page import Page, parse_page
from designdoc_assets.pages.stores.store import Location, Store
from designdoc_assets.pages.turns import Turn

STATE_FOLDER = ".designdoc"
"""The folder at the docs root that holds data, not pages."""
CONTENT_FOLDER = f"{STATE_FOLDER}/content"
"""The folder with what models wrote."""
RECEIPTS_FOLDER = f"{STATE_FOLDER}/receipts"
"""The folder with what runs noted that left nothing to do."""


class DocsTree:
    """The pages in one store. Several threads, processes and machines may use the same tree at once.

    Pages are named by POSIX paths relative to the root. With a turn, nothing is written once it is over.
    """

    def __init__(self, store: Store, locks: Locks, turn: Turn | None = None) -> None:
        self._store = store
        self._locks = locks
        self._turn = turn

    @property
    def shown(self) -> str:
        """What messages call the docs tree; it holds no credentials."""
        return self._store.shown

    @property
    def folder(self) -> Path | None:
        """The local folder that it is kept in; None where it is kept elsewhere."""
        return self._store.folder

    @property
    def address(self) -> str:
        """What tells the tree from all others, the same for all who use it: a `Turn` is for one of these."""
        return self._store.address

    def location(self, page: str) -> str:
        """Return where a page stands, for people."""
        return self._store.shown_location(page)

    def check_writable(self) -> None:
        """Check, before work and money go into them, that pages can be written; nothing is left behind.

        Raises:
            OutputError: They cannot, or not there.
        """
        for folder in ("", CONTENT_FOLDER):
            self._store.check_writable(folder)

    def read(self, page: str) -> Page | None:
        """Return a page, or None where no plain file stands under that name. Bytes that are not UTF-8 survive.

        Raises:
            OutputError: the page is there and cannot be read.
        """
        text = self.read_text(page)
        return parse_page(text) if text is not None else None

    def update(self, page: str, change: Callable[[Page | None], Page | None]) -> bool:
        """Change a page as `update_text` changes a file."""

        def changed(text: str | None) -> str | None:
            new = change(parse_page(text) if text is not None else None)
            return new.render() if new is not None else None

        return self.update_text(page, changed)

    def read_text(self, page: str) -> str | None:
        """Return the text of any file of the tree, as `read` does for pages.

        Raises:
            OutputError: the file is there and cannot be read.
        """
        location = self._store.locate(page)
        content = self._store.read(location) if location else None
        return _decoded(content) if content is not None else None

    def update_text(self, page: str, change: Callable[[str | None], str | None]) -> bool:
        """Change a file under its lock, and return whether its bytes changed.

        `change` gets the text (None where there is none) and returns what it shall be; None removes it, and the
        folders that this leaves empty. A kill at any instant leaves the old file or the new one.

        Raises:
            OutputError: the page cannot be written, or its name or a link leads out of the tree.
            LockError: its lock could not be had, or was lost twice.
            SupersededError: another run brings the tree to another commit.
        """
        location = self._store.locate(page)
        if location is None:
            raise OutputError(
                f"The page {page} was not written: its name, or a link on its way, leads out of {self.shown}. "
                "Remove the link, or rename the file that the page is about."
            )
        try:
            return self._update(location, change)
        except LockLostError:
            # A connection was cut, by an administrator or on its way: one that is new, and a lock that is, will do.
            return self._update(location, change)

    def _update(self, location: Location, change: Callable[[str | None], str | None]) -> bool:
        with self._locks.hold(location.address) as check_held:
            if self._turn:
                self._turn.check()
            content = self._store.read(location)
            changed = change(_decoded(content) if content is not None else None)
            data = changed.encode("utf-8", "surrogateescape") if changed is not None else None
            if data == content:
                return False
            check_held()
            if data is None:
                self._store.remove(location)
            else:
                self._store.write(location, data)
            return True

    def flush(self) -> None:
        """Make last, even if the power fails, that pages were added or taken away. Once for many: it takes its time."""
        self._store.flush()

    def pages(self) -> Iterator[str]:
        """Yield all pages in order of their names; links are not followed, data of the tool is left out."""
        names = (name for name in self._store.names("") if is_page(name))
        yield from sorted(name for name in names if not name.startswith(f"{STATE_FOLDER}/"))

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield the name and the text of every page, in order of the names.

        Raises:
            OutputError: a page is there and cannot be read.
        """
        yield from self._read_all(self.pages())

    def content(self) -> Iterator[tuple[str, str]]:
        """Yield the name and the text of every file with what models wrote, in order of the names.

        Raises:
            OutputError: a file is there and cannot be read.
        """
        yield from self._read_all(sorted(self._content_names()))

    def has_content(self) -> bool:
        """Whether a model wrote anything in this tree."""
        return any(True for _ in self._content_names())

    def receipts(self) -> list[str]:
        """Return the names of what runs noted that left nothing to do."""
        return sorted(self._store.names(RECEIPTS_FOLDER))

    def sweep(self) -> None:
        """Remove what killed runs left; that of living runs is not touched."""
        self._store.sweep(self._locks.hold_digest)

    def _content_names(self) -> Iterator[str]:
        return (name for name in self._store.names(CONTENT_FOLDER) if name.endswith(".json"))

    def _read_all(self, names: Iterable[str]) -> Iterator[tuple[str, str]]:
        return ((name, _decoded(content)) for name, content in self._store.read_all(names))


def _decoded(content: bytes) -> str:
    return content.decode("utf-8", "surrogateescape")
