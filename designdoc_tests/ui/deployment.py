"""A deployment on this machine: web server, daemon, and a provider on the loopback interface.

As README has it, but that web server and daemon share a code server: each would start its own, and keep asking it.
"""

import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from socket import socket
from urllib.error import URLError
from urllib.request import urlopen

from designdoc_tests.instances import NO_OUTPUT
from designdoc_tests.messages_api.process import ServerProcess, messages_api_process
from designdoc_tests.messages_api.provider import ACCEPTED_KEY
from designdoc_tests.ports import free_port
from designdoc_tests.waiting import LIMIT_S, wait_for

ROOT = Path(__file__).parents[2]
STOP_S = 10
PAUSES = """
run_coordinator:
  module: dagster._core.run_coordinator
  class: QueuedRunCoordinator
  config: {dequeue_interval_seconds: 1}
"""


@dataclass(frozen=True)
class Deployment:
    """What a test needs to know of a running deployment."""

    address: str
    repo: Path
    provider: ServerProcess | None

    @property
    def asked(self) -> Counter[tuple[str | None, str | None, str | None]]:
        """How often the provider was asked what: verb, kind and subject."""
        assert self.provider
        self.provider.wait_until_idle()
        return Counter((call.verb, call.kind, call.subject) for call in self.provider.calls())


@contextmanager
def deployed(
    folder: Path,
    repo: Path,
    blank_home: Path,
    provider: Sequence[str] | None = None,
    workspace: Path | None = None,
) -> Iterator[Deployment]:
    """Start a deployment that documents a repository, and end it.

    Args:
        folder: Where it keeps its home, cache and journal.
        repo: The repository.
        blank_home: A Dagster home with databases: web server and daemon would both make them.
        provider: The arguments of the server that stands for Claude; without it, there is no key.
        workspace: What Dagster loads; by default this project, once.
    """
    home = folder / "home"
    shutil.copytree(blank_home, home)
    (home / "dagster.yaml").write_text((ROOT / "deploy/dagster.yaml").read_text() + PAUSES + NO_OUTPUT)
    port = free_port()
    environment = os.environ | {
        "DAGSTER_HOME": str(home),
        "DESIGNDOC_REPO": str(repo),
        "XDG_CACHE_HOME": str(folder / "cache"),
    }
    with ExitStack() as stack:
        server = None
        if provider is not None:
            server = stack.enter_context(messages_api_process(folder, *provider))
            environment |= {"ANTHROPIC_API_KEY": ACCEPTED_KEY, "ANTHROPIC_BASE_URL": server.url}
        if workspace is None:
            workspace = home / "workspace.yaml"
            stack.enter_context(_code_server(workspace, home / "code.log", environment))
        web = [str(Path(sys.executable).with_name("dagster-webserver")), "-h", "127.0.0.1", "-p", str(port)]
        daemon = [sys.executable, str(Path(__file__).with_name("daemon.py")), "run"]
        for name, command in (("web", web), ("daemon", daemon)):
            process = _process([*command, "-w", str(workspace)], home / f"{name}.log", environment)
            stack.enter_context(process)
        address = f"http://127.0.0.1:{port}"
        wait_for(lambda: _answers(address), (home / "web.log").read_text)
        yield Deployment(address, repo, server)


@contextmanager
def _code_server(workspace: Path, log: Path, environment: Mapping[str, str]) -> Iterator[None]:
    """Run a server that has loaded this project, and write down where it is."""
    port = free_port()
    where = f"{{host: 127.0.0.1, port: {port}, location_name: designdoc}}"
    workspace.write_text(f"load_from: [{{grpc_server: {where}}}]\n")
    command = ["-m", "dagster", "api", "grpc", "-m", "designdoc_assets.definitions", "-h", "127.0.0.1", "-p", str(port)]
    with _process([sys.executable, *command], log, environment):
        wait_for(lambda: _listens(port), log.read_text)
        yield


def _listens(port: int) -> bool:
    with socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def _process(command: Sequence[str], log: Path, environment: Mapping[str, str]) -> Iterator[None]:
    """Run a command, and end it with all that it started."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=log.parent, env=environment, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        )
        try:
            yield
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=STOP_S)
            with suppress(ProcessLookupError):  # what is left of the group
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _answers(address: str) -> bool:
    try:
        with urlopen(f"{address}/server_info", timeout=LIMIT_S):
            return True
    except (URLError, OSError):
        return False
