"""What a target looks like when a run reads it: its files, their facts, its manifests."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import partial

from designdoc_assets.deployment.facts import Deployment
from designdoc_assets.ecosystems.facts import Manifests
from designdoc_assets.ecosystems.manifest_files import MAX_LOCK_FILE_BYTES
from designdoc_assets.ecosystems.read import read_manifests
from designdoc_assets.ecosystems.registry import ecosystems_named
from designdoc_assets.languages.excerpts import Excerpt, in_one
from designdoc_assets.languages.facts import FileFacts
from designdoc_assets.languages.registry import language, language_of
from designdoc_assets.languages.secrets import masked
from designdoc_assets.program.settling import joined, settled
from designdoc_assets.schemas.files import SchemaFiles
from designdoc_assets.source.cache import FactsCache
from designdoc_assets.source.decisions import Decision, read_decisions
from designdoc_assets.source.deployment_files import read_deployment_files
from designdoc_assets.source.elsewhere import Elsewhere, search
from designdoc_assets.source.errors import ChangedSinceError, TargetError
from designdoc_assets.source.nothing import nothing_to_document
from designdoc_assets.source.other_languages import UnreadLanguage, unread_languages
from designdoc_assets.source.others import OtherFiles, read_others
from designdoc_assets.source.parsing import Parsed, Unread, hash_file, parse_files
from designdoc_assets.source.readme import ProjectReadme, read_readme
from designdoc_assets.source.rules import MAX_SOURCE_BYTES
from designdoc_assets.source.schema_files import read_schema_files
from designdoc_assets.source.selection import Selection, Skipped, select
from designdoc_assets.source.text import decode
from designdoc_assets.source.tree import SourceTree


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of source and what parsing found in it."""

    path: str
    facts: FileFacts
    sha256: str
    """Of its bytes."""
    is_test: bool


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A target as it was read. Paths are relative to it, with `/`, and sorted."""

    name: str
    """That of the distribution at the target's top; else none: what a checkout's folder is called says nothing."""
    files: Mapping[str, SourceFile]
    """What is documented."""
    tests: Mapping[str, SourceFile]
    """Test code that is read for its facts alone."""
    skipped: tuple[Skipped, ...]
    others: tuple[str, ...]
    """All files that there are beside: left out, or of a kind that is not read."""
    unread_languages: tuple[UnreadLanguage, ...]
    """What else there is, the most of it first; what the rules leave out does not count."""
    elsewhere: Elsewhere
    """Uses of dependencies that are not in the facts of files."""
    ecosystems: tuple[str, ...]
    """Those of the languages that are read."""
    manifests: Manifests
    """What they declare."""
    readme: ProjectReadme | None
    """The README at its top."""
    deployment: Deployment
    """How it is run and delivered."""
    schemas: SchemaFiles
    """What files say about tables."""
    decisions: tuple[Decision, ...]
    """Those that have records."""
    commit: str | None
    """The commit that was read, or that the working tree is based on; None outside git."""
    digest: str
    """sha256 over the paths and contents of all files and manifests that were read."""
    fingerprint: str
    """sha256 over all that the snapshot follows from: those contents, and the names of all files there are; of a
    commit, what git names them all by."""
    tree: SourceTree = field(compare=False)
    """Where excerpts come from: keep it open as long as they are asked for."""

    def excerpt(self, path: str, of: tuple[str, int] | None = None) -> Excerpt:
        """Return what a writer is shown of a documented file, or of a class in it: its qualified name and number.

        Raises:
            ChangedSinceError: The file is no longer what the snapshot read.
        """
        classes = self.files[path].facts.classes if of is not None else ()
        elsewhere = next((cls.elsewhere for cls in classes if (cls.qualname, cls.number) == of), ())
        return in_one([self._excerpt_in(each, of) for each in (path, *elsewhere)])

    def excerpt_at(self, path: str, line: int) -> Excerpt:
        """Return what a writer is shown of the function of a documented file that begins in a line.

        Raises:
            LookupError: None begins there.
            ChangedSinceError: The file is no longer what the snapshot read.
        """
        reads = language_of(path)
        assert reads is not None  # it was read
        return reads.excerpt_at(self.text_of(path), line)

    def _excerpt_in(self, path: str, of: tuple[str, int] | None) -> Excerpt:
        reads = language_of(path)
        assert reads is not None  # it was read
        return reads.excerpt(self.text_of(path), of)

    def text_of(self, path: str) -> str:
        """Return the text of a documented file, or of one of test code, as it was parsed: credentials masked.

        Raises:
            ChangedSinceError: The file is no longer what the snapshot read.
        """
        try:
            raw = self.tree.read(path, MAX_SOURCE_BYTES)
        except OSError:
            raw = b""
        if hashlib.sha256(raw).hexdigest() != self._read(path).sha256:
            raise ChangedSinceError(f"{path} changed during the run: the next run documents it as it is now")
        return masked(decode(raw))

    def _read(self, path: str) -> SourceFile:
        return self.files.get(path) or self.tests[path]


def read_snapshot(  # noqa: PLR0913 - each names one setting of what to read
    tree: SourceTree,
    *,
    languages: Collection[str] | None = None,
    exclude: Sequence[str] = (),
    include_tests: bool = False,
    docs: str | None = None,
    cache: FactsCache | None = None,
    note: Callable[[int, int], None] = lambda done, due: None,
    meanwhile: Callable[[], None] = lambda: None,
) -> Snapshot:
    """Read a target.

    Args:
        tree: Where its files are.
        languages: The names of the languages to read; None for all.
        exclude: What to leave out, as patterns of a `.gitignore` at the root.
        include_tests: Whether test code is documented as well.
        docs: The path of the docs tree in the target, of which it is no part; None where it lies elsewhere.
        cache: Where facts of unchanged files are found, and those of new ones kept.
        note: Is told how many of how many files are read.
        meanwhile: What this process does while another reads; it is called again and again.

    Raises:
        TargetError: there is nothing to document.
    """
    target = select(tree, languages, exclude, docs)
    skipped = list(target.skipped)
    parsed: dict[str, Parsed] = {}
    hashes: dict[str, str] = {}
    for number, (path, outcome) in enumerate(parse_files(tree, target.sources, cache, meanwhile), start=1):
        note(number, len(target.sources))
        if isinstance(outcome, Unread):
            hashes[path] = outcome.sha256 or outcome.reason
            skipped.append(Skipped(path, outcome.reason))
        else:
            hashes[path] = outcome.sha256
            parsed[path] = outcome
    read = {
        path: SourceFile(path, facts, parsed[path].sha256, facts.is_for_tests or target.rules.is_test(path))
        for path, facts in joined({path: outcome.facts for path, outcome in parsed.items()}).items()
    }
    if not any(include_tests or not file.is_test for file in read.values()):
        raise TargetError(nothing_to_document(tree, languages, len(target.found.files), len(read), skipped))
    others = read_others(tree, [path for path in target.beside if path not in read], target.rules)
    manifests, manifest_hashes = _read_manifests(target, _script_blocks(read, others))
    elsewhere = _search(tree, manifests, read, others)
    readme, readme_hashes = read_readme(tree, target.paths)
    deployment, deployment_hashes = read_deployment_files(target, others)
    decisions, decision_hashes = read_decisions(target)
    schemas, schema_hashes = read_schema_files(target)
    contents = {path: outcome.sha256 for path, outcome in parsed.items()} | manifest_hashes
    unread = tuple(path for path in target.found.files if path not in read)
    facts = settled({path: file.facts for path, file in read.items()}, manifests, unread)
    read = {path: replace(file, facts=facts[path]) for path, file in read.items()}
    return Snapshot(
        name=_name(manifests, read.values()),
        files={path: file for path, file in read.items() if include_tests or not file.is_test},
        tests={path: file for path, file in read.items() if file.is_test},
        skipped=tuple(sorted(skipped)),
        others=unread,
        unread_languages=_unread_languages(target, {entry.path for entry in skipped} | read.keys(), parsed, others),
        elsewhere=elsewhere,
        ecosystems=_ecosystems(target),
        manifests=manifests,
        readme=readme,
        deployment=deployment,
        schemas=schemas,
        decisions=decisions,
        commit=target.found.commit,
        digest=_digest([contents, asdict(elsewhere)]),
        fingerprint=_fingerprint(
            target,
            others.hashes
            | hashes
            | manifest_hashes
            | readme_hashes
            | deployment_hashes
            | decision_hashes
            | schema_hashes,
        ),
        tree=tree,
    )


def read_fingerprint(
    tree: SourceTree, *, languages: Collection[str] | None = None, exclude: Sequence[str] = (), docs: str | None = None
) -> str:
    """Return the fingerprint that the snapshot would have; nothing is parsed. The arguments are `read_snapshot`'s.

    Raises:
        TargetError: there is nothing to document.
    """
    if content_id := tree.content_id():
        return _digest(content_id)
    target = select(tree, languages, exclude, docs)
    hashes = {path: hash_file(tree, path) for path in target.sources}
    others = read_others(tree, [path for path in target.beside if path not in target.sources], target.rules)
    more = _read_manifests(target, {})[1] | read_readme(tree, target.paths)[1] | read_decisions(target)[1]
    more |= read_deployment_files(target, others)[1] | read_schema_files(target)[1]
    return _fingerprint(target, others.hashes | hashes | more)


def _read_manifests(target: Selection, script_blocks: Mapping[str, str]) -> tuple[Manifests, dict[str, str]]:
    """Return the manifests, and the sha256 of each, or why it cannot be read."""
    hashes: dict[str, str] = {}

    def read(path: str) -> bytes:
        try:
            raw = target.tree.read(path, MAX_LOCK_FILE_BYTES)
        except OSError as error:
            hashes[path] = str(error.strerror)
            raise
        hashes[path] = hashlib.sha256(raw).hexdigest()
        return raw

    paths = (path for path in target.paths if not target.rules.left_out_folder(path))
    return read_manifests(paths, read, script_blocks, ecosystems_named(_ecosystems(target))), hashes


def _ecosystems(target: Selection) -> tuple[str, ...]:
    return tuple(sorted({language.ecosystem for language in target.sources.values()} - {""}))


def _script_blocks(read: Mapping[str, SourceFile], others: OtherFiles) -> dict[str, str]:
    """Return what scripts declare for themselves, those without a suffix included."""
    blocks = {path: file.facts.script_metadata for path, file in read.items()}
    blocks |= {path: form.declares(masked(others.read[path].text)) for path, form in others.scripts().items()}
    return {path: block for path, block in sorted(blocks.items()) if block}


def _unread_languages(
    target: Selection, known: Collection[str], parsed: Collection[str], others: OtherFiles
) -> tuple[UnreadLanguage, ...]:
    """Return the languages of those files of which nothing else is said."""
    paths = {path for path in target.paths if path not in known and not target.rules.left_out_folder(path)}
    return unread_languages(
        paths, parsed, {path: form.name for path, form in others.scripts().items() if path in paths}
    )


def _search(tree: SourceTree, manifests: Manifests, read: Mapping[str, SourceFile], others: OtherFiles) -> Elsewhere:
    def read_again(path: str) -> bytes:
        try:
            return tree.read(path, MAX_SOURCE_BYTES)
        except OSError:  # changed since it was parsed: the next run will see it
            return b""

    imported: dict[str, set[str]] = {}
    for each in ecosystems_named({language(file.facts.language).ecosystem for file in read.values()}):
        imported[each.name] = {
            each.imported_name(entry, None)
            for file in read.values()
            if not file.is_test and language(file.facts.language).ecosystem == each.name
            for entry in file.facts.imports
            if not entry.module.startswith(".")
        }
    sources = {path: partial(read_again, path) for path in read}
    return search(manifests.dependencies, imported, others, sources)


def _fingerprint(target: Selection, hashes: Mapping[str, str]) -> str:
    if content_id := target.tree.content_id():
        return _digest(content_id)
    names = [path for path in target.found.files if path not in target.docs]
    closed = [(path, reason) for path, reason in target.found.closed if path not in target.docs]
    return _digest([names, closed, hashes])


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode("ascii")).hexdigest()


def _name(manifests: Manifests, read: Iterable[SourceFile]) -> str:
    """Return the name of what is built from the target's top: of several, that of which most of the code is."""
    files = Counter(language(file.facts.language).ecosystem for file in read)
    top = [found for found in manifests.distributions if "/" not in found.manifest and found.name]
    return max(top, key=lambda found: files[found.ecosystem]).name if top else ""
