"""What definitions take over of the docs above them: deprecation, types, and for whom they are meant."""

from dataclasses import replace

from designdoc_assets.languages.doc_facts import Doc
from designdoc_assets.languages.ecmascript import docs, paths
from designdoc_assets.languages.ecmascript.commonjs import CONSTRUCTOR_FUNCTION
from designdoc_assets.languages.ecmascript.components import take_props
from designdoc_assets.languages.ecmascript.doc_types import take_doc_types
from designdoc_assets.languages.engine.definition import VALUES, Definition
from designdoc_assets.languages.engine.dialect import Dialect
from designdoc_assets.languages.engine.written import text

_STATEMENTS = frozenset({"lexical_declaration", "variable_declaration", "expression_statement"})


def take_over(dialect: Dialect, definition: Definition) -> None:
    """Take over what a doc says of a definition; annotations are known without their sign."""
    definition.annotations = list(dict.fromkeys(each.removeprefix("@") for each in definition.annotations))
    if definition.kind == "constructor" and definition.owner and definition.owner.word == CONSTRUCTOR_FUNCTION:
        definition.doc, definition.docs = None, []  # That is the doc of its type.
    if definition.docs and definition.kind in VALUES:
        _tell_value(definition)
    doc = definition.doc
    if definition.docs and "@deprecated" in text(definition.docs[-1]):
        definition.deprecated = doc.deprecated if doc is not None else ""
    if dialect.name == "javascript":
        take_doc_types(definition)
    take_props(dialect, definition)
    if doc is not None and doc.parameters:
        definition.doc = doc = _with_patterns(dialect, definition, doc)
    if doc is not None and doc.is_private and definition.visibility == "public":
        definition.visibility = "package"
        definition.changes.pop("visibility", None)


def _tell_value(definition: Definition) -> None:
    """Take the type that a doc declares; a doc over a group of statements is that of none of them."""
    comment = definition.docs[-1]
    statement = definition.node
    while statement.parent is not None and statement.type not in _STATEMENTS:
        statement = statement.parent
    after = statement.next_named_sibling
    is_apart = statement.start_point[0] - comment.end_point[0] > 1
    is_row = after is not None and after.type == statement.type and after.start_point[0] - statement.end_point[0] <= 1
    if is_apart and is_row:
        definition.docs, definition.doc = [], None
        return
    value = definition.part("value")
    if definition.part("type") is None and (value is None or paths.path_of(value) in {"", "undefined"}):
        definition.type = docs.declared_type(text(comment)) or definition.type


def _with_patterns(dialect: Dialect, definition: Definition, doc: Doc) -> Doc:
    """Return a doc that calls patterns among the parameters as the signature does: docs have names for them."""
    node = definition.part("parameters")
    children = [child for child in node.named_children if child.type != "comment"] if node is not None else []
    names = [parameter.name for child in children for parameter in dialect.parameters(child)]
    if len(names) != len(doc.parameters) or not any(name.startswith(("{", "[")) for name in names):
        return doc
    told = zip(names, doc.parameters, strict=True)
    return replace(
        doc,
        parameters=tuple(replace(said, name=name) if name[:1] in {"{", "["} else said for name, said in told),
    )
