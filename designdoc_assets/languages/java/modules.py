"""What `module-info.java` says of its module, as sentences."""

from collections.abc import Iterator

from tree_sitter import Node

from designdoc_assets.languages.engine.written import text
from designdoc_assets.markup.markdown import code

_VERBS = {"requires": "Requires", "exports": "Exports", "opens": "Opens", "uses": "Uses", "provides": "Provides"}
"""By the first word of a directive, in the order in which they are told."""


def module_sentences(node: Node | None) -> Iterator[str]:
    """Yield what a declaration of a module says, a sentence for each kind of its directives."""
    if node is None or node.type != "module_declaration":
        return
    is_open = any(child.type == "open" for child in node.children)
    yield f"Declares the {'open ' if is_open else ''}module {_name(node.child_by_field_name('name'))}."
    body = node.child_by_field_name("body")
    told: dict[str, list[str]] = {verb: [] for verb in _VERBS.values()}
    for directive in body.named_children if body is not None else ():
        first = directive.type.partition("_")[0]
        if first in _VERBS:
            told[_VERBS[first]].append(_told(directive))
    yield from (f"{verb} {', '.join(names)}." for verb, names in told.items() if names)


def _told(directive: Node) -> str:
    """Return what a directive is about, and what it says of that: `requires static a.b`, `exports a.b to c, d`."""
    names = [child for child in directive.named_children if child.type in {"identifier", "scoped_identifier"}]
    words = [text(child) for child in directive.named_children if child.type == "requires_modifier"]
    about, others = _name(names[0] if names else None), ", ".join(map(_name, names[1:]))
    if others:
        return f"{about} with {others}" if directive.type.startswith("provides") else f"{about} (to {others})"
    return f"{about} ({', '.join(words)})" if words else about


def _name(node: Node | None) -> str:
    return code("".join(text(node).split()))
