"""What a kind of artifact is. Each kind is one module of this folder that ends in `KIND = ItsClass()`."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from pydantic import BaseModel, ConfigDict

from designdoc_assets.pages import markdown
from designdoc_assets.pages.anchors import address, split_address
from designdoc_assets.pages.mermaid.diagram import ClassDiagram, Flowchart
from designdoc_assets.source.keys import PartitionKey
from designdoc_assets.writing.brief import Brief

if TYPE_CHECKING:
    from designdoc_assets.artifacts.survey import Survey


class Grain(StrEnum):
    """What one partition stands for; also the names of the partitions definitions, in the order of a run."""

    FILES = "files"
    CLASSES = "classes"
    PACKAGES = "packages"
    DEPENDENCIES = "dependencies"
    DOCUMENTS = "documents"


@dataclass(frozen=True, slots=True, order=True)
class Artifact:
    """One generated thing: an asset key and a partition key."""

    kind: str
    key: PartitionKey

    def __str__(self) -> str:
        return f"{self.kind}[{self.key}]"


class Prose(BaseModel):
    """The typed content that a writer returns for an artifact: sentences in Markdown, and nothing that is a fact."""

    model_config = ConfigDict(frozen=True)

    def texts(self) -> list[str]:
        """Return every text of it."""
        return list(_texts(self))


class Described(BaseModel):
    """A text about one member, by the name that the source gives it."""

    model_config = ConfigDict(frozen=True)

    name: str
    text: str


class NoProse(Prose):
    """The content of an artifact that is rendered from facts alone."""


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What every kind's facts hold: where they are rendered, and what names in them link to.

    Both are tree-relative. They are inputs, since a page that moves or vanishes changes the links to it.
    """

    page: str
    links: Mapping[str, str]
    """Addresses: pages, with the anchors of headings on them."""
    anchor: str = field(default="", kw_only=True)
    """That of the heading, on a page that is shared; empty on a page of its own."""
    no_diagram: bool = field(default=False, kw_only=True)
    """Set when the diagram turned out not to parse: such a one is never shown."""

    def url(self, target: str) -> str:
        """Return the URL that leads from here to an address; empty where that is here, or the page as a whole."""
        if target in (self.page, address(self.page, self.anchor)):
            return ""
        return markdown.relative_url(self.page, *split_address(target))


FactsT = TypeVar("FactsT", bound=PageFacts)
ProseT = TypeVar("ProseT", bound=Prose)


class Kind(ABC, Generic[FactsT, ProseT]):
    """A kind of artifact: its inputs, what the static writer says of them, its rendering, its checks.

    `facts` alone looks at the target; all else is a function of what it returned, so that the data version, which
    hashes just that, cannot miss anything.
    """

    name: ClassVar[str]
    grain: ClassVar[Grain]
    version: ClassVar[int] = 1
    """To be raised by hand when its body comes out differently for the same facts and prose; a test sees to it."""
    description: ClassVar[str]
    """Markdown, shown in the Dagster UI."""
    reads: ClassVar[Mapping[str, str]] = {}
    """The kinds whose content it is written from, each with the field of its facts that holds what was read."""
    sections: ClassVar[Sequence[str]] = ()
    """The headings that a page of it must have."""
    written_sections: ClassVar[Sequence[str]] = ()
    """The further ones that it must have where a model wrote it: the static writer is silent where authors are."""
    roles: ClassVar[Sequence[str]] = ()
    """The roles in which a model may write its prose; each names a prompt."""
    has_diagram: ClassVar[bool] = False
    """Whether its pages may show a diagram."""

    @property
    def asks_model(self) -> bool:
        """Whether a model may write its prose."""
        return bool(self.roles)

    @abstractmethod
    def facts(self, key: PartitionKey, survey: "Survey") -> FactsT:
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

    def brief(self, facts: FactsT, survey: "Survey") -> Brief | None:
        """Return what a model is shown of the artifact; None where facts alone say all that there is to say."""
        return None

    def keys(self, survey: "Survey") -> Sequence[PartitionKey]:
        """Return the partition keys of this kind; all of its grain's, unless a kind says otherwise."""
        return survey.keys(self.grain)

    def diagram(self, facts: FactsT, prose: ProseT) -> ClassDiagram | Flowchart | None:
        """Return the typed diagram that `render` shows, the first if it shows several; None if there is none."""
        return None

    def diagrams(self, facts: FactsT, prose: ProseT) -> Sequence[ClassDiagram | Flowchart]:
        """Return all typed diagrams that `render` shows."""
        diagram = self.diagram(facts, prose)
        return [diagram] if diagram else ()

    def invented(self, facts: FactsT, prose: ProseT) -> Sequence[str]:
        """Return, as phrases, what prose names in fields of their own and does not exist."""
        return ()

    def required_sections(self, facts: FactsT) -> Sequence[str]:
        """Return the headings that the body must have."""
        return self.sections

    def quoted(self, facts: FactsT) -> frozenset[str]:
        """Return the texts that authors of the target wrote, as prose may quote them."""
        return frozenset()

    def described(self, prose: ProseT) -> Sequence[Described]:
        """Return the texts about members, for the check that there are such members."""
        return ()

    def known_names(self, facts: FactsT) -> frozenset[str]:
        """Return the identifiers that prose about these facts may name."""
        return frozenset(facts.links)


AnyKind = Kind[Any, Any]


def text_of(described: Sequence[Described], name: str) -> str:
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
