"""Dagster as an operator runs it: web server, daemon and code server as processes, asked through GraphQL."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import dagster as dg

from designdoc_tests.ports import free_port
from designdoc_tests.waiting import LIMIT_S

QUEUE = """\
concurrency: {runs: {max_concurrent_runs: 2}}
run_queue: {dequeue_interval_seconds: 1, max_user_code_failure_retries: 20, user_code_failure_retry_delay: 1}
"""
"""As in deploy/dagster.postgres.yaml, and sooner."""
_SELECTOR = {"repositoryLocationName": "designdoc", "repositoryName": "__repository__"}
_CODE = (
    "query($selector: RepositorySelector!) { code: repositoryOrError(repositorySelector: $selector) { __typename } }"
)
_LAUNCH = """
mutation($params: ExecutionParams!) {
  launched: launchRun(executionParams: $params) { __typename ... on LaunchRunSuccess { run { runId } } }
}"""
_TERMINATE = "mutation($run: String!) { ended: terminateRun(runId: $run) { __typename } }"
_BACKFILL = """
mutation($params: LaunchBackfillParams!) {
  launched: launchPartitionBackfill(backfillParams: $params) {
    __typename ... on LaunchBackfillSuccess { backfillId } ... on PythonError { message }
  }
}"""
_EAGER_DAEMON = """
import os
os.environ["DAGSTER_MAX_BACKFILL_RETRIES"] = "150"
from dagster._daemon import controller
from dagster._daemon.cli import main
controller.DEFAULT_DAEMON_INTERVAL_SECONDS = 1
main()
"""
"""It looks at backfills every second, and bears 150 failures of a code server: else every 30 s, and 5 failures."""


@dataclass(slots=True)
class Process:
    """A process, with all that it starts."""

    name: str
    arguments: Sequence[str]
    folder: Path
    _started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self) -> None:
        """Start it, or start it again."""
        with (self.folder / f"{self.name}.log").open("ab") as log:
            command = [sys.executable, *self.arguments]
            process = subprocess.Popen(command, cwd=self.folder, stdout=log, stderr=log, start_new_session=True)
        self._started.append(process)

    @property
    def pid(self) -> int:
        """Of the one that was started last."""
        return self._started[-1].pid

    def kill(self) -> None:
        """Kill it alone."""
        self._started[-1].kill()
        self._started[-1].wait()

    def end(self) -> None:
        """End all that it started, ever."""
        for process in self._started:
            for way in (signal.SIGTERM, signal.SIGKILL):
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, way)
                with suppress(subprocess.TimeoutExpired):
                    process.wait(timeout=3)


@dataclass(frozen=True, slots=True)
class Deployment:
    """The processes of a Dagster home that is in the environment."""

    home: Path
    instance: dg.DagsterInstance
    """Kept open: to open one for each look takes more of a processor than what is waited for."""
    address: str
    code: Process
    web: Process
    daemon: Process

    def ask(self, query: str, **variables: Any) -> Any:
        """Return what GraphQL answers."""
        body = json.dumps({"query": query, "variables": variables}).encode()
        request = Request(f"{self.address}/graphql", body, {"Content-Type": "application/json"})
        with urlopen(request, timeout=LIMIT_S) as answer:
            return json.load(answer)["data"]

    def is_up(self) -> bool:
        """Whether the web server answers, and has loaded the code."""
        try:
            found: bool = self.ask(_CODE, selector=_SELECTOR)["code"]["__typename"] == "Repository"
        except OSError:
            return False
        return found

    def launch_job(self) -> str:
        """Launch `design_docs` as the launchpad does, and return the run."""
        params = {"selector": _SELECTOR | {"jobName": "design_docs"}, "runConfigData": {}, "mode": "default"}
        launched = self.ask(_LAUNCH, params=params)["launched"]
        assert launched["__typename"] == "LaunchRunSuccess", launched
        run: str = launched["run"]["runId"]
        return run

    def launch_backfill(self, kinds: Sequence[str], partitions: Sequence[str]) -> str:
        """Launch a backfill as an asset's page does, and return it."""
        selection = [{"path": [kind]} for kind in kinds]
        launched = self.ask(_BACKFILL, params={"assetSelection": selection, "partitionNames": list(partitions)})[
            "launched"
        ]
        assert launched["__typename"] == "LaunchBackfillSuccess", launched
        backfill: str = launched["backfillId"]
        return backfill

    def terminate(self, run: str) -> None:
        """End a run as its page does."""
        assert self.ask(_TERMINATE, run=run)["ended"]["__typename"] == "TerminateRunSuccess"

    def status_of(self, run: str) -> dg.DagsterRunStatus | None:
        """Return how a run is, once it has ended."""
        found = self.instance.get_run_by_id(run)
        return found.status if found and found.is_finished else None

    def status_of_backfill(self, backfill: str) -> str | None:
        """Return how a backfill is, once it has ended."""
        found = self.instance.get_backfill(backfill)
        assert found is not None
        return found.status.value if found.status.value.startswith(("COMPLETED", "FAILED", "CANCELED")) else None

    def runs_of(self, backfill: str) -> list[dg.DagsterRun]:
        """Return the runs of a backfill."""
        return self.instance.get_runs(dg.RunsFilter(tags={"dagster/backfill": backfill}))

    def failures(self) -> str:
        """Return what the runs say that failed: to be shown by a test, whose output may be cut."""
        with dg.DagsterInstance.from_config(str(self.home)) as instance:
            return "\n".join(
                f"{run.job_name} {run.run_id}: {entry.dagster_event_type}: {entry.user_message} {entry.dagster_event}"
                for run in instance.get_runs(dg.RunsFilter(statuses=[dg.DagsterRunStatus.FAILURE]))
                for entry in instance.all_logs(run.run_id)
                if entry.dagster_event is not None and entry.get_dagster_event().is_failure
            )

    def logs(self) -> str:
        """Return what all processes printed."""
        return "\n".join(log.read_text("utf-8", "replace")[-4000:] for log in self.home.glob("*.log"))


@contextmanager
def deployment(home: Path) -> Iterator[Deployment]:
    """Prepare the processes of a home; none is started, and all are ended."""
    port, code_port = free_port(), free_port()
    workspace = home / "workspace.yaml"
    workspace.write_text(
        f"load_from: [{{grpc_server: {{host: 127.0.0.1, port: {code_port}, location_name: designdoc}}}}]\n"
    )
    dagster = ["-m", "dagster"]
    code = ["api", "grpc", "-m", "designdoc_assets.definitions", "-h", "127.0.0.1", "-p", str(code_port)]
    web = ["-m", "dagster_webserver", "-h", "127.0.0.1", "-p", str(port), "-w", str(workspace)]
    made = Deployment(
        home,
        dg.DagsterInstance.from_config(str(home)),
        f"http://127.0.0.1:{port}",
        Process("code-server", [*dagster, *code], home),
        Process("webserver", web, home),
        Process("daemon", ["-c", _EAGER_DAEMON, "run", "-w", str(workspace)], home),
    )
    try:
        yield made
    finally:
        for process in (made.daemon, made.web, made.code):
            process.end()
        made.instance.dispose()
