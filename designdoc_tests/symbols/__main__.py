"""`python -m designdoc_tests.symbols FOLDER`: measures the projects in a folder, and writes docs/symbols.md.

FOLDER holds the source of each project of `judges` in a folder of its name, at its revision. Projects that are not
there keep the rows that they have. `--show NAME` prints what is behind the figures of a project, and writes nothing.
"""

import argparse
from pathlib import Path

from designdoc_tests.symbols.judges import JUDGES, Judge, Project
from designdoc_tests.symbols.judging import Judgement, judged

PAGE = Path(__file__).parents[2] / "docs" / "symbols.md"
_COLUMNS = ("Language", "Project", "Revision", "Used as", "Recall", "Precision", "Right", "Missed", "Wrong", "Unjudged")
_ABOUT = """\
# Symbols

Made by `python -m designdoc_tests.symbols`, and not to be edited. A symbol is a type, a function (methods and
constructors are some), or a value (a field, constant or case), by its qualified name. The keys are parsers of others:

{keys}

Of the symbols of all files of a project, tests included. *Unjudged* are files that the key does not understand. Nobody
looked at a held-out project while the reader was worked on.
"""


def main() -> None:
    """Measure and write the page, or show what is behind one project's figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show")
    arguments = parser.parse_args()
    before = {line.split(" | ")[1]: line for line in _rows_of(PAGE.read_text() if PAGE.exists() else "")}
    rows: list[str] = []
    for judge in JUDGES:
        for project in judge.projects:
            folder = arguments.folder / project.name
            if arguments.show not in {None, project.name}:
                continue
            if folder.is_dir() and judge.is_here:
                found = judged(judge, folder)
                rows.append(_row(judge, project, found))
                print(rows[-1])
                for word, symbols in (("missed", found.missed), ("wrong", found.wrong)):
                    for path, (kind, name) in symbols if arguments.show else ():
                        print(word, path, kind, name)
            elif project.name in before:
                rows.append(before[project.name])
    if not arguments.show:
        keys = "\n".join(f"- {judge.language}: {judge.key}." for judge in JUDGES)
        head = f"| {' | '.join(_COLUMNS)} |\n| --- | --- | --- | --- |{' ---: |' * 6}"
        PAGE.write_text("\n".join([_ABOUT.format(keys=keys), head, *rows, ""]))


def _rows_of(page: str) -> list[str]:
    return [line for line in page.splitlines() if line.startswith("| ") and "---" not in line][1:]


def _row(judge: Judge, project: Project, found: Judgement) -> str:
    cells = (
        *(judge.language, project.name, project.revision, "held out" if project.is_held_out else "built on"),
        *(f"{found.recall:.3f}", f"{found.precision:.3f}", found.right, len(found.missed), len(found.wrong)),
        f"{found.unjudged} of {found.files}",
    )
    return f"| {' | '.join(map(str, cells))} |"


if __name__ == "__main__":
    main()
