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
from pay.more import names, users

quiet = click.option("--quiet", is_flag=True, help="Say less.")
logged = users.option("--no-option")


@click.group()
@click.option("--debug/--no-debug", default=False, help="Debug it.")
def cli(debug):
    """Do it."""


@cli.command("sync")
@click.argument("src", type=click.Path())
@names
@click.version_option("1.0", "-V", "--version")
@users.version_option()
@click.option("-n", "--times", type=int, default=2, required=True)
@quiet
@logged
def sync(src, times):
    """Sync.

    At length.
    """


cli.add_command(users)
cli.add_command(users, "people")
''',
    "more.py": '''\
import click

names = click.argument("names", nargs=-1)


@click.group()
def users():
    """Users."""


@users.command()
def list_cmd():
    """List them."""
''',
}


def test_commands_of_click_with_groups_of_other_files(tmp_path: Path) -> None:
    assert [row[0] for row in rows(system_design(tmp_path / "alone", CLICK), "Commands")] == [
        "cli",
        "cli people list",
        "cli sync",
        "cli users list",
    ]
    text = system_design(tmp_path, CLICK, 'pay = "pay.cl:cli"')
    assert "handed over" not in text
    assert rows(text, "Commands") == [
        ["pay", "Do it.", "cli"],
        ["pay people list", "List them.", "list_cmd"],
        ["pay sync", "Sync.", "sync"],
        ["pay users list", "List them.", "list_cmd"],
    ]
    assert rows(text, "`pay sync`") == [
        ["SRC", "click.Path()", "", ""],
        ["NAMES", "", "", ""],
        ["-V, --version", "", "", "Show the version and exit."],
        ["-n, --times", "int", "2", "Required."],
        ["--quiet", "", "", "Say less."],
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


V1 = "/v1"
api.include_router(router, prefix=V1)
api.include_router(router, prefix=settings.PREFIX + "/v2")

bp = Blueprint("x", __name__, url_prefix="/x")


@bp.route("/y", methods=["GET", "POST"])
def y(): ...


def create_app():
    app = flask.Flask(__name__)
    app.register_blueprint(bp, url_prefix="/api")

    @app.route("/health")
    def health(): ...

    app.add_url_rule("/z", "z", y)
    app.add_url_rule("/kept", view_func=cached(60)(guard(y)))
    app.add_url_rule("/made", view_func=guard("y"))
    return app


def guard(view):
    return view


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
        ["{settings.PREFIX}/v2/users/{id}", "GET", "user"],
        ["/v1/users", "POST", "add"],
        ["{settings.PREFIX}/v2/users", "POST", "add"],
        ["/api/y", "GET, POST", "y"],
        ["/health", "GET", "create_app"],
        ["/z", "GET", "y"],
        ["/kept", "GET", "y"],
        ["/made", "GET", "guard"],
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
    target: Annotated[str, typer.Option("--target", help="Where to.")],
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
        ["--target", "str", "", "Where to. Required."],
        ["--name, -n", "str", '"all"', "The name."],
        ["--times", "int", "3", "How often."],
        ["--key", "str", "", "Required."],
    ]
    assert rows(text, "`pay users drop-all`") == [["--force/--no-force", "False"]]


DJANGO = {
    "urls.py": """\
from django.conf import settings
from django.contrib import admin
from django.urls import include, path, re_path

from pay import views

prefix = "" if settings.DEBUG else "v1/"
own_urls = [path("old/", views.Old.as_view())]
urlpatterns = [
    path("admin/", admin.site.urls),
    path("", views.home, name="home"),
    path(f"{prefix}bills/", include("pay.bills.urls")),
    path("own/", include(own_urls)),
    path("more/", include([path("x/", views.home)])),
    re_path(r"^old/(?P<year>[0-9]{4})/$", views.Old.as_view()),
    path("urls/", views.urls),
    path("feed/", views.guard(views.News())),
    path("kept/", csrf_exempt(views.Old.as_view())),
    path("lines/", views.guard(views.Old)),
]
""",
    "views.py": """\
from django.views import View


def home(request): ...


def urls(request): ...


def guard(view): ...


class News: ...


class Old(View):
    def get(self, request, year): ...
""",
    "bills/__init__.py": "",
    "bills/urls.py": """\
from django.urls import include, path
from rest_framework.routers import DefaultRouter

from pay.bills import api

app_name = "bills"
router = DefaultRouter()
router.register("lines", api.LineViewSet)
urlpatterns = [path("<int:pk>/", api.bill), path("api/", include(router.urls))]
""",
    "bills/api.py": "class LineViewSet: ...\n\n\ndef bill(request, pk): ...\n",
    "bills/management/__init__.py": "",
    "bills/management/commands/__init__.py": "",
    "bills/management/commands/send_bills.py": """\
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Send what is due."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="Send nothing.")

    def handle(self, *args, **options): ...
""",
}


PUT_BELOW = {
    "urls.py": """\
from django.conf import settings
from django.urls import include, path
from rest_framework.routers import SimpleRouter

from pay import views

lines = SimpleRouter()
lines.register("", views.LineViewSet)
urlpatterns = [path("bills", views.bills), path("lines/", include(lines.urls))]
urlpatterns = [path("", include((urlpatterns, "pay")))]
urlpatterns += [path("login/", views.login)]
if settings.BELOW:
    urlpatterns = [path("below/", include(urlpatterns))]
urlpatterns += [path("health", views.health)]
""",
    "views.py": "\n\n".join(
        ["class LineViewSet: ...", *(f"def {name}(request): ..." for name in ("bills", "login", "health"))]
    ),
}


def test_a_list_of_urls_that_is_put_below_an_address_stands_there(tmp_path: Path) -> None:
    """Nothing was shown of a list that includes what it was before, and a router's own root ended in two slashes."""
    assert rows(system_design(tmp_path, PUT_BELOW), "Routes") == [
        ["/below/lines/", "LineViewSet"],
        ["/below/bills", "bills"],
        ["/below/login/", "login"],
        ["/health", "health"],
    ]


def test_urls_of_django_stand_below_all_that_includes_them(tmp_path: Path) -> None:
    text = system_design(tmp_path, DJANGO)
    assert rows(text, "Routes") == [
        ["/{prefix}bills/api/lines/", "LineViewSet"],
        ["/{prefix}bills/<int:pk>/", "bill"],
        ["/own/old/", "Old"],
        ["/", "home"],
        ["/more/x/", "home"],
        ["/old/(?P<year>[0-9]{4})/", "Old"],
        ["/urls/", "urls"],
        ["/feed/", "News"],
        ["/kept/", "Old"],
        ["/lines/", "guard"],
    ]
    assert rows(text, "Commands") == [["manage.py send_bills", "Send what is due.", "Command.handle"]]
    assert rows(text, "`manage.py send_bills`") == [["--dry-run", "Send nothing."]]


JOBS = {
    "work.py": '''\
import dagster as dg
from celery import Celery, shared_task
from celery.schedules import crontab

queue = Celery("pay")
HOURLY = "hourly_bills"


@queue.task(name="pay.send")
def send(number): ...


@shared_task
def remind(): ...


@queue.on_after_configure.connect
def plan(sender: Celery, **kwargs):
    sender.add_periodic_task(crontab(hour=7), remind.s(), name="each morning")


@dg.asset(name="ledger")
def make_ledger():
    """Keep the ledger."""


@dg.job
def bill_all(): ...


@dg.sensor(job=bill_all)
def new_bills(context):
    """Watch for bills."""


hourly = dg.ScheduleDefinition(name=HOURLY, job=bill_all, cron_schedule="0 * * * *", description="Bill each hour.")


def asset(function):
    return function


@asset
def no_asset(): ...
''',
}


def test_tasks_jobs_and_schedules_say_when_they_run(tmp_path: Path) -> None:
    text = system_design(tmp_path, JOBS)
    assert rows(text, "Jobs") == [["bill_all", "bill_all"]]
    assert rows(text, "Schedules") == [
        ["each morning", "crontab(hour=7)", "", "remind"],
        ["hourly_bills", "0 * * * *", "Bill each hour.", "bill_all"],
    ]
    assert rows(text, "Sensors") == [["new_bills", "Watch for bills.", "new_bills"]]
    assert rows(text, "Tasks") == [["pay.send", "send"], ["remind", "remind"]]
    assert rows(text, "Assets") == [["ledger", "Keep the ledger.", "make_ledger"]]


LISTS = {
    "star.py": """\
from starlette.applications import Starlette
from starlette.routing import Mount, Route, WebSocketRoute


def home(request): ...


async def talk(socket): ...


class Bill: ...


inner = [Route("/{number}", Bill, methods=["GET", "PUT"])]
routes = [Route("/", endpoint=home), Mount("/bills", routes=inner), Mount("/v2", routes=[WebSocketRoute("/ws", talk)])]
app = Starlette(routes=routes)
""",
    "aio.py": """\
from aiohttp import web

routes = web.RouteTableDef()


@routes.get("/ping")
async def ping(request): ...


async def show(request): ...


def main():
    app = web.Application()
    app.router.add_post("/show/{name}", show)
    app.add_routes(routes)
""",
}


def test_routes_that_are_objects_in_lists_and_tables(tmp_path: Path) -> None:
    assert rows(system_design(tmp_path, LISTS), "Routes") == [
        ["/ping", "GET", "ping"],
        ["/show/{name}", "POST", "show"],
        ["/bills/{number}", "GET, PUT", "Bill"],
        ["/", "", "home"],
        ["/v2/ws", "WebSocket", "talk"],
    ]


EXPRESS = {
    "package.json": '{"name": "pay", "version": "1.0.0", "main": "app.js", "dependencies": {"express": "4"}}',
    "app.js": """\
const express = require("express");
const users = require("./routes/users");
const { admin } = require("./routes/admin");

const app = express();
const cache = new Map();

app.get("/", (req, res) => res.send("Hi"));
app.use("/users", users);
app.use(express.json(), admin);
app.set("view engine", "pug");
cache.get("/no-route", 1);

function health(req, res) {}
app.get("/health", express.json(), health);
module.exports = app;
""",
    "routes/users.js": """\
const express = require("express");
const router = express.Router();

/** List them. */
function list(req, res) {}
router.route("/:id").get(list).delete(list);
router.post("/", list);
module.exports = router;
""",
    "routes/admin.js": """\
import { Router } from "express";

export const admin = Router();
export function reset(req, res) {}
admin.put("/admin/reset", reset);
""",
}


def test_routes_of_express(tmp_path: Path) -> None:
    repo = make_repo(tmp_path / "pay", EXPRESS)
    assert document(repo, writer="static").success
    assert rows((docs_of(repo) / "SYSTEM_DESIGN.md").read_text(), "Routes") == [
        ["/", "GET", "app.js"],
        ["/health", "GET", "health"],
        ["/admin/reset", "PUT", "reset"],
        ["/users/:id", "GET", "list"],
        ["/users/:id", "DELETE", "list"],
        ["/users", "POST", "list"],
    ]


STORED = {
    "models.py": """\
from django.conf import settings
from django.db import models


class Owned(models.Model):
    owner = models.ForeignKey("auth.User", on_delete=models.CASCADE)

    class Meta:
        abstract = True


class Bill(Owned):
    payer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    number = models.CharField(max_length=20, help_text="As printed.")
    parent = models.ForeignKey("self", null=True, on_delete=models.CASCADE)

    def total(self): ...


class Line(models.Model):
    bill = models.ForeignKey(Bill, on_delete=models.CASCADE)

    class Meta:
        db_table = "bill_lines"


class Extra(Line):
    of = models.ForeignKey(Line, on_delete=models.CASCADE)
    bills = models.ManyToManyField(Bill)
    paid = models.OneToOneField(Bill, on_delete=models.CASCADE)
    seen = models.OneToOneField(Bill, null=True, on_delete=models.CASCADE)
""",
    "core.py": """\
from sqlalchemy import Column, ForeignKey, Integer, MetaData, String, Table

metadata = MetaData()
accounts = Table("accounts", metadata, Column("id", Integer, primary_key=True, comment="Given by the bank."))
moves = Table("moves", metadata, Column("account", Integer, ForeignKey("bank.accounts.id")), Column("why", String(40)))
""",
    "orm.py": """\
from typing import Optional

from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase): ...


class Stamps:
    made: Mapped[int]


class Payer(Base):
    __tablename__ = "payers"

    id: Mapped[int] = mapped_column(primary_key=True)
    nick: Mapped[Optional[str]]
    account: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    friends: Mapped[list["Payer"]] = relationship()
""",
    "flasks.py": """\
import sqlalchemy as sa
import sqlalchemy.orm as so
from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()


class BigPost(db.Model):
    id: so.Mapped[int] = so.mapped_column(primary_key=True)


class Reply(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    post: so.Mapped[int] = so.mapped_column(sa.ForeignKey(BigPost.id))
""",
    "no.py": """\
class Column: ...


class Sheet:
    __tablename__ = "sheets"
    a = Column()
""",
}


def test_tables_with_their_columns_and_what_they_refer_to(tmp_path: Path) -> None:
    text = system_design(tmp_path, STORED)
    assert re.findall(r"^### `(.*)`$", text.partition("## Tables")[2], re.MULTILINE) == [
        "Bill",
        "Extra",
        "accounts",
        "big_post",
        "bill_lines",
        "moves",
        "payers",
        "reply",
    ]
    assert rows(text, "`reply`") == [["id", "db.Integer", "Primary key."], ["post", "int", "Refers to big_post."]]
    assert rows(text, "`Bill`") == [
        ["owner", "ForeignKey", "Refers to User."],
        ["payer", "ForeignKey", "Refers to settings.AUTH_USER_MODEL."],
        ["number", "CharField", "As printed."],
        ["parent", "ForeignKey", "Refers to Bill. May be empty."],
    ]
    assert rows(text, "`accounts`") == [["id", "Integer", "Given by the bank. Primary key."]]
    assert rows(text, "`moves`") == [["account", "Integer", "Refers to accounts."], ["why", "String(40)", ""]]
    assert rows(text, "`payers`") == [
        ["id", "int", "Primary key."],
        ["nick", "str", "May be empty."],
        ["account", "int", "Refers to accounts."],
    ]
    picture = text.partition("erDiagram\n")[2].partition("```")[0]
    assert rows(text, "`Extra`") == [
        ["of", "ForeignKey", "Refers to bill_lines."],
        ["bills", "ManyToManyField", "Refers to any number of Bill."],
        ["paid", "OneToOneField", "Refers to Bill."],
        ["seen", "OneToOneField", "Refers to Bill. May be empty."],
    ]
    assert 'Bill }o--o| Bill : "parent"' in picture
    assert 'Extra }o--o{ Bill : "bills"' in picture
    assert 'Extra |o--|| Bill : "paid"' in picture
    assert 'Extra |o--o| Bill : "seen"' in picture
    assert 'bill_lines }o--|| Bill : "bill"' in picture
    assert 'payers }o--|| accounts : "account"' in picture
    assert 'moves }o--|| accounts : "account"' in picture


LATER = {
    "cli.py": """\
import threading

from pay import paper, wire
from pay.steps import deliver, ready


def main():
    threading.Thread(target=_run).start()
    _begin()
    paper.Client.send()
    wire.Client.send()


def _begin():
    ready()


def _run():
    ready()
    deliver()
""",
    "steps.py": "def deliver(): ...\n\n\ndef ready(): ...\n",
    "paper.py": "class Client:\n    @staticmethod\n    def send(): ...\n",
    "wire.py": "class Client:\n    @staticmethod\n    def send(): ...\n",
}


def test_a_flow_tells_what_is_done_later_and_which_of_two_classes_does_it(tmp_path: Path) -> None:
    text = system_design(tmp_path, LATER, 'pay = "pay.cli:main"').partition("## Key flows")[2]
    picture = text.partition("sequenceDiagram\n")[2].partition("```")[0].replace("<br/>", "")
    drawn = dict(re.findall(r"participant (p\d) as (.*)", picture))
    arrows = re.findall(r"p\d(-+>>)(p\d): (.*)", picture)
    assert [(arrow, drawn[target], call) for arrow, target, call in arrows] == [
        ("->>", "steps.py", "ready()"),
        ("->>", "Client in pay/paper.py", "send()"),
        ("->>", "Client in pay/wire.py", "send()"),
        ("-->>", "steps.py", "deliver()"),
    ]
    assert "A dotted arrow: handed over, or called in a function that is defined here" in text
    assert re.search(r"`deliver`\S* \*\(not called here\)\*", text)
