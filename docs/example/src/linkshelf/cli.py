"""The command line: `linkshelf add`, `list`, `check` and `serve`."""

import argparse
import sys
import time
from collections.abc import Sequence

import httpx
import uvicorn

from linkshelf.api.app import create_app
from linkshelf.bookmarks import State
from linkshelf.checking import LinkChecker
from linkshelf.errors import ShelfError
from linkshelf.settings import Settings
from linkshelf.shelf import Shelf
from linkshelf.store.sqlite import SqliteStore


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what a command line says, and return the exit status: 1 if the shelf refuses."""
    options = _parser().parse_args(arguments)
    settings = Settings.from_environment()
    shelf = Shelf(SqliteStore(settings.database))
    try:
        match options.command:
            case "add":
                print(shelf.add(options.url, options.title, options.tag).number)
            case "list":
                _print(shelf, options.tag, options.state)
            case "check":
                _check(shelf, settings.timeout, options.every)
            case "serve":
                uvicorn.run(create_app(settings, shelf), host=options.host, port=options.port)
    except ShelfError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _print(shelf: Shelf, tags: Sequence[str], state: State | None) -> None:
    for bookmark in shelf.find(*tags, state=state):
        print(f"{bookmark.number:>5}  {bookmark.state:<6}  {bookmark.title}  {bookmark.url}")


def _check(shelf: Shelf, timeout: float, every: float | None) -> None:
    """Look for links that are gone: once, or every so many seconds until somebody stops it."""
    with httpx.Client(timeout=timeout) as client:
        while True:
            for gone in LinkChecker(shelf, client).check_all():
                print(f"gone: {gone.title}  {gone.url}")
            if every is None:
                return
            time.sleep(every)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="linkshelf", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)

    add = commands.add_parser("add", help="put a link on the shelf")
    add.add_argument("url")
    add.add_argument("--title", default="", help="what people call it")
    add.add_argument("--tag", action="append", default=[], help="a word to find it by; may be repeated")

    show = commands.add_parser("list", help="show what is on the shelf")
    show.add_argument("--tag", action="append", default=[], help="only what has this tag")
    show.add_argument("--state", type=State, choices=list(State), help="only what is in this state")

    check = commands.add_parser("check", help="mark links that lead nowhere")
    check.add_argument("--every", type=float, help="seconds until the next look; once if left out")

    serve = commands.add_parser("serve", help="serve the API")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8080)
    return parser
