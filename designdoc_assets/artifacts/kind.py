"""What a kind of artifact is. Each kind is one module of this folder that ends in `KIND = ItsClass()`."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from designdoc_assets.analysis.grains import Grain
from designdoc_assets.artifacts.artifact import MemberText, NoProse, Prose
from designdoc_assets.artifacts.page_facts import PageFacts
from designdoc_assets.artifacts.survey import Survey
from designdoc_assets.languages.keys import PartitionKey
from designdoc_assets.markup.mermaid.diagram import ClassDiagram, Diagram, Flowchart
from designdoc_assets.writing.brief import Brief

FactsT = TypeVar("FactsT", bound=PageFacts)
ProseT = TypeVar("ProseT", bound=Prose)


class Kind(ABC, Generic[FactsT, ProseT]):
    """A kind of artifact: how its facts are collected, described, rendered and checked.

    What a page shows is a function of the prose and of what `facts` returns, and of nothing else in the target: so the
    data version, which is a hash of these facts, cannot miss anything.
    """

    name: ClassVar[str]
    grain: ClassVar[Grain]
    version: ClassVar[int] = 1
    """Raise it when the body comes out differently for the same facts and prose; a test tells when."""
    description: ClassVar[str]
    """Markdown, shown in the Dagster UI."""
    reads: ClassVar[Mapping[str, str]] = {}
    """The kinds whose texts it is written from, each with the field of its facts that holds these texts."""
    sections: ClassVar[Sequence[str]] = ()
    """The headings that a page of it must have."""
    written_texts: ClassVar[Sequence[str]] = ()
    """The fields of its prose that a model must fill; the static writer leaves them empty without an author's text."""
    roles: ClassVar[Sequence[str]] = ()
    """The roles in which a model may write its prose; each names a prompt."""
    has_diagram: ClassVar[bool] = False
    """Whether its pages may show a diagram."""

    @property
    def asks_model(self) -> bool:
        """Whether a model may write its prose."""
        return bool(self.roles)

    @abstractmethod
    def facts(self, key: PartitionKey, survey: Survey) -> FactsT:
        """Collect everything that the artifact's text depends on."""

    def prose(self, key: PartitionKey) -> type[Prose]:
        """Return the type of an artifact's prose; a kind that a model may write says which."""
        return NoProse

    @abstractmethod
    def describe(self, facts: FactsT) -> ProseT:
        """Write the prose from facts alone: the static writer."""

    @abstractmethod
    def render(self, facts: FactsT, prose: ProseT) -> str:
        """Return the body of the artifact's region."""

    def brief(self, facts: FactsT, survey: Survey) -> Brief | None:
        """Return what a model is shown in order to write the prose; None where none is needed."""
        return None

    def keys(self, survey: Survey) -> Sequence[PartitionKey]:
        """Return the partition keys of this kind; all of its grain's, unless a kind says otherwise."""
        return survey.keys(self.grain)

    def diagram(self, facts: FactsT, prose: ProseT) -> ClassDiagram | Flowchart | None:
        """Return the typed diagram that `render` shows, the first if it shows several; None if there is none."""
        return None

    def diagrams(self, facts: FactsT, prose: ProseT) -> Sequence[Diagram]:
        """Return all typed diagrams that `render` shows."""
        diagram = self.diagram(facts, prose)
        return [diagram] if diagram else ()

    def beside(self, facts: FactsT) -> Mapping[str, str]:
        """Return the text of files of data that say the same for programs, by name; nothing reads them again."""
        return {}

    def invented(self, facts: FactsT, prose: ProseT) -> Sequence[str]:
        """Return, as phrases, what the prose chose and does not exist, such as nodes of a diagram."""
        return ()

    def required_sections(self, facts: FactsT) -> Sequence[str]:
        """Return the headings that the body must have."""
        return self.sections

    def quoted(self, facts: FactsT) -> frozenset[str]:
        """Return the texts of the target's authors, which are not judged where the prose quotes them."""
        return frozenset()

    def described(self, prose: ProseT) -> Sequence[MemberText]:
        """Return the texts about members, for the check that there are such members."""
        return ()


AnyKind = Kind[Any, Any]
