"""Claims held against the key."""

from collections.abc import Collection, Set
from typing import NamedTuple

from designdoc_tests.references.key import Key, Pair


class Judgement(NamedTuple):
    """What became of the claims of one project."""

    right: frozenset[Pair]
    wrong: frozenset[Pair]
    struck_out: frozenset[Pair]
    """Claims that the key denies, and is proven wrong about."""
    missed: frozenset[Pair]
    unjudged: frozenset[Pair]
    """Claims of which the key says nothing: it does not know a name there, or there is none (`f()` of `__call__`)."""

    @property
    def raw_precision(self) -> float:
        """How much of what is claimed and judged is right, if the key always is."""
        return _share(len(self.right), len(self.wrong) + len(self.struck_out))

    @property
    def precision(self) -> float:
        """How much of what is claimed and judged is right."""
        return _share(len(self.right) + len(self.struck_out), len(self.wrong))

    @property
    def recall(self) -> float:
        """How much of what the key has is claimed."""
        return _share(len(self.right), len(self.missed))


def judged(claims: Set[Pair], key: Key, struck_out: Collection[Pair] = ()) -> Judgement:
    """Hold claims against the key."""
    denied = claims - key.pairs
    unjudged = {(user, used) for user, used in denied if not _is_known(user, used[1].rpartition(".")[2], key)}
    errors = (denied - unjudged) & {*struck_out}
    return Judgement(
        right=frozenset(claims & key.pairs),
        wrong=frozenset(denied - unjudged - errors),
        struck_out=frozenset(errors),
        missed=frozenset(key.pairs - claims),
        unjudged=frozenset(unjudged),
    )


def _is_known(user: tuple[str, str], name: str, key: Key) -> bool:
    return (user, name) in key.answered and (user, name) not in key.unanswered


def _share(part: int, rest: int) -> float:
    return part / (part + rest or 1)
