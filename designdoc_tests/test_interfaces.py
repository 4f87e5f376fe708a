"""What SYSTEM_DESIGN lists of how others meet a running target: hooks, routes, environment variables."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from designdoc_tests.support import docs_of, document, make_repo

APP = "from fastapi import APIRouter\nrouter = APIRouter()\n"


def design(tmp_path: Path, files: Mapping[str, str]) -> str:
    repo = make_repo(tmp_path / "repo", dict(files))
    assert document(repo, writer="static").success
    return (docs_of(repo) / "SYSTEM_DESIGN.md").read_text().partition("## Packages")[2]


def test_routes_are_listed_with_their_methods_whole(tmp_path: Path) -> None:
    address = "/a" * 100
    files = {
        "p/__init__.py": "",
        "p/app.py": APP,
        "p/views.py": (
            "from p.app import router\nfrom flask import Flask\n\napp = Flask(__name__)\n\n\n"
            f'@router.get("{address}")\n@app.route("/b", methods=["PUT", "POST"])\n@app.route("/c")\ndef view(): ...\n'
        ),
    }
    view = "[`view`](packages/p/views.py.md#view)"
    rows = f"| `{address}` | GET | {view} |\n| `/b` | PUT, POST | {view} |\n| `/c` | GET | {view} |\n"
    assert rows in design(tmp_path, files)


@pytest.mark.parametrize(
    "source",
    [
        'class Router: ...\n\n\nrouter = Router()\n\n\n@router.get("/a")\ndef view(): ...\n',
        'def route(router):\n    @router.get("/a")\n    def view(): ...\n',
        f"{APP}@router.get()\ndef view(): ...\n",
        "def hookspec(function): ...\n\n\n@hookspec\ndef startup(): ...\n",
        'import os\n\nos.environ["A"] = "1"\ndel os.environ["B"]\n',
        'environ = {}\nA = environ.get("A")\n',
    ],
)
def test_what_is_no_proved_interface_is_not_listed(source: str, tmp_path: Path) -> None:
    text = design(tmp_path, {"p/__init__.py": "", "p/m.py": source})
    assert text
    assert not [title for title in ("Hooks", "Routes", "Environment variables") if f"## {title}" in text]


def test_variables_are_listed_with_their_defaults_and_readers(tmp_path: Path) -> None:
    files = {
        "p/__init__.py": "",
        "p/a.py": 'import os\n\nA = os.environ["A"]\n\n\ndef f():\n    return os.environ.get("B", 5 + 1)\n',
        "p/b.py": 'from os import environ, getenv\n\nA = [getenv("A", "x"), environ.get("B"), environ["C"]]\n',
        "examples/c.py": 'import os\n\nD = os.getenv("D")\n',
    }
    a, b = "[`p/a.py`](packages/p/a.py.md)", "[`p/b.py`](packages/p/b.py.md)"
    rows = f'| `A` | `"x"` | {a}, {b} |\n| `B` | `5 + 1` | {a}, {b} |\n| `C` | | {b} |\n'
    text = design(tmp_path, files)
    assert rows in text
    assert "`D`" not in text
