"""`package_readme`: what a package is for, its files, classes and functions, and how it is put together inside."""

import posixpath
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import ClassVar

from designdoc_assets.analysis.entry_points import is_program_file
from designdoc_assets.analysis.families import Branch, families
from designdoc_assets.analysis.grains import Grain
from designdoc_assets.analysis.listed_constants import is_shown
from designdoc_assets.analysis.member_sorts import is_offered
from designdoc_assets.analysis.mentions import quoted_names
from designdoc_assets.analysis.outside_use import UsedThing, most_used
from designdoc_assets.analysis.target import file_names
from designdoc_assets.artifacts.artifact import Artifact, Prose
from designdoc_assets.artifacts.context.whole import around_package
from designdoc_assets.artifacts.kind import Kind
from designdoc_assets.artifacts.material import texts_of_artifacts
from designdoc_assets.artifacts.page_facts import PageFacts
from designdoc_assets.artifacts.sections.families import branch_lines
from designdoc_assets.artifacts.sections.tables import word_table
from designdoc_assets.artifacts.sections.text import authored, listing, named, plural, plural_of, shown, titled
from designdoc_assets.artifacts.survey import Survey
from designdoc_assets.languages.facts import Attribute, Class, Function
from designdoc_assets.languages.keys import ROOT_PACKAGE, PartitionKey, decode, encode
from designdoc_assets.languages.registry import (
    imports_whole_units,
    is_face,
    noun_for,
    noun_in,
    shares_units,
    words_in,
    words_of,
)
from designdoc_assets.markup import markdown
from designdoc_assets.markup.prose import sentence
from designdoc_assets.program.resolution import class_symbol, definition_symbol, function_symbol
from designdoc_assets.writing.brief import Brief

MOST_USED = "Most used by other packages:"
"""What is said of a package of which no author says what it is for."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table: the name of a file, class, function or package, its page, and its purpose in a sentence."""

    name: str
    page: str
    purpose: str
    sort: str = ""
    built_where: str = ""
    """As in `FileFacts.built_where`."""


@dataclass(frozen=True, slots=True)
class PackageFacts(PageFacts):
    """The inputs of a package's page."""

    package: str
    module: str | tuple[tuple[str, str], ...]
    """As what it is imported, if it can be; where its files are of several languages, that behind the title of each
    that says so."""
    doc: str
    examples: tuple[str, ...]
    """As in `Doc.examples`."""
    most_used: tuple[UsedThing, ...]
    """What other packages use most of it; empty where an author says what it is for."""
    files: tuple[TableRow, ...]
    classes: tuple[TableRow, ...]
    functions: tuple[TableRow, ...]
    offers: tuple[TableRow, ...]
    """The re-exports of the package's own file."""
    own_offers: tuple[TableRow, ...]
    """The public definitions of the package's own file."""
    families: tuple[Branch, ...]
    subpackages: tuple[TableRow, ...]
    scripts: tuple[str, ...]


class PackageProse(Prose):
    """What is written about a package; `structure` stands before the facts about its internal structure."""

    overview: str
    structure: str


class PackageReadme(Kind[PackageFacts, PackageProse]):
    """Kind `package_readme`: what a package is for, and what is in it."""

    name = "package_readme"
    version = 4
    grain = Grain.PACKAGES
    description = "A README per package: overview, files, classes, functions, internal structure."
    reads: ClassVar[Mapping[str, str]] = {"file_summary": "files", "class_doc": "classes"}
    sections: ClassVar[Sequence[str]] = ("Overview", "Files")
    written_texts: ClassVar[Sequence[str]] = ("overview",)
    roles: ClassVar[Sequence[str]] = ("package_readme",)

    def facts(self, key: PartitionKey, survey: Survey) -> PackageFacts:
        """Collect the purposes of the package's files and classes, and the names that it offers to importers."""
        package = decode(key)
        paths = survey.files_of(key)
        init = _face(paths, survey)
        doc = survey.snapshot.files[init].facts.doc if init else None
        spoken = [*survey.languages_of(self.grain, key)]
        used = () if authored(doc) else most_used(package, paths, survey)
        links = survey.links(init, sorted(quoted_names(doc))) if init else {}
        return PackageFacts(
            page=survey.page(Grain.PACKAGES, key),
            links=links | {thing.name.removesuffix("()"): thing.page for thing in used if thing.page},
            package=package,
            module=_module(init, paths, survey),
            doc=authored(doc),
            examples=doc.examples if doc else (),
            most_used=used,
            files=tuple(_file(path, survey) for path in paths),
            classes=tuple(entry for path in paths for entry in _classes(path, survey)),
            functions=tuple(entry for path in paths for entry in _functions(path, survey)),
            offers=tuple(_offers(init, survey)) if init and is_face(init) else (),
            own_offers=tuple(_own_offers(init, survey)) if init and is_face(init) else (),
            families=families(paths, survey),
            subpackages=tuple(_subpackages(package, survey)),
            language=spoken.pop() if len(spoken) == 1 else "",
            noun=noun_for(survey.languages_of(self.grain, key)),
            scripts=tuple(p for p in paths if is_program_file(p) or survey.snapshot.files[p].facts.programs),
        )

    def prose(self, key: PartitionKey) -> type[PackageProse]:
        """Return the type of its prose."""
        return PackageProse

    def describe(self, facts: PackageFacts) -> PackageProse:
        """Quote the package's doc comment, or name what other packages use most of it."""
        return PackageProse(overview=facts.doc or _overview(facts), structure="")

    def brief(self, facts: PackageFacts, survey: Survey) -> Brief | None:
        """Show the texts of its files and classes; None for a package that defines nothing, which needs no text."""
        paths = survey.files_of(encode(facts.package))
        defining = [path for path in paths if file_names(survey.snapshot.files[path].facts)]
        if not defining:
            return None
        written = [(path, Artifact("file_summary", encode(path))) for path in paths]
        for path in paths:
            for cls in survey.snapshot.files[path].facts.classes:
                key = class_symbol(path, cls).class_key
                if key is not None and not cls.in_function:
                    written.append((f"{path}: class {cls.qualname}", Artifact("class_doc", key)))
        return Brief(
            role=self.name,
            subject=encode(facts.package),
            answer=PackageProse,
            facts={
                "package": facts.package,
                "imported_as": facts.module,
                "docstring": facts.doc,
                "offers_to_importers": [entry.name for entry in facts.offers],
                "inheritance": [_outline(branch) for branch in facts.families],
                "packages_inside": [entry.name for entry in facts.subpackages],
                "run_as_programs": facts.scripts,
            },
            material=texts_of_artifacts("What is written about its files and classes", written, survey),
            parts=[title for title, _ in written],
            context=lambda: around_package(facts.package, survey),
        )

    def render(self, facts: PackageFacts, prose: PackageProse) -> str:
        """Return the page's body."""
        return markdown.paragraphs(
            markdown.heading(2, "Overview"),
            shown(prose.overview, facts),
            *(shown(example, facts) for example in facts.examples),
            _counts(facts),
            *_table("Files", "File", facts.files, facts),
            *_table(titled(facts.noun), facts.noun.capitalize(), facts.classes, facts),
            *_table("Functions", "Function", facts.functions, facts),
            *_structure(facts, prose),
        )

    def quoted(self, facts: PackageFacts) -> frozenset[str]:
        """Return the package's doc comment."""
        return frozenset({facts.doc})


def _file(path: str, survey: Survey) -> TableRow:
    key = encode(path)
    purpose = sentence(survey.purpose("file_summary", key))
    return TableRow(PurePosixPath(path).name, survey.address(Grain.FILES, key), purpose)


def _classes(path: str, survey: Survey) -> Iterable[TableRow]:
    for cls in survey.snapshot.files[path].facts.classes:
        symbol = class_symbol(path, cls)
        key = symbol.class_key
        if key is not None and not cls.in_function:
            purpose = sentence(survey.purpose("class_doc", key))
            sort = "" if cls.word == noun_in(path) else cls.word
            address = survey.address(Grain.CLASSES, key)
            yield TableRow(symbol.qualname, address, purpose, sort, survey.snapshot.files[path].facts.built_where)


def _functions(path: str, survey: Survey) -> Iterable[TableRow]:
    offered: dict[str, list[Function]] = {}
    for function in survey.snapshot.files[path].facts.functions:
        if is_offered(function):
            offered.setdefault(function.name, []).append(function)
    for name, alternatives in offered.items():
        said = next((text for each in alternatives if (text := authored(each.doc))), "")
        page = survey.address_of(function_symbol(path, alternatives[0])) or ""
        yield TableRow(name, page, sentence(said), built_where=survey.snapshot.files[path].facts.built_where)


def _face(paths: Sequence[str], survey: Survey) -> str | None:
    """Return the package's own file: one that its language names so, or else the one that the linker finds."""
    linkers = survey.relations.linkers
    told = (linkers.find(linkers.name_of(path), path) for path in paths if shares_units(path))
    return next(filter(is_face, paths), None) or next((path for path in told if path in paths), None)


def _module(init: str | None, paths: Sequence[str], survey: Survey) -> str | tuple[tuple[str, str], ...]:
    by_language: dict[str, list[str]] = {}
    for path in paths:
        by_language.setdefault(survey.snapshot.files[path].facts.language, []).append(path)
    if len(by_language) == 1:
        return _name_of(init, paths, survey) if init else ""
    faces = ((words_of(language).title, _face(own, survey)) for language, own in sorted(by_language.items()))
    named_as = ((title, _name_of(face, paths, survey)) for title, face in faces if face)
    return tuple((title, name) for title, name in named_as if name)


def _name_of(face: str, paths: Sequence[str], survey: Survey) -> str:
    """Return by which name a package is imported; none where each importer has another, or nobody can."""
    files = survey.snapshot.files
    unit = [path for path in paths if files[path].facts.unit == files[face].facts.unit]
    if imports_whole_units(face) and any(files[path].facts.programs for path in unit):
        return ""
    name = survey.relations.linkers.name_of(face)
    return "" if words_in(face).imported_by_path and name == posixpath.dirname(face) else name


def _offers(init: str, survey: Survey) -> Iterable[TableRow]:
    """Yield the re-exports of the package's own file."""
    for reexport in survey.reexports.of(init):
        page = survey.address_of(reexport.symbol)
        if page:
            yield TableRow(reexport.name, page, reexport.symbol.path)
    for name in survey.reexports.served(init):
        yield TableRow(name, "", "")


def _own_offers(init: str, survey: Survey) -> Iterable[TableRow]:
    """Yield the public definitions of the package's own file."""
    facts = survey.snapshot.files[init].facts
    classes = [cls for cls in facts.classes if cls.qualname == cls.name and cls.number == 1]
    constants = [constant for constant in facts.constants if is_shown(constant, facts)]
    definitions: tuple[Class | Function | Attribute, ...] = (*classes, *facts.functions, *constants)
    for symbol in dict.fromkeys(definition_symbol(init, each) for each in definitions if is_offered(each)):
        if facts.exports is None or symbol.qualname in facts.exports:
            yield TableRow(symbol.qualname, survey.address_of(symbol) or "", "")


def _subpackages(package: str, survey: Survey) -> Iterable[TableRow]:
    prefix = "" if package == ROOT_PACKAGE else f"{package}/"
    for key in survey.keys(Grain.PACKAGES):
        other = decode(key)
        if other not in {package, ROOT_PACKAGE} and other.startswith(prefix) and "/" not in other[len(prefix) :]:
            yield TableRow(other, survey.address(Grain.PACKAGES, key), "")


def _overview(facts: PackageFacts) -> str:
    used = ", ".join(
        f"{markdown.code(thing.name)} ({plural(thing.files, 'file') if not at else f'{thing.files:,}'})"
        for at, thing in enumerate(facts.most_used)
    )
    return f"{MOST_USED} {used}." if used else ""


def _counts(facts: PackageFacts) -> str:
    counts = ((facts.files, "file"), (facts.classes, facts.noun), (facts.functions, "public function"))
    text = ", ".join(plural(_count(entries), noun) for entries, noun in counts if entries)
    if isinstance(facts.module, str):
        name = markdown.code(facts.module) if facts.module else ""
    else:
        name = " and as ".join(f"{markdown.code(module)} in {title}" for title, module in facts.module)
    return f"Imported as {name}: {text}." if name else f"{text}."


def _count(entries: Sequence[TableRow]) -> int:
    """Return how many things there are; what several builds have a definition of each is one."""
    return len({entry.name if entry.built_where else at for at, entry in enumerate(entries)})


def _table(title: str, column: str, entries: Sequence[TableRow], facts: PackageFacts) -> list[str]:
    if not entries:
        return []
    rows = []
    for entry in entries:
        purpose = " ".join(shown(entry.purpose, facts.about(entry.page)).split())
        name = named(entry.name, entry.page, facts)
        is_said = bool(purpose and entry.sort) and entry.sort.split()[0] in purpose.lower().split()[:3]
        where = f"where {markdown.code(entry.built_where, in_table=True)}" if entry.built_where else ""
        sort = ", ".join(filter(None, ("" if is_said else entry.sort, where)))
        if not purpose:
            rows.append([f"{name} ({sort})" if sort else name, ""])
        else:
            rows.append([name, f"*{sort}*. {purpose}" if sort else purpose])
    return [markdown.heading(2, title), word_table([column, ""], rows)]


def _outline(branch: Branch) -> str:
    return f"{branch.name} <- ({', '.join(map(_outline, branch.branches))})" if branch.branches else branch.name


def _structure(facts: PackageFacts, prose: PackageProse) -> list[str]:
    lines = []
    if facts.offers:
        offers = (named(entry.name, entry.page, facts) for entry in (*facts.own_offers, *facts.offers))
        lines.append(f"Offers to importers: {listing(offers, limit=60)}.")
    if facts.families:
        lead = facts.words.families.format(plural_of(facts.noun))
        lines.append("\n".join([lead, *branch_lines(facts.families, facts)]))
    if facts.subpackages:
        inside = listing((named(entry.name, entry.page, facts) for entry in facts.subpackages), limit=60)
        lines.append(f"Packages inside: {inside}.")
    if facts.scripts:
        lines.append(f"Run as programs: {listing(map(markdown.code, facts.scripts))}.")
    blocks = [block for block in (shown(prose.structure, facts), markdown.bullets(lines) if lines else "") if block]
    return [markdown.heading(2, "Internal structure"), *blocks] if blocks else []


KIND = PackageReadme()
