"""What pages say of a target: that they are worth reading, by facts alone."""

import re
from pathlib import Path

import pytest

from designdoc_tests.support import dead_links, docs_of, document, make_repo

GATEWAY = {
    "pyproject.toml": '[project]\nname = "pay"\ndependencies = ["requests>=2"]\n',
    "src/net/__init__.py": "",
    "src/net/client.py": "class Client:\n    def request(self): ...\n\n    def close(self): ...\n",
    "src/pay/__init__.py": "",
    "src/pay/errors.py": 'class Declined(Exception):\n    """The bank said no."""\n',
    "src/pay/gateway.py": '''"""Talking to banks."""

import time

import requests

from net.client import Client
from pay.errors import Declined


class Charge:
    """What was charged."""


class Gateway(Client):
    """Thin wrapper around the bank's API. Retries a failed charge up to `max_retries` times with linear backoff."""

    def __init__(self, api_key: str, max_retries: int = 3):
        """Open it.

        Args:
            api_key: Key of the merchant account.
        """
        self.live: bool = api_key.startswith("live")
        self.session = requests.Session()

    def charge(self, cents: int, /, currency: str = "USD", *, idempotency_key: str | None = None) -> Charge:
        """Submit a charge for the given amount.

        Args:
            cents: Amount in the smallest unit of `currency`.
        """
        if cents < 0:
            raise ValueError
        time.sleep(1)
        if not self.live:
            raise Declined
        return Charge()

    async def refund(self, charge_id: str) -> bool:
        """Refund the charge."""

    def capture(self): ...

    def void(self): ...

    def balance(self): ...

    def ping(self): ...
''',
    "src/shop/__init__.py": "",
    "src/shop/checkout.py": (
        "from pay.gateway import Gateway\n\n\n"
        "class Checkout:\n    def __init__(self, gateway: Gateway):\n        self.gateway = gateway\n"
    ),
    "tests/test_gateway.py": (
        "from pay.gateway import Gateway\n\n\ndef test_retries_then_declines():\n    Gateway('k').charge(1)\n"
    ),
}


def documented(tmp_path: Path, files: dict[str, str]) -> Path:
    """Document a repository, check that nothing failed and no link is dead, and return its docs."""
    repo = make_repo(tmp_path / "repo", files, git=False)
    run = document(repo)
    assert run.success, run.failure
    docs = docs_of(repo)
    assert dead_links(docs) == []
    assert not (docs / "hil-issues.yaml").exists()
    return docs


def page(docs: Path, path: str) -> str:
    """Return the text of a page; that of a class which has none is on the page of its file."""
    found = docs / "packages" / path
    return (
        found if found.exists() else found.with_name(re.sub(r"(\.py)\..+", r"\1.md", path.rpartition("/")[2]))
    ).read_text()


def file_page(tmp_path: Path, source: str) -> str:
    return page(documented(tmp_path, {"m.py": source}), "m.py.md")


def class_page(tmp_path: Path, source: str, name: str = "A") -> str:
    return page(documented(tmp_path, {"m.py": source}), f"m.py.{name}.md")


# The page to beat


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> str:
    docs = documented(tmp_path_factory.mktemp("gateway"), GATEWAY)
    return page(docs, "src/pay/gateway.py.Gateway.md")


@pytest.mark.parametrize(
    "part",
    [
        "# Gateway (src/pay/gateway.py)\n\n*class* in [`src/pay/gateway.py`](gateway.py.md), "
        "package [`src/pay`](README.md), "
        "[source](../../../../../src/pay/gateway.py)\n",
        "## Purpose\n\nThin wrapper around the bank's API. Retries a failed charge up to `max_retries` times with "
        "linear backoff.\n",
        "## Public API\n\n`Gateway(api_key: str, max_retries: int = 3)`\n\nOpen it.\n\n"
        "| Parameter | Type | Default | |\n| --- | --- | --- | --- |\n"
        "| `api_key` | `str` | | Key of the merchant account. |\n"
        "| `max_retries` | `int` | `3` | |\n",
        "### `Gateway.charge()`\n\n"
        '`charge(cents: int, /, currency: str = "USD", *, idempotency_key: str | None = None) -> Charge`\n\n'
        "Submit a charge for the given amount.\n\n"
        "| Parameter | Type | Default | |\n| --- | --- | --- | --- |\n"
        "| `cents` | `int` | | Amount in the smallest unit of `currency`. Positional only. |\n"
        '| `currency` | `str` | `"USD"` | |\n'
        "| `idempotency_key` | `str \\| None` | `None` | Keyword only. |\n\n"
        "**Raises** `ValueError` when `cents < 0`; else [`Declined`](errors.py.md#class-declined) "
        "when `not self.live`.\n",
        "### `Gateway.refund()`\n\n`refund(charge_id: str) -> bool` *(async)*\n\nRefund the charge.\n",
        "- Inherits from [`Client`](../net/client.py.md#class-client).\n"
        "- Raises [`Declined`](errors.py.md#class-declined).\n"
        "- Makes [`Charge`](gateway.py.md#class-charge).\n"
        "- Uses `requests` (third party); `time` (standard library).\n",
        "- `charge` sleeps, and so blocks its thread.\n",
        "    Client <|-- Gateway\n",
        "    Gateway ..> Charge : makes\n    Gateway ..> Declined : raises\n",
        "    Checkout --> Gateway : gateway\n",
        "**Inherited** from [`Client`](../net/client.py.md#class-client): `request`, `close`.",
        "**Used by**: [`Checkout`](../shop/checkout.py.md#class-checkout).",
        "**Tested by** `tests/test_gateway.py`: `test_retries_then_declines`.",
    ],
)
def test_a_class_page_reads_like_the_page_to_beat(gateway: str, part: str) -> None:
    assert part in gateway


def test_a_small_class_reads_the_same_on_the_page_of_its_file(tmp_path: Path) -> None:
    small = {"src/pay/gateway.py": GATEWAY["src/pay/gateway.py"].partition("    def capture")[0]}
    text = page(documented(tmp_path, {**GATEWAY, **small}), "src/pay/gateway.py.md")
    assert (
        "## class `Gateway`\n\nThin wrapper around the bank's API. Retries a failed charge up to `max_retries` times "
        "with linear backoff.\n\n`Gateway(api_key: str, max_retries: int = 3)`\n\nOpen it.\n\n| Parameter"
    ) in text
    assert (
        "Also `session`.\n\n"
        "- Inherits from [`Client`](../net/client.py.md#class-client).\n"
        "- Raises [`Declined`](errors.py.md#class-declined).\n"
        "- Makes [`Charge`](#class-charge).\n"
        "- Uses `requests` (third party); `time` (standard library).\n"
        "- `charge` sleeps, and so blocks its thread.\n\n"
        "### `Gateway.charge()`\n\n`charge(cents: int, /"
    ) in text
    assert "### `Gateway.refund()`\n\n`refund(charge_id: str) -> bool` *(async)*\n\nRefund the charge.\n" in text
    relations = text.partition("### Relations of `Gateway`\n\n```mermaid\n")[2]
    assert "**Used by**: [`Checkout`](../shop/checkout.py.md#class-checkout).\\\n**Tested by** `tests/" in relations


def test_of_a_class_with_nothing_in_it_there_is_its_name(tmp_path: Path) -> None:
    text = file_page(tmp_path, "class A: ...\n")
    assert "-->\n## class `A`\n<!--" in text


# Files and packages


def test_a_package_of_functions_alone_is_documented_with_what_they_do(tmp_path: Path) -> None:
    source = 'def area(radius: float) -> float:\n    """Return the area of a circle."""\n\n\ndef twice(x): ...\n'
    docs = documented(tmp_path, {"geo/__init__.py": "", "geo/circles.py": source})
    readme = page(docs, "geo/README.md")
    assert "| [`area`](circles.py.md#area) | Return the area of a circle. |" in readme
    assert "\n\nAlso [`twice`](circles.py.md#twice).\n" in readme
    assert "### `area()`\n\n`area(radius: float) -> float`\n\nReturn the area of a circle." in page(
        docs, "geo/circles.py.md"
    )


def test_a_file_with_nothing_in_it_says_so_in_a_line(tmp_path: Path) -> None:
    docs = documented(tmp_path, {"p/__init__.py": "", "p/empty.py": "# nothing yet\n"})
    for name in ("empty.py", "__init__.py"):
        text = page(docs, f"p/{name}.md")
        assert "-->\nThere are no classes and no functions in it.\n<!--" in text
        assert "## Purpose" not in text


def test_a_file_of_metadata_alone_is_not_said_to_be_empty(tmp_path: Path) -> None:
    text = file_page(tmp_path, '__version__ = "1.0"\n__all__ = []\n')
    assert '| `__version__` | `"1.0"` |' in text
    assert "no code" not in text
    assert "| `__all__`" not in text


def test_where_no_author_says_what_for_there_is_no_purpose(tmp_path: Path) -> None:
    source = "class TooBad(Exception): ...\n\n\nclass Large:\n    def one(self): ...\n\n\ndef make(): ...\n"
    docs = documented(tmp_path, {"p/__init__.py": "", "p/m.py": source})
    for name in ("README.md", "m.py.md"):
        text = page(docs, f"p/{name}")
        assert "## Purpose" not in text
        assert "Defines" not in text
        assert "A class" not in text
    readme = page(docs, "p/README.md")
    assert "## Classes\n\n[`TooBad`](m.py.md#class-toobad) (exception), [`Large`](m.py.md#class-large).\n" in readme
    assert "## Classes\n\n[`TooBad`](#class-toobad), [`Large`](#class-large).\n" in page(docs, "p/m.py.md")


def test_the_docstring_of_a_module_serves_its_one_public_class_and_the_other_way_round(tmp_path: Path) -> None:
    helper = "class _Helper: ...\n\n\n"
    docs = documented(
        tmp_path,
        {
            "a.py": f'"""Talks to banks."""\n\n{helper}class A: ...\n',
            "b.py": f'{helper}class B:\n    """Talks to shops."""\n',
            "c.py": '"""Talks to people."""\n\nclass C:\n    """See the module\'s docstring."""\n\n\ndef f(): ...\n',
            "d.py": '"""Talks to nobody."""\n\nclass D: ...\n\n\nclass E: ...\n',
        },
    )
    assert "## Purpose\n\nTalks to banks.\n" in page(docs, "a.py.md")
    assert "## class `_Helper`\n<!--" in page(docs, "a.py.md")
    assert "## class `B`\n\nTalks to shops.\n" in page(docs, "b.py.md")
    # What stands on the page already is not said again there; the package's tables say it of both.
    assert [page(docs, f"{name}.py.md").count("\n\nTalks to ") for name in "abcd"] == [1, 1, 1, 1]
    readme = page(docs, "README.md")
    assert all(f"{name}.md) | Talks to" in readme for name in ("a.py", "b.py", "c.py"))
    assert readme.count("| Talks to banks. |") == readme.count("| Talks to shops. |") == 2
    assert "## class `D`\n<!--" in page(docs, "d.py.md")


@pytest.mark.parametrize(
    ("comment", "is_shown"),
    [
        ("# Talks to the bank by mail.", True),
        ("# Talks to the bank,\n# which answers by mail", True),
        ("# Talks to the bank by mail.\n", False),
        ("# TODO: talk to the bank by mail.", False),
        ("# Helpers", False),
        ("# return ask(bank, mail) or nothing at all", False),
        ("x = 1  # Talks to the bank by mail.", False),
    ],
)
def test_a_comment_right_above_a_thing_that_says_what_it_is_for_serves(
    tmp_path: Path, comment: str, *, is_shown: bool
) -> None:
    for number, thing in enumerate(("class A: ...\n", "@final\nclass A: ...\n", "def A(): ...\n")):
        docs = documented(tmp_path / str(number), {"m.py": f"import x\n\n{comment}\n{thing}"})
        text = page(docs, "m.py.md")
        assert ("to the bank" in text) == is_shown, text


def test_a_package_of_which_nobody_says_what_it_is_for_says_what_others_use_most(tmp_path: Path) -> None:
    use = "from p.m import A, f\n\n\ndef g(a: A):\n    return f(a)\n"
    files = {
        "p/__init__.py": "",
        "p/m.py": "class A: ...\n\n\ndef f(a): ...\n\n\ndef h(): ...\n",
        "p/n.py": "from p.m import h\n\n\ndef i():\n    h()\n",
        "q/__init__.py": '"""Uses it."""\n',
        "q/a.py": use,
        "q/b.py": use.replace("return f(a)", "..."),
    }
    docs = documented(tmp_path, files)
    said = "Most used by other packages: [`A`](m.py.md#class-a) (2 files), [`f()`](m.py.md#f) (1).\n"
    assert f"## Overview\n\n{said}" in page(docs, "p/README.md")
    assert (
        "| [`p`](packages/p/README.md) | 3 | Most used by other packages: `A` (2 files), `f()` (1). |"
        in (docs / "SYSTEM_DESIGN.md").read_text()
    )
    assert "Most used" not in page(docs, "q/README.md")


def test_type_aliases_stand_apart_from_constants_and_type_variables_are_only_named(tmp_path: Path) -> None:
    source = """
from typing import Callable, TypeVar, Union

T = TypeVar("T")
LIMIT = 3
Handler = Callable[[str], None]
Key = Union[str, int]
Maybe = str | None
FLAGS = LIMIT | 4
type Pair[U] = tuple[U, U]
"""
    text = file_page(tmp_path, source)
    constants, types = text.partition("## Types")[::2]
    assert "| `LIMIT` | `3` |" in constants
    assert "| `FLAGS` | `LIMIT \\| 4` |" in constants
    for name, definition in (("Handler", "Callable[[str], None]"), ("Key", "Union[str, int]")):
        assert f"| `{name}` | `{definition}` |" in types
    assert "| `Maybe` | `str \\| None` |" in types
    assert "| `Pair[U]` | `tuple[U, U]` |" in types
    assert "Type variables: `T`." in types


def test_a_file_says_what_it_exports_only_if_its_all_hides_something(tmp_path: Path) -> None:
    hiding = documented(tmp_path / "a", {"m.py": '__all__ = ["f"]\n\n\ndef f(): ...\n\n\ndef g(): ...\n'})
    open_ = documented(tmp_path / "b", {"m.py": '__all__ = ["f"]\n\n\ndef f(): ...\n'})
    assert "Exports, by `__all__`, `f`." in page(hiding, "m.py.md")
    assert "__all__" not in page(open_, "m.py.md")


@pytest.mark.parametrize(
    ("init", "offered"),
    [
        ("from p.a import A, f\n", "`A`, `f`"),
        ("from p.a import A as A\nfrom p.a import f\n", "`A`"),
        ('from p.a import *\n\n__all__ = ["f"]\n', "`f`"),
        ("from .a import *\n", "`A`, `f`"),
    ],
)
def test_a_package_says_what_it_offers_and_where_that_is_from(tmp_path: Path, init: str, offered: str) -> None:
    source = "class A: ...\n\n\ndef f(): ...\n\n\ndef _g(): ...\n"
    docs = documented(tmp_path, {"p/__init__.py": init, "p/a.py": source})
    text = page(docs, "p/__init__.py.md")
    shown = text.replace("[", "").replace("](a.py.md#class-a)", "").replace("](a.py.md#f)", "")
    assert f"| `p/a.py` | {offered} |" in shown


def test_what_a_package_takes_from_others_for_its_own_use_is_no_offer(tmp_path: Path) -> None:
    files = {"p/__init__.py": "from q.b import B\n\nx = B()\n", "q/__init__.py": "", "q/b.py": "class B: ...\n"}
    assert "Re-exports" not in page(documented(tmp_path, files), "p/__init__.py.md")


def test_a_package_shows_its_classes_as_a_tree_of_inheritance(tmp_path: Path) -> None:
    source = "class A: ...\nclass B(A): ...\nclass C(A): ...\nclass D(C): ...\n"
    text = page(documented(tmp_path, {"p/__init__.py": "", "p/a.py": source}), "p/README.md")
    assert (
        "- Inheritance, base classes first:\n"
        "  - [`A`](a.py.md#class-a): [`B`](a.py.md#class-b)\n"
        "    - [`C`](a.py.md#class-c): [`D`](a.py.md#class-d)\n"
    ) in text


# Classes


def test_every_kind_of_parameter_is_shown_as_written(tmp_path: Path) -> None:
    source = "class A:\n    def f(self, a, /, b: int, c=1, *args: str, d, e: int = 2, **kwargs): ...\n"
    shown = "### `A.f()`\n\n`f(a, /, b: int, c=1, *args: str, d, e: int = 2, **kwargs)`\n"
    assert shown in class_page(tmp_path, source)


def test_overloads_are_shown_in_place_of_the_implementation(tmp_path: Path) -> None:
    source = """
from typing import overload


class A:
    @overload
    def get(self, key: int) -> int: ...
    @overload
    def get(self, key: str) -> str: ...
    def get(self, key):
        \"\"\"Get it.\"\"\"
"""
    forms = "```python\nget(key: int) -> int\nget(key: str) -> str\n```\n"
    assert f"### `A.get()`\n\nGet it.\n\n{forms}" in class_page(tmp_path, source)


def test_described_parameters_are_kept_that_only_keyword_arguments_take(tmp_path: Path) -> None:
    source = '''
def connect(url, **options):
    """Connect.

    :param url: Where to.
    :param timeout=3: Seconds to wait.
    :param \\\\**options: All others.
    """
'''
    text = file_page(tmp_path, source)
    assert "| `url` | | | Where to. |" in text
    assert "| `**options` | | | All others. |" in text
    assert "| `timeout` | | `3` | Seconds to wait. |" in text


def test_what_is_described_but_not_in_a_closed_signature_is_said_to_be_so(tmp_path: Path) -> None:
    source = 'def f(a):\n    """Do.\n\n    Args:\n        a: This.\n        gone: That.\n    """\n'
    assert "| `gone` | | | That. Not in the signature. |" in file_page(tmp_path, source)


def test_lists_and_code_in_a_description_stand_below_the_table(tmp_path: Path) -> None:
    source = '''
def f(mode):
    """Do.

    :param mode: One of these:

        - `a`: first
        - `b`: second
    """
'''
    text = file_page(tmp_path, source)
    assert "| `mode` | | | One of these: See below. |\n\n`mode`, continued:\n\n- `a`: first\n- `b`: second\n" in text


@pytest.mark.parametrize("said", ["dict", "A dict object.", "dict[str, int]"])
def test_a_result_that_is_only_the_type_again_is_not_repeated(tmp_path: Path, said: str) -> None:
    source = f'def f() -> dict[str, int]:\n    """Do.\n\n    Returns:\n        {said}\n    """\n'
    assert "**Returns**" not in file_page(tmp_path, source)


def test_properties_of_every_make_are_shown_as_attributes(tmp_path: Path) -> None:
    source = """
from functools import cached_property

from lib import memoized_property


class A:
    @property
    def a(self) -> int: ...

    @a.setter
    def a(self, value): ...

    @cached_property
    def b(self): ...

    @memoized_property
    def c(self) -> str: ...
"""
    text = class_page(tmp_path, source)
    assert "### `A.a`\n\n`a` *(property, settable)* `-> int`\n" in text
    assert "### `A.b`\n\n`b` *(cached property)*\n" in text
    assert "### `A.c`\n\n`c` *(property)* `-> str`\n\nDecorated with `@memoized_property`.\n" in text


def test_an_attribute_that_is_also_a_property_is_shown_once(tmp_path: Path) -> None:
    source = (
        "class A:\n    def __init__(self):\n        self.x = 1\n        self.y = 1\n\n"
        "    @property\n    def x(self): ...\n\n    @x.setter\n    def x(self, value): ...\n"
    )
    text = class_page(tmp_path, source)
    assert "Attributes: `y`.\n" in text


def test_an_enumeration_lists_its_members(tmp_path: Path) -> None:
    source = "import enum\n\n\nclass A(enum.Enum):\n    RED = 1\n    BLUE = 2  #: Like the sea.\n"
    text = class_page(tmp_path, source)
    assert "| Member | Value | |\n" in text
    assert "| `BLUE` | `2` | Like the sea. |" in text


def test_the_constructor_of_a_dataclass_has_the_fields_of_its_bases(tmp_path: Path) -> None:
    source = """
from dataclasses import KW_ONLY, dataclass, field


@dataclass
class Base:
    a: int


@dataclass(frozen=True)
class A(Base):
    b: str = "x"
    hidden: int = field(init=False)
    _: KW_ONLY
    c: int = 0
"""
    text = class_page(tmp_path, source)
    assert '\n\n`A(a: int, b: str = "x", *, c: int = 0)`\n\n' in text
    assert "- Is immutable (`frozen=True`).\n" in text


def test_protocols_and_abstract_classes_say_what_they_ask_for(tmp_path: Path) -> None:
    source = """
from abc import ABC, abstractmethod
from typing import Protocol


class Sends(Protocol):
    def send(self) -> None: ...


class Base(ABC):
    @abstractmethod
    def run(self): ...


class Refuses:
    def a(self): ...
    def b(self): ...
    def c(self): ...
    def d(self):
        raise NotImplementedError


class Runs(Base):
    def run(self): ...
"""
    docs = documented(tmp_path, {"m.py": source})
    text = page(docs, "m.py.md")
    base, refuses, runs = (text.partition(f"## class `{name}`")[2] for name in ("Base", "Refuses", "Runs"))
    base = base.partition("## class")[0]
    assert "- Subclasses must provide `run`.\n" in base
    assert "Overrides that of [`Base`]" in runs
    assert "### `Refuses.d()`\n\n*(not implemented)*\n" in refuses
    assert "- Not implemented here: `d`.\n" in refuses
    design = (docs / "SYSTEM_DESIGN.md").read_text()
    assert "*(abstract class)*: asks for `run`; implemented by [`Runs`]" in design
    assert "*(protocol)*: asks for `send`." in design
    assert "Refuses" not in design.partition("## Extension points")[2]


def test_type_parameters_are_shown_and_lead_nowhere(tmp_path: Path) -> None:
    source = "class A[T: int]:\n    def first(self) -> T: ...\n\n    def put[U](self, item: U) -> U: ...\n"
    text = class_page(tmp_path, source)
    assert "- Is generic: `[T: int]`.\n" in text
    assert "### `A.put()`\n\n`put[U](item: U) -> U`\n" in text
    assert "**Returns**" not in text


@pytest.mark.parametrize(
    ("decorator", "shown"),
    [
        ('deprecated("use g in a loop")', "**Deprecated**: use g in a loop"),
        (
            'lib.deprecated("1.4", "The :meth:`.f` " "method is old.")',
            "**Deprecated** since 1.4: The `f` method is old.",
        ),
        ("deprecated", "**Deprecated**."),
    ],
)
def test_a_deprecation_says_since_when_and_why(tmp_path: Path, decorator: str, shown: str) -> None:
    text = file_page(tmp_path, f"@{decorator}\ndef f(): ...\n")
    assert f"### `f()`\n\n{shown}\n" in text
    assert "Decorated with" not in text


@pytest.mark.parametrize(
    ("notice", "heading", "row"),
    [
        ("2.0 *old* is gone soon.", "", "**Deprecated** since 2.0: *old* is gone soon."),
        ("2.0 The ``old`` parameter.", "", "**Deprecated** since 2.0: The `old` parameter."),
        ("2.0 The old argument.", "", "**Deprecated** since 2.0: The old argument."),
        ("2.0 `f` is gone soon.", "**Deprecated** since 2.0: `f` is gone soon.", ""),
        ("2.0 Use the *new* parameter of `g`.", "**Deprecated** since 2.0: Use the *new* parameter of `g`.", ""),
        ("2.0 Passing a list.", "**Deprecated in part** since 2.0: Passing a list.", ""),
        ("2.0\n       Use `g`.", "**Deprecated** since 2.0: Use `g`.", ""),
        ("Use `g`.", "**Deprecated**: Use `g`.", ""),
    ],
)
def test_a_function_whose_parameter_is_deprecated_is_not(tmp_path: Path, notice: str, heading: str, row: str) -> None:
    text = file_page(tmp_path, f'def f(old, new):\n    """Do.\n\n    .. deprecated:: {notice}\n    """\n')
    assert text.count("**Deprecated") == 1
    assert f"### `f()`\n\n`f(old, new)`\n\n{heading}\n" in text if heading else f"| `old` | | | {row} |" in text


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('warnings.warn("f is old", DeprecationWarning)', "**Deprecated**: f is old"),
        ('import warnings\n    warnings.warn("f is old", category=DeprecationWarning)', "**Deprecated**: f is old"),
        ('warn(LibDeprecationWarning("f is old"), stacklevel=2)', "**Deprecated**: f is old"),
        ("warnings.warn(text, DeprecationWarning)", "**Deprecated**."),
        ('warnings.warn("f is old", UserWarning)', ""),
        ('if a:\n        warnings.warn("f is old", DeprecationWarning)', ""),
        ('g()\n    warnings.warn("f is old", DeprecationWarning)', ""),
    ],
)
def test_what_warns_first_thing_that_it_is_deprecated_is(tmp_path: Path, body: str, said: str) -> None:
    text = file_page(tmp_path, f'def f(a):\n    """Do."""\n    {body}\n')
    assert f"### `f()`\n\n`f(a)`\n\n{said}\n" in text if said else "**Deprecated" not in text


def test_nested_and_conditional_classes_have_sections_and_their_place(tmp_path: Path) -> None:
    source = (
        "class A:\n    class Inner:\n        def f(self): ...\n\n\n"
        "if DEBUG:\n    class Extra: ...\nelse:\n    class Extra: ...\n"
    )
    text = file_page(tmp_path, source)
    assert "## class `A`\n\nClasses inside: [`A.Inner`](#class-ainner).\n" in text
    assert "## class `A.Inner`\n\n### `A.Inner.f()`\n" in text
    assert "::Extra -->\n## class `Extra`\n\n- Defined under `if DEBUG`.\n" in text
    assert "::Extra@2 -->\n## class `Extra`\n\n- The definition number 2 of this name in its file.\n" in text


def test_what_an_attribute_holds_is_not_said_to_be_raised_by_its_owner(tmp_path: Path) -> None:
    source = (
        "class Request:\n    def __init__(self):\n        self.failure = None\n\n\n"
        "class A:\n    def f(self, request: Request):\n        raise request.failure\n"
    )
    assert "Raises [`Request`]" not in class_page(tmp_path, source)


def test_code_without_any_mark_in_a_docstring_is_shown_as_code(tmp_path: Path) -> None:
    source = '''
def f():
    """Call it, for example:

    client = Client(
        url="x",
    )
    client.get()

    Note: that is all.
    """
'''
    text = file_page(tmp_path, source)
    assert '```python\nclient = Client(\n    url="x",\n)\nclient.get()\n```\n\nNote: that is all.\n' in text


USED = {
    "pay/__init__.py": "",
    "pay/core.py": """
def charge(cents):
    return _checked(cents)


def refund(cents):
    return charge(-cents)


def alone(): ...


def _checked(cents):
    return cents


class Till:
    def open(self):
        return charge(1)
""",
    "pay/shop.py": (
        "from pay.core import charge\n\ncharge(1)\n\n\nclass Shop:\n    def sell(self):\n        charge(2)\n"
    ),
    "pay/spare.py": (
        "class Spare:\n    def __init__(self):\n        self.parts = []\n"
        + "".join(f"\n    def part_{number}(self): ...\n" for number in range(6))
    ),
    "tests/conftest.py": (
        "import pytest\nfrom pay.core import Till\n\n\n@pytest.fixture\ndef till():\n    return Till()\n"
        "\n\n@pytest.fixture()\ndef opened(till):\n    return till.open()\n"
    ),
    "tests/test_till.py": (
        "def test_is_empty(till): ...\n\n\ndef test_is_open(opened): ...\n\n\ndef test_other(other): ...\n"
    ),
    "tests/test_shop.py": (
        "from pay.core import charge\n\n\ndef pay():\n    charge(1)\n"
        + "".join(f"\n\ndef test_pays_{number}():\n    pay()\n" for number in range(5))
    ),
}


@pytest.mark.parametrize(
    ("name", "part"),
    [
        (
            "core.py.md",
            "### `charge()`\n\n`charge(cents)`\n\n"
            "**Used by**: [`Till`](#class-till), [`Shop`](shop.py.md#class-shop), [`refund()`](#refund), "
            "[`pay/shop.py`](shop.py.md).\\\n"
            "**Tested by** `tests/test_shop.py`: `test_pays_0`, `test_pays_1`, `test_pays_2` and 2 more.\n",
        ),
        ("core.py.md", "### `alone()`\n\n## Internal functions\n"),
        ("core.py.md", "| `_checked(cents)` | [`charge()`](#charge) |\n"),
        (
            "core.py.md",
            "## Use\n\n**Imported by**: [`pay/shop.py`](shop.py.md).\\\n"
            "**Tested by** `tests/test_shop.py`; `tests/test_till.py`.\n",
        ),
        (
            "core.py.md",
            "### Relations of `Till`\n\n**Tested by** `tests/test_till.py`: `test_is_empty`, `test_is_open`.\n",
        ),
        (
            "spare.py.Spare.md",
            "## Relations\n\nNo subclass, use or test of it was found in the code of this repository.\n",
        ),
    ],
)
def test_pages_say_who_uses_and_tests_a_thing(tmp_path: Path, name: str, part: str) -> None:
    assert part in page(documented(tmp_path, USED), f"pay/{name}")


def test_a_long_value_stands_whole_below_the_table(tmp_path: Path) -> None:
    rows = ", ".join(f'("a,)[{number}", {{"k": [1, 2]}})' for number in range(12))
    text = file_page(tmp_path, f"ROUTES = dict(a=1, b=[{rows}])\nSHORT = [1, 2]\nLONG = [{rows}]\n")
    assert "| `LONG` | see below |\n" in text
    assert "| `SHORT` | `[1, 2]` |\n" in text
    lines = "".join(f'    ("a,)[{number}", {{"k": [1, 2]}}),\n' for number in range(11))
    assert f'```python\nLONG = [\n{lines}    ("a,)[11", {{"k": [1, 2]}})\n]\n```\n' in text


# Documents


def test_cycles_are_named_with_the_imports_that_close_them(tmp_path: Path) -> None:
    files = {
        "p/__init__.py": "",
        "p/high.py": "import p.middle\nimport p.low\n",
        "p/middle.py": "import p.low\n",
        "p/low.py": "import p.high\n",
    }
    text = (documented(tmp_path, files) / "ARCHITECTURE.md").read_text()
    assert "3 modules in 3 layers" in text
    assert "1 import goes the other way" in text
    assert "- `p/low.py` imports `p/high.py`.\n" in text
    assert "-.->" in text


def test_what_only_functions_import_closes_no_cycle(tmp_path: Path) -> None:
    files = {"p/__init__.py": "", "p/a.py": "import p.b\n", "p/b.py": "def f():\n    import p.a\n"}
    text = (documented(tmp_path, files) / "ARCHITECTURE.md").read_text()
    assert "There are no import cycles" in text
    assert "## Cycles" not in text


def test_examples_and_documentation_stand_beside_the_subject(tmp_path: Path) -> None:
    files = {
        "pay/__init__.py": "from pay.core import charge as charge\n",
        "pay/core.py": "def charge(): ...\n",
        "docs/conf.py": "x = 1\n",
        "examples/one/run.py": 'import pay\n\nif __name__ == "__main__":\n    pay.charge()\n',
    }
    docs = documented(tmp_path, files)
    text = (docs / "ARCHITECTURE.md").read_text()
    line = "Beside the product, and in no view of it: `docs` (1 file), `examples` (1 file).\n"
    assert f"- {line}" in text
    assert "docs" not in text.partition("## Components")[2]
    design = (docs / "SYSTEM_DESIGN.md").read_text()
    assert line in design and "[`docs`]" not in design
    assert "examples" not in design.partition("## Key flows")[2]


def test_a_flow_leads_from_a_command_through_private_helpers_to_what_is_called(tmp_path: Path) -> None:
    files = {
        "pyproject.toml": '[project]\nname = "pay"\n[project.scripts]\npay = "pay.cli:main"\n',
        "pay/__init__.py": "",
        "pay/cli.py": "from pay.bank import Bank\n\n\ndef main():\n    _run()\n\n\ndef _run():\n"
        "    with Bank() as bank:\n        bank.charge()\n",
        "pay/bank.py": "class Bank:\n    def __init__(self): ...\n\n    def __enter__(self):\n        return self\n\n"
        "    def __exit__(self, *a): ...\n\n"
        "    def charge(self):\n        self.log()\n\n    def log(self):\n        print(self)\n",
    }
    docs = documented(tmp_path, files)
    text = (docs / "SYSTEM_DESIGN.md").read_text()
    bank = "packages/pay/bank.py.md"
    assert "### Command `pay`\n" in text
    assert (
        "- [`main`](packages/pay/cli.py.md#main)\n"
        f"  - [`Bank`]({bank}#class-bank)\n"
        f"  - [`Bank.charge`]({bank}#bankcharge) → [`Bank.log`]({bank}#banklog)\n"
    ) in text
    assert (
        "- `pay` *(command)* [`pay/cli.py:main`](packages/pay/cli.py.md#main)."
        in (docs / "ARCHITECTURE.md").read_text()
    )


def test_many_packages_of_one_folder_are_one_line_and_no_dispute(tmp_path: Path) -> None:
    files = {f"services/s{number}/__init__.py": "" for number in range(61)}
    docs = documented(tmp_path, files)
    text = (docs / "SYSTEM_DESIGN.md").read_text()
    assert "| `services` | 61 | With 61 packages inside. |\n" in text
    assert not (docs / "hil-issues.yaml").exists()


def test_groups_of_entry_points_are_linked_to_what_they_name(tmp_path: Path) -> None:
    files = {
        "pyproject.toml": '[project]\nname = "pay"\n[project.entry-points."pay.banks"]\nbig = "pay.bank:Bank"\n',
        "pay/__init__.py": "",
        "pay/bank.py": "class Bank: ...\n",
    }
    text = (documented(tmp_path, files) / "SYSTEM_DESIGN.md").read_text()
    assert "- Entry points `pay.banks`: `big` ([`pay.bank:Bank`](packages/pay/bank.py.md#class-bank))." in text


def test_dependencies_are_held_against_what_is_imported(tmp_path: Path) -> None:
    files = {
        "pyproject.toml": '[project]\nname = "pay"\ndependencies = ["requests>=2", "rich", "attrs"]\n',
        "pay.py": (
            "from typing import TYPE_CHECKING\n\nimport requests\nimport yaml\n\n"
            "try:\n    import yaml.cyaml\nexcept ImportError:\n    pass\n\n"
            "try:\n    import orjson\nexcept ImportError:\n    orjson = None\n\n"
            "if TYPE_CHECKING:\n    import numpy\n\n\ndef f():\n    import trio\n"
        ),
        "tests/test_pay.py": "import attr\n",
    }
    text = (documented(tmp_path, files) / "TECH_DEBT.md").read_text()
    nowhere = text.partition("## Declared and named nowhere else\n\n")[2]
    assert nowhere.startswith("No code, and no configuration outside of test folders, holds their names")
    assert "They may hold a module of another name: see *Imported but not declared*.\n\n- [`rich`]" in nowhere
    assert "imported by tests only\n\n- [`attrs`]" in text
    importer = "[`pay.py`](packages/pay.py.md)"
    assert f"- `yaml`, imported by {importer}.\n" in text
    assert f"- `orjson`, imported by {importer} (only inside a `try`).\n" in text
    assert f"- `numpy`, imported by {importer} (for types only).\n" in text
    assert f"- `trio`, imported by {importer} (only when certain functions run).\n" in text


@pytest.mark.parametrize(
    ("source", "commands"),
    [
        (
            "import click\n\n\n@click.group()\ndef cli(): ...\n\n\n@cli.group('db')\ndef database(): ...\n\n\n"
            "@database.command\ndef drop_all_cmd(): ...\n\n\n@cli.command(name='run', help='x')\ndef go(): ...\n",
            ["pay db drop-all", "pay run"],
        ),
        (
            "import typer\n\ncli = typer.Typer()\n\n\n@cli.command()\ndef run(): ...\n\n\n"
            "@cli.command()\ndef stop(): ...\n",
            ["pay run", "pay stop"],
        ),
        ("import typer\n\ncli = typer.Typer()\n\n\n@cli.command()\ndef run(): ...\n", ["pay"]),
        ("def group(f): ...\n\n\n@group\ndef cli(): ...\n\n\n@cli.command()\ndef run(): ...\n", ["pay"]),
    ],
)
def test_the_commands_of_a_group_are_listed(source: str, commands: list[str], tmp_path: Path) -> None:
    project = '[project]\nname = "pay"\n[project.scripts]\npay = "pay.cli:cli"\n'
    docs = documented(tmp_path, {"pyproject.toml": project, "pay/__init__.py": "", "pay/cli.py": source})
    text = (docs / "SYSTEM_DESIGN.md").read_text()
    listed = re.findall(r"^\| `(pay.*?)` \|", text, re.MULTILINE)
    assert [name for name in listed if name != "pay"] == [name for name in commands if name != "pay"]
    assert "pay" not in commands or "pay" in listed
