"""Names that exist, in the form in which the check of names looks them up."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from designdoc_assets.languages.registry import language_of

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Names:
    """Names that exist: those of a target, or those that stand in what a writer was shown."""

    whole: frozenset[str]
    """As they are: `send`, `Gateway.send`, a path, a path and a class."""
    parts: frozenset[str]
    """The words that they consist of."""
    files: frozenset[str]
    """The paths of source files among them."""

    @classmethod
    def of(cls, names: Iterable[str]) -> "Names":
        """Take names apart."""
        whole = frozenset(names)
        paths = {name.partition("::")[0] for name in whole if "." in name}
        return cls(
            whole,
            frozenset(part for name in whole for part in _WORD.findall(name)),
            frozenset(path for path in paths if language_of(path)),
        )
