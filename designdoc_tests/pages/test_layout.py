import random
import time
import unicodedata
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designdoc_assets.languages.keys import PartitionKey, class_key, decode, encode
from designdoc_assets.markup.markdown import anchor
from designdoc_assets.pages.layout import ECOSYSTEMS, Layout, Place, link_target, subjects, whole_key

_WORDS = [
    "a",
    "A",
    "b.py",
    "B.PY",
    "a.py",
    "a.py.md",
    "README",
    "readme",
    "README.md",
    "x",
    "é",
    "É",
    "e\u0301",
    "ß",
    "SS",
]
_HOSTILE = ["..", ".", "...", "a.", "a ", "%3A", ":", "?", "\\", "\udcff", "\n", "n" * 255, "ü" * 127, "N" * 252]
_PARTS = st.sampled_from(_WORDS) | st.sampled_from(_HOSTILE) | st.text(max_size=5)
_PATHS = st.lists(_PARTS, min_size=1, max_size=4).map("/".join)
_FILES = st.lists(_PATHS.map(encode), max_size=12)
_PACKAGES = st.lists(_PATHS.map(encode) | st.just(PartitionKey(".")), max_size=6)
_CLASSES = st.lists(st.builds(class_key, _PATHS.filter(bool), _PARTS | st.just("Foo"), st.integers(1, 3)), max_size=12)
_DEPENDENCIES = st.lists(st.builds(lambda name: encode(f"pypi:{name}"), _PATHS), max_size=6)


def _only(grain: str, *paths: str) -> list[str]:
    keys = [encode(path) for path in paths]
    layout = Layout(**{grain: keys})
    return [layout.page(grain, key) for key in keys]


def test_pages_stand_where_the_design_says() -> None:
    gateway = encode("src/pay/gateway.py")
    inner = class_key("src/pay/gateway.py", "Gateway.Inner")
    second = class_key("src/pay/gateway.py", "Gateway", 2)
    layout = Layout(
        files=[gateway],
        classes=[inner, second],
        packages=[PartitionKey("."), encode("src/pay")],
        dependencies=[encode("pypi:requests"), encode("npm:@types/node"), encode("maven:junit:junit")],
        documents=[encode("SYSTEM_DESIGN"), encode("README")],
    )
    assert layout.page("files", gateway) == "packages/src/pay/gateway.py.md"
    assert layout.page("classes", inner) == "packages/src/pay/gateway.py.Gateway.Inner.md"
    assert layout.page("classes", second) == "packages/src/pay/gateway.py.Gateway@2.md"
    assert layout.page("packages", ".") == "packages/README.md"
    assert layout.page("packages", "src/pay") == "packages/src/pay/README.md"
    assert layout.page("dependencies", "pypi:requests") == "dependencies/pypi/requests.md"
    assert layout.page("dependencies", "npm:@types/node") == "dependencies/npm/@types/node.md"
    assert layout.page("dependencies", "maven:junit:junit") == "dependencies/maven/junit/junit.md"
    assert layout.page("documents", "SYSTEM_DESIGN") == "SYSTEM_DESIGN.md"
    assert layout.page("documents", "README") == "README.md"


def test_readable_names_are_kept_and_what_no_disk_holds_is_encoded() -> None:
    assert _only("files", "src/Ünïcode naïve, (1)+#.py") == ["packages/src/Ünïcode naïve, (1)+#.py.md"]
    assert _only("files", 'a<b>:"|?*\\\n\udcff.py') == ["packages/a%3Cb%3E%3A%22%7C%3F%2A%5C%0A%FF.py.md"]


def test_names_that_differ_in_case_only_get_a_digest_before_md() -> None:
    keys = [class_key("a.py", name) for name in ("FOO", "Foo", "foo")]
    pages = [Layout(classes=keys).page("classes", key) for key in keys]
    assert pages[0] == "packages/a.py.FOO.md"
    assert pages[1].startswith("packages/a.py.Foo-") and pages[2].startswith("packages/a.py.foo-")
    assert len({page.lower() for page in pages}) == 3


def test_a_class_and_a_file_called_readme_do_not_take_the_page_of_their_package() -> None:
    layout = Layout(
        files=[encode("pay/README"), encode("pay/README.py")],
        classes=[class_key("pay/README.py", "README")],
        packages=[encode("pay")],
    )
    assert layout.page("packages", "pay") == "packages/pay/README.md"
    assert layout.page("files", "pay/README").startswith("packages/pay/README-")
    assert layout.page("files", "pay/README.py") == "packages/pay/README.py.md"
    assert layout.page("classes", "pay/README.py::README") == "packages/pay/README.py.README.md"


@pytest.mark.parametrize("folder", ["a.py.md", "A.py.md"])
def test_a_page_is_never_the_folder_of_another_page(folder: str) -> None:
    page, inside = _only("files", "a.py", f"{folder}/b.py")
    assert page.casefold() != str(PurePosixPath(inside).parent).casefold()
    assert (page == "packages/a.py.md") != (PurePosixPath(inside).parent.name == folder)


def test_a_file_that_already_has_the_name_with_the_digest_gets_another_one() -> None:
    _, second = _only("files", "Foo.py", "foo.py")
    planted = second.removeprefix("packages/").removesuffix(".md")
    assert len(set(_only("files", "Foo.py", planted, "foo.py"))) == 3


def test_only_partitions_of_the_layout_have_a_page() -> None:
    layout = Layout(files=[encode("a.py")])
    assert layout.find("files", "a.py") == Place("packages/a.py.md")
    assert layout.find("files", "b.py") is None
    assert layout.pages() == {"packages/a.py.md": ("files", "a.py")}
    with pytest.raises(KeyError):
        layout.page("files", "b.py")


@pytest.mark.parametrize(
    ("source", "place", "target"),
    [
        ("packages/pay/gateway.py.Gateway.md", Place("packages/pay/README.md"), "README.md"),
        ("packages/pay/a.py.md", Place("packages/net/client.py.md"), "../net/client.py.md"),
        ("README.md", Place("packages/a b#(c)%3F.py.md"), "packages/a%20b%23%28c%29%253F.py.md"),
        ("README.md", Place("packages/a.py.md", "class-é"), "packages/a.py.md#class-%C3%A9"),
        ("packages/a.py.md", Place("packages/a.py.md", "class-b"), "#class-b"),
    ],
)
def test_links_are_relative_and_fit_for_markdown(source: str, place: Place, target: str) -> None:
    assert link_target(source, place) == target


def test_a_small_class_stands_under_a_heading_on_the_page_of_its_file_and_a_dependency_with_its_ecosystem() -> None:
    error, request = class_key("pay/net.py", "NetError"), encode("pypi:requests")
    small = {("classes", error), ("dependencies", request)}
    layout = Layout(
        files=[encode("pay/net.py")], classes=[error], dependencies=[request, encode("pypi:rich")], small=small
    )
    assert layout.place("classes", error) == Place("packages/pay/net.py.md", "class-neterror")
    assert layout.place("dependencies", request) == Place("dependencies/pypi.md", "requests")
    assert layout.place("dependencies", "pypi:rich") == Place("dependencies/pypi/rich.md")
    assert layout.pages() == {
        "packages/pay/net.py.md": ("files", "pay/net.py"),
        "dependencies/pypi.md": (ECOSYSTEMS, "pypi"),
        "dependencies/pypi/rich.md": ("dependencies", "pypi:rich"),
    }
    assert list(layout.on_page("packages/pay/net.py.md")) == [("files", "pay/net.py"), ("classes", error)]


def test_headings_that_fall_together_are_numbered_as_they_follow_one_another() -> None:
    keys = [class_key("a.py", "Foo"), class_key("a.py", "FOO"), class_key("a.py", "Foo", 2)]
    layout = Layout(classes=keys, small={("classes", key) for key in keys})
    anchors = {key: layout.place("classes", key).anchor for key in keys}
    assert anchors == {"a.py::FOO": "class-foo", "a.py::Foo": "class-foo-1", "a.py::Foo@2": "class-foo-2"}


@pytest.mark.parametrize(
    ("grain", "key", "page", "subject"),
    [
        ("files", "pay/net.py", "packages/pay/net.py.md", ""),
        ("classes", "pay/net.py::Net", "packages/pay/net.py.Net.md", ""),
        ("classes", "pay/net.py::Net", "packages/pay/net.py.md", "::Net"),
        ("classes", "pay/net.py::Net", "packages/pay/net-0123abcd.md", "pay/net.py::Net"),
        ("dependencies", "pypi:rich", "dependencies/pypi.md", "pypi:rich"),
    ],
)
def test_a_marker_says_of_a_key_what_the_name_of_its_page_does_not(
    grain: str, key: str, page: str, subject: str
) -> None:
    assert subjects(grain, key, page)[0] == subject
    assert {whole_key(grain, each, page) for each in subjects(grain, key, page)} == {key}


@given(_FILES, _CLASSES, _PACKAGES, _DEPENDENCIES, st.randoms(use_true_random=False))
def test_every_partition_has_one_place_and_every_page_a_name_that_any_file_system_can_hold(
    files: list[PartitionKey],
    classes: list[PartitionKey],
    packages: list[PartitionKey],
    dependencies: list[PartitionKey],
    order: random.Random,
) -> None:
    grains = {"files": files, "classes": classes, "packages": packages, "dependencies": dependencies}
    small = {(grain, key) for grain in ("classes", "dependencies") for key in grains[grain] if order.random() < 0.5}
    layout = Layout(documents=[encode("README")], small=small, **grains)
    partitions = {(grain, key) for grain, keys in grains.items() for key in keys} | {("documents", "README")}
    places = [layout.place(grain, key) for grain, key in partitions]
    pages = layout.pages()
    folded = {unicodedata.normalize("NFC", page).casefold() for page in pages}
    folders = {str(folder) for page in folded for folder in PurePosixPath(page).parents}
    assert len(set(places)) == len(partitions)
    assert len(folded) == len(pages)
    assert {place.page for place in places} <= pages.keys()
    anchored = {each for each in partitions if layout.place(*each).anchor}
    assert {each for each in small if each[0] == "classes" or anchor(decode(each[1]).partition(":")[2])} <= anchored
    assert anchored <= small, "a name that does not print has one of the characters that stand for it"
    assert not folded & folders
    for page in pages:
        parts = page.split("/")
        assert not {"", ".", ".."} & set(parts)
        assert all(len(part.encode()) <= 255 for part in parts)
        assert page.endswith(".md")
    for grain, key in small:
        page = layout.page(grain, key)
        assert {whole_key(grain, subject, page) for subject in subjects(grain, key, page)} == {key}
    for keys in grains.values():
        order.shuffle(keys)
    again = Layout(documents=[encode("README")], small=small, **grains)
    assert [again.place(grain, key) for grain, key in partitions] == places


def test_ten_thousand_partitions_are_laid_out_at_once() -> None:
    def cost(size: int) -> float:
        files = [encode(f"src/package{i % 60}/module{i}.py") for i in range(size)]
        classes = [class_key(file, f"Class{n}") for file in files for n in range(2)]
        started = time.process_time()
        Layout(files=files, classes=classes)
        return time.process_time() - started

    assert min(cost(3_300) for _ in range(3)) < 40 * min(cost(330) for _ in range(3)), "for ten times as many"
