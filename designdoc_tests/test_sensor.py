"""`repo_commits`: one run for each new tip, of that very commit, and a reason wherever there is none."""

import time
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from designdoc_assets.definitions import defs
from designdoc_assets.source.errors import TargetError
from designdoc_tests.support import PAY, commit, make_repo, regions, run_git, write

SENSOR = defs.get_sensor_def("repo_commits")


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as made:
        yield made


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    repo = make_repo(tmp_path / "pay", PAY)
    monkeypatch.setenv("DESIGNDOC_REPO", str(repo))
    return repo


class Watch:
    """The sensor, tick by tick, with what it remembers."""

    def __init__(self, instance: dg.DagsterInstance) -> None:
        self._instance = instance
        self._ticks = 0
        self.cursor: str | None = None

    def tick(self) -> dg.RunRequest | str:
        """Return the request, or the reason why there is none."""
        self._ticks += 1
        context = dg.SensorEvaluationContext(
            instance_ref=None,
            last_tick_completion_time=self._ticks,
            cursor=self.cursor,
            instance=self._instance,
            sensor_name="repo_commits",
        )
        found = SENSOR(context)
        self.cursor = context.cursor
        if isinstance(found, dg.SkipReason):
            return found.skip_message or ""
        assert isinstance(found, dg.RunRequest)
        return found

    def requested(self) -> dg.RunRequest:
        found = self.tick()
        assert isinstance(found, dg.RunRequest), found
        return found


@pytest.fixture
def watch(instance: dg.DagsterInstance) -> Watch:
    return Watch(instance)


def test_it_is_stopped_until_somebody_starts_it() -> None:
    assert SENSOR.default_status is dg.DefaultSensorStatus.STOPPED


def test_a_new_commit_is_one_run_that_reads_that_commit(repo: Path, watch: Watch) -> None:
    head = run_git(repo, "rev-parse", "HEAD")
    request = watch.requested()
    assert request.tags["designdoc/commit"] == head
    assert request.tags["designdoc/branch"] == "main"
    assert request.run_config == {"resources": {"designdoc": {"config": {"ref": head}}}}


def test_the_same_tip_is_a_reason_to_skip(repo: Path, watch: Watch) -> None:
    head = watch.requested().tags["designdoc/commit"]
    assert watch.tick() == f"main is still at {head[:12]}."


def test_ten_commits_between_two_ticks_are_one_run_of_the_newest(repo: Path, watch: Watch) -> None:
    watch.requested()
    commits = []
    for number in range(10):
        write(repo, "pay/order.py", f"{PAY['pay/order.py']}\n\nNUMBER = {number}\n")
        commits.append(commit(repo))
    assert watch.requested().tags["designdoc/commit"] == commits[-1]
    assert isinstance(watch.tick(), str)


def test_the_run_documents_its_commit_whatever_the_working_tree_holds_by_then(
    repo: Path, watch: Watch, instance: dg.DagsterInstance
) -> None:
    request = watch.requested()
    write(repo, "pay/later.py", '"""Came later."""\n\n\nclass Later:\n    """Later."""\n')
    commit(repo)
    write(repo, "pay/gateway.py", "broken(")
    result = defs.get_job_def("design_docs").execute_in_process(
        instance=instance, run_config=request.run_config, tags=request.tags
    )
    assert result.success
    documented = {key for kind, key in regions(repo) if kind == "class_doc"}
    assert documented == {"pay/gateway.py::Gateway", "pay/gateway.py::HttpGateway", "pay/order.py::Order"}


def test_a_named_branch_is_watched_and_no_other(repo: Path, watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    run_git(repo, "branch", "release")
    monkeypatch.setenv("DESIGNDOC_REF", "release")
    first = watch.requested()
    assert first.tags["designdoc/branch"] == "release"
    write(repo, "pay/new.py", "x = 1\n")
    commit(repo)
    assert isinstance(watch.tick(), str)


def test_a_remote_is_watched_by_its_url(repo: Path, watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESIGNDOC_REPO", f"file://{repo}")
    request = watch.requested()
    assert request.tags["designdoc/commit"] == run_git(repo, "rev-parse", "HEAD")
    assert request.tags["designdoc/branch"] == "main"


def test_an_unreachable_remote_is_a_reason_to_skip_without_its_password_and_is_asked_again(
    repo: Path, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = watch.requested().tags["designdoc/commit"]
    monkeypatch.setenv("DESIGNDOC_REPO", "http://me:hunter2@127.0.0.1:9/pay.git")
    reason = watch.tick()
    assert isinstance(reason, str)
    assert "127.0.0.1:9/pay.git" in reason
    assert "hunter2" not in reason
    assert known in (watch.cursor or "")
    write(repo, "pay/new.py", "x = 1\n")
    newer = commit(repo)
    monkeypatch.setenv("DESIGNDOC_REPO", str(repo))
    assert watch.requested().tags["designdoc/commit"] == newer


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ("DESIGNDOC_REPO=/nowhere/at/all", "/nowhere/at/all"),
        ("DESIGNDOC_REF=no-such-branch", "no-such-branch"),
        ("DESIGNDOC_PARALLELISM=many", "DESIGNDOC_PARALLELISM"),
    ],
)
def test_what_is_set_up_wrongly_is_told_as_the_reason(
    repo: Path, watch: Watch, monkeypatch: pytest.MonkeyPatch, setting: str, told: str
) -> None:
    monkeypatch.setenv(*setting.split("="))
    reason = watch.tick()
    assert isinstance(reason, str)
    assert told in reason


def test_the_targets_own_settings_file_has_no_say_in_what_is_watched(repo: Path, watch: Watch) -> None:
    write(repo, ".designdoc.toml", "nonsense = [")
    assert isinstance(watch.tick(), dg.RunRequest)


def test_a_branch_that_goes_back_is_documented_again(repo: Path, watch: Watch) -> None:
    first = watch.requested()
    write(repo, "pay/new.py", "x = 1\n")
    commit(repo)
    second = watch.requested()
    run_git(repo, "reset", "-q", "--hard", "HEAD^")
    third = watch.requested()
    assert third.tags == first.tags
    assert len({first.run_key, second.run_key, third.run_key}) == 3
    assert isinstance(watch.tick(), str)


def test_a_tick_that_a_crash_cut_off_asks_for_the_same_run(
    repo: Path, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Watch(instance).requested().run_key == Watch(instance).requested().run_key


def test_a_cursor_of_an_earlier_version_is_understood(repo: Path, watch: Watch) -> None:
    watch.cursor = head = run_git(repo, "rev-parse", "HEAD")
    assert watch.tick() == f"main is still at {head[:12]}."


def test_trouble_that_does_not_pass_fails_the_ticks(repo: Path, watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    watch.requested()
    monkeypatch.setenv("DESIGNDOC_REPO", "/nowhere/at/all")
    assert "/nowhere/at/all" in str(watch.tick())
    assert "/nowhere/at/all" in str(watch.tick())
    for _ in range(2):
        with pytest.raises(TargetError, match="/nowhere/at/all"):
            watch.tick()
    monkeypatch.setenv("DESIGNDOC_REPO", str(repo))
    assert "is still at" in str(watch.tick())
    monkeypatch.setenv("DESIGNDOC_REPO", "/nowhere/at/all")
    assert "/nowhere/at/all" in str(watch.tick())


def _fail(watch: Watch, instance: dg.DagsterInstance) -> None:
    """Let the run that is asked for fail, for a cause that no plan knows of."""
    request = watch.requested()
    config = {"resources": {"designdoc": {"config": {**request.run_config["resources"]["designdoc"]["config"]}}}}
    config["resources"]["designdoc"]["config"]["output"] = "/dev/null/docs"
    result = defs.get_job_def("design_docs").execute_in_process(
        instance=instance, run_config=config, tags=request.tags, raise_on_error=False
    )
    assert not result.success


def test_a_commit_whose_run_failed_is_asked_for_again_when_a_setting_changed(
    repo: Path, watch: Watch, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    _fail(watch, instance)
    assert "whose run failed. It is asked for again in 15 min" in str(watch.tick())
    monkeypatch.setenv("DESIGNDOC_BUDGET_USD", "7")
    assert isinstance(watch.tick(), dg.RunRequest)
    assert isinstance(watch.tick(), str)


def test_a_commit_whose_run_failed_is_asked_for_again_now_and_then_but_not_for_ever(
    repo: Path, watch: Watch, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.time()
    for minutes in (15, 60, 240, 960):
        _fail(watch, instance)
        assert isinstance(watch.tick(), str)
        now += minutes * 60 + 60
        monkeypatch.setattr("designdoc_assets.orchestration.sensor.time.time", lambda now=now: now)
    _fail(watch, instance)
    now += 10**7
    assert "asked for no more" in str(watch.tick())


def test_a_commit_whose_run_succeeded_is_not_asked_for_again(
    repo: Path, watch: Watch, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = watch.requested()
    assert (
        defs.get_job_def("design_docs")
        .execute_in_process(instance=instance, run_config=request.run_config, tags=request.tags)
        .success
    )
    monkeypatch.setenv("DESIGNDOC_BUDGET_USD", "7")
    assert "is still at" in str(watch.tick())
