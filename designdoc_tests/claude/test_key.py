"""The key for Claude as a field of the resource: it comes from a variable, and stands nowhere that Dagster keeps."""

from pathlib import Path

import dagster as dg
import pytest

from designdoc_assets.definitions import defs
from designdoc_assets.orchestration.resources import BudgetResource, DesignDocsResource
from designdoc_tests.messages_api.provider import ACCEPTED_KEY
from designdoc_tests.messages_api.server import messages_api
from designdoc_tests.support import PAY, document, make_repo, regions, run_job


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return make_repo(tmp_path / "pay", PAY)


def _kept(instance: dg.DagsterInstance) -> str:
    """Return all that an instance keeps of its runs."""
    runs = instance.get_runs()
    return repr([(run, instance.all_logs(run.run_id)) for run in runs])


def test_the_key_may_come_from_any_variable(
    repo: Path, disk_instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    with messages_api() as server:
        monkeypatch.setenv("ANTHROPIC_BASE_URL", server.url)
        monkeypatch.setenv("DOCS_KEY", ACCEPTED_KEY)
        run = document(repo, disk_instance, api_key={"env": "DOCS_KEY"}, only=["class_doc"])
        assert run.success, run.failure
        assert server.calls and not [call for call in server.calls if call.status != 200]
    assert {header.writer for header in regions(repo).values()} == {"claude"}, "a key is there: `auto` is Claude"
    assert "DOCS_KEY" in _kept(disk_instance) and ACCEPTED_KEY not in _kept(disk_instance)


def test_who_builds_definitions_of_their_own_names_the_variable(
    repo: Path, disk_instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    designdoc = DesignDocsResource(
        budget=BudgetResource(), repo=str(repo), only=["class_doc"], api_key=dg.EnvVar("DOCS_KEY")
    )
    job = defs.get_job_def("design_docs").graph.to_job("mine", resource_defs={"designdoc": designdoc})
    with messages_api() as server:
        monkeypatch.setenv("ANTHROPIC_BASE_URL", server.url)
        monkeypatch.setenv("DOCS_KEY", ACCEPTED_KEY)
        assert job.execute_in_process(instance=disk_instance).success
        assert server.calls
    assert ACCEPTED_KEY not in _kept(disk_instance)
    assert ACCEPTED_KEY not in repr(designdoc)


def test_a_key_that_is_written_out_is_refused_in_every_sort_of_run(repo: Path, instance: dg.DagsterInstance) -> None:
    with messages_api() as server:
        with pytest.raises(dg.DagsterInvalidConfigError, match="secrets are never settings") as caught:
            document(repo, instance, api_key=ACCEPTED_KEY)
        assert ACCEPTED_KEY not in repr(vars(caught.value)) + str(caught.value)
        assert instance.get_runs() == [], "nothing is kept"
        snapshot = [dg.AssetKey("repo_snapshot")]
        run = run_job(repo, instance, "__ASSET_JOB", asset_selection=snapshot, api_key=ACCEPTED_KEY)
        [failed] = [event for event in run.all_events if event.is_step_failure]
        explanation = failed.step_failure_data.user_failure_data
        assert explanation is not None and "replace it" in str(explanation.description)
        assert server.calls == []
