"""The context of a class and of a file: first what its behaviour depends on, then how others use it."""

from collections.abc import Iterable, Iterator

from designdoc_assets.artifacts.context import pieces, places
from designdoc_assets.artifacts.survey import Survey
from designdoc_assets.program.resolution import (
    Symbol,
    as_class,
    constant_symbol,
    function_symbol,
    is_class,
    method_symbol,
)
from designdoc_assets.program.use_edges import Relation
from designdoc_assets.writing.context import Piece


def around_class(symbol: Symbol, survey: Survey) -> Iterator[Piece]:
    """Yield what stands around a class, what is worth most first."""
    relations = survey.relations
    cls = relations.resolver.class_at(symbol)
    used = _targets(relations.from_class(symbol), besides=symbol)
    bases = [base for base in relations.resolver.ancestors(symbol) if is_class(base)]
    yield from pieces.bodies("Overridden", _overridden(symbol, bases, survey), survey)
    yield from _depended_on(used, [symbol, *bases], survey)
    if cls.sort == "exception":
        yield from places.raises(symbol, survey)
    yield from places.uses([symbol], survey)
    yield from places.tests([symbol], survey)


def around_file(path: str, survey: Survey) -> Iterator[Piece]:
    """Yield what stands around a file, likewise; its classes have a context of their own."""
    facts = survey.relations.file(path)
    own = [function_symbol(path, function) for function in facts.functions]
    used = [
        target
        for function in own
        for target in _targets(survey.relations.from_symbol(function), besides=function)
        if target.path != path
    ]
    yield from _depended_on(used, (), survey)
    yield from places.uses([*own, *(constant_symbol(path, each) for each in facts.constants)], survey)
    yield from places.tests(own, survey)


def _depended_on(used: list[Symbol], known: Iterable[Symbol], survey: Survey) -> Iterator[Piece]:
    """Yield the functions that are called, the constants that are read, and what the classes offer that are used."""
    called = [each for each in used if each.kind in {"function", "method", "attribute"}]
    shown = {*known}
    yield from pieces.bodies("Called", called, survey)
    yield from pieces.constants("Constants", (each for each in used if each.kind == "constant"), survey)
    classes = (cls for each in used if (cls := as_class(each)) is not None and cls not in shown)
    yield from pieces.offers("Used", classes, survey)


def _overridden(symbol: Symbol, bases: Iterable[Symbol], survey: Survey) -> Iterator[Symbol]:
    resolver = survey.relations.resolver
    own = {method.name for method in resolver.class_at(symbol).methods}
    for base in bases:
        for method in resolver.class_at(base).methods:
            if method.name in own:
                own.remove(method.name)  # the nearest is the one that is replaced
                yield method_symbol(base, method)


def _targets(found: Iterable[Relation], *, besides: Symbol) -> list[Symbol]:
    """Return the definitions of documented files that are used, each once, in order of the source."""
    targets = (relation.target for relation in found)
    inside = (each for each in targets if isinstance(each, Symbol) and (as_class(each) or each) != besides)
    return list(dict.fromkeys(inside))
