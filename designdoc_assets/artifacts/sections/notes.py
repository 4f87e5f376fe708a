"""Notes on a class beyond its signatures: contracts and side effects that its code proves."""

from collections.abc import Iterable

from designdoc_assets.analysis.effects import effects_of
from designdoc_assets.analysis.member_sorts import offered_members
from designdoc_assets.analysis.members import member_names
from designdoc_assets.artifacts.sections.text import listing
from designdoc_assets.languages.facts import Class
from designdoc_assets.languages.registry import language
from designdoc_assets.languages.words import Words
from designdoc_assets.markup import markdown
from designdoc_assets.program.relations import Relations
from designdoc_assets.program.resolution import Symbol


def notes_on(symbol: Symbol, cls: Class, relations: Relations) -> list[str]:
    """Return sentences of Markdown about a class, most important first."""
    there = {method.name for method in cls.methods if not method.is_for_types}
    spoken = language(relations.file(symbol.path).language)
    words, protocols = spoken.words, spoken.traits.protocols
    return [
        *_deprecations(cls),
        *_definition(symbol, cls, relations, words),
        *_abstractions(symbol, cls, relations, words),
        *cls.promises,
        *_assertions(cls),
        *(sentence for names, sentence in protocols if names <= there),
        *_effects(symbol, cls, relations),
    ]


def _deprecations(cls: Class) -> Iterable[str]:
    reason = cls.deprecated
    if reason is not None:
        yield f"**Deprecated**: {reason}" if reason else "**Deprecated.**"
    for notice in cls.deprecated_parts:
        yield f"**Deprecated in part**: {notice}"
    members = (method for method in cls.methods if method.sort != "constructor")  # that is said where it is shown
    old = [method.name for method in members if method.deprecated is not None]
    if old:
        yield f"Deprecated: {listing(map(markdown.code, old))}."


def _definition(symbol: Symbol, cls: Class, relations: Relations, words: Words) -> Iterable[str]:
    if cls.number > 1:
        yield f"The definition number {cls.number} of this name in its file."
    if cls.condition:
        yield f"Defined under {markdown.code(cls.condition)}."
    if cls.in_function:
        yield words.in_function.format(markdown.code(_function_around(symbol, cls, relations)))
    if cls.type_parameters:
        yield f"Is generic: {markdown.code(cls.type_parameters)}."
    said = words.heritage
    yield from (
        said[entry.relation].format(markdown.code(entry.type)) for entry in cls.heritage if entry.relation in said
    )
    if cls.is_final and words.final:
        yield words.final


def _function_around(symbol: Symbol, cls: Class, relations: Relations) -> str:
    """Return the innermost function that a class is defined in, the classes around it left out."""
    classes = {other.qualname for other in relations.file(symbol.path).classes}
    around = cls.qualname.rpartition(".")[0]
    while around in classes:
        around = around.rpartition(".")[0]
    return around


def _abstractions(symbol: Symbol, cls: Class, relations: Relations, words: Words) -> Iterable[str]:
    names = _to_be_provided(cls)
    if names:
        inherited = _still_abstract(symbol, cls, relations)
        yield words.provided.format(listing(map(markdown.code, (*names, *inherited))))
    others = [method.name for method in cls.methods if method.is_abstract and method.name not in names]
    if others:
        yield f"Not implemented here: {listing(map(markdown.code, others))}."


def _to_be_provided(cls: Class) -> list[str]:
    values = (attribute.name for attribute in cls.attributes if attribute.is_abstract)
    return [*values, *(method.name for method in cls.methods if method.is_declared_abstract)]


def _still_abstract(symbol: Symbol, cls: Class, relations: Relations) -> Iterable[str]:
    """Yield the abstract methods that a class inherits and that neither it nor a nearer ancestor implements."""
    provided = set(member_names(cls))
    for base in relations.resolver.ancestors(symbol):
        if isinstance(base, Symbol) and base.kind == "class":
            inherited = relations.resolver.class_at(base)
            yield from (name for name in _to_be_provided(inherited) if name not in provided)
            provided.update(member_names(inherited))


def _assertions(cls: Class) -> Iterable[str]:
    for method in cls.methods:
        if method.asserts:
            yield f"{markdown.code(method.name)} asserts {listing(map(markdown.code, method.asserts), limit=5)}."


def _effects(symbol: Symbol, cls: Class, relations: Relations) -> Iterable[str]:
    offered = offered_members(cls)
    for done in effects_of(symbol, cls, relations):
        shown = sorted(done.methods, key=lambda name: name not in offered)
        verb = done.effect.singular if len(shown) == 1 else done.effect.plural
        among = f", among them {listing(map(markdown.code, done.variables))}" if done.variables else ""
        yield f"{listing(map(markdown.code, shown))} {verb}{among}."
