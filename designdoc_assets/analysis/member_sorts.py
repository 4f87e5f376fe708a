"""Which functions and methods users are meant to call, and which of them get a section of their own on a page."""

from collections.abc import Sequence

from designdoc_assets.languages.doc_facts import Doc
from designdoc_assets.languages.facts import Attribute, Class, Function, Import
from designdoc_assets.markup.prose import sentence


def is_offered(entry: Class | Function | Attribute | Import) -> bool:
    """Whether users are meant to name a definition: it is public, no constructor (which is documented as the call of
    its class), and nothing that only the language itself calls."""
    if entry.visibility != "public":
        return False
    match entry:
        case Function():
            return entry.sort != "constructor" and not entry.is_special
        case Attribute():
            return not entry.is_special
    return True


def offered_members(cls: Class) -> list[str]:
    """Return the names of a class's own methods and attributes that users are meant to name, each once."""
    members: tuple[Function | Attribute, ...] = (*cls.methods, *cls.attributes)
    return list(dict.fromkeys(member.name for member in members if is_offered(member)))


def is_for_heirs(member: Function | Attribute, cls: Class) -> bool:
    """Whether a member of a class is meant for those who inherit from that, others' classes among them."""
    if member.visibility != "protected" or member.is_special:
        return False
    is_open = cls.visibility in {"public", "protected"} and not cls.is_final and cls.sort not in {"enum", "record"}
    return is_open and not cls.in_function


def constructor_in(methods: Sequence[Function]) -> Function | None:
    """Return the constructor whose signature shows how a class is called: a public one counts before others, and one
    that initialises the object before one that makes it."""
    found = [method for method in methods if method.sort == "constructor"]
    return min(found, key=lambda method: (method.visibility != "public", method.bound_to != "instance"), default=None)


def has_section(method: Function, cls: Class) -> bool:
    """Whether a method of a class has a section of its own; others have a row in a table, with one sentence each."""
    if is_offered(method) or (method.sort != "constructor" and is_for_heirs(method, cls)):
        return True
    if not method.is_special or method.visibility != "public":
        return False
    docs = [doc for doc in (method.doc, *method.overload_docs) if doc is not None]
    return len(docs) > 1 or any(map(_says_more, docs))


def is_listed_as_special(method: Function) -> bool:
    """Whether a method without a section has its row in the table of special methods, not in that of internal ones."""
    return method.visibility == "public" and (method.is_special or method.sort == "constructor")


def _says_more(doc: Doc) -> bool:
    """Whether a doc comment says more than a sentence."""
    parts = (doc.parameters, doc.attributes, doc.returns, doc.yields, doc.raises, doc.deprecated)
    return any(parts) or sentence(doc.text) != " ".join(doc.text.split())
