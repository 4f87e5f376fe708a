"""Dagster's storage on PostgreSQL, with the configuration that `deploy/` has: all is as on SQLite."""

import os
import shutil
import subprocess
import sys
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.storage.noop_compute_log_manager import NoOpComputeLogManager
from dagster_k8s import K8sRunLauncher
from dagster_postgres import PostgresRunStorage, PostgresScheduleStorage

from designdoc_assets.analysis.grains import Grain
from designdoc_assets.artifacts.registry import kinds
from designdoc_assets.languages.keys import PartitionKey
from designdoc_assets.orchestration.partitions import register
from designdoc_assets.orchestration.storage.postgres import PostgresEventLog
from designdoc_tests.deploy.support import KUBERNETES, needs_postgres
from designdoc_tests.messages_api.process import messages_api_process
from designdoc_tests.messages_api.provider import ACCEPTED_KEY
from designdoc_tests.support import (
    commit,
    docs_of,
    document,
    latest_materializations,
    recorded_versions,
    regions,
    run_job,
    tree_stamps,
    write,
)

pytestmark = needs_postgres


def _versions(repo: Path) -> dict[tuple[str, str], str]:
    return {artifact: header.data_version for artifact, header in regions(repo).items()}


def _partitions(instance: dg.DagsterInstance) -> dict[str, list[str]]:
    return {str(grain): list(instance.get_dynamic_partitions(str(grain))) for grain in Grain}


def test_the_configuration_puts_all_storage_on_the_server(postgres_instance: dg.DagsterInstance) -> None:
    assert isinstance(postgres_instance.run_storage, PostgresRunStorage)
    assert isinstance(postgres_instance.event_log_storage, PostgresEventLog)
    assert isinstance(postgres_instance.schedule_storage, PostgresScheduleStorage)
    assert not postgres_instance.telemetry_enabled
    queue = postgres_instance.get_concurrency_config().run_queue_config
    assert queue
    assert queue.max_concurrent_runs == 2


def test_the_configuration_of_the_pods_does_too(
    home: Path, postgres_instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(KUBERNETES / "dagster.yaml", home / "dagster.yaml")
    with dg.DagsterInstance.from_config(str(home)) as instance:
        assert isinstance(instance.run_storage, PostgresRunStorage)
        assert isinstance(instance.event_log_storage, PostgresEventLog)
        assert isinstance(instance.schedule_storage, PostgresScheduleStorage)
        assert isinstance(instance.compute_log_manager, NoOpComputeLogManager)
        assert instance.run_monitoring_enabled
        monkeypatch.setattr("dagster_k8s.launcher.load_kubernetes_config", lambda **_: None)
        assert isinstance(instance.run_launcher, K8sRunLauncher)


def test_a_job_records_what_it_records_on_sqlite(
    repo: Path, postgres_instance: dg.DagsterInstance, disk_instance: dg.DagsterInstance
) -> None:
    run = document(repo, postgres_instance)
    assert run.success, run.failure
    assert recorded_versions(postgres_instance, kinds()) == _versions(repo)
    before = tree_stamps(docs_of(repo))
    assert document(repo, postgres_instance).assets == ()
    assert document(repo, disk_instance).success  # adopts
    assert recorded_versions(disk_instance, kinds()) == recorded_versions(postgres_instance, kinds())
    assert _partitions(disk_instance) == _partitions(postgres_instance)
    assert tree_stamps(docs_of(repo)) == before


def test_docs_of_another_machine_are_adopted_without_a_write(repo: Path, postgres_instance: dg.DagsterInstance) -> None:
    assert document(repo).success
    before = tree_stamps(docs_of(repo))
    run = document(repo, postgres_instance)
    assert "18 artifacts are fresh on disk and new to this instance" in run.log
    assert recorded_versions(postgres_instance, kinds()) == _versions(repo)
    assert tree_stamps(docs_of(repo)) == before


def test_an_asset_run_makes_its_partition_and_reports_an_unchanged_one_again(
    repo: Path, postgres_instance: dg.DagsterInstance
) -> None:
    key, other = "pay/order.py::Order", "pay/gateway.py::Gateway"

    def materialize(asset: str, key: str | None = None) -> None:
        run = run_job(repo, postgres_instance, "__ASSET_JOB", asset_selection=[dg.AssetKey(asset)], partition_key=key)
        assert run.success

    materialize("repo_snapshot")
    assert _partitions(postgres_instance)["classes"] == [other, "pay/gateway.py::HttpGateway", key]
    materialize("class_doc", key)
    first = latest_materializations(postgres_instance, "class_doc")
    assert set(first) == {key}
    materialize("class_doc", key)
    again = latest_materializations(postgres_instance, "class_doc")[key]
    assert (first[key].metadata["cached"].value, again.metadata["cached"].value) == (False, True)
    assert (again.tags or {})["dagster/data_version"] == (first[key].tags or {})["dagster/data_version"]
    (repo / "pay/order.py").unlink()
    commit(repo)
    materialize("repo_snapshot")
    assert key not in _partitions(postgres_instance)["classes"]


def test_runs_that_register_the_same_partitions_at_once_all_do(
    home: Path, postgres_instance: dg.DagsterInstance
) -> None:
    keys = [PartitionKey(f"a.py::C{number}") for number in range(300)]
    postgres_instance.get_dynamic_partitions("any")  # makes the tables
    ready = threading.Barrier(4)

    def run() -> None:
        with dg.DagsterInstance.from_config(str(home)) as instance:
            instance.get_dynamic_partitions("any")
            ready.wait()
            register(instance, {Grain.CLASSES: keys})

    with ThreadPoolExecutor(ready.parties) as pool:
        for done in [pool.submit(run) for _ in range(ready.parties)]:
            done.result()
    assert sorted(_partitions(postgres_instance)["classes"]) == sorted(keys)


def test_two_runs_at_once_pay_nothing_twice_and_both_finish(
    repo: Path, home: Path, database: str, postgres_instance: dg.DagsterInstance, tmp_path: Path
) -> None:
    with messages_api_process(tmp_path, "--latency", "0.05") as server:
        environment = os.environ | {
            "ANTHROPIC_API_KEY": ACCEPTED_KEY,
            "ANTHROPIC_BASE_URL": server.url,
            "DAGSTER_HOME": str(home),
            "DESIGNDOC_JOURNAL_URL": database,
            "DESIGNDOC_REPO": str(repo),
        }
        command = ["job", "execute", "-m", "designdoc_assets.definitions", "-j", "design_docs"]
        runs = [
            subprocess.Popen(
                [Path(sys.executable).with_name("dagster"), *command],
                cwd=tmp_path,
                env=environment,
                stderr=subprocess.PIPE,
                text=True,
            )
            for _ in range(2)
        ]
        said = [run.communicate()[1] for run in runs]
        assert [run.returncode for run in runs] == [0, 0], said
        server.wait_until_idle()
        asked = Counter(call.digest for call in server.calls())
    assert asked
    assert set(asked.values()) == {1}
    assert recorded_versions(postgres_instance, kinds()) == _versions(repo)
    assert len(postgres_instance.get_runs()) == 2


def test_a_change_after_a_run_is_what_the_next_run_records(repo: Path, postgres_instance: dg.DagsterInstance) -> None:
    document(repo, postgres_instance)
    text = (repo / "pay/order.py").read_text()
    write(repo, "pay/order.py", text.replace("What somebody buys.", "What a customer buys."))
    run = document(repo, postgres_instance)
    assert ("class_doc", "pay/order.py::Order") in run.made
    assert ("class_doc", "pay/gateway.py::Gateway") not in run.made
    assert recorded_versions(postgres_instance, kinds()) == _versions(repo)
