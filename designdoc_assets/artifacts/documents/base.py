"""What a document is: a page about the whole target, such as ARCHITECTURE. Each is one module of this folder."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

from designdoc_assets.analysis.grains import Grain
from designdoc_assets.artifacts.artifact import Artifact, Prose
from designdoc_assets.artifacts.material import texts_of_artifacts
from designdoc_assets.artifacts.page_facts import PageFacts
from designdoc_assets.artifacts.survey import Survey
from designdoc_assets.languages.keys import decode
from designdoc_assets.markup.mermaid.diagram import Diagram, Flowchart
from designdoc_assets.writing.brief import Brief, Material


@dataclass(frozen=True, slots=True)
class DocumentFacts(PageFacts):
    """The inputs of any document."""

    document: str


class Overview(Prose):
    """What is written at the head of a document, where that is all."""

    overview: str


FactsT = TypeVar("FactsT", bound=DocumentFacts)
ProseT = TypeVar("ProseT", bound=Prose)


class Document(ABC, Generic[FactsT, ProseT]):
    """A page about the whole target: what a `Kind` is for partitions, for one key of kind `document`."""

    name: ClassVar[str]
    sections: ClassVar[Sequence[str]]
    prose: ClassVar[type[Prose]] = Overview
    """The type of its prose."""

    @abstractmethod
    def facts(self, page: str, survey: Survey) -> FactsT:
        """Collect everything that the document's text depends on."""

    @abstractmethod
    def render(self, facts: FactsT, prose: ProseT) -> str:
        """Return the body."""

    @abstractmethod
    def describe(self, facts: FactsT) -> ProseT:
        """Write the prose from facts alone."""

    def brief(self, facts: FactsT, survey: Survey) -> Brief | None:
        """Return what a model is shown in order to write the prose; None where none is needed."""
        return None

    def beside(self, facts: FactsT) -> Mapping[str, str]:
        """Return the text of files of data that say the same for programs, by name; nothing reads them again."""
        return {}

    def diagram(self, facts: FactsT) -> Flowchart | None:
        """Return the typed diagram that `render` shows, the first if it shows several; None if there is none."""
        return None

    def diagrams(self, facts: FactsT) -> Sequence[Diagram]:
        """Return all typed diagrams that `render` shows."""
        diagram = self.diagram(facts)
        return [diagram] if diagram else ()


def names_of_packages(survey: Survey) -> list[str]:
    """Return the names of all packages."""
    return [decode(key) for key in survey.keys(Grain.PACKAGES)]


def packages_as_material(survey: Survey) -> Material:
    """Return what is written about all packages."""
    written = [(decode(key), Artifact("package_readme", key)) for key in survey.keys(Grain.PACKAGES)]
    return texts_of_artifacts("What is written about its packages", written, survey)
