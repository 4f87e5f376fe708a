"""Pieces of context that are about places in code: who uses a thing, which tests do, who raises and catches it."""

import re
from collections.abc import Iterable, Iterator

from designdoc_assets.artifacts.survey import Survey
from designdoc_assets.languages.use_facts import Use
from designdoc_assets.program.resolution import Symbol
from designdoc_assets.program.use_edges import Relation
from designdoc_assets.writing.context import Piece

MOST_USES, MOST_TESTS, MOST_RAISES = 5, 8, 12
"""Places that are shown of each sort."""
_LONGEST_LINE = 160
_LAST_NAME = re.compile(r"(\w+)\W*\Z")
_OF_EXCEPTIONS = frozenset({"raises", "catches"})
_NO_USE = _OF_EXCEPTIONS | {"inherits", "takes", "returns", "annotates", "mentions"}


def uses(symbols: Iterable[Symbol], survey: Survey) -> Iterator[Piece]:
    """Yield the places at which code uses things, a few of them."""
    found = (relation for symbol in symbols for relation in survey.relations.users(symbol))
    yield from _piece("Uses of it", (each for each in found if each.kind not in _NO_USE), MOST_USES, survey)


def tests(symbols: Iterable[Symbol], survey: Survey) -> Iterator[Piece]:
    """Yield the tests that exercise things, with the lines that do."""
    found = (relation for symbol in symbols for relation in survey.relations.testers(symbol))
    yield from _piece(
        "Tests that exercise it", (each for each in found if each.kind not in _NO_USE), MOST_TESTS, survey
    )


def raises(exception: Symbol, survey: Survey) -> Iterator[Piece]:
    """Yield the places that raise an exception, and those that handle it."""
    found = (relation for relation in survey.relations.users(exception) if relation.kind == "raises")
    yield from _piece("Raised at", found, MOST_RAISES, survey)
    lines = [
        f"{_name(handler)}, as {caught.caught if isinstance(caught.caught, str) else caught.caught.qualname}"
        for caught in survey.relations.handled(exception)
        for handler in caught.handlers
    ]
    if lines:
        yield Piece("Handled at", "\n".join(dict.fromkeys(lines[:MOST_RAISES])))


def _piece(title: str, relations: Iterable[Relation], most: int, survey: Survey) -> Iterator[Piece]:
    lines: dict[Symbol, str] = {}
    for relation in relations:
        if relation.source not in lines and isinstance(relation.target, Symbol):
            lines[relation.source] = _line(relation.source, relation.target, survey)
        if len(lines) == most:
            break
    if lines:
        yield Piece(title, "\n".join(f"{_name(source)}{line}" for source, line in lines.items()))


def _line(source: Symbol, target: Symbol, survey: Survey) -> str:
    """Return the line of code in which something is used, behind a colon; empty where that is not told."""
    name = target.qualname.rpartition(".")[2]
    for use in _uses_of(source, survey):
        last = _LAST_NAME.search(use.name)
        if last is not None and last[1] == name and use.kind not in {"annotation", "type", "local_type"}:
            written = survey.line(source.path, use.line)
            return f": {written[:_LONGEST_LINE]}" if written else ""
    return ""


def _uses_of(source: Symbol, survey: Survey) -> Iterable[Use]:
    function = survey.relations.resolver.function_at(source)
    if function is not None:
        return () if function.path else function.uses
    if source.kind == "class":
        return survey.relations.resolver.class_at(source).uses
    return survey.relations.file(source.path).uses if source.kind == "module" else ()


def _name(source: Symbol) -> str:
    return f"{source.path} {source.qualname}".rstrip()
