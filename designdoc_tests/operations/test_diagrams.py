"""Diagrams are parsed in the runs of a deployment, which a daemon has a code server start."""

from pathlib import Path

import dagster as dg
import pytest

from designdoc_assets.markup.mermaid.parser import parser_available
from designdoc_tests.operations.deployment import QUEUE, deployment
from designdoc_tests.operations.instances import on_sqlite
from designdoc_tests.pages.parsers import is_alive, parsers
from designdoc_tests.support import PAY, docs_of, make_repo
from designdoc_tests.waiting import wait_for


@pytest.mark.skipif(not parser_available(), reason="mermaid.js is not installed: install designdoc-assets[mermaid]")
def test_a_run_that_the_daemon_launches_parses_its_diagrams(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repo = make_repo(tmp_path / "pay", PAY)
    home = on_sqlite(tmp_path / "home", QUEUE)
    monkeypatch.setenv("DAGSTER_HOME", str(home))
    monkeypatch.setenv("DESIGNDOC_REPO", str(repo))
    with deployment(home) as dagster:
        for process in (dagster.code, dagster.web, dagster.daemon):
            process.start()
        wait_for(dagster.is_up, dagster.logs)
        run = dagster.launch_job()
        seen = wait_for(lambda: parsers(dagster.code.pid), dagster.logs)
        status = wait_for(lambda: dagster.status_of(run), dagster.logs)
        assert status is dg.DagsterRunStatus.SUCCESS, dagster.logs()
        wait_for(lambda: not any(map(is_alive, seen)), dagster.logs)
        assert "mermaid.js" not in dagster.logs()
    assert "\nclassDiagram\n" in (docs_of(repo) / "packages/pay/gateway.py.md").read_text()
