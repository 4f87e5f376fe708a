"""Java's `Dialect`: what the queries in `java.scm` cannot say."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from tree_sitter import Node

from designdoc_assets.languages.doc_facts import Doc
from designdoc_assets.languages.engine.definition import Definition, Found
from designdoc_assets.languages.engine.dialect import Dialect
from designdoc_assets.languages.engine.written import folded, text
from designdoc_assets.languages.facts import Import
from designdoc_assets.languages.java import docs, paths
from designdoc_assets.languages.java.definitions import finish_definitions
from designdoc_assets.languages.java.listening import LISTENER
from designdoc_assets.languages.java.mentions import finish_mentions
from designdoc_assets.languages.java.modules import module_sentences
from designdoc_assets.languages.signature_facts import Parameter
from designdoc_assets.markup.markdown import code


class JavaDialect(Dialect):
    """How Java files are read."""

    name = "java"
    package = "designdoc_assets.languages.java"
    query = "java.scm"
    has_docs_apart = True
    listener = LISTENER
    directives = re.compile(
        r"(?:noinspection|NOSONAR|NOPMD|CHECKSTYLE|@formatter:|language=|\$NON-NLS|#?(?:end)?region).*"
    )
    unused = frozenset({"var", "String", "Object", "Override", "SuppressWarnings", "this", "super"})
    calls_given = frozenset(
        {
            *("allMatch", "anyMatch", "collect", "compute", "computeIfAbsent", "computeIfPresent", "filter"),
            *("flatMap", "forEach", "ifPresent", "ifPresentOrElse", "map", "mapToInt", "mapToLong", "mapToObj"),
            *("noneMatch", "orElseGet", "peek", "reduce", "removeIf", "replaceAll", "sorted", "toMap"),
            *("groupingBy"),
        }
    )
    handles_given = frozenset({"exceptionally", "orElseThrow"})

    def grammars(self) -> Sequence[object]:
        """Return the one grammar."""
        import tree_sitter_java  # noqa: PLC0415  most runs read no file of it

        return [tree_sitter_java.language()]

    def is_doc(self, comment: str) -> bool:
        """Return whether a comment is a doc comment."""
        return docs.is_doc(comment)

    def doc(self, comments: Sequence[str]) -> Doc | None:
        """Return what a doc comment says."""
        return docs.parse(comments)

    def variable_default(self, name: Node) -> str:
        """Return what `System.getenv().getOrDefault("A", "b")` takes."""
        other = name.next_named_sibling
        return folded(text(other)) if other is not None and other.type.endswith("literal") else ""

    def parameters(self, node: Node) -> Iterator[Parameter]:
        """Yield a parameter: a receiver (`Pump this`) is none."""
        if node.type == "formal_parameter":
            yield _parameter(node, node.child_by_field_name("type"), node)
        elif node.type == "spread_parameter":
            types = [child for child in node.named_children if child.type not in {"modifiers", "variable_declarator"}]
            declared = next((child for child in node.named_children if child.type == "variable_declarator"), None)
            if types and declared is not None:
                yield _parameter(declared, types[0], node, dots="...")

    def returned(self, node: Node) -> str:
        """Return the type of a result, as written."""
        return folded(text(node))

    def path_of(self, node: Node) -> str:
        """Return the access path of an expression."""
        return paths.path_of(node)

    def object_of(self, node: Node) -> str:
        """Return the access path of an object of a type."""
        return paths.object_of(node)

    def imported(self, form: str, parts: Mapping[str, Sequence[Node]]) -> Import:
        """Return an import: the package, and the class in it, with what is in that behind a dot."""
        node = parts["import"][0]
        segments = "".join(text(parts["module"][0]).split()).split(".")
        if any(child.type == "asterisk" for child in node.children):
            segments.append("*")
        # A package is written in small letters, and what is imported last is a name in it, whatever its letters.
        first = next((at for at, each in enumerate(segments) if each[:1].isupper()), len(segments) - 1)
        name = ".".join(segments[first:])
        alias = segments[-1] if "." in name and segments[-1] != "*" else None
        return Import(".".join(segments[:first]), name, alias, node.start_point[0] + 1)

    def finish(self, found: Found) -> None:
        """Tell units, words, visibility, what is thrown, and programs."""
        found.unit = "".join(text(found.units[0]).split()) if found.units else ""
        if found.top:
            found.file = None  # a comment above `package` in a file with types is of the file's licence
        finish_definitions(found)
        finish_mentions(found)
        found.promises += module_sentences(found.file)

    def documented(self, definition: Definition) -> None:
        """Take over what a doc says: that a thing is deprecated, or for no user; tell the value that it asks for."""
        super().documented(definition)
        if definition.doc is not None and docs.OWN_VALUE in definition.doc.text:
            value = definition.part("value")
            told = code(folded(text(value))) if value is not None else "its value"
            definition.doc = replace(definition.doc, text=definition.doc.text.replace(docs.OWN_VALUE, told))
        if definition.doc is not None and definition.doc.is_private:
            definition.visibility = "private"


def _parameter(named: Node, type_: Node | None, whole: Node, dots: str = "") -> Parameter:
    brackets = text(named.child_by_field_name("dimensions"))
    return Parameter(
        text(named.child_by_field_name("name")),
        "var_positional" if dots else "positional_or_keyword",
        type=f"{folded(text(type_))}{brackets}{dots}",
    )


DIALECT = JavaDialect()
