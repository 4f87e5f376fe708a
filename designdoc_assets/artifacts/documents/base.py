"""What a document is: the same steps as a kind, for one partition key."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

from designdoc_assets.artifacts.kind import PageFacts, Prose
from designdoc_assets.artifacts.survey import Survey
from designdoc_assets.pages.mermaid.diagram import Flowchart


@dataclass(frozen=True, slots=True)
class DocumentFacts(PageFacts):
    """The inputs of any document."""

    document: str


class DocumentProse(Prose):
    """What is written about the target as a whole."""

    overview: str = ""


FactsT = TypeVar("FactsT", bound=DocumentFacts)


class Document(ABC, Generic[FactsT]):
    """One document."""

    name: ClassVar[str]
    sections: ClassVar[Sequence[str]]

    @abstractmethod
    def facts(self, page: str, survey: Survey) -> FactsT:
        """Collect everything that the document's text depends on."""

    @abstractmethod
    def render(self, facts: FactsT, prose: DocumentProse) -> str:
        """Return the body."""

    def describe(self, facts: FactsT) -> DocumentProse:
        """Write the prose from facts alone."""
        return DocumentProse()

    def known_names(self, facts: FactsT) -> frozenset[str]:
        """Return the identifiers that prose about these facts may name."""
        return frozenset(facts.links)

    def diagram(self, facts: FactsT) -> Flowchart | None:
        """Return the typed diagram that `render` shows, if there is one."""
        return None
