"""The services of deploy/compose.yaml as processes, with its commands and environment: a run by the web server."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
from dagster_graphql import DagsterGraphQLClient

from designdoc_assets.artifacts.registry import kinds
from designdoc_tests.deploy.support import DEPLOY, compose, needs_postgres
from designdoc_tests.ending import MARKS
from designdoc_tests.ports import free_port
from designdoc_tests.support import recorded_versions
from designdoc_tests.waiting import LIMIT_S, wait_for

pytestmark = needs_postgres

BIN = Path(sys.executable).parent


class Deployment:
    """The services of compose.yaml: what is a host, a port or a folder of a container there is one of this machine."""

    def __init__(self, folder: Path, repo: Path, database: str) -> None:
        self.folder, self.home, self.docs = folder, folder / "home", folder / "docs"
        self.ports = {"4000": str(free_port()), "3000": str(free_port())}
        self.services: dict[str, Any] = compose(
            {"DESIGNDOC_REPO": str(repo), "POSTGRES_PASSWORD": "none", "DESIGNDOC_OUTPUT": str(self.docs)}
        )["services"]
        self._database = database
        self.home.mkdir()
        shutil.copy(DEPLOY / "dagster.postgres.yaml", self.home / "dagster.yaml")
        workspace = (DEPLOY / "workspace.yaml").read_text()
        (folder / "workspace.yaml").write_text(
            workspace.replace("host: code", "host: 127.0.0.1").replace("port: 4000", f"port: {self.ports['4000']}")
        )

    def command(self, words: list[str]) -> list[str]:
        """Return a command of a container as one of this machine."""
        program, *arguments = words
        here = {"0.0.0.0": "127.0.0.1", "/etc/dagster/workspace.yaml": str(self.folder / "workspace.yaml")}
        arguments = [here.get(word, self.ports.get(word, word)) for word in arguments]
        arguments = [word.replace("127.0.0.1:3000", f"127.0.0.1:{self.ports['3000']}") for word in arguments]
        return [str(BIN / program), *arguments]

    def environment(self, name: str) -> dict[str, str]:
        """Return the environment of a service."""
        given: dict[str, str] = self.services[name]["environment"]
        urls = {
            variable: f"{value.partition(':')[0]}:{self._database.partition(':')[2]}"
            for variable, value in given.items()
            if value.startswith("postgresql")
        }
        mark = {MARKS: os.environ[MARKS]}
        folders = {"DAGSTER_HOME": str(self.home), "HOME": str(self.folder), "PATH": f"{BIN}{os.pathsep}{os.defpath}"}
        return given | urls | folders | mark

    @contextmanager
    def running(self, name: str) -> Iterator[None]:
        """Run a service until it is well, and end it with all that it started."""
        log = self.folder / f"{name}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                self.command(self.services[name]["command"]),
                cwd=self.folder,
                env=self.environment(name),
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            try:
                wait_for(lambda: self.is_well(name) or process.poll() is not None, log.read_text)
                assert process.poll() is None, log.read_text()
                yield
            finally:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def is_well(self, name: str) -> bool:
        """Whether the service's health check says so."""
        words = self.services[name]["healthcheck"]["test"][1:]
        done = subprocess.run(
            self.command(words),
            cwd=self.folder,
            env=self.environment(name),
            capture_output=True,
            timeout=LIMIT_S,
            check=False,
        )
        return done.returncode == 0


@pytest.fixture
def deployment(tmp_path: Path, repo: Path, database: str) -> Iterator[Deployment]:
    (folder := tmp_path / "deployment").mkdir()
    deployment = Deployment(folder, repo, database)
    with ExitStack() as stack:
        for name in ("code", "webserver", "daemon"):
            stack.enter_context(deployment.running(name))
        yield deployment


def test_a_run_from_the_web_server_goes_through_the_queue_and_writes_the_docs(
    deployment: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = DagsterGraphQLClient("127.0.0.1", port_number=int(deployment.ports["3000"]))
    run = client.submit_job_execution("design_docs", repository_location_name="designdoc")
    finished = {dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED}
    wait_for(lambda: client.get_run_status(run) in finished, (deployment.folder / "daemon.log").read_text, every_s=1)
    assert client.get_run_status(run) is dg.DagsterRunStatus.SUCCESS, (deployment.folder / "code.log").read_text()
    assert (deployment.docs / "README.md").is_file()
    monkeypatch.setenv("DAGSTER_POSTGRES_URL", deployment.environment("daemon")["DAGSTER_POSTGRES_URL"])
    with dg.DagsterInstance.from_config(str(deployment.home)) as instance:
        assert len(recorded_versions(instance, kinds())) == 18
        events = [entry.dagster_event_type for entry in instance.all_logs(run)]
        assert dg.DagsterEventType.RUN_ENQUEUED in events
