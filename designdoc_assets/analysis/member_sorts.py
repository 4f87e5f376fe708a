"""Which functions and methods are there for users, and which of these have a section of their own on a page."""

from designdoc_assets.analysis.members import is_public, is_special
from designdoc_assets.languages.facts import Doc, Function
from designdoc_assets.markup.prose import sentence

CONSTRUCTORS = ("__init__", "__new__")
"""They are documented as their class."""


def is_offered(function: Function) -> bool:
    """Whether a function is meant for users: by its name, and by what its author says of it."""
    return is_public(function.name) and not is_internal(function)


def is_internal(function: Function) -> bool:
    """Whether an author says that a function is for no user."""
    return function.doc is not None and function.doc.is_private


def has_section(method: Function) -> bool:
    """Whether a method has a section; others have a row, which takes one sentence."""
    if is_offered(method):
        return True
    if not is_special(method.name) or method.name in CONSTRUCTORS or is_internal(method):
        return False
    docs = [doc for doc in (method.doc, *method.overload_docs) if doc is not None]
    return len(docs) > 1 or any(map(_says_more, docs))


def _says_more(doc: Doc) -> bool:
    """Whether a doc comment says more than a sentence."""
    parts = (doc.parameters, doc.attributes, doc.returns, doc.yields, doc.raises, doc.deprecated)
    return any(parts) or sentence(doc.text) != " ".join(doc.text.split())
