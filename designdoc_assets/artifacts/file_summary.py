"""`file_summary`: what one source file is for, and everything in it that is not a class."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import ClassVar

from designdoc_assets.analysis.grains import Grain
from designdoc_assets.analysis.listed_constants import is_shown
from designdoc_assets.analysis.member_anchors import VARIABLES, alias_title, function_title, has_heading
from designdoc_assets.analysis.member_sorts import is_offered
from designdoc_assets.analysis.members import AttributeDoc, CallableDoc, callable_of, field_of
from designdoc_assets.analysis.mentions import names_in, quoted_in, quoted_names
from designdoc_assets.analysis.raises import raised_by
from designdoc_assets.analysis.target import file_names
from designdoc_assets.analysis.uses import Uses, uses_of, uses_of_file
from designdoc_assets.artifacts.artifact import MemberText, Prose, text_of
from designdoc_assets.artifacts.context.around import around_file
from designdoc_assets.artifacts.kind import Kind
from designdoc_assets.artifacts.material import MOST_MEMBERS, most_tokens, source_of_file
from designdoc_assets.artifacts.observed import NOTHING, Observed, observed_sections
from designdoc_assets.artifacts.page_facts import PageFacts
from designdoc_assets.artifacts.sections.builds import Twin, built_line, twin_lines, twins_in
from designdoc_assets.artifacts.sections.callables import brief_rows, callable_section
from designdoc_assets.artifacts.sections.imports import Imports, import_section, imports_of
from designdoc_assets.artifacts.sections.purposes import class_purpose, class_that_speaks, file_purpose
from designdoc_assets.artifacts.sections.tables import alias_table, field_table, word_table
from designdoc_assets.artifacts.sections.text import authored, cell, listing, named, note_list, plural_of, shown, titled
from designdoc_assets.artifacts.sections.uses import use_lines, user_list
from designdoc_assets.artifacts.survey import Survey
from designdoc_assets.languages.facts import Attribute, Class, FileFacts, Function
from designdoc_assets.languages.keys import PartitionKey, class_key, decode, encode
from designdoc_assets.languages.registry import noun_for
from designdoc_assets.markup import markdown
from designdoc_assets.markup.prose import sentence
from designdoc_assets.program.resolution import class_symbol, function_symbol
from designdoc_assets.writing.brief import Brief


@dataclass(frozen=True, slots=True)
class ClassLine:
    """A class of the file, as its table shows it."""

    name: str
    page: str
    summary: str


@dataclass(frozen=True, slots=True)
class ReExport:
    """A public name that the file offers and another file defines."""

    name: str
    origin: str
    page: str


@dataclass(frozen=True, slots=True)
class FileFactsShown(PageFacts):
    """The inputs of a file's page."""

    path: str
    module: str
    purpose: str
    """The text of its author about it, as Markdown; empty if there is none."""
    is_said_below: bool
    """Whether the section of a class on the same page says the same text."""
    classes: tuple[ClassLine, ...]
    functions: tuple[CallableDoc, ...]
    internal: tuple[CallableDoc, ...]
    function_uses: tuple[tuple[str, Uses], ...]
    """By the name of a function, who uses and tests it."""
    uses: Uses
    constants: tuple[AttributeDoc, ...]
    variables: tuple[AttributeDoc, ...]
    aliases: tuple[AttributeDoc, ...]
    type_variables: tuple[str, ...]
    exports: tuple[str, ...] | None
    """The names that it declares to export, if some public name of the file is not among them."""
    re_exports: tuple[ReExport, ...]
    imports: Imports
    programs: tuple[str, ...]
    """The code that starts each program of the file when it is run."""
    has_stub: bool
    promises: tuple[str, ...]
    problem: str
    built_where: str
    """As in `FileFacts.built_where`."""
    other_builds: tuple[Twin, ...]


class FileProse(Prose):
    """What is written about a file. A function without a text shows its doc comment."""

    earlier_schema: ClassVar[str] = "018da09be3e9b90e"
    purpose: str
    functions: tuple[MemberText, ...]
    notes: tuple[str, ...]
    observed: Observed = NOTHING


class FileSummary(Kind[FileFactsShown, FileProse]):
    """Kind `file_summary`: what a file is for, what it defines, imports and is imported by."""

    name = "file_summary"
    version = 5
    grain = Grain.FILES
    description = "A page per source file: purpose, classes, functions, constants, imports."
    written_texts: ClassVar[Sequence[str]] = ("purpose",)
    roles: ClassVar[Sequence[str]] = ("file_summary",)

    def facts(self, key: PartitionKey, survey: Survey) -> FileFactsShown:
        """Collect what the page of a file says: its author's text, its definitions, imports, re-exports and users."""
        path = decode(key)
        facts = survey.file(key).facts
        functions = [function for function in facts.functions if has_heading(function, facts)]
        others = [function for function in facts.functions if not has_heading(function, facts)]
        internal = [function for function in others if not function.is_for_types]
        constants = [constant for constant in facts.constants if is_shown(constant, facts)]
        aliases = [constant for constant in constants if constant.sort == "alias"]
        values = [constant for constant in constants if constant.sort == "value"]
        variables = [constant for constant in constants if constant.sort == "variable"]
        names = _mentioned(facts, functions) | names_in(*(alias.value for alias in aliases))
        purpose = file_purpose(path, survey.relations)
        return FileFactsShown(
            page=survey.page(Grain.FILES, key),
            links=survey.links(path, sorted(names | quoted_in(purpose))),
            language=facts.language,
            noun=noun_for([facts.language]),
            path=path,
            module=survey.relations.linkers.name_of(path),
            purpose=purpose,
            is_said_below=_is_said_below(path, survey),
            classes=tuple(_class_lines(path, facts, survey)),
            functions=tuple(callable_of(function, raised_by(function, path, survey)) for function in functions),
            internal=tuple(callable_of(function, raised_by(function, path, survey)) for function in internal),
            function_uses=tuple(_function_uses(path, facts.functions, survey)),
            uses=uses_of_file(path, survey),
            constants=tuple(field_of(constant, facts.doc) for constant in values),
            variables=tuple(field_of(variable, facts.doc) for variable in variables),
            aliases=tuple(field_of(alias, facts.doc) for alias in aliases),
            type_variables=tuple(c.name for c in constants if c.sort == "type variable"),
            exports=facts.exports if facts.exports is not None and _hides(facts) else None,
            re_exports=tuple(_re_exports(path, survey)),
            imports=imports_of(path, survey),
            programs=tuple(dict.fromkeys(program.said_by for program in facts.programs)),
            has_stub=facts.has_stub,
            promises=facts.promises,
            problem=facts.problem or "",
            built_where=facts.built_where,
            other_builds=tuple(twins_in(path, facts, survey)),
        )

    def prose(self, key: PartitionKey) -> type[FileProse]:
        """Return the type of its prose."""
        return FileProse

    def describe(self, facts: FileFactsShown) -> FileProse:
        """Quote the doc comment."""
        return FileProse(purpose=facts.purpose, functions=(), notes=())

    def brief(self, facts: FileFactsShown, survey: Survey) -> Brief | None:
        """Show the source; None for a file that defines nothing, of which no text need be written."""
        values = (*facts.constants, *facts.variables, *facts.aliases)
        if not (facts.classes or facts.functions or facts.internal or values):
            return None
        members = tuple(dict.fromkeys(entry.name for entry in facts.functions))[:MOST_MEMBERS]
        shown = {"path": facts.path, "module": facts.module, "is_script": bool(facts.programs)}
        return Brief(
            role=self.name,
            subject=encode(facts.path),
            answer=FileProse,
            facts=shown,
            material=source_of_file(facts.path, survey.file(encode(facts.path)).facts, survey),
            members=members,
            most_output_tokens=most_tokens(len(members)),
            parts=[line.name for line in facts.classes],
            context=lambda: around_file(facts.path, survey),
        )

    def described(self, prose: FileProse) -> Sequence[MemberText]:
        """Return the texts about functions."""
        return prose.functions

    def render(self, facts: FileFactsShown, prose: FileProse) -> str:
        """Return the page's body."""
        classes = [
            [named(line.name, line.page, facts), cell(line.summary, facts.about(line.page))] for line in facts.classes
        ]
        aliases = alias_title(facts.language)
        is_repeated = facts.is_said_below and prose.purpose == facts.purpose
        body = markdown.paragraphs(
            *_part("Purpose", shown("" if is_repeated else prose.purpose, facts)),
            *_remarks(facts),
            *_part(titled(facts.noun), word_table([facts.noun.capitalize(), ""], classes)),
            *_part(
                "Functions",
                *(
                    markdown.paragraphs(
                        callable_section(f, _text_about(f, prose), facts, function_title(f.name)), _use_of(f, facts)
                    )
                    for f in facts.functions
                ),
            ),
            *_part("Constants", field_table(facts.constants, facts.section("Constants"))),
            *_part(VARIABLES, field_table(facts.variables, facts.section(VARIABLES))),
            *_part(aliases, alias_table(facts.aliases, facts.section(aliases)), _type_variables(facts)),
            *_part("Re-exports", _re_export_table(facts)),
            *_part("Internal functions", _internal_table(facts)),
            *_part("Imports", import_section(facts.imports, facts)),
            *_part("Use", "\\\n".join(use_lines(facts.uses, facts, verb="Imported"))),
            *_part("Notes", note_list(prose.notes, facts)),
            *observed_sections(prose.observed, facts),
        )
        return body or f"There are no {plural_of(facts.noun)} and no functions in it."

    def quoted(self, facts: FileFactsShown) -> frozenset[str]:
        """Return the doc comment of the file."""
        return frozenset({facts.purpose})


def _is_said_below(path: str, survey: Survey) -> bool:
    cls = class_that_speaks(path, survey.relations)
    key = class_key(path, cls.qualname, cls.number) if cls else None
    return key is not None and bool(survey.layout.place(Grain.CLASSES, key).anchor)


def _text_about(entry: CallableDoc, prose: FileProse) -> str:
    return text_of(prose.functions, entry.name) or authored(entry.doc)


def _use_of(entry: CallableDoc, facts: FileFactsShown) -> str:
    return "\\\n".join(use_lines(dict(facts.function_uses).get(entry.name, Uses()), facts))


def _function_uses(path: str, functions: Iterable[Function], survey: Survey) -> Iterable[tuple[str, Uses]]:
    for function in {function.name: function for function in functions}.values():
        uses = uses_of(function_symbol(path, function), survey)
        if uses != Uses():
            yield function.name, uses


def _mentioned(facts: FileFacts, functions: Iterable[Function]) -> set[str]:
    names = quoted_names(facts.doc) | file_names(facts)
    for function in functions:
        forms = (function.signature, *function.overloads)
        names |= names_in(*(p.type for form in forms for p in form.parameters), *(form.returns for form in forms))
        names |= {name for doc in (function.doc, *function.overload_docs) for name in quoted_names(doc)}
        names |= {place.exception for place in function.raises}
    for constant in facts.constants:
        names |= names_in(constant.type) | quoted_names(constant.doc)
    return names


def _class_lines(path: str, facts: FileFacts, survey: Survey) -> Iterable[ClassLine]:
    for cls in facts.classes:
        symbol = class_symbol(path, cls)
        key = symbol.class_key
        assert key is not None
        summary = sentence(class_purpose(symbol, cls, survey.relations))
        yield ClassLine(symbol.qualname, survey.address(Grain.CLASSES, key), summary)
    for extension in facts.extensions:
        if extension.home in survey.snapshot.files and extension.home != path and extension.methods:
            names = listing(markdown.code(method.name) for method in extension.methods)
            page = survey.address(Grain.CLASSES, class_key(extension.home, extension.type))
            yield ClassLine(extension.type, page, f"Members of it that stand here: {names}.")


def _hides(facts: FileFacts) -> bool:
    """Whether some public name of the file is not among those that it declares to export."""
    defined: tuple[Class | Function | Attribute, ...] = (*facts.classes, *facts.functions, *facts.constants)
    return any(is_offered(entry) and entry.name not in (facts.exports or ()) for entry in defined)


def _re_exports(path: str, survey: Survey) -> Iterable[ReExport]:
    for reexport in survey.reexports.of(path):
        page = survey.address_of(reexport.symbol)
        if page:
            yield ReExport(reexport.name, reexport.symbol.path, page)


def _remarks(facts: FileFactsShown) -> Iterable[str]:
    words = facts.words
    if facts.programs:
        yield f"Runs as a {words.program}: it has {listing(facts.programs)}."
    if facts.built_where:
        yield " ".join([built_line(facts.built_where), *twin_lines(facts.other_builds, facts)])
    if facts.exports is not None:
        names = ", ".join(map(markdown.code, facts.exports))
        yield words.exports.format(names) if names else words.exports_nothing
    if facts.promises:
        yield markdown.bullets(facts.promises)
    if facts.has_stub:
        declaring = PurePosixPath(facts.path).with_suffix(words.declarations).name
        yield words.declared_in.format(markdown.code(declaring))
    if facts.problem:
        yield f"**Not fully read**: {markdown.escape(facts.problem)}. What stands around it is documented."


def _part(title: str, *blocks: str) -> Iterable[str]:
    body = markdown.paragraphs(*blocks)
    if body:
        yield markdown.heading(2, title)
        yield body


def _re_export_table(facts: FileFactsShown) -> str:
    by_origin: dict[str, list[str]] = {}
    for entry in facts.re_exports:
        by_origin.setdefault(entry.origin, []).append(named(entry.name, entry.page, facts))
    rows = [[markdown.code(path), ", ".join(names)] for path, names in sorted(by_origin.items())]
    return markdown.table(["From", "Names"], rows)


def _type_variables(facts: FileFactsShown) -> str:
    names = ", ".join(map(markdown.code, facts.type_variables))
    return f"Type variables: {names}." if names else ""


def _internal_table(facts: FileFactsShown) -> str:
    uses = dict(facts.function_uses)
    facts = facts.section("Internal functions")
    users = [user_list(uses.get(entry.name, Uses()).users, facts, limit=3) for entry in facts.internal]
    rows = [[*row, users[at]] for at, row in enumerate(brief_rows(facts.internal, facts))]
    return word_table(["Function", "", "Used by"], rows, with_signatures=True)


KIND = FileSummary()
