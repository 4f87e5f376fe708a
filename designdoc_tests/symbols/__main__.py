"""`python -m designdoc_tests.symbols FOLDER`: measures the projects in a folder, and writes docs/symbols.md.

FOLDER holds the source of each project of `judges` in a folder of its name, at its revision. Projects that are not
there keep the rows that they have. `--show NAME` prints what is behind the figures of a project, and writes nothing.
"""

import argparse
from collections.abc import Iterable, Mapping
from pathlib import Path

from designdoc_tests.symbols.judges import JUDGES, Judge, Project
from designdoc_tests.symbols.judging import Judgement, judged
from designdoc_tests.symbols.uses import Uses, judged_uses

PAGE = Path(__file__).parents[2] / "docs" / "symbols.md"
_FIRST = ("Language", "Project", "Revision", "Used as", "Recall", "Precision", "Right", "Missed", "Wrong", "Unjudged")
_SYMBOLS = """\
# Symbols and references

Made by `python -m designdoc_tests.symbols`, and not to be edited. Nobody looked at a held-out project while the reader
was worked on. The keys are compilers:

{keys}

## Symbols

A symbol is a type, a function (methods and constructors are some), or a value (a field, constant or case), by its
qualified name; counted in all files of a project, tests included. *Unjudged* are files that the key does not
understand.
"""
_USES = """
## References

A reference is a pair: a function, method or type uses a type, function, method, field or constant of the same project,
tests left out. *Unjudged* are claims about names that the compiler does not know, since a library is not there.
"""


def main() -> None:
    """Measure and write the page, or show what is behind one project's figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show")
    arguments = parser.parse_args()
    symbols, uses = (_rows_of(part) for part in _parts(PAGE.read_text() if PAGE.exists() else ""))
    for judge in (judge for judge in JUDGES if judge.is_here):
        for project in judge.projects:
            folder = arguments.folder / project.name
            if not folder.is_dir() or arguments.show not in {None, project.name}:
                continue
            found = judged(judge, folder)
            symbols[project.name] = _row(judge, project, found, f"{found.unjudged} of {found.files}")
            _print(symbols[project.name], found, is_whole=bool(arguments.show))
            if judge.references is not None and project.code:
                used = judged_uses(judge, project, folder)
                uses[project.name] = _row(judge, project, used, str(len(used.unjudged)))
                _print(uses[project.name], used, is_whole=bool(arguments.show))
    if not arguments.show:
        keys = "\n".join(f"- {judge.language}: {judge.key}." for judge in JUDGES)
        PAGE.write_text("\n".join([_SYMBOLS.format(keys=keys), *_table(symbols), _USES, *_table(uses), ""]))


def _parts(page: str) -> tuple[str, str]:
    before, _, behind = page.partition(_USES)
    return before, behind


def _rows_of(part: str) -> dict[str, str]:
    rows = [line for line in part.splitlines() if line.startswith("| ") and "---" not in line][1:]
    return {row.split(" | ")[1]: row for row in rows}


def _table(rows: Mapping[str, str]) -> Iterable[str]:
    """Yield a table in the order of the projects."""
    yield f"| {' | '.join(_FIRST)} |"
    yield f"| --- | --- | --- | --- |{' ---: |' * 6}"
    yield from (rows[each.name] for judge in JUDGES for each in judge.projects if each.name in rows)


def _row(judge: Judge, project: Project, found: Judgement | Uses, unjudged: str) -> str:
    right = found.right if isinstance(found, Judgement) else len(found.right)
    cells = (
        *(judge.language, project.name, project.revision, "held out" if project.is_held_out else "built on"),
        *(f"{found.recall:.3f}", f"{found.precision:.3f}", right, len(found.missed), len(found.wrong), unjudged),
    )
    return f"| {' | '.join(map(str, cells))} |"


def _print(row: str, found: Judgement | Uses, *, is_whole: bool) -> None:
    print(row)
    for word, each in (("missed", found.missed), ("wrong", found.wrong)) if is_whole else ():
        for entry in sorted(each):
            print(word, *entry)


if __name__ == "__main__":
    main()
