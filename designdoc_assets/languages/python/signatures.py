"""Parameters and signatures of functions."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from tree_sitter import Node

from designdoc_assets.languages.doc_facts import Described, Doc
from designdoc_assets.languages.python.annotated_docs import annotation_of
from designdoc_assets.languages.python.docs.docstrings import described
from designdoc_assets.languages.python.origins import Origins
from designdoc_assets.languages.python.syntax import fold, text
from designdoc_assets.languages.signature_facts import Parameter, ParameterKind, Signature

_MARKS = {"var_positional": "*", "var_keyword": "**"}
_NAMED_FOLLOW = frozenset({"keyword_only", "var_positional"})
"""Behind one of these, a parameter is given by name without another `*` before it."""


class Formal(NamedTuple):
    """A parameter, with its annotation and default as nodes."""

    name: str
    kind: ParameterKind
    type: Node | None
    default: Node | None


def formals(parameters: Node | None) -> list[Formal]:
    """Return the parameters of a function or lambda, in order."""
    found: list[Formal] = []
    kind: ParameterKind = "positional_or_keyword"
    for node in parameters.named_children if parameters else []:
        match node.type:
            case "positional_separator":
                found = [formal._replace(kind="positional_only") for formal in found]
                continue
            case "keyword_separator":
                kind = "keyword_only"
                continue
            case "comment" | "ERROR":
                continue
            case "typed_parameter":
                target = node.named_children[0]
            case "default_parameter" | "typed_default_parameter":
                target = node.child_by_field_name("name") or node
            case _:
                target = node
        own: ParameterKind = kind
        if target.type == "list_splat_pattern":
            own, kind = "var_positional", "keyword_only"
        elif target.type == "dictionary_splat_pattern":
            own = "var_keyword"
        found.append(
            Formal(
                text(target).lstrip("* \t"), own, node.child_by_field_name("type"), node.child_by_field_name("value")
            )
        )
    return found


def signature(function: Node, parameters: list[Formal], origins: Origins) -> tuple[Signature, Doc]:
    """Return the signature of a function definition that has these parameters, and what annotations say of them.

    How it is written is not in it yet: that depends on whether the first parameter is a receiver.
    """
    annotations = [annotation_of(each.type, origins) if each.type else None for each in parameters]
    node = function.child_by_field_name("return_type")
    returned = annotation_of(node, origins) if node else None
    texts = [
        Described(formal.name, annotation.text)
        for formal, annotation in zip(parameters, annotations, strict=True)
        if annotation is not None and annotation.text
    ]
    said = described(texts, returned.text if returned else "") if texts or (returned and returned.text) else Doc()
    found = tuple(
        Parameter(
            formal.name,
            formal.kind,
            type=annotation.written if annotation else None,
            default=fold(formal.default) if formal.default else None,
            mark=_MARKS.get(formal.kind, ""),
        )
        for formal, annotation in zip(parameters, annotations, strict=True)
    )
    bare = Signature(found, returns=returned.written if returned else None, type_parameters=type_parameters(function))
    return bare, said


def written(signature: Signature, parameters: Sequence[Parameter]) -> Signature:
    """Return a signature with other parameters, and with how Python writes it, layout aside."""
    return replace(
        signature,
        parameters=tuple(parameters),
        arguments=tuple(_arguments(parameters)),
        tail=f" -> {signature.returns}" if signature.returns else "",
    )


def _arguments(parameters: Sequence[Parameter]) -> Iterator[str]:
    """Yield how parameters are written, layout aside, and the marks between them."""
    named_follow = False
    before: ParameterKind | None = None
    for parameter in parameters:
        if parameter.is_receiver:
            continue
        if before == "positional_only" != parameter.kind:
            yield "/"
        if parameter.kind == "keyword_only" and not named_follow:
            yield "*"
        named_follow = named_follow or parameter.kind in _NAMED_FOLLOW
        yield _argument(parameter)
        before = parameter.kind
    if before == "positional_only":
        yield "/"


def _argument(parameter: Parameter) -> str:
    text = f"{parameter.mark}{parameter.name}"
    if parameter.type:
        text += f": {parameter.type}"
    if parameter.default is not None:
        text += f" = {parameter.default}" if parameter.type else f"={parameter.default}"
    return text


def type_parameters(definition: Node) -> str:
    """Return the type parameter list of a function or class as written, and an empty text if it has none."""
    node = definition.child_by_field_name("type_parameters")
    return fold(node) if node else ""
