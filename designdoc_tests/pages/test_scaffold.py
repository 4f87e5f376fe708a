import pytest
from hypothesis import given
from hypothesis import strategies as st

from designdoc_assets.languages.keys import PartitionKey, class_key, encode
from designdoc_assets.pages.layout import Layout
from designdoc_assets.pages.page import parse_page
from designdoc_assets.pages.scaffold import is_scaffold, orphan_heading, scaffold, with_heading
from designdoc_assets.pages.sources import SourceUrls
from designdoc_assets.source.published import Host

_FILE = encode("src/pay/gateway.py")
_CLASS = class_key("src/pay/gateway.py", "Gateway")
_SECOND = class_key("src/pay/gateway.py", "Gateway", 2)
_DEPENDENCY = encode("pypi:requests")
_DOCUMENTS = [PartitionKey(name) for name in ("README", "SYSTEM_DESIGN", "TECH_DEBT", "SYMBOLS/A", "llms")]
_KEYS = ([_FILE], [_CLASS, _SECOND], [encode("src/pay"), PartitionKey(".")], [_DEPENDENCY], _DOCUMENTS)
_LAYOUT = Layout(*_KEYS, sources=SourceUrls("../.."))
_ON_A_SERVER = Layout(*_KEYS, sources=SourceUrls(None, Host("https://gitlab.com/a/b", "gitlab", "sub")))
_PAGES = sorted(_LAYOUT.pages().values())


@pytest.mark.parametrize(
    ("grain", "key", "text"),
    [
        (
            "classes",
            _CLASS,
            "# Gateway (src/pay/gateway.py)\n\n*class* in [`src/pay/gateway.py`](gateway.py.md), "
            "package [`src/pay`](README.md), [source](../../../../../src/pay/gateway.py)\n",
        ),
        (
            "classes",
            _SECOND,
            "# Gateway (src/pay/gateway.py, definition 2)\n\n*class* (definition 2) in "
            "[`src/pay/gateway.py`](gateway.py.md), package [`src/pay`](README.md), "
            "[source](../../../../../src/pay/gateway.py)\n",
        ),
        (
            "files",
            _FILE,
            "# src/pay/gateway.py\n\n*file* [`src/pay/gateway.py`](../../../../../src/pay/gateway.py), "
            "package [`src/pay`](README.md)\n",
        ),
        (
            "packages",
            "src/pay",
            "# src/pay\n\n*package*, part of the [design documentation](../../../README.md), "
            "[source](../../../../../src/pay)\n",
        ),
        ("packages", ".", "# Root directory\n\n*package*, part of the [design documentation](../README.md)\n"),
        (
            "dependencies",
            _DEPENDENCY,
            "# requests (pypi)\n\n*dependency* from `pypi`, see [technical debt](../../TECH_DEBT.md)\n",
        ),
        (
            "documents",
            "SYSTEM_DESIGN",
            "# System design\n\n*document*, part of the [design documentation](README.md)\n",
        ),
        (
            "documents",
            "SYMBOLS/A",
            "# Symbols: A\n\n*document*, part of the [design documentation](../README.md)\n",
        ),
        ("documents", "README", "# Design documentation\n"),
        ("documents", "llms", ""),
    ],
)
def test_a_new_page_says_what_it_is_about_and_links_up(grain: str, key: str, text: str) -> None:
    assert scaffold(_LAYOUT, grain, key) == text


def test_only_pages_that_exist_are_linked() -> None:
    assert scaffold(Layout(files=[_FILE]), "files", _FILE).endswith("*file* `src/pay/gateway.py`, package `src/pay`\n")


def test_names_are_shown_as_they_are() -> None:
    key = encode("a/__init__ [x]`y`_z\n.py")
    text = scaffold(Layout(files=[key]), "files", key)
    assert text.splitlines()[0] == r"# a/\_\_init\_\_ \[x\]\`y\`\_z%0A.py"
    assert "*file* `` a/__init__ [x]`y`_z%0A.py ``, package `a`" in text


@pytest.mark.parametrize(("grain", "key"), _PAGES)
def test_generated_text_is_known_again_whatever_its_links_and_white_space(grain: str, key: str) -> None:
    text = scaffold(_LAYOUT, grain, key)
    elsewhere = scaffold(Layout(**{grain: [PartitionKey(key)]}), grain, key)
    server = scaffold(_ON_A_SERVER, grain, key)
    spaced = (f"\n{text}\n\n", text.replace("\n", "\r\n"), " \n", "")
    for same in (text, elsewhere, server, orphan_heading(grain, key), *spaced, *_of_earlier_versions(grain, key)):
        assert is_scaffold(same, grain, key)
    for other in (f"{text}x", f"x{text}", text.replace("# ", "# My "), f"{text}\nMine.\n"):
        assert not other or not is_scaffold(other, grain, key)


def _of_earlier_versions(grain: str, key: str) -> list[str]:
    """Return what pages began with when titles were names alone, and no line led to the source."""
    home = "package [`src/pay`](README.md)\n"
    return {
        _FILE: [f"# gateway.py\n\n*file* `src/pay/gateway.py`, {home}"],
        _CLASS: [f"# Gateway\n\n*class* in [`src/pay/gateway.py`](gateway.py.md), {home}"],
        _SECOND: [f"# Gateway\n\n*class* (definition 2) in [`src/pay/gateway.py`](gateway.py.md), {home}"],
        _DEPENDENCY: ["# requests\n\n*dependency* from `pypi`, see [technical debt](../../TECH_DEBT.md)\n"],
        encode("src/pay"): ["# src/pay\n\n*package*, part of the [design documentation](../../../README.md)\n"],
    }.get(PartitionKey(key), [])


@pytest.mark.parametrize(("grain", "key"), _PAGES)
def test_a_heading_of_an_earlier_version_becomes_what_it_is_now(grain: str, key: str) -> None:
    heading = scaffold(_LAYOUT, grain, key)
    for earlier in _of_earlier_versions(grain, key):
        page = parse_page(f"{earlier}\nMine.\n")
        assert with_heading(page, grain, key, heading).render() == f"{heading}\nMine.\n"


@pytest.mark.parametrize(("grain", "key"), _PAGES)
def test_a_heading_that_says_the_same_keeps_its_white_space(grain: str, key: str) -> None:
    heading = scaffold(_LAYOUT, grain, key)
    page = parse_page(heading.replace("\n\n", "\n\n\n") + "\n\nMine.\n")
    assert with_heading(page, grain, key, heading) == page


@pytest.mark.parametrize(("grain", "key"), [page for page in _PAGES if scaffold(_LAYOUT, *page)])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_page_becomes_an_orphan_and_comes_back_with_peoples_text_untouched(
    grain: str, key: str, newline: str
) -> None:
    mine = f"{newline}Mine, [here](x.md).  {newline}{newline}{newline}- \\*{newline}"
    heading, orphan = scaffold(_LAYOUT, grain, key), orphan_heading(grain, key)
    page = parse_page(heading.replace("\n", newline) + mine)
    gone = with_heading(page, grain, key, orphan)
    assert gone.render() == orphan.replace("\n", newline) + mine
    assert "](" not in orphan
    assert with_heading(parse_page(gone.render()), grain, key, heading) == page


def test_an_orphans_heading_says_what_is_gone() -> None:
    assert orphan_heading("classes", _CLASS) == (
        "# Gateway (src/pay/gateway.py)\n\n*gone*: `src/pay/gateway.py::Gateway` is no longer in the repository.\n"
    )


def test_a_heading_that_a_person_changed_stays() -> None:
    page = parse_page(scaffold(_LAYOUT, "classes", _CLASS).replace("*class*", "The class"))
    assert with_heading(page, "classes", _CLASS, orphan_heading("classes", _CLASS)) == page


@given(st.text(min_size=1), st.text(min_size=1))
def test_pages_of_any_name_are_known_again_and_fit_in_utf_8(path: str, qualname: str) -> None:
    file, name = encode(path), class_key(path, qualname)
    layout = Layout(files=[file], classes=[name])
    for grain, key in (("files", file), ("classes", name)):
        text = scaffold(layout, grain, key)
        text.encode()
        assert is_scaffold(text, grain, key)
        assert parse_page(text).own_text() == text
