"""Settings."""

import os

from pkg.env import secret

DEBUG_NAME = "PKG_DEBUG"


def flag(name: str, default: str) -> bool:
    """Return whether a variable says so."""
    return os.getenv(name, default) == "True"


OPEN = flag("PKG_OPEN", "False")
TOKEN = secret("PKG_TOKEN")
DEBUG = os.environ.get(DEBUG_NAME) or "no"
IS_CI = "PKG_CI" in os.environ
os.environ["PKG_SET"] = "1"
