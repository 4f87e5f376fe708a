"""Where users of a system start, on SYSTEM_DESIGN: commands with their options, routes with their whole addresses."""

import re
from collections.abc import Mapping
from pathlib import Path

from designdoc_tests.support import docs_of, document, make_repo

PROJECT = """\
[project]
name = "pay"
version = "1"
dependencies = ["click", "flask", "fastapi"]
[project.scripts]
{scripts}
"""


def system_design(folder: Path, files: Mapping[str, str], scripts: str = "") -> str:
    """Return SYSTEM_DESIGN of a target with these files in its package `pay`."""
    own = {f"pay/{path}": text for path, text in files.items()}
    init = {"pay/__init__.py": '"""Pays."""\n', "pyproject.toml": PROJECT.format(scripts=scripts)}
    repo = make_repo(folder / "pay", {**init, **own})
    run = document(repo, writer="static")
    assert run.success, run.failure
    return (docs_of(repo) / "SYSTEM_DESIGN.md").read_text()


def rows(text: str, heading: str) -> list[list[str]]:
    """Return the cells of the table below a heading, without links and code marks."""
    section = re.split(rf"^#+ {re.escape(heading)}$", text, maxsplit=1, flags=re.MULTILINE)
    if len(section) == 1:
        return []
    lines = re.split(r"^#+ ", section[1], maxsplit=1, flags=re.MULTILINE)[0].splitlines()
    cells = [[_plain(cell) for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines if line.startswith("|")]
    return cells[2:]


def _plain(cell: str) -> str:
    return re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", cell).replace("`", "").strip()


ARGPARSE = '''\
"""The command."""
import argparse


def build():
    """Return the parser."""
    parser = argparse.ArgumentParser(description="Pays *bills*.")
    parser.add_argument("--verbose", "-v", action="store_true", help="Say more.")
    sub = parser.add_subparsers(dest="cmd")
    run = sub.add_parser("run", help="Run it")
    run.add_argument("path")
    group = run.add_argument_group("more")
    group.add_argument("--times", type=int, default=3, help="How often, %(default)s if not given.")
    group.add_argument("--how", choices=["fast", "well"], required=True)
    group.add_argument("--secret", help=argparse.SUPPRESS)
    run.set_defaults(func=do_run)
    sub.add_parser("list").set_defaults(func=do_list)
    return parser


def do_run(args):
    """Run."""


def do_list(args):
    """List."""


def main():
    """Do it."""
    args = build().parse_args()
    args.func(args)
'''


def test_commands_of_argparse(tmp_path: Path) -> None:
    text = system_design(tmp_path, {"cli.py": ARGPARSE}, 'pay = "pay.cli:main"')
    assert rows(text, "Commands") == [
        ["pay", r"Pays \*bills\*.", "pay/cli.py"],
        ["pay list", "List.", "do_list"],
        ["pay run", "Run it", "do_run"],
    ]
    assert rows(text, "`pay`") == [["--verbose, -v", "Say more."]]
    assert rows(text, "`pay run`") == [
        ["path", "", "", ""],
        ["--times", "int", "3", "How often, 3 if not given."],
        ["--how", r"'fast' \| 'well'", "", "Required."],
    ]


CLICK = {
    "cl.py": '''\
import click
from pay.more import users


@click.group()
@click.option("--debug/--no-debug", default=False, help="Debug it.")
def cli(debug):
    """Do it."""


@cli.command("sync")
@click.argument("src", type=click.Path())
@click.option("-n", "--times", type=int, default=2, required=True)
def sync(src, times):
    """Sync.

    At length.
    """


cli.add_command(users)
cli.add_command(users, "people")
''',
    "more.py": '''\
import click


@click.group()
def users():
    """Users."""


@users.command()
def list_cmd():
    """List them."""
''',
}


def test_commands_of_click_with_groups_of_other_files(tmp_path: Path) -> None:
    text = system_design(tmp_path, CLICK, 'pay = "pay.cl:cli"')
    assert rows(text, "Commands") == [
        ["pay", "Do it.", "cli"],
        ["pay people list", "List them.", "list_cmd"],
        ["pay sync", "Sync.", "sync"],
        ["pay users list", "List them.", "list_cmd"],
    ]
    assert rows(text, "`pay sync`") == [
        ["SRC", "click.Path()", "", ""],
        ["-n, --times", "int", "2", "Required."],
    ]


ROUTES = {
    "web.py": """\
from fastapi import APIRouter, FastAPI
from flask import Blueprint
import flask

api = FastAPI()
router = APIRouter(prefix="/users")


@router.get("/{id}")
async def user(id: int): ...


@router.post("", status_code=201)
async def add(): ...


api.include_router(router, prefix="/v1")
api.include_router(router, prefix="/v2")

bp = Blueprint("x", __name__, url_prefix="/x")


@bp.route("/y", methods=["GET", "POST"])
def y(): ...


def create_app():
    app = flask.Flask(__name__)
    app.register_blueprint(bp, url_prefix="/api")

    @app.route("/health")
    def health(): ...

    app.add_url_rule("/z", "z", y)
    return app


app = create_app()


@app.get("/late")
def late(): ...
""",
    "other.py": """\
from pay.things import Cache, app as web

cache = Cache()


@cache.get("/no-route")
def cached(): ...


@web.websocket("/ws")
async def talk(socket): ...
""",
    "things.py": """\
from fastapi import FastAPI


class Cache:
    def get(self, key):
        return lambda function: function


class Application(FastAPI): ...


app = Application()
""",
}


def test_routes_have_their_whole_addresses_and_nothing_else_is_one(tmp_path: Path) -> None:
    assert rows(system_design(tmp_path, ROUTES), "Routes") == [
        ["/ws", "WebSocket", "talk"],
        ["/v1/users/{id}", "GET", "user"],
        ["/v2/users/{id}", "GET", "user"],
        ["/v1/users", "POST", "add"],
        ["/v2/users", "POST", "add"],
        ["/api/y", "GET, POST", "y"],
        ["/health", "GET", "create_app"],
        ["/z", "GET", "y"],
        ["/late", "GET", "late"],
    ]


TYPER = {
    "cli.py": '''\
from typing import Annotated

import typer

from pay.users import users

app = typer.Typer()
app.add_typer(users, name="users")


@app.callback()
def main(verbose: bool = False):
    """Manage bills."""


@app.command("sync")
def sync_all(
    source: Annotated[str, typer.Argument(help="Where from.")],
    name: Annotated[str, typer.Option("--name", "-n", help="The name.")] = "all",
    times: int = typer.Option(3, help="How often."),
    key: str = typer.Option(..., envvar="KEY"),
    context: typer.Context = None,
):
    """Sync it."""
''',
    "users.py": '''\
import typer

users = typer.Typer(help="Users.")


@users.command()
def drop_all(force: bool = False):
    """Drop them."""


@users.command()
def add(name: str):
    """Add one."""
''',
}


def test_commands_of_typer_take_what_their_functions_take(tmp_path: Path) -> None:
    text = system_design(tmp_path, TYPER, 'pay = "pay.cli:app"')
    assert rows(text, "Commands") == [
        ["pay", "Manage bills.", "main"],
        ["pay sync", "Sync it.", "sync_all"],
        ["pay users add", "Add one.", "add"],
        ["pay users drop-all", "Drop them.", "drop_all"],
    ]
    assert rows(text, "`pay sync`") == [
        ["SOURCE", "str", "", "Where from."],
        ["--name, -n", "str", '"all"', "The name."],
        ["--times", "int", "3", "How often."],
        ["--key", "str", "", "Required."],
    ]
    assert rows(text, "`pay users drop-all`") == [["--force/--no-force", "False"]]
