"""What Dagster loads: the graph as others build on it, the job, the files to deploy with."""

import subprocess
import sys
from pathlib import Path

import dagster as dg
import pytest

from designdoc_assets.definitions import defs

ROOT = Path(__file__).parents[1]

GRAPH: dict[str, dict[str, object]] = {
    "repo_snapshot": {"partitions": None, "deps": [], "kinds": ["git"], "checks": []},
    "file_summary": {
        "partitions": "files",
        "deps": ["repo_snapshot"],
        "kinds": ["markdown"],
        "checks": ["edit", "facts", "links", "structure"],
    },
    "class_doc": {
        "partitions": "classes",
        "deps": ["repo_snapshot"],
        "kinds": ["markdown"],
        "checks": ["edit", "facts", "links", "review", "structure"],
    },
    "class_diagram": {
        "partitions": "classes",
        "deps": ["repo_snapshot"],
        "kinds": ["markdown", "mermaid"],
        "checks": ["diagram", "edit", "facts", "links", "review", "structure"],
    },
    "package_readme": {
        "partitions": "packages",
        "deps": ["class_doc", "file_summary"],
        "kinds": ["markdown"],
        "checks": ["edit", "facts", "links", "review", "structure"],
    },
    "package_diagram": {
        "partitions": "packages",
        "deps": ["repo_snapshot"],
        "kinds": ["markdown", "mermaid"],
        "checks": ["diagram", "edit", "facts", "links", "review", "structure"],
    },
    "dependency_report": {
        "partitions": "dependencies",
        "deps": ["repo_snapshot"],
        "kinds": ["markdown"],
        "checks": ["edit", "links", "structure"],
    },
    "document": {
        "partitions": "documents",
        "deps": ["dependency_report", "package_readme"],
        "kinds": ["markdown", "mermaid"],
        "checks": ["diagram", "edit", "facts", "links", "review", "structure"],
    },
}
"""The graph, for review: whoever changes it changes what scripts and backfills of users rely on."""


def test_the_graph_is_as_reviewed() -> None:
    graph = defs.resolve_asset_graph()
    found = {}
    for node in graph.asset_nodes:
        partitions = node.partitions_def
        assert partitions is None or isinstance(partitions, dg.DynamicPartitionsDefinition)
        found[node.key.to_user_string()] = {
            "partitions": partitions.name if partitions else None,
            "deps": sorted(key.to_user_string() for key in node.parent_keys),
            "kinds": sorted(node.kinds),
            "checks": sorted(key.name for key in node.check_keys),
        }
    assert found == GRAPH


def test_every_asset_is_described_versioned_and_in_the_one_group() -> None:
    for spec in defs.resolve_all_asset_specs():
        assert spec.description
        assert spec.code_version
        assert spec.group_name == "design_docs"


def test_every_asset_can_be_backfilled_in_one_run() -> None:
    for node in defs.resolve_asset_graph().asset_nodes:
        assert node.partitions_def is None or node.backfill_policy == dg.BackfillPolicy.single_run()


def test_the_job_makes_the_grains_in_order_in_one_process() -> None:
    job = defs.resolve_job_def("design_docs")
    order = [node.name for node in job.graph.nodes_in_topological_order]
    assert order == ["snapshot", "files", "classes", "packages", "dependencies", "documents"]
    assert job.executor_def is dg.in_process_executor
    assert job.tags["dagster/max_retries"] == "0"


def test_every_setting_of_a_run_is_described() -> None:
    fields = defs.resolve_job_def("design_docs").resource_defs["designdoc"].config_schema.config_type.fields
    assert set(fields) == {
        "repo",
        "output",
        "writer",
        "model",
        "checker_model",
        "parallelism",
        "diagrams",
        "plan_only",
        "force",
        "skip",
        "only",
        "languages",
        "exclude_paths",
        "include_tests",
    }
    for name, field in fields.items():
        assert field.description, name
        assert not field.is_required, name


def test_the_workspace_loads() -> None:
    command = [sys.executable, "-m", "dagster", "definitions", "validate", "-w", str(ROOT / "workspace.yaml")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Validation successful for code location designdoc" in done.stdout + done.stderr


def test_the_file_to_deploy_with_loads_and_sends_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "dagster.yaml").write_bytes((ROOT / "deploy" / "dagster.yaml").read_bytes())
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    with dg.DagsterInstance.get() as instance:
        assert not instance.telemetry_enabled
        assert not instance.nux_enabled
        assert instance.get_concurrency_config().run_queue_config.max_concurrent_runs == 2
