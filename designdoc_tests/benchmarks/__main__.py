"""`python -m designdoc_tests.benchmarks`: measures the figures, and prints them as a Markdown table."""

import argparse
import os
import tempfile
from pathlib import Path

from designdoc_tests.benchmarks import (
    change,
    claude,
    cold,
    diagrams,
    events,
    languages,
    scale,
    snapshot_at_commit,
    tick,
    ui,
    unchanged,
)
from designdoc_tests.benchmarks.figures import Figure, table

_FULL_SIZES = (250, 500, 1000, 2500)
_FULL_SIZE = 1000
_EVENTS = 500
_UI_FILES = 1500
_FILES_OF_LANGUAGES = 20_000


def main() -> None:
    """Measure what the command line asks for."""
    arguments = _arguments()
    sizes = list(_FULL_SIZES) if arguments.full else arguments.sizes
    size = _FULL_SIZE if arguments.full else max(sizes)
    figures: list[Figure] = []
    try:
        with tempfile.TemporaryDirectory(prefix="designdoc-benchmarks-") as temporary:
            folder = Path(temporary)
            os.environ.pop("DESIGNDOC_TEST_POSTGRES_URL", None)  # it was read already, and is no setting of the product
            os.environ |= {"XDG_CACHE_HOME": f"{folder}/cache", "XDG_STATE_HOME": f"{folder}/state"}
            if "events" in arguments.only:
                figures += events.measure(folder / "events", _EVENTS, arguments.repeats)
            if "cold" in arguments.only:
                figures += cold.measure(folder, sizes, size, arguments.repeats)
            if "unchanged" in arguments.only:
                figures += unchanged.measure(folder, size, arguments.repeats)
            if "change" in arguments.only:
                figures += change.measure(folder, min(sizes))
            if "claude" in arguments.only:
                figures += claude.measure(folder, arguments.repeats)
            if "diagrams" in arguments.only:
                figures += diagrams.measure(folder, min(sizes))
            if "tick" in arguments.only:
                figures += tick.measure(folder, arguments.repeats)
            if "commit" in arguments.only:
                figures += snapshot_at_commit.measure(folder, size, arguments.repeats, arguments.checkout)
            if "scale" in arguments.only:
                figures += scale.measure(folder / "scale")
            if "languages" in arguments.only:
                files = _FILES_OF_LANGUAGES if arguments.full else max(sizes)
                figures += languages.measure(folder, files, arguments.documented or files)
            if "ui" in arguments.only:
                figures += ui.measure(folder / "ui", _UI_FILES if arguments.full else max(sizes), arguments.repeats)
    finally:  # what was measured before something failed is worth having
        print(table(figures))


def _arguments() -> argparse.Namespace:
    figures = (
        "events",
        "cold",
        "unchanged",
        "change",
        "claude",
        "diagrams",
        "tick",
        "commit",
        "scale",
        "languages",
        "ui",
    )
    parser = argparse.ArgumentParser(prog="python -m designdoc_tests.benchmarks", description=__doc__)
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=[60, 120], help="numbers of files with two classes each"
    )
    parser.add_argument("--repeats", type=int, default=3, help="runs of each, of which the median counts")
    parser.add_argument("--full", action="store_true", help=f"the sizes that are promised: {_FULL_SIZES}; half an hour")
    parser.add_argument("--only", nargs="+", choices=figures, default=figures, help="which figures")
    parser.add_argument("--documented", type=int, help="files of several languages that are documented, if fewer")
    parser.add_argument("--checkout", type=Path, help="a clean checkout, for reading a commit; else a synthetic one")
    return parser.parse_args()


if __name__ == "__main__":
    main()
