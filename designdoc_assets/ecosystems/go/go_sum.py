"""go.sum: the versions of which the content was checked."""

from designdoc_assets.ecosystems.findings import Findings
from designdoc_assets.ecosystems.go.names import is_module_path

_WORDS = 3


def read_go_sum(text: str, into: Findings) -> None:
    """Read the versions that were built with; of those that were only looked at, `go.mod` alone has a sum."""
    for line in text.split("\n"):
        words = line.split()
        if len(words) == _WORDS and is_module_path(words[0]) and not words[1].endswith("/go.mod"):
            into.lock_version(words[0], words[1])
