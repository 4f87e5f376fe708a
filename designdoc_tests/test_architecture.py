"""The house: who may call whom, and what adding to it takes."""

import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from designdoc_tests.support import make_repo

PROJECT = Path(__file__).parents[1]
A_KIND = '''
"""`file_length`: a kind that exists in this test alone."""

from dataclasses import dataclass

from designdoc_assets.analysis.grains import Grain
from designdoc_assets.artifacts.artifact import NoProse
from designdoc_assets.artifacts.kind import Kind
from designdoc_assets.artifacts.page_facts import PageFacts


@dataclass(frozen=True, slots=True)
class Length(PageFacts):
    lines: int


class FileLength(Kind[Length, NoProse]):
    name = "file_length"
    grain = Grain.FILES
    description = "How long a file is."
    sections = ("Length",)

    def facts(self, key, survey):
        return Length(survey.page(Grain.FILES, key), {}, survey.file(key).facts.lines)

    def describe(self, facts):
        return NoProse()

    def render(self, facts, prose):
        return f"## Length\\n\\n{facts.lines} lines."


KIND = FileLength()
'''
A_LANGUAGE = '''
"""Tales: `thing Name: what it is.`, below it `can act(with): what that does.`, elsewhere `of Name can act: ...`."""

import hashlib
import re

from designdoc_assets.languages.conventions import Conventions
from designdoc_assets.languages.doc_facts import Doc
from designdoc_assets.languages.excerpts import Excerpt
from designdoc_assets.languages.facts import Class, Extension, FileFacts, Function
from designdoc_assets.languages.signature_facts import Parameter, Signature
from designdoc_assets.languages.language import Language
from designdoc_assets.languages.words import Words

_LINE = re.compile(r"(thing|  can|of (?P<type>\\w+) can) (?P<name>\\w+)(?:\\((?P<with>.*?)\\))?: (?P<does>.*)")


class Tales(Language):
    name, suffixes, version = "tale", (".tale",), "1"
    words = Words("Tale")
    conventions = Conventions(test_folders=("rehearsals",))

    def read(self, text):
        classes, extensions = [], []
        for number, line in enumerate(text.splitlines(), start=1):
            found = _LINE.fullmatch(line)
            if found and found[1] == "thing":
                classes.append((found["name"], number, Doc(found["does"]), []))
            elif found and found["type"]:
                digest = hashlib.sha256(line.encode()).hexdigest()
                extensions.append(Extension(found["type"], number, digest, (_method(found, found["type"], number),)))
            elif found and classes:
                classes[-1][3].append(_method(found, classes[-1][0], number))
        digest = hashlib.sha256(text.encode()).hexdigest()
        things = tuple(
            Class(name, name, 1, line, digest, annotations=("told",), doc=doc, methods=tuple(methods))
            for name, line, doc, methods in classes
        )
        lines = text.count("\\n")
        return FileFacts(self.name, lines, digest, classes=things, extensions=tuple(extensions))

    def excerpt(self, text, of):
        return Excerpt(text, frozenset(re.findall(r"\\w+", text)))


def _method(found, type, line):
    names = [name.strip() for name in (found["with"] or "").split(",") if name.strip()]
    signature = Signature(tuple(Parameter(name, "positional_or_keyword") for name in names), arguments=tuple(names))
    name, does = found["name"], Doc(found["does"])
    return Function(name, f"{type}.{name}", line, "method", signature, doc=does)


LANGUAGE = Tales()
'''
RUN = """
import json, sys
from designdoc_assets.definitions import defs
import dagster as dg
job = defs.get_job_def("design_docs")
config = {"resources": {"designdoc": {"config": {"repo": sys.argv[1]}}}}
with dg.DagsterInstance.ephemeral() as instance:
    result = job.execute_in_process(instance=instance, run_config=config)
    keys = sorted(key.to_user_string() for key in defs.resolve_asset_graph().get_all_asset_keys())
    print(json.dumps({"success": result.success, "assets": keys}))
"""


def test_the_rooms_call_only_those_below_them() -> None:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_symbols_are_made_where_their_names_are_agreed_on() -> None:
    """By hand, some code forgets the number of a second definition, or that a getter is an attribute."""
    package = PROJECT / "designdoc_assets"
    made = [
        f"{path.relative_to(package)}:{node.lineno}"
        for path in sorted(package.rglob("*.py"))
        if path.parent.name != "program"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Symbol"
    ]
    assert made == [], "program/resolution.py has a function for each kind of symbol"


def test_adding_a_kind_is_adding_one_file(tmp_path: Path) -> None:
    repo = make_repo(tmp_path / "repo", {"a.py": "x = 1\ny = 2\n"})
    told = _document_with(tmp_path, "artifacts/file_length.py", A_KIND, repo)
    assert "file_length" in told["assets"]
    page = (repo / "docs/design/packages/a.py.md").read_text()
    assert page.index("## Constants") < page.index("## Length\n\n2 lines.")


def test_adding_a_language_is_adding_one_folder(tmp_path: Path) -> None:
    tale = "thing Pump: Moves water.\n  can start(speed, valve): Lets it run.\n"
    more = "of Pump can stop(valve): Lets it rest.\nof Kettle can boil: Is on no page.\n"
    files = {
        "works/pump.tale": tale,
        "works/more.tale": more,
        "works/rehearsals/a.tale": tale,
        "works/use.py": "x = 1\n",
    }
    repo = make_repo(tmp_path / "repo", files)
    _document_with(tmp_path, "languages/tale/__init__.py", A_LANGUAGE, repo)
    pages = "\n".join(page.read_text() for page in sorted((repo / "docs/design/packages").rglob("pump.tale*.md")))
    assert "Moves water." in pages
    assert "start(speed, valve)" in pages
    assert "Lets it run." in pages
    assert "Annotated with `@told`." in pages
    assert not list((repo / "docs/design/packages").rglob("a.tale*.md")), "it is a test"
    assert " of Python and Tale." in (repo / "docs/design/SYSTEM_DESIGN.md").read_text()
    # A member in another file of the package is on the page of its type.
    assert "stop(valve)" in pages
    assert "Lets it rest." in pages
    assert "`stop` stands in [`works/more.tale`](more.tale.md)." in pages
    assert "boil" not in pages
    where = (repo / "docs/design/packages/works/more.tale.md").read_text()
    assert "[`Pump`](pump.tale.md" in where


def _document_with(tmp_path: Path, file: str, content: str, repo: Path) -> Any:
    """Document a repository with a copy of the code that has one file more."""
    code = tmp_path / "code/designdoc_assets"
    shutil.copytree(PROJECT / "designdoc_assets", code)
    (code / file).parent.mkdir(exist_ok=True)
    (code / file).write_text(content)
    environ = {
        **os.environ,
        "PYTHONPATH": str(tmp_path / "code"),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "XDG_STATE_HOME": str(tmp_path / "state"),
    }
    command = [sys.executable, "-P", "-c", RUN, str(repo)]
    done = subprocess.run(command, cwd=tmp_path, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["success"]
    return told
