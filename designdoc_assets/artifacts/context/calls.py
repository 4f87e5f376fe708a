"""Who calls whom, in lines: what a writer about a package, or about the whole, cannot see in the texts of its parts."""

from collections.abc import Iterable, Iterator

from designdoc_assets.artifacts.survey import Survey
from designdoc_assets.program.resolution import Symbol, as_class
from designdoc_assets.writing.context import Piece

_CALLS = frozenset({"calls", "makes", "names"})
_CALLED = frozenset({"function", "method", "class"})


def within(paths: Iterable[str], survey: Survey) -> Iterator[Piece]:
    """Yield what the functions of files call, hand over or make, of what is documented."""
    for path in paths:
        yield from _piece(f"What {path} calls", path, survey, is_across=False)


def across(paths: Iterable[str], survey: Survey) -> Iterator[Piece]:
    """Yield the same, but for what stays in one file."""
    for path in paths:
        yield from _piece(f"What {path} calls of other files", path, survey, is_across=True)


def _piece(title: str, path: str, survey: Survey, *, is_across: bool) -> Iterator[Piece]:
    called: dict[str, dict[str, None]] = {}
    for relation in survey.relations.from_file(path):
        source, target = relation.source, relation.target
        if not isinstance(target, Symbol) or relation.kind not in _CALLS or target.kind not in _CALLED:
            continue
        if source == target or (target.path == path if is_across else as_class(source) == target):
            continue
        name = target.qualname if target.path == path else f"{target.qualname} ({target.path})"
        called.setdefault(source.qualname or "the file itself", {})[name] = None
    if called:
        yield Piece(title, "\n".join(f"{source}: {', '.join(names)}" for source, names in called.items()))
