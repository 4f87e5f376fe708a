"""What classes and functions offer, in a few lines each: their signatures, and the first sentence said of them."""

from collections.abc import Iterator

from designdoc_assets.analysis.call_signatures import call_signature
from designdoc_assets.analysis.member_sorts import is_offered
from designdoc_assets.artifacts.survey import Survey
from designdoc_assets.languages.doc_facts import Doc
from designdoc_assets.languages.facts import Attribute, Class, Function
from designdoc_assets.markup.prose import sentence
from designdoc_assets.program.resolution import Symbol, as_class

MOST_IN_OUTLINE = 40
"""Members of one class that an outline lists: it is of what stands beside the thing that is written about."""


def class_outline(symbol: Symbol, cls: Class) -> str:
    """Return a class with what those may use who inherit from it or hold one of its objects."""
    bases = f"({', '.join(cls.bases)})" if cls.bases else ""
    lines = [_said(f"{symbol.path}: {cls.word} {cls.qualname}{bases}", cls.doc), *_members(cls)]
    rest = len(lines) - 1 - MOST_IN_OUTLINE
    return "\n".join(lines[: 1 + MOST_IN_OUTLINE] + ([f"  and {rest} more members"] if rest > 0 else []))


def function_outline(path: str, function: Function) -> str:
    """Return a function with its file."""
    return _said(f"{path}: {_signature(function)}", function.doc)


def interface_of(symbol: Symbol, survey: Survey) -> str:
    """Return how something is used and what is said of it in a sentence: no page need change with anything else."""
    resolver = survey.relations.resolver
    if symbol.kind == "class":
        cls = resolver.class_at(symbol)
        made = [_signature(method) for method in cls.methods if method.sort == "constructor"]
        return "\n".join([_said(f"{cls.word} {cls.qualname}({', '.join(cls.bases)})", cls.doc), *made])
    if (function := resolver.function_at(symbol)) is not None:
        return _said(_signature(function), function.doc)
    if (constant := resolver.constant_at(symbol)) is not None:
        return _said(f"{_declared(constant)} = {constant.value}", constant.doc)
    attributes = resolver.class_at(owner).attributes if (owner := as_class(symbol)) is not None else ()
    name = symbol.qualname.rpartition(".")[2]
    return next((_said(_declared(each), each.doc) for each in attributes if each.name == name), "")


def _members(cls: Class) -> Iterator[str]:
    for attribute in cls.attributes:
        if attribute.visibility != "private":
            yield f"  {_said(_declared(attribute), attribute.doc)}"
    for method in cls.methods:
        if is_offered(method) or method.visibility == "protected" or method.sort == "constructor":
            yield f"  {_said(_signature(method), method.doc)}"


def _signature(function: Function) -> str:
    return call_signature(function.name, function.signature, is_read=function.sort == "getter").line


def _declared(attribute: Attribute) -> str:
    return f"{attribute.name}: {attribute.type}" if attribute.type else attribute.name


def _said(what: str, doc: Doc | None) -> str:
    said = sentence(doc.summary) if doc else ""
    return f"{what} -- {' '.join(said.split())}" if said else what
