"""`class_doc`: what one class is for, its public API, what it depends on, and what its code promises."""

from collections.abc import Sequence
from typing import ClassVar

from designdoc_assets.analysis.grains import Grain
from designdoc_assets.artifacts.artifact import MemberText
from designdoc_assets.artifacts.class_facts import ClassFacts, ClassProse, class_facts
from designdoc_assets.artifacts.context.around import around_class
from designdoc_assets.artifacts.kind import Kind
from designdoc_assets.artifacts.material import MOST_MEMBERS, most_tokens, source_of_class
from designdoc_assets.artifacts.observed import observed_sections
from designdoc_assets.artifacts.sections.class_api import among_others, public_api
from designdoc_assets.artifacts.sections.collaborators import dependency_lines
from designdoc_assets.artifacts.sections.text import note_list, shown
from designdoc_assets.artifacts.survey import Survey
from designdoc_assets.languages.keys import PartitionKey
from designdoc_assets.markup import markdown
from designdoc_assets.writing.brief import Brief


class ClassDoc(Kind[ClassFacts, ClassProse]):
    """Kind `class_doc`: the purpose and public API of a class."""

    name = "class_doc"
    version = 5
    grain = Grain.CLASSES
    description = (
        "Each class, on a page of its own or on that of its file: purpose, public API with signatures as written, "
        "dependencies, notes."
    )
    written_texts: ClassVar[Sequence[str]] = ("purpose",)
    roles: ClassVar[Sequence[str]] = ("class_doc",)

    def facts(self, key: PartitionKey, survey: Survey) -> ClassFacts:
        """Collect what the page of a class says: see `class_facts`."""
        return class_facts(key, survey)

    def prose(self, key: PartitionKey) -> type[ClassProse]:
        """Return the type of its prose."""
        return ClassProse

    def describe(self, facts: ClassFacts) -> ClassProse:
        """Quote the doc comment."""
        return ClassProse(purpose=facts.purpose, members=(), notes=())

    def brief(self, facts: ClassFacts, survey: Survey) -> Brief:
        """Show the class's own source."""
        key = PartitionKey(facts.partition)
        constructor = [facts.constructor] if facts.constructor else []
        members = tuple(dict.fromkeys(entry.name for entry in (*constructor, *facts.methods)))[:MOST_MEMBERS]
        return Brief(
            role=self.name,
            subject=key,
            answer=ClassProse,
            facts={"class": facts.name, "sort": facts.sort},
            material=source_of_class(key, survey),
            members=members,
            most_output_tokens=most_tokens(len(members)),
            context=lambda: around_class(survey.class_of(key)[0], survey),
        )

    def described(self, prose: ClassProse) -> Sequence[MemberText]:
        """Return the texts about members."""
        return prose.members

    def required_sections(self, facts: ClassFacts) -> Sequence[str]:
        """Return the headings of a page of its own."""
        return () if facts.anchor else self.sections

    def render(self, facts: ClassFacts, prose: ClassProse) -> str:
        """Return the region's body."""
        dependencies = dependency_lines(facts.collaborators, facts)
        if facts.anchor:
            return among_others(facts, prose, dependencies)
        notes = note_list((*facts.notes, *prose.notes), facts)
        examples = (shown(example, facts) for example in facts.examples)
        purpose, api = markdown.paragraphs(shown(prose.purpose, facts), *examples), public_api(facts, prose)
        return markdown.paragraphs(
            *([markdown.heading(2, "Purpose"), purpose] if purpose else []),
            *([markdown.heading(2, "Public API"), *api] if api else []),
            ""
            if purpose or api or dependencies or notes
            else f"It defines no methods and no {facts.words.attribute.lower()}s.",
            *([markdown.heading(2, "Dependencies"), markdown.bullets(dependencies)] if dependencies else []),
            *([markdown.heading(2, "Notes"), notes] if notes else []),
            *observed_sections(prose.observed, facts),
        )

    def quoted(self, facts: ClassFacts) -> frozenset[str]:
        """Return the doc comment of the class, or of the module that is there for it."""
        return frozenset({facts.purpose})


KIND = ClassDoc()
