"""Loads."""

import glob
import os

KNOWN = {}

for path in glob.glob("*.txt"):
    stem, _ = os.path.splitext(path)
    size = os.path.getsize(path)
    KNOWN[stem] = size
    LAST = path.upper()

for attempt in range(3):
    #: How often it was tried.
    attempts = attempt

first, rest = "a b".split()
if os.name == "nt":
    rest = rest.upper()


class Held:
    """Holds."""

    names = ()
    for letter in "ab":
        pair = letter * 2
        names = (*names, pair)
