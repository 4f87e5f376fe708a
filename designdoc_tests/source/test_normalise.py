"""What changes the digests of files and classes, and what does not."""

import importlib.util
import re
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designdoc_assets.languages.registry import language

STDLIB = Path(sysconfig.get_paths()["stdlib"])
FORMATTED = ("argparse", "ast", "dataclasses", "aifc", "statistics", "textwrap", "typing", "uuid", "shlex", "tokenize")


def digest(source: str) -> str:
    return language("python").read(source).digest


def class_digests(source: str) -> dict[str, str]:
    return {found.qualname: found.digest for found in language("python").read(source).classes}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a = 1", "\n\n# comment\na   =  1  # more\n"),
        ("if a:\n    b()\n", "if a:\n\tb()\n"),
        ("if a: b(); c()", "if a:\n  b()\n  c()"),
        ("x = a + \\\n    b", "x = (\n    a + b\n)"),
        ("x = a + b * c", "x = ((a) + (b * c))"),
        ("f(a, b)", "f(\n    a,\n    b,\n)"),
        ("f(x for x in y)", "f((x for x in y))"),
        ("x = [1, 2]", "x = [1, 2,]"),
        ("x = 'a'", 'x = "a"'),
        ("x = 'it\\'s'", 'x = "it\'s"'),
        ("x = U'a' F'{b}'", 'x = "a" f"{b}"'),
        ("x = 'a' 'b'", "x = 'ab'"),
        ("x = 'a{' f'{b}'", "x = f'a{{{b}'"),
        ("x = 0XFF, 1E5, .5, 5., 1e+3", "x = 0xff, 1e5, 0.5, 5.0, 1e3"),
        ("x = 1, 2", "x = (1, 2)"),
        ("for x, y in z: pass", "for (x, y) in z: pass"),
        ("with a as b, c: pass", "with (a as b, c,): pass"),
        ("class A(): pass", "class A: pass"),
        ("del (a, b)", "del a, b"),
        ("match x:\n case (a | b): pass", "match x:\n case a | b: pass"),
        ("def f() -> (Iterable[A, B]): 1", "def f() -> Iterable[A, B]: 1"),
        ("def f():\n  '''A\n  b\n    c\n  '''", 'def f():\n    """A\n    b\n      c"""'),
        ("from a import b, c", "from a import (b, c,)"),
    ],
)
def test_layout_changes_no_digest(one: str, other: str) -> None:
    assert digest(one) == digest(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("if a:\n    b()\nc()", "if a:\n    b()\n    c()"),
        ("x = (a + b) * c", "x = a + b * c"),
        ("x = a < b < c", "x = (a < b) < c"),
        ("x = -1 ** 2", "x = (-1) ** 2"),
        ("x = 1", "x = (1,)"),
        ("f(1)", "f((1,))"),
        ("x[1]", "x[1,]"),
        ("x", "x,"),
        ("x = a[1:]", "x = a[:1]"),
        ("x = 'a'", "x = b'a'"),
        ("x = 'a'", "x = f'a'"),
        ("x = 'a'", "x = 'a '"),
        (r"x = r'\n'", r"x = '\n'"),
        (r"x = r'\"'", "x = r''"),
        (r"x = r'\'' 'b'", r"x = '\'' r'b'"),
        ("x = f'{a:>5}'", "x = f'{a:<5}'"),
        ("x = f'{a!r}'", "x = f'{a!s}'"),
        ("def f(): pass", "async def f(): pass"),
        ("def f(): pass", "@g\ndef f(): pass"),
        ("def f(a, *, b): pass", "def f(a, b): pass"),
        ("def f():\n    'Does.'", "def f():\n    'Do.'"),
        ("def f():\n    '''A\n    b'''", "def f():\n    '''A\n      b'''\n    ''"),
        ("import a as b", "import a, b"),
        ("a is not b", "a is b"),
        ("x: int", "x = int"),
        ("return_ = a if b else c", "return_ = b if a else c"),
        ("match x:\n case (a,): pass", "match x:\n case (a): pass"),
        ("x = ? 1", "x = ! 1"),
    ],
)
def test_meaning_changes_the_digest(one: str, other: str) -> None:
    assert digest(one) != digest(other)


CLASSES = """
class Outer:
    x = 1
    @decorated
    class Inner:
        y = 2
    def f(self):
        class Local: z = 3

@decorated(1)
class Next: pass
"""


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("x = 1", "x = 4", {"Outer"}),
        ("y = 2", "y = 4", {"Outer.Inner"}),
        ("    @decorated\n", "", {"Outer.Inner"}),
        ("z = 3", "z = 4", {"Outer.f.Local"}),
        ("decorated(1)", "decorated(2)", {"Next"}),
        ("\nclass Outer", "import a\nclass Outer", set()),
        ("x = 1", "x = (1)  # one", set()),
    ],
)
def test_a_change_reaches_only_the_class_it_stands_in(old: str, new: str, changed: set[str]) -> None:
    before, after = class_digests(CLASSES), class_digests(CLASSES.replace(old, new))
    assert {name for name in before if before[name] != after[name]} == changed


def test_equal_classes_in_different_places_have_one_digest() -> None:
    found = class_digests("class A:\n    x = 1\n\ndef f():\n    class A:\n        x = 1\n")
    assert found["A"] == found["f.A"]


@pytest.mark.skipif(importlib.util.find_spec("ruff") is None, reason="ruff is not installed")
def test_a_formatter_changes_no_digest(tmp_path: Path) -> None:
    sources = {path.name: path.read_text() for path in (STDLIB / f"{name}.py" for name in FORMATTED) if path.exists()}
    for name, source in sources.items():
        (tmp_path / name).write_text(source)
    command = [sys.executable, "-m", "ruff", "format", "--isolated", "--quiet", "--line-length", "60", str(tmp_path)]
    subprocess.run(command, check=True)
    formatted = {name: (tmp_path / name).read_text() for name in sources}
    assert all(formatted[name] != source for name, source in sources.items())
    assert [name for name, source in sources.items() if digest(source) != digest(formatted[name])] == []
    for name, source in sources.items():
        assert class_digests(source) == class_digests(formatted[name])


NAMES = st.sampled_from(["a", "b", "f(a)", "'s'", "1", "a.b", "[a]", "(not a)", "(lambda: a)"])
EXPRESSIONS = st.recursive(
    NAMES,
    lambda inner: st.builds("({} {} {})".format, inner, st.sampled_from(["+", "*", "**", "<", "and", "or"]), inner),
    max_leaves=6,
)


@given(EXPRESSIONS, st.sampled_from(["a", "1", "b"]))
def test_brackets_around_any_part_change_no_digest(expression: str, name: str) -> None:
    bracketed = re.sub(rf"(?<![\w.]){name}\b", f"( # {name}\n {name})", expression)
    assert digest(f"x = {expression}") == digest(f"x = ({bracketed})")


@given(EXPRESSIONS, EXPRESSIONS)
def test_different_expressions_have_different_digests(one: str, other: str) -> None:
    assert (digest(f"x = {one}") == digest(f"x = {other}")) == (one == other)


@given(st.lists(st.sampled_from(["x = 1", "f()", "def g(): pass", "'text'", "class A: pass"]), min_size=1), st.data())
def test_comments_and_blank_lines_anywhere_change_no_digest(lines: list[str], data: st.DataObject) -> None:
    noise = data.draw(
        st.lists(st.sampled_from(["", "  # note", "\n", "# note\n\n"]), min_size=len(lines), max_size=len(lines))
    )
    assert digest("\n".join(lines)) == digest(
        "\n".join(map("".join, zip(noise, ["\n"] * len(lines), lines, strict=True)))
    )
