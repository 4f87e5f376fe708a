import pytest
from fastapi.testclient import TestClient

from linkshelf.api.app import create_app
from linkshelf.settings import Settings
from linkshelf.shelf import Shelf


@pytest.fixture
def client(shelf: Shelf) -> TestClient:
    return TestClient(create_app(Settings(page_size=2), shelf))


def test_a_link_that_is_posted_is_listed(client: TestClient) -> None:
    assert client.post("/bookmarks", json={"url": "https://example.org/a", "tags": ["x"]}).status_code == 201
    (listed,) = client.get("/bookmarks", params={"tag": "x"}).json()
    assert listed["url"] == "https://example.org/a"


def test_a_page_has_no_more_than_the_settings_say(client: TestClient) -> None:
    for name in "abc":
        client.post("/bookmarks", json={"url": f"https://example.org/{name}"})
    assert len(client.get("/bookmarks").json()) == 2
    assert len(client.get("/bookmarks", params={"offset": 2}).json()) == 1


def test_what_is_refused_has_a_status_and_a_sentence(client: TestClient) -> None:
    url = {"url": "https://example.org/a"}
    client.post("/bookmarks", json=url)
    again = client.post("/bookmarks", json=url)
    assert (again.status_code, again.json()["detail"][:21]) == (409, "https://example.org/a")
    assert client.post("/bookmarks", json={"url": "nonsense"}).status_code == 422
    assert client.put("/bookmarks/9/state", params={"state": "read"}).status_code == 404
    assert client.get("/bookmarks/export/pdf").status_code == 404


def test_the_shelf_can_be_taken_elsewhere(client: TestClient) -> None:
    client.post("/bookmarks", json={"url": "https://example.org/a", "title": "A & B"})
    assert "A &amp; B" in client.get("/bookmarks/export/browser").text
