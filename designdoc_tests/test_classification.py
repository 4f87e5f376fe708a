"""What sort of class a class is: known by what its bases, decorators and metaclass are, not by what they are called."""

import pytest

from designdoc_assets.artifacts.sections.notes import notes_on
from designdoc_assets.languages.facts import Class
from designdoc_assets.languages.registry import language
from designdoc_assets.program.relations import Relations
from designdoc_assets.program.resolution import Symbol
from designdoc_assets.program.settling import settled

A = Symbol("a.py", "A", "class")


def related(source: str) -> tuple[Class, Relations]:
    relations = Relations(settled({"a.py": language("python").read(source)}), {})
    return relations.resolver.class_at(A), relations


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("from dataclasses import dataclass as record\n@record\nclass A: ...\n", "dataclass"),
        ("from attrs import define\n@define\nclass A: ...\n", "attrs class"),
        ("import attr\n@attr.s(frozen=True)\nclass A: ...\n", "attrs class"),
        ("from outside import dataclass\n@dataclass\nclass A: ...\n", "dataclass"),
        ("def dataclass(cls): return cls\n@dataclass\nclass A: ...\n", "class"),
        ("from abc import ABCMeta as Meta\nclass A(metaclass=Meta): ...\n", "abstract class"),
        ("from abc import ABCMeta\nclass Meta(ABCMeta): ...\nclass A(metaclass=Meta): ...\n", "class"),
        ("class NoABCMeta(type): ...\nclass A(metaclass=NoABCMeta): ...\n", "class"),
        ("from abc import abstractmethod as must\nclass A:\n    @must\n    def f(self): ...\n", "abstract class"),
    ],
)
def test_sorts_follow_from_what_things_are(source: str, expected: str) -> None:
    cls, _ = related(source)
    assert cls.word == expected


def test_what_a_class_is_may_stand_in_another_file() -> None:
    base = "from dataclasses import dataclass as record\nfrom enum import Enum\nclass Named(Enum): ...\n"
    color = "class Color(Named):\n    RED = 1\n    _ignore_ = ['x']\n"
    own = f"from base import Named, record\n{color}@record\nclass Point:\n    x: int\n"
    files = {path: language("python").read(text) for path, text in {"base.py": base, "a.py": own}.items()}
    enumeration, point = settled(files)["a.py"].classes
    assert (enumeration.sort, enumeration.word) == ("enum", "enumeration")
    assert [each.name for each in enumeration.attributes if each.sort == "case"] == ["RED"]
    assert (point.sort, point.word) == ("record", "dataclass")
    assert point.constructor is not None
    assert [each.name for each in point.constructor.parameters] == ["x"]


@pytest.mark.parametrize(
    ("source", "note"),
    [
        ("from typing import final as last\n@last\nclass A: ...\n", "Is final: it must not be subclassed."),
        ("from attrs import frozen\n@frozen\nclass A: ...\n", "Is immutable."),
        ("from dataclasses import dataclass as d\n@d(frozen=True)\nclass A: ...\n", "Is immutable (`frozen=True`)."),
        ("def final(cls): return cls\n@final\nclass A: ...\n", None),
        ("from outside import made\n@made(frozen=True)\nclass A: ...\n", None),
        ("from attrs import frozen\n@frozen(frozen=False)\nclass A: ...\n", None),
    ],
)
def test_notes_follow_from_what_decorators_are(source: str, note: str | None) -> None:
    assert notes_on(A, *related(source)) == ([note] if note else [])
