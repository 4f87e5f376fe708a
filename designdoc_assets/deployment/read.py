"""Reading all files that say how a target is run and delivered."""

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace

from designdoc_assets.deployment.facts import Address, Deployment, Found, Problem, Unit
from designdoc_assets.deployment.form import File, Form, TextOf
from designdoc_assets.deployment.registry import FORMS
from designdoc_assets.languages.registry import language_of
from designdoc_assets.languages.secrets import masked

MOST_BYTES = 1 << 18
"""What is longer was not written by a person."""
_MOST_FILES = 2_000

_BESIDE = frozenset(
    {
        *("benchmark", "benchmarks", "demo", "demos", "doc", "docs", "documentation", "e2e", "example", "examples"),
        *(
            ".devcontainer",
            "fixture",
            "fixtures",
            "sample",
            "samples",
            "test",
            "testdata",
            "tests",
            "tutorial",
            "tutorials",
        ),
    }
)
"""Folders whose files run something else than the target, or run it for a test."""

_FOR_TESTS = frozenset({"e2e", "test", "testing", "tests"})
"""What files are named after that run the target for a test."""
_RUNS_TESTS = re.compile(r"(?:.+[._-])?(?:tests|e2e)(?:[._-].+)?|test[._-](?:env|environments?|infra|setup|stack)")
"""Folders that do, in other words: `integration-tests`, `tests_e2e`, `test-environments`."""


def may_tell(path: str) -> bool:
    """Tell whether a file may say something, by its path; source code of that name is about such files."""
    return language_of(path) is None and any(form.is_named(path) for form in FORMS)


def read_deployment(
    paths: Iterable[str],
    text_of: TextOf,
    is_test: Callable[[str], bool] = lambda path: False,
) -> Deployment:
    """Return what the files of a target say. Nothing is executed, and no file outside of `paths` is asked for.

    Args:
        paths: All files of the target that are its own.
        text_of: Returns the text of one of them; None where it is no text. An `OSError` of it becomes a problem.
        is_test: Tells files of tests.
    """
    everything = frozenset(paths)
    candidates = sorted(filter(may_tell, everything))
    beside: Counter[str] = Counter()
    found: list[Found] = []
    problems: list[Problem] = []
    files: list[tuple[str, str]] = []
    configurations: list[tuple[str, str, str]] = []
    for path in candidates:
        is_told = any(form.is_named(path) for form in FORMS if form.is_told_by_name)
        if is_test(path) or _is_beside(path, is_told=is_told):
            beside.update([posixpath.dirname(path) or path] if is_told else [])
            continue
        try:
            text = text_of(path) if len(files) < _MOST_FILES else None
        except OSError as error:
            text = None
            problems += [Problem(path, 0, f"could not be read: {error.strerror}")] if is_told else []
        form = _form(path, text) if text is not None else None
        if form is None or text is None:
            continue
        file = File(path, masked(text), everything)
        said = form.read(file)
        found.append(said)
        files.append((path, form.name))
        configurations += [(path, *each) for each in said.configurations]
        problems += file.problems
    units = [unit for said in found for unit in said.units]
    entrances = tuple(entrance for said in found for entrance in said.entrances)
    names = frozenset([*(unit.name for unit in units), *(entrance.name for entrance in entrances)])
    return Deployment(
        units=tuple(replace(unit, addresses=tuple(_inside(unit, names))) for unit in units),
        entrances=entrances,
        images=tuple(image for said in found for image in said.images),
        workflows=tuple(workflow for said in found for workflow in said.workflows),
        configurations=tuple(configurations),
        variables=tuple(variable for said in found for variable in said.variables),
        files=tuple(files),
        beside=tuple(sorted(beside.items())),
        problems=tuple(problems),
    )


def _inside(unit: Unit, names: Collection[str]) -> Iterable[Address]:
    """Yield the addresses of a unit, hosts that are no units taken out: what they are is nobody's business."""
    return (replace(each, unit=each.unit if each.unit in names else "") for each in unit.addresses)


def _is_beside(path: str, *, is_told: bool) -> bool:
    *folders, name = path.lower().split("/")
    if not _BESIDE.isdisjoint(folders) or any(map(_RUNS_TESTS.fullmatch, folders)):
        return True
    return is_told and not _FOR_TESTS.isdisjoint(re.split("[.-]", name))


def _form(path: str, text: str) -> Form | None:
    return next((form for form in FORMS if form.is_named(path) and form.holds(text)), None)
