"""Texts in annotations, as of PEP 727: `url: Annotated[str, Doc("What to launch.")]`."""

import inspect
from typing import NamedTuple

from tree_sitter import Node

from designdoc_assets.languages.python.instances import arguments
from designdoc_assets.languages.python.names import dotted
from designdoc_assets.languages.python.origins import Origins
from designdoc_assets.languages.python.syntax import authored_text, fold


class Annotation(NamedTuple):
    """An annotation as signatures show it, and the text that was in it."""

    written: str
    text: str = ""


def annotation_of(node: Node, origins: Origins) -> Annotation:
    """Return an annotation, with its text apart."""
    whole = node
    if b"Annotated" not in (node.text or b""):
        return Annotation(fold(whole))  # as almost always
    while node.type in {"type", "parenthesized_expression"} and node.named_child_count == 1:
        node = node.named_children[0]
    generic, inside = arguments(node) if node.type in {"generic_type", "subscript"} else (None, [])
    if generic is None or dotted(generic).rpartition(".")[2] != "Annotated" or not inside:
        return Annotation(fold(whole))
    texts = {argument.id: text for argument in inside[1:] if (text := _text(argument, origins)) is not None}
    if not texts:
        return Annotation(fold(whole))
    kept = [fold(argument) for argument in inside if argument.id not in texts and argument.type != "comment"]
    written = kept[0] if len(kept) == 1 else f"{fold(generic)}[{', '.join(kept)}]"
    return Annotation(written, "\n\n".join(texts.values()))


def _text(argument: Node, origins: Origins) -> str | None:
    """Return the text of `Doc("...")`; None for anything else."""
    call = argument.named_children[0] if argument.type == "type" and argument.named_children else argument
    function, given = call.child_by_field_name("function"), call.child_by_field_name("arguments")
    if function is None or given is None or origins.of(dotted(function)).rpartition(".")[2] != "Doc":
        return None
    values = [child.child_by_field_name("value") or child for child in given.named_children if child.type != "comment"]
    value = authored_text(values[0]) if len(values) == 1 else None
    return inspect.cleandoc(value) if value is not None else None
