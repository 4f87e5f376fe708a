"""What names tell in one language, whoever uses them: members that every user of it knows, calls with effects."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple


class Effect(NamedTuple):
    """What is said of one method, and of several."""

    singular: str
    plural: str
    is_of_variables: bool = False
    """Whether it is something done with environment variables."""


@dataclass(frozen=True)
class Traits:
    """Tables of names. Those of what is defined outside of the target are full: `time.sleep`."""

    protocols: Sequence[tuple[frozenset[str], str]] = ()
    """Names of methods, and what is said of a class that has them all."""
    universal_members: frozenset[str] = frozenset()
    """What every object has, or any class may say of itself: a class that has it asks nothing of others by that."""
    has_abstract_members: bool = False
    """Whether interfaces, too, say which of their members are abstract: the others need no implementation."""
    calls: Mapping[str, Effect] = field(default_factory=dict)
    """Effects of calls, by what is called."""
    methods: Mapping[tuple[str, str], Effect] = field(default_factory=dict)
    """Effects of calls of methods, by class and method, on an object that the caller itself makes."""
    mentions: Mapping[str, Effect] = field(default_factory=dict)
    """Effects of whatever is done with a thing, or with a member of it."""

    @cached_property
    def effects(self) -> Sequence[Effect]:
        """All effects, in the order in which pages tell them."""
        return tuple(dict.fromkeys((*self.calls.values(), *self.methods.values(), *self.mentions.values())))
