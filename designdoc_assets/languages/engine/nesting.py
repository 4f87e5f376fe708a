"""Which definition stands in which; what is defined in functions is a detail of them, but for types."""

from designdoc_assets.languages.engine.definition import TYPES, Definition, Found


def nest(found: Found) -> None:
    """Put definitions into those around them. Functions and values inside of functions go; types in them stay.

    Args:
        found: What was captured: its definitions are all at the top, in order of the source.
    """
    scopes = sorted((node.start_byte, node.end_byte) for node in found.scopes)
    top: list[Definition] = []
    around: list[tuple[int, Definition | None]] = []
    """Where the definitions and scopes end that are open, the innermost last; None for a scope."""
    at = 0
    for each in found.top:
        start, end = each.node.start_byte, each.end
        while at < len(scopes) and scopes[at][0] <= start and scopes[at] != (start, end):
            _close(around, scopes[at][0])
            around.append((scopes[at][1], None))
            at += 1
        _close(around, start)
        is_local = bool(around) and around[-1][1] is None
        if is_local and each.kind not in TYPES:
            continue
        each.owner = next((outer for _, outer in reversed(around) if outer is not None), None)
        each.is_in_function = is_local or (each.owner is not None and each.owner.is_in_function)
        (each.owner.inner if each.owner is not None else top).append(each)
        around.append((end, each))
    found.top = top


def _close(around: list[tuple[int, Definition | None]], start: int) -> None:
    while around and around[-1][0] <= start:
        around.pop()
