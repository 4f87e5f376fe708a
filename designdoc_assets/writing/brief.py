"""What a model is shown of one artifact, and what it is asked for. Kinds make it; `prompting` makes requests of it."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from pydantic import BaseModel

from designdoc_assets.writing.context import Piece
from designdoc_assets.writing.instructions import prompt_version
from designdoc_assets.writing.schema import schema_digest

MOST_MATERIAL_BYTES = 200_000
"""Of source or documents in one request: some 60,000 tokens, a third of the smallest context that is sold. More would
cost dollars for each artifact, and models overlook things in the middle of longer texts."""


class Text(Protocol):
    """A text that can be made shorter."""

    @property
    def words(self) -> frozenset[str]:
        """The names in it that whoever was shown it may use: see `names_written_in`."""
        ...

    def fitted(self, limit: int) -> tuple[str, tuple[str, ...]]:
        """Return at most `limit` bytes of it, and what was left out, as phrases."""
        ...


@dataclass(frozen=True, slots=True)
class Material:
    """The long part of what is shown: the ground on which prose stands. Its text is read when it is needed.

    Attributes:
        title: What it is.
        digest: Says when it changes.
        read: Returns its text.
        earlier_digest: Said so in versions of this tool that showed less of it; empty where that is the same.
    """

    title: str
    digest: str
    read: Callable[[], Text] = field(compare=False)
    earlier_digest: str = ""


@dataclass(frozen=True, slots=True)
class Brief:
    """One artifact, as a model gets to know it.

    Attributes:
        role: What is to be written: names the prompt files, `class_doc` and `review_class_doc`.
        subject: The partition key.
        answer: The typed object that the writer returns.
        facts: Short facts, shown as JSON.
        material: Source, or documents.
        members: The names that get a text of their own, in order.
        most_output_tokens: The length at which an answer is cut off.
        parts: The names of what it consists of besides: a text from before a part was there tells nothing of it.
    """

    role: str
    subject: str
    answer: type[BaseModel]
    facts: Mapping[str, object]
    material: Material
    members: Sequence[str] = ()
    most_output_tokens: int = 3_000
    parts: Sequence[str] = ()
    resolution: str = ""
    """What a person decided about an earlier draft."""
    language: str = ""
    """What the subject is written in. It is shown, and no part of the version: it follows from the subject."""
    context: Callable[[], Iterable[Piece]] = field(default=tuple, compare=False)
    """What is shown beside the material, what is worth most first. It is no part of the version."""
    most_context_tokens: int = 0
    """How much of that is shown."""
    languages: Collection[str] = ()
    """Those of the target, by name: prose may name what they bring along."""

    @property
    def form(self) -> str:
        """What is asked for, and in which words: the versions of prompts, and the schema. Prose of another form is not
        asked whether it still holds."""
        return f"{self.role} {prompt_version(self.role)} {schema_digest(self.answer)}"

    def shown_version(self) -> dict[str, object]:
        """Return what decides whether the writer has to be asked again, a person's resolution left out."""
        return {
            "role": self.role,
            "subject": self.subject,
            "schema": schema_digest(self.answer),
            "facts": self.facts,
            "material": self.material.digest,
            "members": list(self.members),
        }

    def earlier_version(self) -> dict[str, object] | None:
        """Return what `shown_version` was when this tool showed or asked for less; None where that is the same.

        What was written then is kept, and written anew when what it was written from changes: an upgrade costs nothing.
        """
        earlier: dict[str, object] = {}
        if self.material.earlier_digest:
            earlier["material"] = self.material.earlier_digest
        if schema := getattr(self.answer, "earlier_schema", ""):
            earlier["schema"] = schema
        return self.shown_version() | earlier if earlier else None
