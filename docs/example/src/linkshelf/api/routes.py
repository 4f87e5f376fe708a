"""The routes of the API, and what each answers."""

from itertools import islice
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from linkshelf.api.models import BookmarkOut, NewBookmark, Problem
from linkshelf.bookmarks import State
from linkshelf.exporting import export_as
from linkshelf.settings import Settings
from linkshelf.shelf import Shelf

router = APIRouter()


def _shelf(request: Request) -> Shelf:
    shelf: Shelf = request.app.state.shelf
    return shelf


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


TheShelf = Annotated[Shelf, Depends(_shelf)]
TheSettings = Annotated[Settings, Depends(_settings)]


@router.post("/bookmarks", status_code=201, responses={409: {"model": Problem}, 422: {"model": Problem}})
def add_bookmark(new: NewBookmark, shelf: TheShelf) -> BookmarkOut:
    """Put a link on the shelf."""
    return BookmarkOut.of(shelf.add(new.url, new.title, new.tags))


@router.get("/bookmarks")
def list_bookmarks(
    shelf: TheShelf,
    settings: TheSettings,
    tag: Annotated[list[str], Query()] = [],  # noqa: B006 - FastAPI copies it
    state: State | None = None,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> list[BookmarkOut]:
    """Return a page of the bookmarks that have all of some tags, newest first."""
    found = shelf.find(*tag, state=state)
    return [BookmarkOut.of(b) for b in islice(found, offset, offset + settings.page_size)]


@router.put("/bookmarks/{number}/state", responses={404: {"model": Problem}})
def mark_bookmark(number: int, state: State, shelf: TheShelf) -> BookmarkOut:
    """Note how far somebody got with a bookmark."""
    return BookmarkOut.of(shelf.mark(number, state))


@router.get("/bookmarks/export/{name}", responses={404: {"model": Problem}})
def export_bookmarks(name: str, shelf: TheShelf) -> Response:
    """Return all bookmarks in one of the formats for other programs."""
    return Response(export_as(name, shelf.find()), media_type="text/plain")
