"""A run configuration with a mistake in it: one sentence with what is allowed, wherever the run is started."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
import yaml

from designdoc_assets.definitions import defs
from designdoc_tests.support import PAY, document, make_repo
from designdoc_tests.waiting import LIMIT_S

BIN = Path(sys.executable).parent
ROOT = Path(__file__).parents[1]
SETTINGS = (
    "api_key, branch, checker_model, context_tokens, diagrams, exclude_paths, force, include_tests, languages, model, "
    "only, output, parallelism, plan_only, ref, repo, skip, writer"
)


def _error(config: str, job: str = "design_docs") -> str:
    with pytest.raises(dg.DagsterInvalidConfigError) as caught:
        dg.validate_run_config(defs.resolve_job_def(job), yaml.safe_load(config))
    assert caught.value.errors, "who asks Dagster for the errors gets them"
    return str(caught.value)


@pytest.mark.parametrize(
    ("config", "sentence"),
    [
        (
            "resources: {designdoc: {config: {pln_only: true}}}",
            "run configuration `resources.designdoc.config.pln_only` is not a setting (did you mean plan_only?); "
            f"allowed are {SETTINGS}.",
        ),
        (
            "resources: {budgett: {config: {max_budget_usd: 2}}}",
            "run configuration `resources.budgett` is not a resource (did you mean budget?); "
            "allowed are budget, designdoc.",
        ),
        (
            "resources: {designdoc: {plan_only: true}}",
            "run configuration `resources.designdoc.plan_only` stands in the wrong place; it belongs to "
            "`resources.designdoc.config`.",
        ),
        (
            "resources: {designdoc: {config: {max_budget_usd: 2}}}",
            "run configuration `resources.designdoc.config.max_budget_usd` stands in the wrong place; it belongs to "
            "`resources.budget.config`.",
        ),
        (
            "designdoc: {config: {plan_only: true}}",
            "run configuration `designdoc` stands in the wrong place; it belongs to `resources`.",
        ),
        (
            "resorces: {}",
            "run configuration `resorces` is not a section (did you mean resources?); "
            "allowed are execution, loggers, ops, resources.",
        ),
        (
            "resources: {designdoc: {config: {parallelism: many}}}",
            'run configuration `resources.designdoc.config.parallelism` is "many"; it must be a whole number.',
        ),
        (
            "resources: {budget: {config: {max_budget_usd: cheap}}}",
            'run configuration `resources.budget.config.max_budget_usd` is "cheap"; it must be a number.',
        ),
        (
            "resources: {designdoc: {config: {plan_only: maybe}}}",
            'run configuration `resources.designdoc.config.plan_only` is "maybe"; it must be true or false.',
        ),
        (
            "resources: {designdoc: {config: {only: class_doc}}}",
            'run configuration `resources.designdoc.config.only` is "class_doc"; it must be a list.',
        ),
        (
            "resources: {designdoc: {config: {skip: [7]}}}",
            "run configuration `resources.designdoc.config.skip` is 7; it must be one of file_summary, class_doc, "
            "class_diagram, package_readme, package_diagram, dependency_report, document.",
        ),
        (
            "resources: {designdoc: {config: {exclude_paths: [7]}}}",
            "run configuration `resources.designdoc.config.exclude_paths` is 7; it must be text.",
        ),
        (
            "resources: {designdoc: {config: {writer: claud}}}",
            'run configuration `resources.designdoc.config.writer` is "claud" (did you mean claude?); it must be one '
            "of auto, static, claude.",
        ),
        (
            "resources: {designdoc: {config: {writer: {env: WRITER}}}}",
            "run configuration `resources.designdoc.config.writer` takes no variable; it must be one of auto, static, "
            "claude.",
        ),
        (
            "resources: {budget: {config: {budget_window: week}}}",
            'run configuration `resources.budget.config.budget_window` is "week"; it must be one of month, day, run, '
            "total.",
        ),
        (
            "resources: {designdoc: {config: {languages: [pyton]}}}",
            'run configuration `resources.designdoc.config.languages` is "pyton" (did you mean python?); it must be '
            "one of go, java, javascript, python, rust, typescript.",
        ),
        (
            "resources:",
            "run configuration `resources` is empty; it must be a table of settings.",
        ),
        (
            "resources: {designdoc: {config: {repo: {env: NOWHERE_SET}}}}",
            "run configuration `resources.designdoc.config.repo` is to come from the variable NOWHERE_SET, "
            "which is not set.",
        ),
        (
            "resources: {designdoc: {config: {api_key: sk-ant-verysecret}}}",
            "run configuration `resources.designdoc.config.api_key` is not taken: secrets are never settings; "
            "remove it and set ANTHROPIC_API_KEY instead, or name the variable that holds it, {env: NAME}. Who can see "
            "this run's configuration can see the key: replace it.",
        ),
        (
            "ops: {snapshott: {}}",
            "run configuration `ops.snapshott` is not a step (did you mean snapshot?); "
            "allowed are classes, dependencies, documents, files, packages, snapshot.",
        ),
        (
            "loggers: {consol: {}}",
            "run configuration `loggers.consol` is not a logger (did you mean console?); allowed are console.",
        ),
        (
            "loggers: {console: {config: {log_level: LOUD}}}",
            'run configuration `loggers.console.config.log_level` is "LOUD"; it must be one of DEBUG, INFO, WARNING, '
            "ERROR.",
        ),
    ],
)
def test_a_mistake_is_told_in_one_sentence_with_what_is_allowed(config: str, sentence: str) -> None:
    assert _error(config) == sentence


def test_all_mistakes_are_told_at_once() -> None:
    error = _error("{resources: {designdoc: {config: {pln_only: true, parallelism: x}}}, ops: {snap: {}}}")
    assert error.startswith("3 settings are wrong:\n- ")
    assert all(name in error for name in ("pln_only", "parallelism", "ops.snap"))


def test_the_decision_of_a_dispute_is_checked_likewise() -> None:
    assert _error("ops: {resolve: {config: {id: x, resolutoin: keep}}}", "resolve_dispute") == (
        "run configuration `ops.resolve.config.resolutoin` is not a setting (did you mean resolution?); "
        "allowed are id, replacement, resolution."
    )
    assert _error("ops: {resolve: {config: {resolution: keep}}}", "resolve_dispute") == (
        "run configuration `ops.resolve.config.id` is missing."
    )


def _run(tmp_path: Path, command: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.defpath, "HOME": str(tmp_path), "DESIGNDOC_REPO": str(tmp_path / "pay")}
    command_line = [BIN / command, *arguments]
    return subprocess.run(
        command_line, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=LIMIT_S, check=False
    )


@pytest.mark.parametrize(
    "command",
    [
        ("dagster", "job", "execute", "-j", "design_docs"),
        pytest.param(
            ("dg", "launch", "--job", "design_docs"),
            marks=pytest.mark.skipif(not (BIN / "dg").exists(), reason="needs dg: pip install dagster-dg-cli"),
        ),
    ],
    ids=["dagster", "dg"],
)
def test_a_command_line_ends_with_the_sentence_and_without_a_stack(command: tuple[str, ...], tmp_path: Path) -> None:
    (file := tmp_path / "plan.yaml").write_text("resources: {designdoc: {config: {pln_only: true}}}\n")
    done = _run(tmp_path, *command, "-m", "designdoc_assets.definitions", "-c", str(file))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.splitlines()[-1] == (
        "Error: run configuration `resources.designdoc.config.pln_only` is not a setting (did you mean plan_only?); "
        f"allowed are {SETTINGS}."
    )


def test_a_run_of_assets_refuses_a_resource_that_is_not_there(tmp_path: Path) -> None:
    repo = make_repo(tmp_path / "pay", PAY)
    config: dict[str, Any] = {
        "designdoc": {"config": {"repo": str(repo)}},
        "budgett": {"config": {"max_budget_usd": 0}},
    }
    with dg.DagsterInstance.ephemeral() as instance:
        run = defs.resolve_implicit_global_asset_job_def().execute_in_process(
            instance=instance,
            asset_selection=[dg.AssetKey("repo_snapshot")],
            run_config={"resources": config},
            raise_on_error=False,
        )
    assert not run.success
    [failed] = [event for event in run.all_events if event.is_step_failure]
    explanation = failed.step_failure_data.user_failure_data
    assert explanation is not None and explanation.description is not None
    assert explanation.description.startswith(
        "run configuration `resources.budgett` is not a resource (did you mean budget?); allowed are budget, designdoc"
    )


@pytest.mark.parametrize(
    ("resource", "field", "value"),
    [
        ("designdoc", "parallelism", 0),
        ("designdoc", "output", ""),
        ("designdoc", "model", ""),
        ("designdoc", "branch", "-b"),
        ("budget", "max_budget_usd", -1.0),
        ("budget", "journal_url", "mysql://localhost/journal"),
    ],
)
def test_a_value_that_no_schema_refuses_is_told_by_the_place_where_it_stands(
    tmp_path: Path, resource: str, field: str, value: object
) -> None:
    repo = make_repo(tmp_path / "pay", PAY)
    config: dict[str, Any] = {"designdoc": {"config": {"repo": str(repo)}}, "budget": {"config": {}}}
    config[resource]["config"][field] = value
    with dg.DagsterInstance.ephemeral() as instance:
        run = defs.get_job_def("design_docs").execute_in_process(
            instance=instance, run_config={"resources": config}, raise_on_error=False
        )
    [failed] = [event for event in run.all_events if event.is_step_failure]
    explanation = failed.step_failure_data.user_failure_data
    assert explanation is not None and explanation.description is not None
    assert explanation.description.startswith(f"run configuration `resources.{resource}.config.{field}` is")


def test_a_setting_without_a_value_is_unset(tmp_path: Path) -> None:
    run = document(make_repo(tmp_path / "pay", PAY), plan_only=None, force=None, only=None)
    assert run.success, run.failure
    assert run.made


def test_a_selection_of_steps_runs(tmp_path: Path) -> None:
    make_repo(tmp_path / "pay", PAY)
    command = ("dagster", "job", "execute", "-m", "designdoc_assets.definitions", "-j", "design_docs")
    done = _run(tmp_path, *command, "--op-selection", "snapshot")
    assert done.returncode == 0, done.stderr
    assert "Read pay: 3 files" in done.stderr


def test_the_console_is_there_whatever_else_is_said_of_loggers(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    repo = make_repo(tmp_path / "pay", PAY)
    for loggers in ({}, {"console": {}}, {"console": {"config": {}}}):
        with dg.DagsterInstance.ephemeral() as instance:
            config = {"resources": {"designdoc": {"config": {"repo": str(repo)}}}, "loggers": loggers}
            assert defs.get_job_def("design_docs").execute_in_process(instance=instance, run_config=config).success
        assert "Begin reading: " in capfd.readouterr().err
