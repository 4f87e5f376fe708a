"""Sections that move: a class that grows gets a page of its own, one that shrinks goes to that of its file."""

from pathlib import Path

import pytest

from designdoc_assets.analysis import target
from designdoc_tests.claude.support import provider, stored_content
from designdoc_tests.support import (
    PAY,
    commit,
    dead_links,
    docs_of,
    document,
    make_repo,
    nothing_is_made,
    tree_bytes,
    write,
)

FILE_PAGE = "packages/pay/order.py.md"
OWN_PAGE = "packages/pay/order.py.Order.md"
ORDER = "pay/order.py::Order"
MORE = "".join(
    f'\n    def step_{n}(self) -> int:\n        """Take step {n}."""\n        return {n}\n' for n in range(6)
)
GROWN = PAY["pay/order.py"] + MORE


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """A documented repository of small classes."""
    made = make_repo(tmp_path / "shop", PAY)
    run = document(made)
    assert run.success, run.failure
    return made


def _read(repo: Path, page: str) -> str:
    return (docs_of(repo) / page).read_text()


def _add(repo: Path, page: str, before: str, text: str) -> None:
    old = _read(repo, page)
    assert before in old
    (docs_of(repo) / page).write_text(old.replace(before, f"{text}{before}", 1))


def _change(repo: Path, source: str, **config: str) -> None:
    write(repo, "pay/order.py", source)
    commit(repo)
    run = document(repo, **config)
    assert run.success, run.failure
    assert dead_links(docs_of(repo)) == []


def _each_class_has_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lay the tree out as it was before small things shared pages."""
    monkeypatch.setattr(target, "class_has_page", lambda cls: True)
    monkeypatch.setattr(target, "dependency_has_page", lambda dependency, usage: True)


def test_small_classes_stand_on_the_page_of_their_file_and_links_lead_to_their_headings(repo: Path) -> None:
    assert not list(docs_of(repo).glob("packages/pay/*.py.*.md"))
    assert "\n## class `Order`\n\nWhat somebody buys.\n" in _read(repo, FILE_PAGE)
    assert "[`Order`](#class-order)" in _read(repo, FILE_PAGE)
    assert "[`Order`](packages/pay/order.py.md#class-order)" in _read(repo, "README.md")
    assert "\n### `Order.pay()`\n" in _read(repo, FILE_PAGE)
    assert "No public members" not in _read(repo, "packages/pay/gateway.py.md")
    assert dead_links(docs_of(repo)) == []
    nothing_is_made(repo)


def test_a_class_that_grows_gets_a_page_and_goes_back_when_it_shrinks(repo: Path) -> None:
    before = tree_bytes(docs_of(repo))
    _change(repo, GROWN)
    assert "## class `Order`" not in _read(repo, FILE_PAGE)
    assert "### `Order.step_5()`" in _read(repo, OWN_PAGE)
    assert "[`Order`](order.py.Order.md)" in _read(repo, FILE_PAGE)
    nothing_is_made(repo)
    _change(repo, PAY["pay/order.py"])
    assert tree_bytes(docs_of(repo)) == before
    nothing_is_made(repo)


def test_growing_moves_no_neighbour(repo: Path) -> None:
    before = tree_bytes(docs_of(repo))
    _change(repo, PAY["pay/order.py"] + "\n\ndef order() -> None:\n    pass\n")
    after = tree_bytes(docs_of(repo))
    assert before.keys() == after.keys()
    assert "[`Order`](packages/pay/order.py.md#class-order)" in _read(repo, "README.md")


@pytest.mark.parametrize("writer", ["static", "claude"])
def test_what_a_person_wrote_goes_along_or_stays_and_no_call_is_paid_for_moving(
    writer: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo = make_repo(tmp_path / "shop", PAY)
    with provider() as server:
        with monkeypatch.context() as before:
            _each_class_has_a_page(before)
            assert document(repo, writer=writer).success
            assert (docs_of(repo) / "dependencies/pypi/requests.md").exists()
            _add(repo, OWN_PAGE, "<!-- designdoc:begin class_doc", "A note of mine.\n\n")
            _add(repo, "packages/pay/gateway.py.Gateway.md", "## Public API", "My own purpose.\n\n")
            assert document(repo, writer=writer).success, "what is written from the edited section is written anew"
        prose = stored_content(repo)
        asked = len(server.calls)
        run = document(repo, writer=writer)
        assert run.success, run.failure
        assert len(server.calls) == asked
        again = document(repo, writer=writer)
        assert again.success and again.made == () and len(server.calls) == asked
    pages = {str(page.relative_to(docs_of(repo))) for page in docs_of(repo).glob("packages/pay/*.py.*.md")}
    assert pages == {OWN_PAGE}, "which holds a note"
    left = _read(repo, OWN_PAGE)
    assert "A note of mine." in left and "designdoc:begin" not in left
    assert "*moved*: [`pay/order.py::Order`](order.py.md#class-order)" in left
    gateway = _read(repo, "packages/pay/gateway.py.md")
    assert gateway.count("My own purpose.") == 1 and "It would now read" in gateway
    assert "class_doc[pay/gateway.py::Gateway]" in _read(repo, "hil-issues.yaml")
    assert (docs_of(repo) / "dependencies/pypi.md").exists() and not (docs_of(repo) / "dependencies/pypi").exists()
    assert {key: entry["prose"] for key, entry in stored_content(repo).items()} == {
        key: entry["prose"] for key, entry in prose.items()
    }
    assert dead_links(docs_of(repo)) == []


def test_text_around_a_section_stays_when_the_section_leaves_and_a_page_that_is_needed_again_is_taken_over(
    repo: Path,
) -> None:
    _change(repo, GROWN)
    _add(repo, OWN_PAGE, "<!-- designdoc:begin class_doc", "A note of mine.\n\n")
    _change(repo, PAY["pay/order.py"])
    assert "A note of mine." in _read(repo, OWN_PAGE) and "moved" in _read(repo, OWN_PAGE)
    assert OWN_PAGE in _read(repo, "README.md")
    _change(repo, GROWN)
    assert "A note of mine." in _read(repo, OWN_PAGE) and "moved" not in _read(repo, OWN_PAGE)
    nothing_is_made(repo)


def test_a_damaged_marker_on_a_page_that_is_shared_is_mended_to_the_same_bytes(repo: Path) -> None:
    before = tree_bytes(docs_of(repo))
    page = docs_of(repo) / "packages/pay/gateway.py.md"
    whole = page.read_text()
    for old, new in (
        ("begin class_doc ::Gateway -->", "begin class_doc {x} -->"),
        ("begin class_doc ::Gateway -->", "begin class_doc ::Gateway"),
        (" static passed -->", " static perfect -->"),
    ):
        assert old in whole
        page.write_text(whole.replace(old, new))
        assert document(repo).success
        assert tree_bytes(docs_of(repo)) == before, new


def test_the_page_of_a_file_that_is_gone_goes_with_its_classes(repo: Path) -> None:
    (repo / "pay/order.py").unlink()
    commit(repo)
    assert document(repo).success
    assert not (docs_of(repo) / FILE_PAGE).exists()
    nothing_is_made(repo)


def test_the_readme_leads_to_no_heading_that_is_not_written_yet(tmp_path: Path) -> None:
    repo = make_repo(tmp_path / "shop", PAY)
    assert document(repo, skip=["class_doc"]).success
    assert "[`order.py`](packages/pay/order.py.md)" in _read(repo, "README.md")
    assert "order.py.md#class-order" not in _read(repo, "README.md")
    assert document(repo).success
    assert "[`Order`](packages/pay/order.py.md#class-order)" in _read(repo, "README.md")
