"""Kinds."""

from collections import namedtuple
from enum import Enum
from typing import NamedTuple, NewType, Optional, TypedDict, Union

Column = namedtuple("Column", ("name", "kind"))
Point = NamedTuple("Point", [("x", int)])
Movie = TypedDict("Movie", {"name": str})
Color = Enum("Color", "RED GREEN")
Number = Union[int, float]
UserId = NewType("UserId", int)
LIMIT = 5
