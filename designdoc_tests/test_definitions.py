"""What Dagster loads: the graph as others build on it, the job, the files to deploy with."""

import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
from dagster._core.definitions.run_request import InstigatorType
from dagster._core.scheduler.instigation import TickStatus
from dagster._core.snap.snap_to_yaml import default_values_yaml_from_type_snap
from ruamel.yaml import YAML

from designdoc_assets.artifacts.registry import kinds
from designdoc_assets.definitions import defs
from designdoc_tests.waiting import LIMIT_S

ROOT = Path(__file__).parents[1]

GRAPH: dict[str, dict[str, object]] = {
    "repo_snapshot": {"group": "overview", "partitions": None, "deps": [], "kinds": ["git"], "checks": []},
    "budget_report": {"group": "overview", "partitions": None, "deps": [], "kinds": ["claude", "sql"], "checks": []},
    "file_summary": {
        "group": "files",
        "partitions": "files",
        "deps": ["file_summary_inputs"],
        "kinds": ["claude", "markdown"],
        "checks": ["edit", "facts", "links", "review", "structure", "up_to_date"],
    },
    "class_doc": {
        "group": "classes",
        "partitions": "classes",
        "deps": ["class_doc_inputs"],
        "kinds": ["claude", "markdown"],
        "checks": ["edit", "facts", "links", "review", "structure", "up_to_date"],
    },
    "class_diagram": {
        "group": "classes",
        "partitions": "classes",
        "deps": ["class_diagram_inputs"],
        "kinds": ["markdown", "mermaid"],
        "checks": ["diagram", "edit", "facts", "links", "review", "structure", "up_to_date"],
    },
    "package_readme": {
        "group": "packages",
        "partitions": "packages",
        "deps": ["class_doc", "file_summary", "package_readme_inputs"],
        "kinds": ["claude", "markdown"],
        "checks": ["edit", "facts", "links", "review", "structure", "up_to_date"],
    },
    "package_diagram": {
        "group": "packages",
        "partitions": "packages",
        "deps": ["package_diagram_inputs"],
        "kinds": ["markdown", "mermaid"],
        "checks": ["diagram", "edit", "facts", "links", "review", "structure", "up_to_date"],
    },
    "dependency_report": {
        "group": "dependencies",
        "partitions": "dependencies",
        "deps": ["dependency_report_inputs"],
        "kinds": ["markdown"],
        "checks": ["edit", "links", "structure", "up_to_date"],
    },
    "document": {
        "group": "documents",
        "partitions": "documents",
        "deps": ["dependency_report", "document_inputs", "package_readme"],
        "kinds": ["claude", "markdown", "mermaid"],
        "checks": ["diagram", "edit", "facts", "links", "review", "structure", "up_to_date"],
    },
}
GRAPH |= {
    f"{name}_inputs": {
        "group": "inputs",
        "partitions": kind["partitions"],
        "deps": [],
        "kinds": ["git"],
        "checks": [],
    }
    for name, kind in [*GRAPH.items()]
    if kind["partitions"]
}
"""The graph, for review: whoever changes it changes what scripts and backfills of users rely on."""


def test_the_graph_is_as_reviewed() -> None:
    graph = defs.resolve_asset_graph()
    found = {}
    for node in graph.asset_nodes:
        partitions = node.partitions_def
        assert partitions is None or isinstance(partitions, dg.DynamicPartitionsDefinition)
        found[node.key.to_user_string()] = {
            "group": node.group_name,
            "partitions": partitions.name if partitions else None,
            "deps": sorted(key.to_user_string() for key in node.parent_keys),
            "kinds": sorted(node.kinds),
            "checks": sorted(key.name for key in node.check_keys),
        }
    assert found == GRAPH


def test_every_asset_and_check_says_what_it_is() -> None:
    for spec in defs.resolve_all_asset_specs():
        assert spec.code_version
        assert spec.description
    for node in defs.resolve_asset_graph().asset_nodes:
        if node.partitions_def is not None and node.group_name != "inputs":
            assert node.description is not None
            for said in (
                "**No partitions yet?** Launch the job `design_docs`",
                "**One partition** is",
                "**Written from**",
                "**Goes stale**",
                "**Prose**",
                "**Several partitions**",
            ):
                assert said in node.description
            for check in node.check_keys:
                assert f"*{check.name}*: " in node.description
    checks = defs.resolve_asset_graph().asset_check_keys
    assert all(defs.resolve_asset_graph().get_check_spec(key).description for key in checks)


def test_the_ui_opens_the_code_of_a_kind_where_it_is() -> None:
    for spec in defs.resolve_all_asset_specs():
        value = spec.metadata.get("dagster/code_references")
        assert (value is not None) == (spec.group_name not in {"overview", "inputs"})
        if value is not None:
            here, there = value.code_references
            line = Path(here.file_path).read_text().splitlines()[here.line_number - 1]
            assert line.startswith("class ")
            inside = Path(here.file_path).relative_to(ROOT).as_posix()
            assert there.url == f"https://github.com/designdoc-assets/designdoc-assets/blob/HEAD/{inside}"


def test_nobody_owns_the_assets_unless_the_operator_says_who() -> None:
    assert all(not spec.owners for spec in defs.resolve_all_asset_specs())


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("DESIGNDOC_PARTITIONS_PER_RUN", "many", "a whole number from 0 to 100000"),
        ("DESIGNDOC_PARTITIONS_PER_RUN", "-1", "a whole number from 0 to 100000"),
        ("DESIGNDOC_OWNERS", "docs@example.org,bob", "an e-mail address or team:name"),
    ],
)
def test_a_wrong_setting_of_the_deployment_fails_at_load_and_is_named(variable: str, value: str, said: str) -> None:
    done = _load({variable: value})
    assert done.returncode == 1
    last = done.stderr.splitlines()[-1]
    assert variable in last
    assert said in last


def test_what_the_deployment_sets_is_in_the_graph_and_the_targets_file_is_not_read(tmp_path: Path) -> None:
    (tmp_path / ".designdoc.toml").write_text("this is no TOML")
    environment = {
        "DESIGNDOC_REPO": str(tmp_path),
        "DESIGNDOC_PARTITIONS_PER_RUN": "25",
        "DESIGNDOC_OWNERS": "docs@example.org, team:platform",
        "DESIGNDOC_BUDGET_USD": "a matter of runs",
    }
    done = _load(environment)
    assert done.returncode == 0, done.stderr
    assert set(done.stdout.splitlines()) == {"25 ['docs@example.org', 'team:platform']"}


def _load(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Load the definitions in a process of its own, and print policy and owners of each partitioned asset."""
    code = (
        "from designdoc_assets.definitions import defs\n"
        "for node in defs.resolve_asset_graph().asset_nodes:\n"
        "    if node.partitions_def and node.is_materializable:\n"
        "        print(node.backfill_policy.max_partitions_per_run, list(node.owners))\n"
    )
    command = [sys.executable, "-c", code]
    return subprocess.run(
        command, env=os.environ | environment, cwd=ROOT, capture_output=True, text=True, timeout=LIMIT_S, check=False
    )


def test_steps_that_may_call_a_model_share_a_pool() -> None:
    asking = {"files", "classes", "packages", "documents"}
    job = defs.resolve_job_def("design_docs")
    assert {node.name for node in job.graph.nodes if node.definition.pools == {"claude"}} == asking
    assets = defs.resolve_job_def("__ASSET_JOB")
    pooled = {node.name for node in assets.graph.nodes if node.definition.pools == {"claude"}}
    assert pooled == {f"assets_of_{grain}" for grain in asking}


def test_every_asset_can_be_backfilled_in_one_run() -> None:
    for node in defs.resolve_asset_graph().asset_nodes:
        if node.partitions_def is not None and node.is_materializable:
            assert node.backfill_policy == dg.BackfillPolicy.single_run()


def test_the_job_makes_the_grains_in_order_in_one_process() -> None:
    job = defs.resolve_job_def("design_docs")
    order = [node.name for node in job.graph.nodes_in_topological_order]
    assert order == ["snapshot", "files", "classes", "packages", "dependencies", "documents"]
    assert job.executor_def is dg.in_process_executor
    assert job.tags["dagster/max_retries"] == "0"


def test_the_nightly_run_waits_to_be_started() -> None:
    schedule = defs.resolve_schedule_def("nightly")
    assert schedule.job_name == "design_docs"
    assert schedule.default_status is dg.DefaultScheduleStatus.STOPPED
    assert schedule.execution_timezone == "UTC" and schedule.description


def test_no_setting_of_a_run_is_required_and_the_launchpad_describes_each() -> None:
    jobs = ["design_docs", "__ASSET_JOB"]
    for name in jobs:
        job = defs.resolve_job_def(name)
        described = dict(_fields(job.run_config_schema.run_config_schema_type))
        for resource in ("designdoc", "budget"):
            assert described.pop(f"resources.{resource}"), resource
        ours = {path: text for path, text in described.items() if path.startswith(OURS)}
        assert {path for path, text in ours.items() if not text} == set()
        assert {path.rpartition(".")[2] for path in ours} >= {"repo", "force", "only", "max_budget_usd", "journal_url"}


def test_what_is_chosen_from_is_an_enumeration_in_the_launchpad() -> None:
    config = defs.resolve_job_def("design_docs").run_config_schema.run_config_schema_type
    resources = config.fields["resources"].config_type.fields
    chosen = {}
    for resource in ("budget", "designdoc"):
        for name, field in resources[resource].config_type.fields["config"].config_type.fields.items():
            of = field.config_type
            while hasattr(of, "inner_type"):
                of = of.inner_type
            if hasattr(of, "enum_values"):
                chosen[name] = [value.config_value for value in of.enum_values]
    every_kind = sorted(kinds())
    assert {name: sorted(words) for name, words in chosen.items()} == {
        "budget_window": ["day", "month", "run", "total"],
        "diagrams": ["model", "static"],
        "languages": ["go", "java", "javascript", "python", "rust", "typescript"],
        "only": every_kind,
        "skip": every_kind,
        "writer": ["auto", "claude", "static"],
    }


OURS = ("resources.designdoc.config.", "resources.budget.config.", "loggers.console.config.")
"""Where the fields of a run's configuration are this project's, and not Dagster's own."""


def _fields(of: Any, prefix: str = "") -> Iterator[tuple[str, str | None]]:
    """Return each field of a run's configuration, at any depth, with its description."""
    for name, field in getattr(of, "fields", {}).items():
        path = f"{prefix}{name}"
        inner = list(_fields(field.config_type, f"{path}."))
        assert not field.is_required, path
        yield path, field.description
        yield from inner


def test_the_workspace_loads() -> None:
    command = [sys.executable, "-m", "dagster", "definitions", "validate", "-w", str(ROOT / "workspace.yaml")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=LIMIT_S, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Validation successful for code location designdoc" in done.stdout + done.stderr


def test_the_file_to_deploy_with_loads_and_sends_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "dagster.yaml").write_bytes((ROOT / "deploy" / "dagster.yaml").read_bytes())
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    with dg.DagsterInstance.get() as instance:
        assert not instance.telemetry_enabled
        assert not instance.nux_enabled
        assert instance.get_tick_retention_settings(InstigatorType.SENSOR)[TickStatus.SKIPPED] == 1
        assert instance.get_tick_retention_settings(InstigatorType.SCHEDULE)[TickStatus.SUCCESS] == 90
        assert instance.get_concurrency_config().run_queue_config.max_concurrent_runs == 2


def test_the_code_location_has_one_name_however_it_is_loaded() -> None:
    named = [tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["dg"]["project"]["code_location_name"]]
    for file in ("workspace.yaml", "deploy/workspace.yaml", "deploy/kubernetes/workspace.yaml"):
        [origin] = YAML(typ="safe").load((ROOT / file).read_text())["load_from"]
        named += [of["location_name"] for of in origin.values()]
    assert set(named) == {"designdoc"}


def test_what_the_launchpad_fills_in_by_itself_is_no_key() -> None:
    job = defs.resolve_job_def("design_docs")
    snapshot = job.get_job_snapshot()
    schema = snapshot.config_schema_snapshot
    root = schema.get_config_snap(snapshot.mode_def_snaps[0].root_config_key or "")
    assert YAML(typ="safe").load(default_values_yaml_from_type_snap(schema, root)) == {
        "resources": {"designdoc": {"config": {"force": False, "plan_only": False}}}
    }
