"""Documents that are shown to a writer: whole where they fit, else shortened to their purposes."""

from collections.abc import Sequence
from dataclasses import dataclass

from designdoc_assets.languages.written_names import names_written_in
from designdoc_assets.writing.brief import Text

_CUT = "\n⟦…⟧"
_MOST_OF_HEAD = 4
"""The part of a limit that what stands before a text may take: a quarter."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A document and what it says in short."""

    title: str
    full: str
    short: str
    is_disputed: bool = False


@dataclass(frozen=True, slots=True)
class Passages:
    """Several documents, as one text."""

    passages: Sequence[Passage]

    @property
    def words(self) -> frozenset[str]:
        """The names in those that are not in dispute, which they may be for what they name."""
        vouched = (_shown(each.title, each.full) for each in self.passages if not each.is_disputed)
        return names_written_in("\n".join(vouched))

    @property
    def whole(self) -> str:
        """All documents in full."""
        return "\n\n".join(_shown(passage.title, passage.full) for passage in self.passages)

    def fitted(self, limit: int) -> tuple[str, tuple[str, ...]]:
        """Return at most `limit` bytes: the longest documents are shortened first, then all named only, then cut."""
        full = [_shown(passage.title, passage.full) for passage in self.passages]
        short = [_shown(passage.title, passage.short) for passage in self.passages]
        total = sum(map(_size, full)) + 2 * len(full)
        shown = list(full)
        shortened = 0
        for index in sorted(range(len(full)), key=lambda index: (-_size(full[index]), index)):
            if total <= limit:
                break
            total += _size(short[index]) - _size(full[index])
            shown[index] = short[index]
            shortened += 1
        elided = (f"all but the purposes of {shortened} of {len(full)} documents",) if shortened else ()
        text = "\n\n".join(shown)
        if _size(text) > limit:
            text = "\n".join(passage.title for passage in self.passages)
            elided = (f"all but the names of {len(full)} documents",)
        if _size(text) > limit:
            text = text.encode()[: limit - _size(_CUT)].decode("utf-8", "ignore") + _CUT
            elided = (*elided, "the names at the end")
        return text, elided


@dataclass(frozen=True, slots=True)
class Headed:
    """A text, and before it what it is better understood with: documents, shortened last."""

    head: str
    text: Text

    @property
    def words(self) -> frozenset[str]:
        """The names in the text, and in what stands before it."""
        return self.text.words | names_written_in(self.head)

    def fitted(self, limit: int) -> tuple[str, tuple[str, ...]]:
        """Return at most `limit` bytes: the text is shortened in its own way, what stands before it is cut."""
        head = self.head
        elided: tuple[str, ...] = ()
        if _size(head) > limit // _MOST_OF_HEAD:
            room = limit // _MOST_OF_HEAD - _size(_CUT)
            head = head.encode("utf-8", "replace")[:room].decode("utf-8", "ignore") + _CUT
            elided = ("the end of what stands before the source",)
        text, more = self.text.fitted(limit - _size(head) - 2)
        return f"{head}\n\n{text}", (*elided, *more)


def _shown(title: str, text: str) -> str:
    return f"### {title}\n{text}" if text else f"### {title}"


def _size(text: str) -> int:
    return len(text.encode("utf-8", "replace"))
