"""What the API takes and gives."""

from datetime import datetime

from pydantic import BaseModel, Field

from linkshelf.bookmarks import MAX_URL_LENGTH, Bookmark, State


class NewBookmark(BaseModel):
    """A link to put on the shelf."""

    url: str = Field(max_length=MAX_URL_LENGTH)
    title: str = ""
    tags: list[str] = []


class BookmarkOut(BaseModel):
    """A bookmark as clients see it."""

    number: int
    url: str
    title: str
    tags: list[str]
    state: State
    added: datetime

    @classmethod
    def of(cls, bookmark: Bookmark) -> "BookmarkOut":
        """Return what clients see of a bookmark."""
        return cls(
            number=bookmark.number,
            url=bookmark.url,
            title=bookmark.title,
            tags=sorted(bookmark.tags),
            state=bookmark.state,
            added=bookmark.added,
        )


class Problem(BaseModel):
    """Why a request was refused."""

    detail: str
