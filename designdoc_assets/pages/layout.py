"""Where each partition stands in the docs tree: on a page of its own, or under a heading on the page of another.

Page names come from the decoded keys and stay readable; what some file system cannot hold is percent-encoded. Where two
names would fall together, the later in key order gets a short hash. What shares a page stands on it in key order, so
that its place follows from its key, and not from when it was written. Nothing here touches a disk.
"""

import hashlib
import posixpath
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import quote

from designdoc_assets.languages.keys import ROOT_PACKAGE, PartitionKey, decode, encode, split_class_key
from designdoc_assets.languages.registry import noun_in
from designdoc_assets.markup import markdown
from designdoc_assets.pages.anchors import Slugs, address, class_title, code_title
from designdoc_assets.pages.sources import SourceUrls

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


ECOSYSTEMS = "ecosystems"
"""The grain of pages that hold the dependencies of an ecosystem: no partitions, and no less pages."""

Partition = tuple[str, str]
"""Grain and key."""


class Place(NamedTuple):
    """Where the sections of a partition stand; `anchor` is that of its heading on a page that it shares."""

    page: str
    anchor: str = ""

    @property
    def address(self) -> str:
        """What leads there, from anywhere in the tree."""
        return address(self.page, self.anchor)


class Layout:
    """The places of all partitions; the same for the same partitions, in whatever order they are given.

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
        small: Collection[Partition] = (),
        sources: SourceUrls | None = None,
    ) -> None:
        """Lay out all partitions of a tree, by grain.

        Args:
            files: Those that are documented.
            classes: Theirs.
            packages: Their folders.
            dependencies: What is declared.
            documents: The pages about the whole.
            small: The classes that stand on the page of their file, and the dependencies on that of their ecosystem.
            sources: Where pages find the source that they are about; by default they do not.
        """
        self.sources = sources or SourceUrls()
        grains = {
            "files": files,
            "classes": classes,
            "packages": packages,
            "dependencies": dependencies,
            "documents": documents,
        }
        everything = {(grain, str(key)) for grain, keys in grains.items() for key in keys}
        sharing = {each for each in small if markdown.anchor(small_title(*each))}  # or no link would reach it
        owners = {partition: _owner(*partition) if partition in sharing else partition for partition in everything}
        names = _Names()
        by_key = sorted({(key, grain) for grain, key in owners.values()})
        self._pages = {(grain, key): names.page(grain, key) for key, grain in by_key}
        self._owners = owners
        self._subjects = {page: owner for owner, page in self._pages.items()}
        self._places: dict[Partition, Place] = {}
        self._on_page: dict[str, list[Partition]] = {}
        slugs: dict[str, Slugs] = {}
        for partition in sorted(everything, key=lambda each: (owners[each] != each, each)):
            page = self._pages[owners[partition]]
            is_small = owners[partition] != partition
            anchor = slugs.setdefault(page, Slugs()).take(small_title(*partition)) if is_small else ""
            self._places[partition] = Place(page, anchor)
            self._on_page.setdefault(page, []).append(partition)

    def place(self, grain: str, key: str) -> Place:
        """Return where a partition stands.

        Raises:
            KeyError: there is no such partition in this layout.
        """
        return self._places[grain, key]

    def page(self, grain: str, key: str) -> str:
        """Return the page that a partition stands on, as a POSIX path relative to the docs root.

        Raises:
            KeyError: there is no such partition in this layout.
        """
        return self._places[grain, key].page

    def own_page(self, grain: str, key: str) -> str:
        """Return the page that is about a partition, or about the dependencies of an ecosystem.

        Raises:
            KeyError: there is none.
        """
        return self._pages[grain, key]

    def find(self, grain: str, key: str) -> Place | None:
        """Return where a partition stands, or None where this layout has no such partition."""
        return self._places.get((grain, key))

    def on_page(self, page: str) -> Sequence[Partition]:
        """Return the partitions on a page, in the order in which they stand there."""
        return self._on_page.get(page, ())

    def owner(self, grain: str, key: str) -> Partition:
        """Return what the page of a partition is about: the partition itself, or what it shares the page with."""
        return self._owners[grain, key]

    def pages(self) -> Mapping[str, Partition]:
        """Return what each page is about."""
        return self._subjects


def small_title(grain: str, key: str) -> str:
    """Return the heading of a partition on a page that it shares, in Markdown."""
    if grain != "classes":
        return code_title(decode(key).partition(":")[2])
    path, qualname = split_class_key(key)
    return class_title(qualname, noun_in(path))


def subjects(grain: str, key: str, page: str) -> tuple[str, ...]:
    """Return what the marker of a region may say it is about: first how it is written, then the whole key.

    What the page's name tells is left out: of a class on the page of its file it is the file, on its own page it is
    everything.
    """
    if implied_key(grain, page) == key:
        return ("", key)
    file, _, name = key.rpartition("::")
    return (f"::{name}", key) if grain == "classes" and implied_key("files", page) == file else (key,)


def whole_key(grain: str, subject: str, page: str) -> PartitionKey:
    """Return the key of the partition that a marker is about: what it says, with what the name of its page tells."""
    if not subject:
        return implied_key(grain, page)
    is_name = subject.rfind("::") == 0  # in a whole key a path stands before the last one, be it that of a file `:`
    return PartitionKey(f"{implied_key('files', page)}{subject}" if is_name else subject)


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


def link_target(source: str, place: Place) -> str:
    """Return the relative URL that leads from a page to a place, fit for a Markdown link."""
    anchor = f"#{quote(place.anchor)}" if place.anchor else ""
    if anchor and place.page == source:
        return anchor
    return quote(posixpath.relpath(place.page, posixpath.dirname(source) or "."), safe="/@+") + anchor


def _owner(grain: str, key: str) -> Partition:
    """Return whose page a partition without one of its own stands on."""
    if grain == "classes":
        return "files", encode(split_class_key(key)[0])
    return ECOSYSTEMS, encode(decode(key).partition(":")[0])


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
        wanted = f"dependencies/{ecosystem}/{name.replace(':', '/')}"
    elif grain == ECOSYSTEMS:
        wanted = f"dependencies/{decode(key)}"
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
