"""Who uses a method is known through what is declared: elements, results, unions, what is checked before."""

from textwrap import dedent, indent

import pytest

from designdoc_assets.languages.registry import language
from designdoc_assets.program.relations import Relations
from designdoc_assets.program.resolution import Symbol

PLANT = """
import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from typing import Optional, TypedDict, Union

class Pump:
    twin: "Pump"
    def start(self): ...
    def next(self) -> "Pump": ...
    def __aenter__(self): ...

class Valve:
    def start(self): ...
    def close(self): ...

class Parts(TypedDict):
    pump: Pump
    valves: list[Valve]

class Broken(Exception):
    pump: Pump

class Station:
    pumps: list[Pump]
    def __init__(self, first: Pump):
        self.first = first
        self.again = first.next()
        self.known = list(self.pumps)
    def pump(self) -> Pump: ...
    async def wait(self) -> Pump: ...
    async def stream(self) -> AsyncIterator[Pump]:
        yield self.first
    @property
    def main(self) -> Pump: ...
    def __iter__(self) -> Iterator[Pump]: ...
    def __getitem__(self, name: str) -> Pump: ...
    @staticmethod
    def same(pump: Pump) -> Pump: ...
    @contextmanager
    def opened(self) -> Iterator[Pump]: ...
    @asynccontextmanager
    async def locked(self) -> AsyncIterator[Pump]: ...

class Lock:
    def __enter__(self) -> Pump: ...
    async def __aenter__(self) -> Pump: ...

Any_ = Union[Pump, Valve]
def find() -> Pump: ...
def kind() -> type[Pump]: ...
async def fetch() -> Pump: ...
"""


def calls(signature: str, body: str) -> set[str]:
    """Return the methods of the plant that a function calls."""
    used = indent(dedent(body).strip(), "    ")
    source = f"from plant import *\n\nasync def f({signature}):\n{used}\n"
    relations = Relations(
        {path: language("python").read(text) for path, text in {"plant.py": PLANT, "app.py": source}.items()}, {}
    )
    found = relations.from_symbol(Symbol("app.py", "f", "function"))
    assert all(relation.source.path == "app.py" for relation in found)
    return {
        relation.target.qualname
        for relation in found
        if relation.kind == "calls" and isinstance(relation.target, Symbol) and relation.target.kind == "method"
    }


@pytest.mark.parametrize(
    ("signature", "body"),
    [
        ("s: Station", "s.pump().start()"),
        ("s: Station", "p = s.pump()\np.start()"),
        ("s: Station", "s.pump().twin.twin.start()"),
        ("s: Station", "s.same(s.first).start()"),
        ("s: Station", "s.first.start()"),
        ("s: Station", "s.again.start()"),
        ("s: Station", "s.main.start()"),
        ("s: Station", "p = s.first\np.start()"),
        ("", "(await fetch()).start()"),
        ("", "p = await fetch()\np.start()"),
        ("s: Station", "p = await s.wait()\np.start()"),
        ("s: Station", "async for p in s.stream():\n    p.start()"),
        ("s: Station", "for p in s.pumps:\n    p.start()"),
        ("s: Station", "for p in s.known:\n    p.start()"),
        ("s: Station", "for p in s:\n    p.start()"),
        ("s: Station", "s['a'].start()"),
        ("pumps: list[Pump]", "for p in pumps:\n    p.start()"),
        ("pumps: 'list[Pump] | None'", "for p in pumps or []:\n    p.start()"),
        ("pumps: list['Pump']", "pumps[0].start()"),
        ("pumps: list[Pump]", "pumps[1:][0].start()"),
        ("pumps: list[Pump]", "pumps.pop().start()"),
        ("pumps: list[Pump]", "for n, p in enumerate(pumps):\n    p.start()"),
        ("pumps: list[Pump]", "for n, p in zip([1], pumps):\n    p.start()"),
        ("pumps: list[Pump]", "for p in sorted(pumps):\n    p.start()"),
        ("pumps: list[Pump]", "next(iter(pumps)).start()"),
        ("pumps: list[Pump]", "[p.start() for p in pumps]"),
        ("pumps: list[list[Pump]]", "{p.start() for row in pumps for p in row}"),
        ("*pumps: Pump", "for p in pumps:\n    p.start()"),
        ("**pumps: Pump", "for p in pumps.values():\n    p.start()"),
        ("pumps: dict[str, Pump]", "for name, p in pumps.items():\n    p.start()"),
        ("pumps: dict[str, Pump]", "pumps['a'].start()"),
        ("pumps: 'Mapping[str, Pump]'", "pumps.get('a').start()"),
        ("pair: tuple[int, Pump]", "n, p = pair\np.start()"),
        ("pair: tuple[int, Pump]", "pair[1].start()"),
        ("parts: Parts", "parts['pump'].start()"),
        ("cls: type[Pump]", "cls().start()"),
        ("", "kind()().start()"),
        ("make: 'Callable[[int], Pump]'", "make(1).start()"),
        ("", "try:\n    f()\nexcept Broken as e:\n    e.pump.start()"),
        ("", "try:\n    f()\nexcept (OSError, Broken) as e:\n    e.pump.start()"),
        ("", "p = Pump()\np = find()\np.start()"),
        ("p: Pump", "p = p.next()\np.start()"),
        ("p: 'Pump | str'", "p = Pump() if isinstance(p, str) else p\np.start()"),
        ("lock: Lock", "with lock as p:\n    p.start()"),
        ("lock: Lock", "async with lock as p:\n    p.start()"),
        ("s: Station", "with s.opened() as p:\n    p.start()"),
        ("s: Station", "async with s.locked() as p:\n    p.start()"),
        ("s: Station, stack", "p = stack.enter_context(s.opened())\np.start()"),
        ("p: Optional[Pump]", "p.start()"),
        ("x: object", "if isinstance(x, Pump):\n    x.start()"),
        ("x", "if not isinstance(x, Pump):\n    return\nx.start()"),
        ("x", "assert isinstance(x, Pump)\nx.start()"),
        ("x: 'Pump | Valve'", "if isinstance(x, Valve):\n    x.close()\nelse:\n    x.start()"),
        ("x", "if x is None:\n    x = Pump()\nx.start()"),
        ("", "try:\n    p = find()\nfinally:\n    p.start()"),
        ("", "try:\n    return 1\nexcept OSError:\n    raise\nfinally:\n    p = find()\np.start()"),
        ("", "try:\n    p = find()\nexcept OSError:\n    return\nelse:\n    p.start()"),
        ("x", "while x:\n    p = find()\np.start()"),
        ("x", "match x:\n    case 1:\n        p = find()\n    case _:\n        p = None\np.start()"),
        ("x", "p = cast('Pump', x)\np.start()"),
    ],
)
def test_what_is_reached_through_declared_types_is_used(signature: str, body: str) -> None:
    found = calls(signature, body)
    assert "Pump.start" in found
    assert "Valve.start" not in found


@pytest.mark.parametrize("signature", ["x: 'Pump | Valve'", "x: Union[Pump, Valve]", "x: Any_", "x: Optional[Any_]"])
def test_what_is_one_of_several_types_may_be_each(signature: str) -> None:
    assert calls(signature, "x.start()") == {"Pump.start", "Valve.start"}


def test_what_branches_set_is_told_apart_in_them_and_meets_behind_them() -> None:
    body = """
        if a:
            x = Pump()
            x.{0}()
        else:
            x = Valve()
            x.{1}()
        x.{2}()
    """
    assert calls("a", body.format("start", "other", "other")) == {"Pump.start"}
    assert calls("a", body.format("other", "start", "other")) == {"Valve.start"}
    assert calls("a", body.format("other", "other", "start")) == {"Pump.start", "Valve.start"}


@pytest.mark.parametrize(
    ("signature", "body"),
    [
        ("", "fetch().start()"),  # nobody waited for it
        ("pumps: list[Pump]", "pumps.start()"),
        ("pumps: dict[Pump, str]", "pumps['a'].start()"),
        ("pair: tuple[int, Pump]", "pair[0].start()"),
        ("make: 'Callable[[Pump], int]'", "make(1).start()"),
        ("cls: type[Pump]", "for c in cls:\n    c.start()"),
        ("x: Pump", "x = unknown()\nif a:\n    x = Station()\nx.start()"),
        ("x", "if isinstance(x, Pump):\n    return\nx.start()"),
        ("x", "if isinstance(x, Pump) or x:\n    x.start()"),
        ("x", "for x in x:\n    x.start()"),
    ],
)
def test_what_is_not_declared_is_not_claimed(signature: str, body: str) -> None:
    assert calls(signature, body) == set()


def test_what_a_name_goes_through_is_used_too() -> None:
    source = """
        import re
        PATTERN = re.compile("a")
        class Tank:
            def __init__(self, path):
                self.file = open(path)
        def f(tank: Tank):
            PATTERN.sub("", tank.file.read())
    """
    relations = Relations({"a.py": language("python").read(dedent(source))}, {})
    found = relations.from_symbol(Symbol("a.py", "f", "function"))
    assert {target.qualname for each in found if isinstance(target := each.target, Symbol)} == {
        *("PATTERN", "Tank", "Tank.file"),
    }


def test_types_of_a_depth_that_nobody_writes_are_read_all_the_same() -> None:
    nested = f"{'list[' * 3000}Pump{']' * 3000}"
    assert calls(f"p: {nested}", "p.start()") == set()
    chain = ".next()" * 3000
    assert calls("p: Pump", f"q = p{chain}\nq.start()") <= {"Pump.start", "Pump.next"}


def test_long_chains_of_types_are_followed_as_far_as_anybody_writes_them() -> None:
    aliases = "\n".join(f"X{n} = list[X{n + 1}]" for n in range(3000))
    source = (
        f"class Pump:\n    def start(self): ...\n{aliases}\nX3000 = list[Pump]\ndef f(x: X0, y: X3000): y[0].start()"
    )
    relations = Relations({"a.py": language("python").read(source)}, {})
    assert Symbol("a.py", "Pump.start", "method", owner="Pump") in {
        relation.target for relation in relations.from_symbol(Symbol("a.py", "f", "function"))
    }
    deep = source.replace("y[0].start()", f"x{'[0]' * 70}.start()")
    assert Relations({"a.py": language("python").read(deep)}, {})


@pytest.mark.parametrize("order", ["ab", "ba"])
def test_objects_that_are_made_of_each_other_are_of_no_class_whichever_is_asked_first(order: str) -> None:
    methods = "".join(f"    def use_{name}(self): self.{name}.start()\n" for name in order)
    source = f"""
class Pump:
    def start(self): ...
class App:
    def __init__(self, pumps: list[Pump]):
        self.a = self.b or pumps[0]
        self.b = self.a
{methods}"""
    relations = Relations({"a.py": language("python").read(source)}, {})
    calls = [relation for relation in relations.from_file("a.py") if relation.kind == "calls"]
    assert not calls
