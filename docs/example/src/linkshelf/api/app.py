"""The application that a server runs."""

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

import linkshelf
from linkshelf.api.routes import router
from linkshelf.errors import (
    DuplicateBookmarkError,
    InvalidUrlError,
    ShelfError,
    UnknownBookmarkError,
    UnknownFormatError,
)
from linkshelf.settings import Settings
from linkshelf.shelf import Shelf
from linkshelf.store.sqlite import SqliteStore

_STATUSES: dict[type[ShelfError], int] = {
    DuplicateBookmarkError: 409,
    InvalidUrlError: 422,
    UnknownBookmarkError: 404,
    UnknownFormatError: 404,
}


def create_app(settings: Settings | None = None, shelf: Shelf | None = None) -> FastAPI:
    """Return the API in front of a shelf.

    Args:
        settings: Those of the deployment; from the environment if None.
        shelf: What to serve; the one in the settings' database if None.
    """
    settings = settings or Settings.from_environment()
    app = FastAPI(title="linkshelf", version=linkshelf.__version__)
    app.state.settings = settings
    app.state.shelf = shelf or Shelf(SqliteStore(settings.database))
    app.include_router(router)
    app.add_exception_handler(ShelfError, _refuse)
    return app


async def _refuse(request: Request, error: Exception) -> JSONResponse:
    """Answer with the sentence of an error, and the status of its class."""
    status = next((code for kind, code in _STATUSES.items() if isinstance(error, kind)), 400)
    return JSONResponse({"detail": str(error)}, status_code=status)
