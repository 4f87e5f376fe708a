"""Starts in code that is nested, tied in circles, or named so that pages could break: all come out, and soon."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from designdoc_tests.support import docs_of, document, make_repo
from designdoc_tests.test_starts import rows, system_design

_MANY = range(9)
_TOO_MANY_LINES = 1_000


def _lines(*parts: str | Iterable[str]) -> str:
    return "".join(part if isinstance(part, str) else "".join(part) for part in parts)


CLICK = _lines(
    'import click\n\n@click.group()\ndef main():\n    """Begin."""\n\n',
    (f'@main.group()\ndef g{i}():\n    """Hold."""\n\n@g{i}.command()\ndef c{i}():\n    """Do."""\n\n' for i in _MANY),
    (f"g{i}.add_command(g{j})\n" for i in _MANY for j in _MANY),
)
TYPER = _lines(
    "import typer\n\napp = typer.Typer()\n",
    (f't{i} = typer.Typer()\n\n@t{i}.command()\ndef c{i}():\n    """Do."""\n\n' for i in _MANY),
    (f't{i}.add_typer(t{j}, name="g{j}")\n' for i in _MANY for j in _MANY),
    'app.add_typer(t0, name="g0")\n',
)


@pytest.mark.parametrize("code", [CLICK, TYPER], ids=["click", "typer"])
def test_commands_that_hold_each_other_are_told_a_few_times(tmp_path: Path, code: str) -> None:
    told = [row[0] for row in rows(system_design(tmp_path, {"cli.py": code}), "Commands")]
    assert any(name.split()[-2:] in (["g0", "c0"], ["pay/cli.py", "g0"]) or "g0" in name for name in told)
    assert len(told) < _TOO_MANY_LINES


def test_lists_of_urls_that_include_each_other_end(tmp_path: Path) -> None:
    files: Mapping[str, str] = {
        **{
            f"a{i}/urls.py": _lines(
                "from django.urls import include, path\n\nurlpatterns = [\n",
                (f'    path("a{j}/", include("pay.a{j}.urls")),\n' for j in _MANY),
                f'    path("x{i}", lambda request: None),\n]\n',
            )
            for i in _MANY
        },
        "urls.py": 'from django.urls import include, path\n\nurlpatterns = [path("", include("pay.a0.urls"))]\n',
    }
    told = [row[0] for row in rows(system_design(tmp_path, files), "Routes")]
    assert "/x0" in told
    assert "/a1/x1" in told
    assert "/a0/x0" not in told
    assert len(told) < _TOO_MANY_LINES


def test_parsers_in_parsers_are_told_to_a_depth(tmp_path: Path) -> None:
    code = _lines(
        "import argparse\n\ndef build():\n    p = argparse.ArgumentParser()\n",
        (
            f'    s = p.add_subparsers()\n    p = s.add_parser("c{i}")\n    p.add_argument("--of-{i}")\n'
            for i in range(1_200)
        ),
    )
    text = system_design(tmp_path, {"cli.py": code})
    assert "c0 c1 c2`" in text
    assert "c1100" not in text


def test_a_method_is_shown_as_it_is_written(tmp_path: Path) -> None:
    code = (
        'from flask import Flask\n\napp = Flask("pay")\n\n@app.route("/x", methods=["[G](y)", "A|B\\n"])\n'
        'def x():\n    """Do."""\n'
    )
    text = system_design(tmp_path, {"web.py": code})
    assert "[G\\](y), A\\|B" in text
    assert "disputed" not in text


SECRETS = '''\
import argparse
import os

import click

KEY = os.environ.get("PAY_SECRET_KEY", "kept-from-pages-1")
PLACE = os.environ.get("PAY_TOKEN_URL", "where-tokens-are")


@click.command()
@click.option("--password", default="kept-from-pages-2", help="To get in.")
@click.option("--password-file", default="the-file", help="That holds it.")
@click.option("--token-count", default=3)
def main(**given):
    """Pay."""


def build():
    parser = argparse.ArgumentParser()
    parser.add_argument("--api-token", default="kept-from-pages-3", help="Of the API, %(default)s if not given.")
    parser.add_argument("--secret", default="changeme")
'''


def test_a_default_that_is_named_a_secret_is_not_listed(tmp_path: Path) -> None:
    text = system_design(tmp_path, {"cli.py": SECRETS})
    assert "kept-from-pages" not in text
    for shown in ("where-tokens-are", "the-file", "3", "changeme", "Of the API, … if not given."):
        assert shown in text


WORKFLOW = """\
name: ci
on: push
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - run: docker login -u me -p kept-from-pages-1 && pytest -p no:cacheprovider
      - run: "curl -H 'Authorization: Bearer kept-from-pages-2' https://host/x"
      - run: mysql -u root -pkept-from-pages-3 pay
      - run: curl -u me:kept-from-pages-4 https://host/y
"""


def test_credentials_of_commands_are_not_shown(tmp_path: Path) -> None:
    repo = make_repo(tmp_path / "pay", {"pay.py": '"""Pays."""\n', ".github/workflows/ci.yml": WORKFLOW})
    run = document(repo, writer="static")
    assert run.success, run.failure
    text = (docs_of(repo) / "ARCHITECTURE.md").read_text()
    assert "kept-from-pages" not in text
    assert "docker login -u me -p …" in text
    assert "pytest -p no:cacheprovider" in text
