"""An artifact: what the asset graph calls a partition of an asset; and the prose that a writer returns for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from designdoc_assets.languages.keys import PartitionKey


@dataclass(frozen=True, slots=True, order=True)
class Artifact:
    """One generated section of the docs: its kind, which is an asset key, and its partition key."""

    kind: str
    key: PartitionKey

    def __str__(self) -> str:
        return f"{self.kind}[{self.key}]"


class Prose(BaseModel):
    """The typed content that a writer returns for an artifact: sentences in Markdown. Facts are rendered without it."""

    model_config = ConfigDict(frozen=True)
    earlier_schema: ClassVar[str] = ""
    """The digest of its schema in versions of this tool that asked for less; empty where that is the same."""

    def texts(self) -> list[str]:
        """Return all its texts, nested ones included."""
        return list(_texts(self))


class MemberText(BaseModel):
    """A text about one member, by the name that the source gives it."""

    model_config = ConfigDict(frozen=True)

    name: str
    text: str


class NoProse(Prose):
    """The content of an artifact that is rendered from facts alone."""


def text_of(described: Sequence[MemberText], name: str) -> str:
    """Return the text about one member; empty if there is none."""
    return next((entry.text for entry in described if entry.name == name), "")


def _texts(value: object) -> Sequence[str]:
    match value:
        case str():
            return [value]
        case BaseModel():
            return [text for _, item in value for text in _texts(item)]
        case dict():
            return [text for item in value.values() for text in _texts(item)]
        case list() | tuple():
            return [text for item in value for text in _texts(item)]
    return []
