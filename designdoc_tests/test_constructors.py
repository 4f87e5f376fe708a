"""Constructors that fields make, judged by Python itself: what a page shows is what `inspect.signature` sees."""

import inspect
import re
import sys
import types
from collections.abc import Callable, Sequence

import pytest

from designdoc_assets.analysis.call_signatures import call_signature
from designdoc_assets.languages.python import Python
from designdoc_assets.program.settling import settled

_DATACLASSES = (
    "from dataclasses import KW_ONLY, InitVar, dataclass, field\nfrom typing import ClassVar, Generic, TypeVar\n"
)
_ATTRS = "import attr\nfrom attrs import Factory, define, field, frozen\n"
_TUPLES = "from typing import NamedTuple\n"

_MADE = {
    "plain": f"{_DATACLASSES}@dataclass\nclass A:\n    x: int\n    z: list = field(default_factory=list)\n",
    "not fields": f"{_DATACLASSES}@dataclass\nclass A:\n    x: int\n    y: ClassVar[int] = 1\n    z = 3\n",
    "class variable in quotes": f"{_DATACLASSES}@dataclass\nclass A:\n    x: int\n    y: 'ClassVar[int]' = 1\n",
    "no init": f"{_DATACLASSES}@dataclass\nclass A:\n    x: int\n    y: int = field(init=False, default=1)\n",
    "only for init": f"{_DATACLASSES}@dataclass\nclass A:\n    x: InitVar[int]\n    y: int = 1\n",
    "keywords from here": f"{_DATACLASSES}@dataclass\nclass A:\n    x: int\n    _: KW_ONLY\n    y: int\n",
    "keywords": f"{_DATACLASSES}@dataclass(kw_only=True)\nclass A:\n    x: int\n    y: int = field(kw_only=False)\n",
    "keyword field": f"{_DATACLASSES}@dataclass\nclass A:\n    x: int = field(kw_only=True)\n    y: int\n",
    "other names": "import dataclasses as d\n@d.dataclass\nclass A:\n    x: int = d.field(default=1)\n    y: int = 2\n",
    "bases": (
        f"{_DATACLASSES}@dataclass\nclass B:\n    x: int\n    y: int\n@dataclass\nclass A(B):\n    z: int\n    x: int\n"
    ),
    "two bases": (
        f"{_DATACLASSES}@dataclass\nclass B:\n    x: int\n@dataclass\nclass C:\n    y: int\n"
        "@dataclass\nclass A(B, C):\n    z: int\n"
    ),
    "a plain base": f"{_DATACLASSES}class B:\n    x: int = 1\n@dataclass\nclass A(B):\n    y: int\n",
    "generic": f"{_DATACLASSES}T = TypeVar('T')\n@dataclass\nclass A(Generic[T]):\n    x: T\n",
    "attrs": (
        f"{_ATTRS}@define\nclass A:\n    _x: int\n"
        "    y: int = field(default=1, kw_only=True)\n    z: list = Factory(list)\n"
    ),
    "attrs without annotations": (
        f"{_ATTRS}@define\nclass A:\n    x = field()\n    y: int = field(default=2)\n    z: int = 3\n"
    ),
    "attrs of old": f"{_ATTRS}@attr.s\nclass A:\n    x = attr.ib()\n    y = attr.ib(default=2)\n    z: int = 3\n",
    "attrs of old with annotations": f"{_ATTRS}@attr.s(auto_attribs=True)\nclass A:\n    x: int\n    y: int = 3\n",
    "attrs dataclass": f"{_ATTRS}@attr.dataclass\nclass A:\n    x: int\n    y: int = 3\n",
    "attrs alias": (
        f"{_ATTRS}@frozen\nclass A:\n    x: int = field(alias='ex')\n    y: int = field(init=False, default=1)\n"
    ),
    "attrs default by method": (
        f"{_ATTRS}@define\nclass A:\n    x: int\n    y: int = field()\n    @y.default\n    def _(self): return 1\n"
    ),
    "attrs bases": f"{_ATTRS}@define\nclass B:\n    x: int\n    y: int\n@define\nclass A(B):\n    z: int\n    x: int\n",
    "attrs keywords": f"{_ATTRS}@define(kw_only=True)\nclass A:\n    x: int\n    y: int = 1\n",
    "named tuple": f"{_TUPLES}class A(NamedTuple):\n    x: int\n    y: int = 1\n",
    "named tuple of extensions": "from typing_extensions import NamedTuple\nclass A(NamedTuple):\n    x: int\n",
    "subclass of a named tuple": f"{_TUPLES}class B(NamedTuple):\n    x: int\nclass A(B):\n    y: int = 1\n",
}
_UNKNOWN = {
    "no constructor": f"{_DATACLASSES}@dataclass(init=False)\nclass A:\n    x: int = 1\n",
    "no constructor of attrs": f"{_ATTRS}@define(init=False)\nclass A:\n    x: int = 1\n",
    "other fields": f"{_ATTRS}@attr.s(these={{'y': attr.ib()}})\nclass A:\n    x = 1\n",
    "a base from outside": f"{_DATACLASSES}from elsewhere import B\n@dataclass\nclass A(B):\n    x: int\n",
    "a base that is not found": f"{_DATACLASSES}@dataclass\nclass A(made()):\n    x: int\n",
    "an option that is not written out": f"{_DATACLASSES}@dataclass\nclass A:\n    x: int = field(init=FLAG)\n",
    "not a dataclass": "def dataclass(cls): return cls\n@dataclass\nclass A:\n    x: int\n",
    "its own way of making tuples": (
        f"{_TUPLES}class B(NamedTuple):\n    x: int\nclass C(B):\n    def __new__(cls): ...\nclass A(C):\n    pass\n"
    ),
}


def arguments(source: str) -> Sequence[str] | None:
    facts = settled({"a.py": Python().read(source)})["a.py"]
    made = next(cls for cls in facts.classes if cls.qualname == "A")
    return call_signature("A", made.constructor).arguments if made.constructor else None


def outline(signature: inspect.Signature) -> list[tuple[str, object, bool]]:
    return [(p.name, p.kind, p.default is not inspect.Parameter.empty) for p in signature.parameters.values()]


def bare(argument: str) -> str:
    """Return an argument without its annotation, and with any default in place of its own."""
    name = re.match(r"\*?\w*", argument)
    assert name is not None
    return f"{name[0]}=None" if "=" in argument else name[0]


@pytest.mark.parametrize("source", _MADE.values(), ids=_MADE.keys())
def test_the_constructor_that_fields_make_is_the_one_that_python_makes(
    source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = types.ModuleType("judged")
    monkeypatch.setitem(sys.modules, "judged", module)
    exec(source, module.__dict__)
    shown: dict[str, Callable[..., None]] = {}
    exec(f"def made({', '.join(map(bare, arguments(source) or ['nothing']))}): ...", shown)
    assert outline(inspect.signature(shown["made"])) == outline(inspect.signature(module.A))


@pytest.mark.parametrize("source", _UNKNOWN.values(), ids=_UNKNOWN.keys())
def test_nothing_is_shown_of_a_constructor_that_is_not_known(source: str) -> None:
    assert arguments(source) is None
