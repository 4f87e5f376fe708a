"""`package_readme`: what a package is for, its files, classes and functions, and how it is put together inside."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import ClassVar

from designdoc_assets.artifacts.analysis.classification import sort_of
from designdoc_assets.artifacts.analysis.families import Branch, branch_lines, families
from designdoc_assets.artifacts.analysis.members import callable_of, is_public
from designdoc_assets.artifacts.analysis.purposes import (
    authored_purpose,
    by_weight,
    defined,
    functions_by_weight,
    names_within,
)
from designdoc_assets.artifacts.kind import Artifact, Grain, Kind, PageFacts, Prose
from designdoc_assets.artifacts.material import documents
from designdoc_assets.artifacts.sections.text import authored, listing, named, plural, shown
from designdoc_assets.artifacts.survey import Survey, class_symbol, file_names, quoted_names
from designdoc_assets.pages import markdown
from designdoc_assets.pages.prose import sentence
from designdoc_assets.source.keys import ROOT_PACKAGE, PartitionKey, decode, encode
from designdoc_assets.source.resolution import Symbol
from designdoc_assets.source.symbols import FileFacts
from designdoc_assets.writing.brief import Brief


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a table: a thing with its page, and its purpose in a sentence of Markdown."""

    name: str
    page: str
    purpose: str
    sort: str = ""
    signature: str = ""
    """What is shown of a function of which its author says nothing."""


@dataclass(frozen=True, slots=True)
class PackageFacts(PageFacts):
    """The inputs of a package's page."""

    package: str
    module: str
    doc: str
    contents: str
    """What is in it, most important first, in a sentence."""
    files: tuple[Entry, ...]
    classes: tuple[Entry, ...]
    functions: tuple[Entry, ...]
    offers: tuple[Entry, ...]
    families: tuple[Branch, ...]
    subpackages: tuple[Entry, ...]
    scripts: tuple[str, ...]


class PackageProse(Prose):
    """What is written about a package; `structure` stands before the facts about its internal structure."""

    overview: str
    structure: str


class PackageReadme(Kind[PackageFacts, PackageProse]):
    """See the module's docstring."""

    name = "package_readme"
    version = 2
    grain = Grain.PACKAGES
    description = "A README per package: overview, files, classes, functions, internal structure."
    reads: ClassVar[Mapping[str, str]] = {"file_summary": "files", "class_doc": "classes"}
    sections: ClassVar[Sequence[str]] = ("Overview", "Files")
    roles: ClassVar[Sequence[str]] = ("package_readme",)

    def facts(self, key: PartitionKey, survey: Survey) -> PackageFacts:
        """Collect the purposes of the package's files and classes, and what it offers to importers."""
        package = decode(key)
        paths = survey.files_of(key)
        init = next((path for path in paths if PurePosixPath(path).stem == "__init__"), None)
        doc = survey.snapshot.files[init].facts.docstring if init else None
        return PackageFacts(
            page=survey.page(Grain.PACKAGES, key),
            links=survey.links(init, sorted(quoted_names(doc))) if init else {},
            package=package,
            module=survey.relations.modules.name_of(init) if init else "",
            doc=authored(doc),
            contents=_contents(init, paths, survey),
            files=tuple(_file(path, survey) for path in paths),
            classes=tuple(entry for path in paths for entry in _classes(path, survey)),
            functions=tuple(entry for path in paths for entry in _functions(path, survey)),
            offers=tuple(_offers(init, survey)) if init else (),
            families=families(paths, survey),
            subpackages=tuple(_subpackages(package, survey)),
            scripts=tuple(path for path in paths if _runs(path, survey.snapshot.files[path].facts)),
        )

    def prose(self, key: PartitionKey) -> type[PackageProse]:
        """Return the type of its prose."""
        return PackageProse

    def describe(self, facts: PackageFacts) -> PackageProse:
        """Quote the package's docstring, or say what is in it."""
        return PackageProse(overview=facts.doc or _overview(facts), structure="")

    def brief(self, facts: PackageFacts, survey: Survey) -> Brief | None:
        """Show what is written of its files and classes; a package in which nothing is defined says all by itself."""
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
            material=documents("What is written about its files and classes", written, survey),
            known=lambda: self.known_names(facts) | survey.all_names,
        )

    def render(self, facts: PackageFacts, prose: PackageProse) -> str:
        """Return the page's body."""
        return markdown.paragraphs(
            markdown.heading(2, "Overview"),
            shown(prose.overview, facts),
            _counts(facts),
            *_table("Files", "File", facts.files, facts),
            *_table("Classes", "Class", facts.classes, facts),
            *_table("Functions", "Function", facts.functions, facts),
            *_structure(facts, prose),
        )

    def quoted(self, facts: PackageFacts) -> frozenset[str]:
        """Return the package's docstring."""
        return frozenset({facts.doc})

    def known_names(self, facts: PackageFacts) -> frozenset[str]:
        """Return the names of everything that the page lists."""
        listed = (*facts.files, *facts.classes, *facts.functions, *facts.offers, *facts.subpackages)
        return frozenset({*facts.links, facts.package, facts.module, *(entry.name for entry in listed)})


def _file(path: str, survey: Survey) -> Entry:
    key = encode(path)
    purpose = sentence(survey.purpose("file_summary", key))
    return Entry(PurePosixPath(path).name, survey.address(Grain.FILES, key), purpose)


def _classes(path: str, survey: Survey) -> Iterable[Entry]:
    for cls in survey.snapshot.files[path].facts.classes:
        symbol = class_symbol(path, cls)
        key = symbol.class_key
        if key is not None and not cls.in_function:
            purpose = sentence(survey.purpose("class_doc", key))
            # Where nobody wrote a word, the purpose itself begins with the sort.
            is_quoted = authored_purpose(symbol, cls, survey.relations)
            sort = sort_of(symbol, cls, survey.relations) if is_quoted else "class"
            yield Entry(symbol.qualname, survey.address(Grain.CLASSES, key), purpose, "" if sort == "class" else sort)


def _functions(path: str, survey: Survey) -> Iterable[Entry]:
    seen = set()
    for function in survey.snapshot.files[path].facts.functions:
        if is_public(function.name) and function.name not in seen:
            seen.add(function.name)
            entry = callable_of(function)
            purpose = sentence(authored(entry.doc))
            form = f"async {entry.form.line}" if function.is_async else entry.form.line
            page = survey.address_of(Symbol(path, function.qualname, "function")) or ""
            yield Entry(function.name, page, purpose, signature="" if purpose else form)


def _offers(init: str, survey: Survey) -> Iterable[Entry]:
    """Names that `__init__` takes from other files: what users of the package import."""
    for offer in survey.offers.of(init):
        page = survey.address_of(offer.symbol)
        if page:
            yield Entry(offer.name, page, offer.symbol.path)


def _subpackages(package: str, survey: Survey) -> Iterable[Entry]:
    prefix = "" if package == ROOT_PACKAGE else f"{package}/"
    for key in survey.keys(Grain.PACKAGES):
        other = decode(key)
        if other not in {package, ROOT_PACKAGE} and other.startswith(prefix) and "/" not in other[len(prefix) :]:
            yield Entry(other, survey.address(Grain.PACKAGES, key), "")


def _runs(path: str, facts: FileFacts) -> bool:
    return facts.is_script or PurePosixPath(path).stem == "__main__"


def _contents(init: str | None, paths: Sequence[str], survey: Survey) -> str:
    """Return what the package offers to importers, or else what its files define."""
    files = survey.snapshot.files
    offers = [offer for offer in survey.offers.of(init) if offer.symbol.kind != "module"] if init else []
    own = [init] if init and offers else paths
    classes = [cls for path in own for cls in files[path].facts.classes]
    functions = [function for path in own for function in files[path].facts.functions]
    for offer in offers:
        name, symbol = offer.name, offer.symbol
        if symbol.kind == "class":
            classes.append(replace(survey.relations.resolver.class_at(symbol), name=name, qualname=name))
        elif symbol.kind == "function":
            named_so = (f for f in files[symbol.path].facts.functions if f.qualname == symbol.qualname)
            functions += [replace(function, name=name) for function in named_so]
    ordered = functions_by_weight([function for function in functions if is_public(function.name)], None)
    parts = (
        ("class", [cls.qualname for cls in by_weight(classes, None)]),
        ("function", list(dict.fromkeys(function.name for function in ordered))),
    )
    return defined(parts, "Offers" if offers else "Defines")


def _overview(facts: PackageFacts) -> str:
    if facts.contents:
        return facts.contents
    if facts.offers:
        return f"Offers {names_within([entry.name for entry in facts.offers])}, defined elsewhere."
    if facts.subpackages:
        return f"Groups {plural(len(facts.subpackages), 'package')}."
    return f"Holds {names_within([entry.name for entry in facts.files])}: no classes, and no public functions."


def _counts(facts: PackageFacts) -> str:
    counts = ((facts.files, "file"), (facts.classes, "class"), (facts.functions, "public function"))
    text = ", ".join(plural(len(entries), noun) for entries, noun in counts if entries)
    return f"Imported as {markdown.code(facts.module)}: {text}." if facts.module else f"{text}."


def _table(title: str, column: str, entries: Sequence[Entry], facts: PackageFacts) -> list[str]:
    if not entries:
        return []
    rows = []
    for entry in entries:
        purpose = " ".join(shown(entry.purpose, facts).split()) or markdown.code(entry.signature, in_table=True)
        sort = f"*{entry.sort}*" if entry.sort and entry.sort.split()[0] not in purpose.lower().split()[:3] else ""
        rows.append([named(entry.name, entry.page, facts), ". ".join(part for part in (sort, purpose) if part)])
    return [markdown.heading(2, title), markdown.table([column, ""], rows)]


def _outline(branch: Branch) -> str:
    return f"{branch.name} <- ({', '.join(map(_outline, branch.branches))})" if branch.branches else branch.name


def _structure(facts: PackageFacts, prose: PackageProse) -> list[str]:
    lines = []
    if facts.offers:
        offers = (named(entry.name, entry.page, facts) for entry in facts.offers)
        lines.append(f"Offers to importers: {listing(offers, limit=60)}.")
    if facts.families:
        lines.append("\n".join(["Inheritance, base classes first:", *branch_lines(facts.families, facts)]))
    if facts.subpackages:
        inside = listing((named(entry.name, entry.page, facts) for entry in facts.subpackages), limit=60)
        lines.append(f"Packages inside: {inside}.")
    if facts.scripts:
        lines.append(f"Run as programs: {listing(map(markdown.code, facts.scripts))}.")
    blocks = [block for block in (shown(prose.structure, facts), markdown.bullets(lines) if lines else "") if block]
    return [markdown.heading(2, "Internal structure"), *blocks] if blocks else []


KIND = PackageReadme()
