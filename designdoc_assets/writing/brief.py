"""What a model is shown of one artifact, and what it is asked for. Kinds make it; `prompting` makes requests of it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from pydantic import BaseModel

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
    """The long part of what is shown. Its digest says when it changes; its text is read when it is needed."""

    title: str
    digest: str
    read: Callable[[], Text] = field(compare=False)


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
    """

    role: str
    subject: str
    answer: type[BaseModel]
    facts: Mapping[str, object]
    material: Material
    members: Sequence[str] = ()
    most_output_tokens: int = 3_000
    resolution: str = ""
    """What a person decided about an earlier draft."""
    language: str = ""
    """What the subject is written in. It is shown, and no part of the version: it follows from the subject."""
    languages: Collection[str] = ()
    """Those of the target, by name: prose may name what they bring along."""

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
