import httpx

from linkshelf.bookmarks import State
from linkshelf.checking import LinkChecker
from linkshelf.shelf import Shelf


def _answer(request: httpx.Request) -> httpx.Response:
    if request.url.path == "/slow":
        raise httpx.ConnectTimeout("too slow", request=request)
    return httpx.Response(404 if request.url.path == "/gone" else 200)


def test_only_what_is_gone_for_good_is_marked(shelf: Shelf) -> None:
    for path in ("here", "gone", "slow"):
        shelf.add(f"https://example.org/{path}", path)
    checker = LinkChecker(shelf, httpx.Client(transport=httpx.MockTransport(_answer)))
    assert [b.title for b in checker.check_all()] == ["gone"]
    assert checker.check_all() == []
    assert [b.title for b in shelf.find(state=State.GONE)] == ["gone"]
