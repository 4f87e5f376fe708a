"""From source files to their facts, each parsed once for as long as the cache remembers.

The bytes that are hashed are the bytes that are parsed; credentials in them are masked first, and no text is kept.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from designdoc_assets.languages import secrets
from designdoc_assets.languages.facts import FileFacts
from designdoc_assets.languages.language import Language
from designdoc_assets.source import collector
from designdoc_assets.source.cache import FactsCache, facts_key
from designdoc_assets.source.encoded import decoded
from designdoc_assets.source.errors import TargetError
from designdoc_assets.source.generated import why_generated
from designdoc_assets.source.minified import why_minified
from designdoc_assets.source.reading_pool import CrashedError, KilledError, ReadingPool
from designdoc_assets.source.rules import MAX_SOURCE_BYTES
from designdoc_assets.source.text import NotText, decode
from designdoc_assets.source.tree import SourceTree

_FILES_AT_ONCE = 64
"""How many files' texts are held while the cache is asked for their facts."""
_MANY = 150
"""Files to be read: for fewer, starting more than one process takes longer than it saves."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What was found in a file, and the sha256 of its bytes."""

    facts: FileFacts
    sha256: str


@dataclass(frozen=True, slots=True)
class Unread:
    """Why nothing was looked for in a file, as a phrase, and the sha256 of its bytes: empty if they cannot be read."""

    reason: str
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class _Content:
    text: str
    sha256: str
    key: str


def parse_files(
    tree: SourceTree,
    sources: Mapping[str, Language],
    cache: FactsCache | None,
    meanwhile: Callable[[], None] = lambda: None,
) -> Iterator[tuple[str, Parsed | Unread]]:
    """Yield each source file's path with what became of it; those that are not read come early.

    Args:
        tree: Where the files are.
        sources: The files, and what each is written in.
        cache: Where facts of unchanged files are found, and those of new ones kept.
        meanwhile: What this process does while another reads: it is called as often as there are texts to wait for.

    Raises:
        TargetError: A file cannot be read here: what reads it is ended from outside.
    """
    readers = {language.name: language for language in sources.values()}
    versions = {name: f"{language.version} {secrets.VERSION}" for name, language in readers.items()}
    left = len(sources)
    paths = iter(sources)
    begun: _Batch | None = None
    with ReadingPool() as pool:
        while batch := list(islice(paths, _FILES_AT_ONCE * pool.size)):
            contents: dict[str, _Content] = {}
            for path in batch:
                language = sources[path]
                content = _read(tree, path, language, versions[language.name])
                if isinstance(content, Unread):
                    yield path, content
                else:
                    contents[path] = content
            facts = cache.find({content.key for content in contents.values()}) if cache else {}
            unknown = {content.key: (sources[path].name, content) for path, content in contents.items()}
            unknown = {key: entry for key, entry in unknown.items() if key not in facts}
            # Where most of a batch is unknown, most of what is left will be.
            if left >= _MANY and 2 * len(unknown) > len(batch):
                pool.grow()
            texts = [(name, secrets.masked(content.text)) for name, content in unknown.values()]
            hashes = {path: (content.key, content.sha256) for path, content in contents.items()}
            # What is in hand now is finished when the next batch is begun: so processors always have something to read.
            before, begun = begun, _Batch(hashes, facts, list(unknown), pool.read(texts))
            if texts:
                meanwhile()
            if before:
                yield from _finished(before, cache)
            left -= len(batch)
        if begun:
            yield from _finished(begun, cache)


@dataclass(frozen=True, slots=True)
class _Batch:
    """Files of which some are being read."""

    hashes: Mapping[str, tuple[str, str]]
    """The key and the sha256 of each content, by the path of its file."""
    known: Mapping[str, FileFacts]
    unknown: Sequence[str]
    """The keys of what is read."""
    outcomes: Iterator[bytes | CrashedError | KilledError]
    """What becomes of these, in order."""


def _finished(batch: _Batch, cache: FactsCache | None) -> Iterator[tuple[str, Parsed | Unread]]:
    """Yield what became of each file of a batch, and keep what was read.

    Raises:
        TargetError: A file cannot be read here: what reads it is ended from outside.
    """
    new: dict[str, bytes] = {}
    failed: dict[str, CrashedError | KilledError] = {}
    for key, outcome in zip(batch.unknown, batch.outcomes, strict=True):
        if isinstance(outcome, bytes):
            new[key] = outcome
        else:
            failed[key] = outcome
    with collector.off():
        facts = {**batch.known, **{key: _decoded(data) for key, data in new.items()}}
    for path, (key, sha256) in batch.hashes.items():
        if error := failed.get(key):
            yield path, _unread(path, sha256, error)
        else:
            yield path, Parsed(facts[key], sha256)
    if cache:
        cache.store(new)


def _decoded(data: bytes) -> FileFacts:
    facts = decoded(data)
    assert facts is not None  # it was encoded a moment ago
    return facts


def _unread(path: str, sha256: str, error: CrashedError | KilledError) -> Unread:
    """Return why a file has no facts.

    Raises:
        TargetError: The fault is not the file's: without it, its pages would go.
    """
    if isinstance(error, KilledError):
        raise TargetError(
            f"The process that reads {path} was ended ({error}), and so was the one that read it again: most often "
            "memory runs out. So nothing was documented. Run again where there is more memory, or leave the file out "
            "(DESIGNDOC_EXCLUDE)."
        ) from error
    return Unread(f"its parser came down ({error})", sha256)


def hash_file(tree: SourceTree, path: str) -> str:
    """Return the sha256 of the bytes that would be parsed, or why they cannot be read."""
    raw = _bytes_of(tree, path)
    return raw.reason if isinstance(raw, Unread) else hashlib.sha256(raw).hexdigest()


def _bytes_of(tree: SourceTree, path: str) -> bytes | Unread:
    try:
        return tree.read(path, MAX_SOURCE_BYTES)
    except OSError as error:
        return Unread(f"not readable: {error.strerror}")


def _read(tree: SourceTree, path: str, language: Language, version: str) -> _Content | Unread:
    raw = _bytes_of(tree, path)
    if isinstance(raw, Unread):
        return raw
    sha256 = hashlib.sha256(raw).hexdigest()
    try:
        text = decode(raw)
    except NotText as error:
        return Unread(str(error), sha256)
    if reason := why_generated(text, language) or why_minified(text, language):
        return Unread(reason, sha256)
    return _Content(text, sha256, facts_key(sha256, language.name, version))
