from collections.abc import Mapping
from pathlib import Path

import pytest

from designdoc_assets.source.snapshot import read_snapshot
from designdoc_assets.source.working_tree import WorkingTree
from designdoc_tests.source.repositories import Target

DERIVED = "class stored(property):\n    pass\n"
DESCRIPTOR = (
    "class lazy_property:\n    def __init__(self, f): self.f = f\n    def __get__(self, i, t): return self.f(i)\n"
)
FACTORY = "def kept_property(method):\n    def get(self): return method(self)\n    return property(get)\n"
INNOCENT = "def requires_property(name):\n    return lambda method: method\n"
COPY = "def cached_property(method):\n    return method\n"


def sorts(folder: Path, files: Mapping[str, str]) -> dict[str, str]:
    folder.mkdir()
    target = Target(folder)
    for path, text in files.items():
        target.write(path, text)
    facts = read_snapshot(WorkingTree(target.root)).files["use.py"].facts
    methods = [method for cls in facts.classes for method in cls.methods]
    return {method.name: f"cached {method.sort}" if method.is_cached else method.sort for method in methods}


def used(imports: str, *decorators: str, takes: str = "self") -> str:
    return (
        f"{imports}\n\nclass Box:\n" + "".join(f"    @{name}\n" for name in decorators) + f"    def f({takes}): ...\n"
    )


@pytest.mark.parametrize(
    ("definitions", "code", "expected"),
    [
        (DERIVED, used("from deco import stored", "stored"), "getter"),
        (DERIVED, used("from deco import stored as st", "st"), "getter"),
        (DERIVED, used("import deco", "deco.stored"), "getter"),
        (DERIVED + "class deeper(stored): ...\n", used("from deco import deeper", "deeper"), "getter"),
        (DESCRIPTOR, used("from deco import lazy_property", "lazy_property"), "getter"),
        (FACTORY, used("from deco import kept_property", "kept_property"), "getter"),
        (FACTORY, used("from deco import kept_property", "kept_property", takes="self, path"), "method"),
        (INNOCENT, used("from deco import requires_property", "requires_property('x')"), "method"),
        (INNOCENT, used("from deco import requires_property", "property", "requires_property('x')"), "getter"),
        (COPY, used("from deco import cached_property", "cached_property"), "method"),
        ("", used("from deco import cached_property", "cached_property"), "cached getter"),
        ("", used("from outside import hybrid_property", "hybrid_property"), "getter"),
        ("", used("from outside import hybrid_property", "hybrid_property", takes="self, path"), "method"),
        ("", used("from outside import needs_property", "needs_property('x')"), "method"),
        (
            "",
            "class Box:\n    def kept(get):\n        return property(get)\n    @kept\n    def f(self): ...\n",
            "getter",
        ),
    ],
)
def test_a_decorator_of_the_target_makes_what_its_definition_says(
    tmp_path: Path, definitions: str, code: str, expected: str
) -> None:
    assert sorts(tmp_path / "shop", {"deco.py": definitions, "use.py": code})["f"] == expected
