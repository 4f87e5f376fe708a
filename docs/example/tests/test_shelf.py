import pytest

from linkshelf.bookmarks import State
from linkshelf.errors import DuplicateBookmarkError, InvalidUrlError, UnknownBookmarkError
from linkshelf.shelf import Shelf


def test_what_was_added_is_found_by_its_tags(shelf: Shelf) -> None:
    shelf.add("https://example.org/a", "A", ["Python", "web"])
    shelf.add("https://example.org/b", "B", ["web"])
    assert [b.title for b in shelf.find("web")] == ["B", "A"]
    assert [b.title for b in shelf.find("WEB", "python")] == ["A"]


def test_an_address_stands_on_the_shelf_once_in_whatever_spelling(shelf: Shelf) -> None:
    first = shelf.add("https://Example.org:443/a/#top")
    with pytest.raises(DuplicateBookmarkError) as caught:
        shelf.add("https://example.org/a")
    assert caught.value.existing == first.number


@pytest.mark.parametrize("url", ["ftp://example.org", "https://", "no address", f"https://{2000 * 'x'}"])
def test_what_is_no_address_is_refused(shelf: Shelf, url: str) -> None:
    with pytest.raises(InvalidUrlError):
        shelf.add(url)


def test_a_bookmark_that_was_read_is_no_longer_unread(shelf: Shelf) -> None:
    number = shelf.add("https://example.org").number
    assert shelf.mark(number, State.READ).state is State.READ
    assert list(shelf.find(state=State.UNREAD)) == []


def test_a_number_that_nobody_has_is_said(shelf: Shelf) -> None:
    with pytest.raises(UnknownBookmarkError, match="There is no bookmark 7"):
        shelf.mark(7, State.READ)


def test_search_says_that_it_goes(shelf: Shelf) -> None:
    with pytest.deprecated_call():
        assert shelf.search("python") == []
