"""`file_summary`: what one source file is for, and everything in it that is not a class with a page of its own."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from designdoc_assets.artifacts.kind import Grain, Kind, PageFacts, Prose
from designdoc_assets.artifacts.members import Callable, Field, callable_of, field_of, is_public
from designdoc_assets.artifacts.purposes import class_purpose
from designdoc_assets.artifacts.sections.callables import brief_rows, callable_section, field_table
from designdoc_assets.artifacts.sections.imports import Imports, import_section, imports_of
from designdoc_assets.artifacts.sections.text import authored, cell, listing, named, plural, shown
from designdoc_assets.artifacts.survey import Survey, class_symbol, file_names, names_in, quoted_names
from designdoc_assets.pages import markdown
from designdoc_assets.pages.prose import sentence
from designdoc_assets.source.keys import PartitionKey, decode
from designdoc_assets.source.resolution import Symbol
from designdoc_assets.source.symbols import Docstring, FileFacts, Function


@dataclass(frozen=True, slots=True)
class ClassLine:
    """A class of the file, as its table shows it."""

    name: str
    page: str
    summary: str
    is_local: bool
    """Whether it is defined inside a function."""


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
    source: str
    doc: Docstring | None
    classes: tuple[ClassLine, ...]
    functions: tuple[Callable, ...]
    internal: tuple[Callable, ...]
    constants: tuple[Field, ...]
    exports: tuple[str, ...] | None
    re_exports: tuple[ReExport, ...]
    imports: Imports
    is_script: bool
    problem: str


class FileProse(Prose):
    """What is written about a file: its purpose, and a text for each function, by name."""

    purpose: str
    functions: Mapping[str, str] = {}


class FileSummary(Kind[FileFactsShown, FileProse]):
    """See the module's docstring."""

    name = "file_summary"
    grain = Grain.FILES
    description = "A page per source file: purpose, classes, functions, constants, imports."
    sections: ClassVar[Sequence[str]] = ("Purpose",)
    asks_model = True

    def facts(self, key: PartitionKey, survey: Survey) -> FileFactsShown:
        """Collect the file's symbols, its imports resolved, and the digest of its normalised source."""
        path = decode(key)
        facts = survey.file(key).facts
        functions = [function for function in facts.functions if _is_documented(function, facts)]
        internal = [function for function in facts.functions if not _is_documented(function, facts)]
        constants = [constant for constant in facts.constants if is_public(constant.name) or constant.docstring]
        names = _mentioned(facts, functions)
        return FileFactsShown(
            page=survey.page(Grain.FILES, key),
            links=survey.links(path, sorted(names)),
            path=path,
            module=survey.relations.modules.name_of(path),
            source=facts.digest,
            doc=facts.docstring,
            classes=tuple(_class_lines(path, facts, survey)),
            functions=tuple(callable_of(function) for function in functions),
            internal=tuple(callable_of(function) for function in internal),
            constants=tuple(field_of(constant) for constant in constants),
            exports=facts.exports,
            re_exports=tuple(_re_exports(path, facts, survey)),
            imports=imports_of(path, survey),
            is_script=facts.is_script,
            problem=facts.problem or "",
        )

    def describe(self, facts: FileFactsShown) -> FileProse:
        """Quote the docstrings, or say what the file defines."""
        return FileProse(
            purpose=authored(facts.doc) or _purpose(facts),
            functions={entry.name: authored(entry.doc) for entry in facts.functions if entry.doc},
        )

    def render(self, facts: FileFactsShown, prose: FileProse) -> str:
        """Return the page's body."""
        classes = [[named(line.name, line.page, facts), cell(line.summary, facts)] for line in facts.classes]
        return markdown.paragraphs(
            markdown.heading(2, "Purpose"),
            shown(prose.purpose, facts),
            *_remarks(facts),
            *_part("Classes", markdown.table(["Class", ""], classes) if classes else ""),
            *_part(
                "Functions", *(callable_section(f, prose.functions.get(f.name, ""), facts) for f in facts.functions)
            ),
            *_part("Constants", field_table(facts.constants, facts)),
            *_part("Re-exports", _re_export_table(facts)),
            *_part("Internal functions", _internal_table(facts)),
            *_part("Imports", import_section(facts.imports, facts)),
        )

    def quoted(self, facts: FileFactsShown) -> frozenset[str]:
        """Return the docstrings of the file and its functions."""
        return frozenset({authored(facts.doc), *(authored(entry.doc) for entry in facts.functions)})

    def known_names(self, facts: FileFactsShown) -> frozenset[str]:
        """Return every name that the file defines, imports or mentions."""
        parameters = {row.name.lstrip("*") for f in (*facts.functions, *facts.internal) for row in f.parameters}
        functions = {entry.name for entry in (*facts.functions, *facts.internal)}
        data = {entry.name for entry in facts.constants} | {entry.name for entry in facts.re_exports}
        return frozenset({*facts.links, *parameters, *functions, *data, *(line.name for line in facts.classes)})


def _is_documented(function: Function, facts: FileFacts) -> bool:
    return is_public(function.name) or function.name in (facts.exports or ())


def _mentioned(facts: FileFacts, functions: Iterable[Function]) -> set[str]:
    names = quoted_names(facts.docstring) | file_names(facts)
    for function in functions:
        forms = (function.signature, *function.overloads)
        names |= names_in(*(p.annotation for form in forms for p in form.parameters), *(form.returns for form in forms))
        names |= quoted_names(function.docstring) | set(function.raises)
    for constant in facts.constants:
        names |= names_in(constant.annotation)
    return names


def _class_lines(path: str, facts: FileFacts, survey: Survey) -> Iterable[ClassLine]:
    for cls in facts.classes:
        symbol = class_symbol(path, cls)
        key = symbol.class_key
        assert key is not None
        summary = sentence(class_purpose(symbol, cls, survey.relations))
        yield ClassLine(symbol.qualname, survey.page(Grain.CLASSES, key), summary, cls.in_function)


def _re_exports(path: str, facts: FileFacts, survey: Survey) -> Iterable[ReExport]:
    offered = facts.exports if facts.exports is not None else None
    is_package = path.rpartition("/")[2].startswith("__init__.")
    for entry in facts.imports:
        name = entry.alias or entry.name
        if name is None or name == "*" or entry.guard == "function":
            continue
        is_offered = name in offered if offered is not None else is_package and is_public(name)
        if not is_offered:
            continue
        meaning = survey.relations.resolver.imported(path, entry)
        page = survey.page_of(meaning) if isinstance(meaning, Symbol) else None
        if isinstance(meaning, Symbol) and page and meaning.path != path:
            yield ReExport(name, meaning.path, page)


def _purpose(facts: FileFactsShown) -> str:
    names = [line.name for line in facts.classes if not line.is_local]
    public = [name for name in names if is_public(name)] or names
    if facts.path.endswith("__main__.py") and not public and not facts.functions:
        command = f"python -m {facts.module.removesuffix('.__main__')}"
        return f"What {markdown.code(command)} runs."
    if facts.re_exports and not public and not facts.functions:
        offered = listing((markdown.code(entry.name) for entry in facts.re_exports), limit=8)
        return f"Offers {offered}, defined elsewhere."
    parts = []
    if public:
        kind = "class" if len(public) == 1 else "classes"
        parts.append(f"the {kind} {listing((markdown.code(name) for name in public), limit=5)}")
    if facts.functions:
        functions = listing((markdown.code(f.name) for f in facts.functions), limit=5)
        parts.append(f"the {'function' if len(facts.functions) == 1 else 'functions'} {functions}")
    if not parts and facts.constants:
        parts.append(plural(len(facts.constants), "constant"))
    if not parts and facts.internal:
        parts.append(plural(len(facts.internal), "internal function"))
    if parts:
        return f"Defines {' and '.join(parts)}."
    if facts.is_script:
        return "A script without definitions of its own."
    if facts.imports.anything:
        return "Imports other modules, and defines nothing itself."
    return (
        "Marks its folder as a package; there is no code in it."
        if "__init__." in facts.path
        else "There is no code in it."
    )


def _remarks(facts: FileFactsShown) -> Iterable[str]:
    if facts.is_script:
        yield 'Runs as a script: it has an `if __name__ == "__main__"` block.'
    if facts.problem:
        yield f"**Not fully read**: {markdown.escape(facts.problem)}. What stands around it is documented."


def _part(title: str, *blocks: str) -> Iterable[str]:
    body = markdown.paragraphs(*blocks)
    if body:
        yield markdown.heading(2, title)
        yield body


def _re_export_table(facts: FileFactsShown) -> str:
    rows = [[named(entry.name, entry.page, facts), markdown.code(entry.origin)] for entry in facts.re_exports]
    return markdown.table(["Name", "Defined in"], rows) if rows else ""


def _internal_table(facts: FileFactsShown) -> str:
    rows = brief_rows(facts.internal, facts)
    return markdown.table(["Function", ""], rows) if rows else ""


KIND = FileSummary()
