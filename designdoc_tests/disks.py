"""Disks that nobody waits for: no test takes the power away, and what a process wrote outlives its own end at once."""

import os
import sqlite3
from collections.abc import Callable
from typing import Any

import pytest


class _Hasty(sqlite3.Connection):
    """A connection that leaves what it committed to the system, whatever it is told."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        super().execute("PRAGMA synchronous = OFF")

    def execute(self, sql: str, *parameters: Any) -> sqlite3.Cursor:
        return super().execute(sql.replace("synchronous = FULL", "synchronous = OFF"), *parameters)


def wait_for_none(system: pytest.MonkeyPatch) -> None:
    """Let this process leave files and SQLite's databases to the system: a run waits for some thirty files."""
    system.setattr(os, "fsync", lambda _: None)
    hasty = _hasty(sqlite3.dbapi2.connect)
    system.setattr(sqlite3, "connect", hasty)
    system.setattr(sqlite3.dbapi2, "connect", hasty)


def _hasty(connect: Callable[..., sqlite3.Connection]) -> Callable[..., sqlite3.Connection]:
    return lambda *arguments, **options: connect(*arguments, **{"factory": _Hasty, **options})
