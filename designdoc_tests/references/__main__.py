"""`python -m designdoc_tests.references`: measures all projects, and writes docs/references.md; some minutes."""

import argparse
from pathlib import Path

import jedi

from designdoc_tests.references.claims import claimed
from designdoc_tests.references.judging import judged
from designdoc_tests.references.key import made_key
from designdoc_tests.references.projects import BUILT_ON, HELD_OUT, UnavailableError, fetch
from designdoc_tests.references.struck_out import STRUCK_OUT
from designdoc_tests.references.table import Row, page

PAGE = Path(__file__).parents[2] / "docs" / "references.md"
_SHOWN = ("wrong", "missed", "unjudged")


def main() -> None:
    """Measure, and write the page; or show what is behind the figures of one project."""
    arguments = _arguments()
    rows: list[Row] = []
    skipped: list[str] = []
    for use, projects in (("built on", BUILT_ON), ("held out", HELD_OUT)):
        for project in projects:
            if arguments.show not in {None, project.name}:
                continue
            try:
                files = fetch(project)
            except UnavailableError as reason:
                skipped.append(f"Not measured: {reason}.")
                continue
            struck_out = STRUCK_OUT.get(f"{project.name} {project.version}", {})
            claims = claimed(files)
            rows.append(Row(project, use, judged(claims.keys(), made_key(files), struck_out), claims))
    made = page(rows, f"jedi {jedi.__version__}", skipped)
    print(made)
    if arguments.show is None:
        PAGE.write_text(made)
    for row in rows if arguments.show else ():
        for sort in _SHOWN:
            for (path, user), (where, used) in sorted(getattr(row.judgement, sort)):
                print(f"{sort}: {path} {user} -> {where} {used}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m designdoc_tests.references", description=__doc__)
    names = [project.name for project in BUILT_ON]
    parser.add_argument("--show", choices=names, help="show each wrong, missed and unjudged pair of one project")
    return parser.parse_args()


if __name__ == "__main__":
    main()
