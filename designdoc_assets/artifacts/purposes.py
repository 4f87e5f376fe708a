"""The sentence that says what a thing is where no author and no writer does: made of facts."""

from designdoc_assets.artifacts.classification import sort_of
from designdoc_assets.artifacts.members import is_public
from designdoc_assets.artifacts.sections.text import authored, listing, plural
from designdoc_assets.pages import markdown
from designdoc_assets.source.relations import Relations
from designdoc_assets.source.resolution import Symbol
from designdoc_assets.source.symbols import Class


def class_purpose(symbol: Symbol, cls: Class, relations: Relations) -> str:
    """Return what the class's docstring says of it, or a sentence of facts, as Markdown."""
    return authored(cls.docstring) or _class_sentence(cls, sort_of(symbol, cls, relations))


def _class_sentence(cls: Class, sort: str) -> str:
    start = f"{'An' if sort[0] in 'aeiou' else 'A'} {sort}"
    if cls.bases:
        start += f" on {listing((markdown.code(base) for base in cls.bases), limit=3)}"
    methods = list(dict.fromkeys(method.name for method in cls.methods if is_public(method.name)))
    attributes = [attribute.name for attribute in cls.attributes if is_public(attribute.name)]
    if sort == "enumeration" and attributes:
        return f"{start} of {plural(len(attributes), 'member')}: {listing(map(markdown.code, attributes), limit=6)}."
    if methods:
        return f"{start} with {plural(len(methods), 'method')}: {listing(map(markdown.code, methods), limit=6)}."
    if attributes:
        return (
            f"{start} with {plural(len(attributes), 'attribute')}: {listing(map(markdown.code, attributes), limit=6)}."
        )
    return f"{start} that adds nothing of its own." if cls.bases else f"{start} without public members."
