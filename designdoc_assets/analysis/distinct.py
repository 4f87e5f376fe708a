"""Names for things that share theirs: as much of the path is put before a name as tells it from the others."""

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from designdoc_assets.languages.registry import is_face
from designdoc_assets.program.resolution import Symbol


def distinct_names(symbols: Iterable[Symbol]) -> Mapping[Symbol, str]:
    """Return a name for each symbol: `Command` if it is the only one, else `changepassword.Command` and the like."""
    everything = list(dict.fromkeys(symbols))
    names = {symbol: symbol.qualname for symbol in everything}
    for depth in range(1, 1 + max((symbol.path.count("/") + 1 for symbol in everything), default=0)):
        counts = Counter(names.values())
        shared = [symbol for symbol in everything if counts[names[symbol]] > 1]
        if not shared:
            break
        for symbol in shared:
            names[symbol] = ".".join([*_places(symbol.path)[-depth:], symbol.qualname])
    return names


def _places(path: str) -> list[str]:
    parts = list(PurePosixPath(path).with_suffix("").parts)
    return parts[:-1] if is_face(path) and len(parts) > 1 else parts
