"""Where each artifact's page stands in the docs tree: one page per partition, and no page for two.

Names come from the decoded keys and stay readable; what some file system cannot hold is percent-encoded. Where two
names would fall together, the later in key order gets a short hash. Nothing here touches a disk.
"""

import hashlib
import posixpath
import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import quote

from designdoc_assets.pages.sources import SourceUrls
from designdoc_assets.source.keys import ROOT_PACKAGE, PartitionKey, decode, encode, split_class_key

MAX_PAGE_BYTES = 250
"""A file name has at most 255 bytes; what models wrote is kept in a file named like the page, with `.json` behind."""
MAX_FOLDER_BYTES = 255
LLMS = PartitionKey("llms")
"""The document for programs, which look for it under this name."""
LLMS_PAGE = "llms.txt"
_DIGEST_CHARS = 8

_CLASS = re.compile(r"(.*?\.\w+)\.([^/]+)\Z", re.DOTALL)
_UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f\\<>:"|?*\udc80-\udcff]|[. ](?=/)')
"""What Windows forbids, what is not UTF-8, and the last dot or space of a folder (which also disarms `..`)."""


class Layout:
    """The pages of all partitions; the same for the same partitions, in whatever order they are given.

    Attributes:
        sources: Where pages find the source that they are about.
    """

    def __init__(  # noqa: PLR0913 - the grains
        self,
        files: Iterable[PartitionKey] = (),
        classes: Iterable[PartitionKey] = (),
        packages: Iterable[PartitionKey] = (),
        dependencies: Iterable[PartitionKey] = (),
        documents: Iterable[PartitionKey] = (),
        *,
        sources: SourceUrls | None = None,
    ) -> None:
        self.sources = sources or SourceUrls()
        grains = {
            "files": files,
            "classes": classes,
            "packages": packages,
            "dependencies": dependencies,
            "documents": documents,
        }
        names = _Names()
        ordered = sorted({(key, grain) for grain, keys in grains.items() for key in keys})
        self._pages = {(grain, str(key)): names.page(grain, key) for key, grain in ordered}

    def page(self, grain: str, key: str) -> str:
        """Return the page of a partition, as a POSIX path relative to the docs root.

        Raises:
            KeyError: there is no such partition in this layout.
        """
        return self._pages[grain, key]

    def find(self, grain: str, key: str) -> str | None:
        """Return the page of a partition, or None where this layout has no such partition."""
        return self._pages.get((grain, key))

    def pages(self) -> dict[str, tuple[str, str]]:
        """Return the grain and key of every page."""
        return {page: partition for partition, page in self._pages.items()}


def implied_key(grain: str, page: str) -> PartitionKey:
    """Return the key of the partition that a page's name alone tells: nearly always that of the page, but not always.

    A name may be encoded, shortened, or told apart by a hash. Who relies on it compares it with the key first.
    """
    if page == LLMS_PAGE:
        return LLMS
    path = page.removesuffix(".md").removeprefix("packages/")
    if grain == "packages":
        return encode(path.removesuffix("README").rstrip("/") or ROOT_PACKAGE)
    if grain == "dependencies":
        return encode(":".join(path.removeprefix("dependencies/").split("/", 1)))
    found = _CLASS.match(path) if grain == "classes" else None
    return encode(f"{found[1]}::{found[2]}" if found else path)


def is_page(name: str) -> bool:
    """Whether a file of the docs tree, by its path there, is a page."""
    return name.endswith(".md") or name == LLMS_PAGE


def link_target(source: str, page: str) -> str:
    """Return the relative URL that leads from one page to another, fit for a Markdown link."""
    return quote(posixpath.relpath(page, posixpath.dirname(source) or "."), safe="/@+")


def percent_encode(match: re.Match[str]) -> str:
    """Return the matched characters as percent-encoded bytes."""
    return "".join(f"%{byte:02X}" for byte in match.group().encode("utf-8", "surrogateescape"))


class _Names:
    """Gives out names, and remembers what is taken on a file system that ignores case and unicode form."""

    def __init__(self) -> None:
        self._pages: set[str] = set()
        self._folders: dict[str, str] = {"": ""}
        self._taken_folders: set[str] = set()

    def page(self, grain: str, key: str) -> str:
        if grain == "documents" and key == LLMS:
            return LLMS_PAGE
        folder, _, stem = _path(grain, key).rpartition("/")
        prefix = self._folder(folder)
        name = f"{stem}.md"
        attempt = 0
        while _too_long(name, MAX_PAGE_BYTES) or not self._is_free(prefix + name):
            name = _with_digest(stem, f"{grain} {key} {attempt}", ".md", MAX_PAGE_BYTES)
            attempt += 1
        self._pages.add(_folded(prefix + name))
        return prefix + name

    def _folder(self, folder: str) -> str:
        """Return the name given to a folder, with a slash behind; folders may be shared, but never with a page."""
        if folder in self._folders:
            return self._folders[folder]
        parent, _, last = folder.rpartition("/")
        prefix = self._folder(parent)
        name = last
        attempt = 0
        while _too_long(name, MAX_FOLDER_BYTES) or _folded(prefix + name) in self._pages:
            name = _with_digest(last, f"folder {folder} {attempt}", "", MAX_FOLDER_BYTES)
            attempt += 1
        self._taken_folders.add(_folded(prefix + name))
        self._folders[folder] = f"{prefix}{name}/"
        return self._folders[folder]

    def _is_free(self, page: str) -> bool:
        folded = _folded(page)
        return folded not in self._pages and folded not in self._taken_folders


def _path(grain: str, key: str) -> str:
    """Return the path that a partition's page would have if no other were in its way, without `.md`."""
    if grain == "classes":
        path, qualname = split_class_key(key)
        wanted = f"packages/{path}.{qualname.replace('/', '%2F')}"
    elif grain == "files":
        wanted = f"packages/{decode(key)}"
    elif grain == "packages":
        wanted = "packages/README" if key == ROOT_PACKAGE else f"packages/{decode(key)}/README"
    elif grain == "dependencies":
        ecosystem, _, name = decode(key).partition(":")
        wanted = f"dependencies/{ecosystem}/{name}"
    else:
        wanted = decode(key)
    return _UNSAFE.sub(percent_encode, "/".join(part for part in wanted.split("/") if part))


def _folded(path: str) -> str:
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def _too_long(name: str, limit: int) -> bool:
    return len(name) > limit or len(name.encode()) > limit


def _with_digest(stem: str, text: str, extension: str, limit: int) -> str:
    digest = hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:_DIGEST_CHARS]
    room = limit - len(digest) - len(extension) - 1
    return f"{stem.encode()[:room].decode('utf-8', 'ignore')}-{digest}{extension}"
