"""The Dagster UI in a browser: the job from the launchpad, and two partitions from an asset's page."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import urlopen

import pytest

from designdoc_tests.support import PAY, make_repo, regions

playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright: pip install playwright")

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs a browser: apt-get install chromium")

ROOT = Path(__file__).parents[1]
CONFIG = """\
telemetry: {enabled: false}
nux: {enabled: false}
run_coordinator: {module: dagster._core.run_coordinator, class: DefaultRunCoordinator}
"""
"""Runs start at once, without a daemon."""
START_S, STOP_S = 60, 10
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]


@contextmanager
def _process(command: str, *arguments: str, home: Path, repo: Path) -> Iterator[None]:
    """Run a command of Dagster, and end it with all that it started."""
    program = Path(sys.executable).with_name(command)
    environment = {**os.environ, "DAGSTER_HOME": str(home), "DESIGNDOC_REPO": str(repo)}
    with (home / f"{command}.log").open("wb") as log:
        process = subprocess.Popen(
            [program, *arguments, "-w", str(ROOT / "workspace.yaml")],
            cwd=home,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
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


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    home.mkdir()
    (home / "dagster.yaml").write_text(CONFIG)
    return home


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    return make_repo(tmp_path / "pay", PAY)


@pytest.fixture
def address(home: Path, repo: Path) -> Iterator[str]:
    """A web server on the loopback interface."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with _process("dagster-webserver", "-h", "127.0.0.1", "-p", str(port), home=home, repo=repo):
        deadline = time.monotonic() + START_S
        while not _answers(address):
            assert time.monotonic() < deadline, (home / "dagster-webserver.log").read_text()
            time.sleep(0.1)
        yield address


def _answers(address: str) -> bool:
    try:
        with urlopen(f"{address}/server_info", timeout=5):
            return True
    except (URLError, OSError):
        return False


def test_the_job_and_two_partitions_can_be_launched_from_the_browser(address: str, home: Path, repo: Path) -> None:
    with playwright.sync_playwright() as engine:
        browser = engine.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        page = browser.new_page()
        page.set_default_timeout(30_000)

        config = "resources: {designdoc: {config: {only: [file_summary]}}}"
        page.goto(
            f"{address}/locations/__repository__@designdoc/jobs/design_docs/playground/setup?config={quote(config)}"
        )
        page.get_by_text("Launch Run").click()
        page.get_by_text("RUN_SUCCESS").wait_for()
        assert {kind for kind, _ in regions(repo)} == {"file_summary"}

        page.goto(f"{address}/assets/class_doc?view=partitions")
        page.get_by_text("Missing (3)").wait_for()
        page.get_by_role("button", name="Materialize").first.click()
        page.get_by_text("Select a partition or create one").click()
        wanted = ["pay/gateway.py::Gateway", "pay/order.py::Order"]
        for key in wanted:
            page.get_by_role("menuitem").filter(has_text=key).click()
        page.keyboard.press("Escape")
        page.get_by_role("button", name="Launch backfill").click()
        page.get_by_text("Created backfill").wait_for()
        with _process("dagster-daemon", "run", home=home, repo=repo):
            page.get_by_text("Materialized (2)").wait_for(timeout=60_000)
        assert {key for kind, key in regions(repo) if kind == "class_doc"} == set(wanted)

        page.get_by_text(wanted[1]).first.click()
        page.get_by_text("What somebody buys.").wait_for()
        browser.close()
