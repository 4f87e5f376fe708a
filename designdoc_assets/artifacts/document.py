"""`document`: the pages about the target as a whole, a module of `documents` each."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from designdoc_assets.analysis.grains import Grain
from designdoc_assets.artifacts.artifact import Prose
from designdoc_assets.artifacts.documents.architecture import Architecture
from designdoc_assets.artifacts.documents.base import Document, DocumentFacts
from designdoc_assets.artifacts.documents.llms import Llms
from designdoc_assets.artifacts.documents.readme import Readme
from designdoc_assets.artifacts.documents.symbols import Symbols
from designdoc_assets.artifacts.documents.system_design import SystemDesign
from designdoc_assets.artifacts.documents.tech_debt import TechDebt
from designdoc_assets.artifacts.kind import Kind
from designdoc_assets.artifacts.survey import Survey
from designdoc_assets.languages.keys import PartitionKey
from designdoc_assets.markup.mermaid.diagram import Diagram, Flowchart
from designdoc_assets.writing.brief import Brief

_DOCUMENTS: Mapping[str, Document[Any, Any]] = {
    document.name: document for document in (SystemDesign(), Architecture(), TechDebt(), Symbols(), Llms(), Readme())
}


class DocumentKind(Kind[DocumentFacts, Prose]):
    """Kind `document`: README, SYSTEM_DESIGN, ARCHITECTURE and the like, one `Document` each."""

    name = "document"
    grain = Grain.DOCUMENTS
    version = 6
    description = (
        "SYSTEM_DESIGN, ARCHITECTURE, TECH_DEBT, SYMBOLS from A to Z, and the README that reaches every page; the same "
        "way in for programs, `llms.txt`."
    )
    reads: ClassVar[Mapping[str, str]] = {"package_readme": "packages", "dependency_report": "dependencies"}
    has_diagram = True
    roles: ClassVar[Sequence[str]] = ("system_design", "architecture")

    def facts(self, key: PartitionKey, survey: Survey) -> DocumentFacts:
        """Collect the inputs of one document."""
        facts: DocumentFacts = _document(key).facts(survey.page(Grain.DOCUMENTS, key), survey)
        return facts

    def prose(self, key: PartitionKey) -> type[Prose]:
        """Return the type of one document's prose."""
        return _document(key).prose

    def describe(self, facts: DocumentFacts) -> Prose:
        """Write one document's prose from facts."""
        prose: Prose = _DOCUMENTS[facts.document].describe(facts)
        return prose

    def brief(self, facts: DocumentFacts, survey: Survey) -> Brief | None:
        """Return what a model is shown of one document."""
        return _DOCUMENTS[facts.document].brief(facts, survey)

    def render(self, facts: DocumentFacts, prose: Prose) -> str:
        """Return one document's body."""
        return _DOCUMENTS[facts.document].render(facts, prose)

    def diagram(self, facts: DocumentFacts, prose: Prose) -> Flowchart | None:
        """Return one document's diagram, the first if it has several."""
        return _DOCUMENTS[facts.document].diagram(facts)

    def diagrams(self, facts: DocumentFacts, prose: Prose) -> Sequence[Diagram]:
        """Return one document's diagrams."""
        found: Sequence[Diagram] = _DOCUMENTS[facts.document].diagrams(facts)
        return found

    def beside(self, facts: DocumentFacts) -> Mapping[str, str]:
        """Return the files of data beside one document."""
        return _DOCUMENTS[facts.document].beside(facts)

    def required_sections(self, facts: DocumentFacts) -> Sequence[str]:
        """Return the headings that one document must have."""
        return _DOCUMENTS[facts.document].sections


def _document(key: PartitionKey) -> Document[Any, Any]:
    """Return the document of a partition key; SYMBOLS of a large target has keys for its parts, such as `SYMBOLS/A`."""
    return _DOCUMENTS[key.partition("/")[0]]


KIND = DocumentKind()
