"""Values."""

import sys

ALWAYS = 1

if sys.version_info >= (3, 12):
    BRANCHED = "new"
else:
    BRANCHED = "old"

try:
    TRIED = int("1")
except ValueError:
    TRIED = 2

CURRENT = None


def use(value):
    """Use it."""
    global CURRENT
    CURRENT = value


def read():
    """Read it."""
    global ALWAYS
    return ALWAYS


REDONE = 3
REDONE = 4

GROWN = [5]
GROWN += [6]

if sys.platform == "win32":
    WINDOWS = "yes"


class Holder:
    """Holds."""

    if sys.platform == "win32":
        sep = ";"
    else:
        sep = ":"
    plain = "p"
