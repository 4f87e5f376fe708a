"""Pieces of context that are about one definition: the source of a function, what a class offers, constants."""

from collections.abc import Iterable, Iterator

from designdoc_assets.artifacts.outlines import class_outline, function_outline
from designdoc_assets.artifacts.survey import Survey
from designdoc_assets.languages.facts import Attribute
from designdoc_assets.program.resolution import Symbol, as_class
from designdoc_assets.source.errors import ChangedSinceError
from designdoc_assets.writing.context import Piece

_MOST_SOURCE_BYTES = 4_000
"""Of one function; of a longer one, its body is left out."""


def bodies(title: str, functions: Iterable[Symbol], survey: Survey) -> Iterator[Piece]:
    """Yield the source of functions and methods, each once."""
    for symbol in dict.fromkeys(functions):
        function = survey.relations.resolver.function_at(symbol)
        path = (function.path if function else "") or symbol.path
        if function is None or path not in survey.snapshot.files:
            continue
        try:
            source = survey.excerpt_at(path, function.line)
        except (LookupError, ChangedSinceError):
            continue  # it stands nowhere by itself (another name, a member that a macro makes), or no longer as it was
        yield Piece(f"{title}: {symbol.qualname} in {path}", source.fitted(_MOST_SOURCE_BYTES)[0])


def offers(title: str, symbols: Iterable[Symbol], survey: Survey) -> Iterator[Piece]:
    """Yield what classes and functions offer, each once; of a member, its class."""
    resolver = survey.relations.resolver
    for symbol in dict.fromkeys(as_class(each) or each for each in symbols):
        if symbol.kind == "class":
            yield Piece(f"{title}: {symbol.qualname}", class_outline(symbol, resolver.class_at(symbol)))
        elif symbol.kind == "function" and (function := resolver.function_at(symbol)) is not None:
            yield Piece(f"{title}: {symbol.qualname}", function_outline(symbol.path, function))


def constants(title: str, symbols: Iterable[Symbol], survey: Survey) -> Iterator[Piece]:
    """Yield constants with their values, in one piece."""
    found = ((symbol, survey.relations.resolver.constant_at(symbol)) for symbol in dict.fromkeys(symbols))
    lines = [f"{symbol.path}: {_declared(constant)}" for symbol, constant in found if constant is not None]
    if lines:
        yield Piece(title, "\n".join(lines))


def _declared(constant: Attribute) -> str:
    typed = f": {constant.type}" if constant.type else ""
    value = f" = {constant.value}" if constant.value and not constant.is_set_again else ""
    said = f"  -- {' '.join(constant.doc.summary.split())}" if constant.doc else ""
    return f"{constant.name}{typed}{value}{said}"
