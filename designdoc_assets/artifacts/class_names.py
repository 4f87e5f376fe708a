"""The names on the page of a class, the addresses that they link to, and the files of its members."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from designdoc_assets.analysis.grains import Grain
from designdoc_assets.analysis.mentions import names_in, quoted_names
from designdoc_assets.artifacts.sections.text import listing
from designdoc_assets.artifacts.survey import Survey
from designdoc_assets.languages.facts import Class, Function
from designdoc_assets.languages.keys import encode
from designdoc_assets.markup import markdown
from designdoc_assets.program.resolution import Symbol


def links_of(symbol: Symbol, cls: Class, quoted: Iterable[str], survey: Survey) -> dict[str, str]:
    """Return the addresses of the names on the page; a name that means different things in two files has none.

    Args:
        symbol: The class.
        cls: Its facts.
        quoted: Names on the page beside those of its facts.
        survey: Looks addresses up.
    """
    at_home = replace(cls, methods=tuple(method for method in cls.methods if not method.path))
    links = survey.links(symbol.path, sorted(mentioned_in(at_home).union(quoted)), cls)
    for path in cls.elsewhere:
        names = {name for method in cls.methods if method.path == path for name in _mentioned_by(method)}
        there = survey.links(path, sorted(names))
        links = {name: page for name, page in (there | links).items() if there.get(name, page) == page}
        links[path] = survey.address(Grain.FILES, encode(path))
    return dict(sorted(links.items()))


def places_of(cls: Class, survey: Survey) -> Iterator[str]:
    """Yield sentences about the files of members that are defined outside of the file of their class."""
    for path in cls.elsewhere:
        names = [markdown.code(method.name) for method in cls.methods if method.path == path]
        built = survey.relations.file(path).built_where
        when = f", built only where {markdown.code(built)}" if built else ""
        yield f"{listing(names)} {'stands' if len(names) == 1 else 'stand'} in {markdown.code(path)}{when}."


def in_any_build(cls: Class, survey: Survey) -> Class:
    """Return a class with each method once that several files have for different builds."""
    kept: list[Function] = []
    first: dict[object, int] = {}
    for method in cls.methods:
        forms = tuple((parameter.type, parameter.kind) for parameter in method.signature.parameters)
        key = (method.name, forms, method.signature.returns)
        is_conditional = bool(method.path) and bool(survey.relations.file(method.path).built_where)
        at = first.get(key) if is_conditional else None
        if at is None or kept[at].path == method.path:
            if is_conditional:
                first.setdefault(key, len(kept))
            kept.append(method)
        elif kept[at].doc is None:
            kept[at] = replace(kept[at], doc=method.doc, deprecated=method.deprecated)
    return replace(cls, methods=tuple(kept))


def mentioned_in(cls: Class) -> set[str]:
    """Return the names that a class mentions in what its page shows of it."""
    names = quoted_names(cls.doc) | names_in(*cls.bases)
    for method in cls.methods:
        names |= _mentioned_by(method)
    for attribute in cls.attributes:
        names |= names_in(attribute.type, attribute.made_by) | quoted_names(attribute.doc)
    return names


def _mentioned_by(method: Function) -> set[str]:
    forms = (method.signature, *method.overloads)
    annotations = [parameter.type for form in forms for parameter in form.parameters]
    docs = (method.doc, *method.overload_docs)
    names = names_in(*annotations, *(form.returns for form in forms))
    names |= {name for doc in docs for name in quoted_names(doc)}
    return names | {place.exception for place in method.raises}
