"""What kinds collect their facts from: the target, and the texts about it that exist so far."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from designdoc_assets.analysis.target import Target
from designdoc_assets.artifacts.artifact import Artifact, Prose
from designdoc_assets.artifacts.naming_known import Names
from designdoc_assets.languages.keys import PartitionKey
from designdoc_assets.pages.markers import Status
from designdoc_assets.pages.sources import SourceUrls
from designdoc_assets.program.resolution import Symbol
from designdoc_assets.source.authors import text_of
from designdoc_assets.source.errors import ChangedSinceError
from designdoc_assets.source.snapshot import Snapshot

MOST_EXCERPTS = 512
"""Excerpts of source that are kept in memory, since the forecast and then the writer need each."""

MOST_TEXTS = 64
"""Texts of files that are kept in memory, of which lines are shown."""


@dataclass(frozen=True, slots=True)
class Disputed:
    """An artifact that waits for a person; without an id, for its review."""

    artifact: str
    page: str
    dispute_id: str
    summary: str


@dataclass(frozen=True, slots=True)
class TreeStatus:
    """What of the docs tree needs a person: disputes, and pages that outlived their subject."""

    disputes: tuple[Disputed, ...] = ()
    orphans: tuple[str, ...] = ()
    unwritten: frozenset[str] = frozenset()
    """Addresses at which nothing stands yet: of a run that was halted, or of kinds that were left out."""


class Survey(Target):
    """A target, and the texts about it: by persons, by models, and those of this run.

    Attributes:
        context_tokens: The most tokens of context that a model is shown of one artifact.
        said_in: Returns the text of a file that authors wrote beside the code; nothing where it cannot be read.
        tree_status: What of the docs tree needs a person, which only the README shows. Set anew as artifacts are made.
    """

    def __init__(  # noqa: PLR0913 - what everything about a target is found from
        self,
        snapshot: Snapshot,
        describe: Callable[["Survey", Artifact], Prose],
        edited: Mapping[Artifact, str],
        stored: Callable[[Artifact], Prose | None] = lambda artifact: None,
        *,
        model_diagrams: bool = False,
        sources: SourceUrls | None = None,
        status: Callable[[Artifact], Status | None] = lambda artifact: None,
        context_tokens: int = 0,
    ) -> None:
        """Take where facts and texts are looked up.

        Args:
            snapshot: The target.
            describe: Returns the prose of an artifact from facts alone.
            edited: The text of regions that a person edited.
            stored: Returns the prose that a model wrote of an artifact, if one did.
            model_diagrams: Whether a model chooses what diagrams show.
            sources: The addresses of the source, for links on pages.
            status: Returns what became of the prose that a model wrote of an artifact; None if none did.
            context_tokens: The most tokens of context that a model is shown of one artifact.
        """
        super().__init__(snapshot, sources)
        self.context_tokens = context_tokens
        self.excerpt = lru_cache(MOST_EXCERPTS)(snapshot.excerpt)
        self.excerpt_at = lru_cache(MOST_EXCERPTS)(snapshot.excerpt_at)
        self.said_in = lru_cache(MOST_TEXTS)(lambda path: text_of(path, snapshot.tree))
        self._lines = lru_cache(MOST_TEXTS)(lambda path: snapshot.text_of(path).splitlines())
        self.tree_status = TreeStatus()
        self.model_diagrams = model_diagrams
        self._status = status
        self._describe = describe
        self._edited = edited
        self._stored = stored
        self._written: dict[Artifact, Prose] = {}
        self._purposes: dict[Artifact, str] = {}

    @cached_property
    def names(self) -> Names:
        """All names of the target."""
        return Names.of(self.all_names)

    def line(self, path: str, number: int) -> str:
        """Return a line of a file's text, without what stands around it; empty where it is not what was read."""
        try:
            lines = self._lines(path)
        except ChangedSinceError:
            return ""
        return lines[number - 1].strip() if 0 < number <= len(lines) else ""

    def only_one_named(self, name: str) -> Symbol | None:
        """Return what a name means by itself: the one public thing of that name in the target, or a member of it."""
        found = self._named.get(name, ())
        if len(found) == 1:
            return found[0]
        owner, _, member = name.rpartition(".")
        outer = self._named.get(owner, ()) if member else ()
        if len(outer) != 1 or outer[0].kind != "class":
            return None
        meaning = self.relations.resolver.resolve(outer[0].path, f"{outer[0].qualname}.{member}")
        return meaning if isinstance(meaning, Symbol) else None

    @cached_property
    def _named(self) -> Mapping[str, Sequence[Symbol]]:
        """By name, the public classes, functions and constants."""
        found: dict[str, list[Symbol]] = {}
        for symbol in self.symbols:
            found.setdefault(symbol.qualname, []).append(symbol)
        return found

    def keep(self, artifact: Artifact, prose: Prose, *, is_written: bool = False) -> None:
        """Keep what a new artifact says, for those that are written from it: all of it where a model wrote it."""
        for purpose in prose.texts()[:1]:
            self._purposes[artifact] = purpose
        if is_written:
            self._written[artifact] = prose

    def written(self, artifact: Artifact) -> Prose | None:
        """Return the prose that a model wrote of an artifact, in this run or before it; None if none did."""
        return self._written.get(artifact) or self._stored(artifact)

    def approved(self, artifact: Artifact) -> Prose | None:
        """Return the prose that a model wrote of an artifact, if it passed its checks: others are told no other."""
        return self._stored(artifact) if self._status(artifact) == "passed" else None

    def is_disputed(self, artifact: Artifact) -> bool:
        """Whether what a model wrote of an artifact failed a check to the last."""
        return self._status(artifact) == "disputed"

    def edited_text(self, artifact: Artifact) -> str | None:
        """Return the text of an artifact as a person edited it; None if nobody did."""
        return self._edited.get(artifact)

    def purpose(self, kind: str, key: PartitionKey) -> str:
        """Return what an artifact says its thing is for; a person's own words where a person edited it."""
        artifact = Artifact(kind, key)
        edited = self._edited.get(artifact)
        if edited is not None:
            return first_paragraph(edited)
        if artifact not in self._purposes:
            self.keep(artifact, self._stored(artifact) or self._describe(self, artifact))
        return self._purposes[artifact]


def first_paragraph(markdown: str) -> str:
    """Return the first paragraph of a text that is not a heading."""
    blocks = (block.strip() for block in markdown.split("\n\n"))
    return next((" ".join(block.split()) for block in blocks if block and not block.startswith("#")), "")
