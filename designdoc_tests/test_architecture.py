"""The house: who may call whom, and what adding to it takes."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

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


def test_adding_a_kind_is_adding_one_file(tmp_path: Path) -> None:
    shutil.copytree(PROJECT / "designdoc_assets", tmp_path / "code/designdoc_assets")
    (tmp_path / "code/designdoc_assets/artifacts/file_length.py").write_text(A_KIND)
    repo = make_repo(tmp_path / "repo", {"a.py": "x = 1\ny = 2\n"})
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
    assert "file_length" in told["assets"]
    page = (repo / "docs/design/packages/a.py.md").read_text()
    assert page.index("## Constants") < page.index("## Length\n\n2 lines.")
