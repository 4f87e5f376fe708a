"""Names of files by patterns of `fnmatch`, many at once."""

import re
from collections.abc import Iterable
from fnmatch import translate


def any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    """Return what matches, in full, a name that is of any of these patterns; without patterns, none."""
    return re.compile("|".join(map(translate, patterns)) or r"(?!)")
