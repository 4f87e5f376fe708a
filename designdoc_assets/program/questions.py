"""What `Resolver` asks itself: each question is answered once."""

from collections.abc import Generator
from dataclasses import dataclass

from designdoc_assets.languages.declared_types import TypeExpression
from designdoc_assets.program.objects import Value
from designdoc_assets.program.resolution import Symbol


@dataclass(frozen=True, slots=True)
class Name:
    """Question: what a name means. Fields are those of `Resolver.resolve`."""

    path: str
    name: str
    scope: str
    within: str


@dataclass(frozen=True, slots=True)
class Held:
    """Question: what an attribute or a constant holds, the attribute of an object of class `receiver`."""

    symbol: Symbol
    receiver: Symbol | None


@dataclass(frozen=True, slots=True)
class Result:
    """Question: what a function, or a method of `receiver`, returns."""

    symbol: Symbol
    receiver: Symbol | None


@dataclass(frozen=True, slots=True)
class Declared:
    """Question: what an object of a declared type is."""

    type: TypeExpression
    path: str
    scope: str
    within: str
    receiver: Symbol | None


Question = Name | Held | Result | Declared
Values = tuple[Value, ...]
Answer = Generator[Question, Values, Values]
"""What answers a question: it may yield others, and is sent the answers to those."""
