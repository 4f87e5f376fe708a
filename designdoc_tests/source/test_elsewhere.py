"""Uses of dependencies that documented code does not show."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from designdoc_assets.source.elsewhere import Elsewhere
from designdoc_assets.source.snapshot import read_fingerprint, read_snapshot
from designdoc_assets.source.working_tree import WorkingTree
from designdoc_tests.source.repositories import Target

PANDAS = '[project]\nname = "shop"\ndependencies = ["pandas"]\n'
NOTEBOOK = {"cells": [{"cell_type": "code", "source": ["%matplotlib inline\n", "import pandas as pd\n"]}]}
TALK = {"cells": [{"cell_type": "markdown", "source": "import pandas"}]}


def searched(folder: Path, files: Mapping[str, str], manifest: str = PANDAS) -> Elsewhere:
    target = Target(folder)
    for path, text in {"shop.py": "", "pyproject.toml": manifest, **files}.items():
        target.write(path, text)
    return read_snapshot(WorkingTree(folder)).elsewhere


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.ipynb", json.dumps(NOTEBOOK)),
        ("shop/_fast.pyx", "cimport pandas as pd\n"),
        ("shop/_fast.pxd", "from pandas cimport Frame\n"),
        ("vendor/thing/a.py", "from pandas import (\n    DataFrame)\n"),
        ("shop/data_pb2.py", "import pandas.core\n"),
        ("bin/shop", "#!/usr/bin/env python3\nimport pandas\n"),
    ],
)
def test_an_import_counts_wherever_it_is(path: str, text: str, tmp_path: Path) -> None:
    found = searched(tmp_path, {path: text})
    assert {where for _, _, module, where in found.imports if module.partition(".")[0] == "pandas"} == {path}
    assert found.named == ()


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.ipynb", json.dumps(TALK)),
        ("bin/shop", "#!/bin/sh\nimport pandas2\n"),
        ("README.md", "import pandas\n"),
        ("node_modules/a/a.py", "import pandas\n"),
        ("docs/design/a.yaml", "pandas: 1\n"),
        ("uv.lock", '[[package]]\nname = "pandas"\nversion = "1"\n'),
        ("requirements.txt", "pandas\n"),
        ("tests/data.yaml", "pandas\n"),
    ],
)
def test_what_only_looks_like_a_use_is_none(path: str, text: str, tmp_path: Path) -> None:
    target = Target(tmp_path)
    for name, content in {"shop.py": "", "pyproject.toml": PANDAS, path: text}.items():
        target.write(name, content)
    assert read_snapshot(WorkingTree(tmp_path), docs="docs/design").elsewhere == Elsewhere()


@pytest.mark.parametrize("text", ['"""Text.\n\nimport pandas\n"""\n', "import pandas_like\n"])
def test_text_that_looks_like_an_import_is_a_name_at_most(text: str, tmp_path: Path) -> None:
    assert searched(tmp_path, {"vendor/a.py": text}) == Elsewhere(named=(("pypi", "pandas", "vendor/a.py"),))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("tox.ini", "commands = pandas -x\n"),
        ("shop.py", 'import importlib\nimportlib.import_module("pandas")\n'),
        ("docs/conf.py", 'extensions = ["pandas.sphinxext"]\n'),
        ("tests/test_shop.py", 'import pytest\npytest.importorskip("pandas")\n'),
        (".github/workflows/ci.yml", "- run: pandas\n"),
        ("bin/shop", "#!/bin/sh\nPANDAS --help\n"),
        ("pyproject.toml", f'{PANDAS}[tool.mypy]\nplugins = ["pandas.mypy"]\n'),
    ],
)
def test_a_name_counts_in_code_and_configuration(path: str, text: str, tmp_path: Path) -> None:
    assert searched(tmp_path, {path: text}).named == (("pypi", "pandas", path),)


def test_a_name_counts_however_it_is_spelled(tmp_path: Path) -> None:
    manifest = '[project]\nname = "shop"\ndependencies = ["Myst.Parser", "pyyaml", "zope-other"]\n'
    found = searched(tmp_path, {"a.toml": 'a = "myst_parser"\nb = "yaml.load"\nc = "zope.other"\n'}, manifest)
    assert [name for _, name, _ in found.named] == ["myst-parser", "pyyaml", "zope-other"]


def test_a_declaration_in_a_second_place_is_no_use(tmp_path: Path) -> None:
    manifest = f'{PANDAS}[project.optional-dependencies]\nall = ["pandas>=2"]\n'
    assert searched(tmp_path, {}, manifest) == Elsewhere()


def test_what_could_not_be_searched_is_said(tmp_path: Path) -> None:
    assert searched(tmp_path, {"a.ipynb": " " * (9 << 20)}).unsearched == ("a.ipynb",)


def test_a_change_of_what_is_searched_is_noticed(tmp_path: Path) -> None:
    searched(tmp_path, {"tox.ini": ""})
    before = read_snapshot(WorkingTree(tmp_path)).fingerprint
    assert read_fingerprint(WorkingTree(tmp_path)) == before
    Target(tmp_path).write("tox.ini", "commands = pandas\n")
    assert read_fingerprint(WorkingTree(tmp_path)) != before
    assert read_snapshot(WorkingTree(tmp_path)).fingerprint == read_fingerprint(WorkingTree(tmp_path))


def test_tests_alone_use_what_nothing_else_names(tmp_path: Path) -> None:
    files = {"tests/test_a.py": "import pandas\n", "tox.ini": "a = pandas\n"}
    assert [where for *_, where in searched(tmp_path, files).named] == ["tests/test_a.py", "tox.ini"]
