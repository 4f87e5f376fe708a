"""What tests of `deploy/` share: its files as data, and databases of a real PostgreSQL server."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from designdoc_tests.postgres import POSTGRES_URL

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
KUBERNETES = DEPLOY / "kubernetes"
needs_postgres = pytest.mark.skipif(
    not POSTGRES_URL, reason="needs a PostgreSQL server: set DESIGNDOC_TEST_POSTGRES_URL=postgresql+psycopg://..."
)
_VARIABLE = re.compile(r"\$\{(\w+):([-?])([^}]*)\}")


def documents(file: Path) -> list[Any]:
    """Return the documents of a YAML file."""
    return list(YAML(typ="safe").load_all(file.read_text()))


def compose(environment: Mapping[str, str]) -> dict[str, Any]:
    """Return compose.yaml as Compose reads it, with the variables of the shell put in.

    Raises:
        KeyError: A variable that it demands is not set; the message is what Compose says.
    """

    def value(found: re.Match[str]) -> str:
        name, sort, text = found.groups()
        if environment.get(name):
            return environment[name]
        if sort == "?":
            raise KeyError(text)
        return str(text)

    def filled(read: Any) -> Any:
        if isinstance(read, dict):
            return {key: filled(item) for key, item in read.items()}
        if isinstance(read, list):
            return [filled(item) for item in read]
        return _VARIABLE.sub(value, read) if isinstance(read, str) else read

    [read] = documents(DEPLOY / "compose.yaml")
    return dict(filled(read))
