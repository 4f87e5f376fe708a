"""Four worker processes against one: calls per second as the provider saw them, all on one PostgreSQL.

Dagster's storage, the journal and the page locks share a database, as in a deployment of several machines.
"""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import anthropic
import dagster as dg
import pytest

from designdoc_tests.benchmarks.figures import Figure
from designdoc_tests.benchmarks.targets import make_target
from designdoc_tests.claude.money import FORK, exit_code, start
from designdoc_tests.messages_api.calls import Call
from designdoc_tests.messages_api.process import messages_api_process
from designdoc_tests.messages_api.provider import ACCEPTED_KEY
from designdoc_tests.operations.instances import on_postgres
from designdoc_tests.operations.postgres import drop_database, new_database
from designdoc_tests.operations.runs import known
from designdoc_tests.postgres import POSTGRES_URL
from designdoc_tests.support import run_job

LEAST_RATIO = 3.2
LATENCY_S, PARALLELISM, PROCESSES, FILES = 0.2, 2, 4, 40
CALLS_OF_A_CLASS = 2


def measure(folder: Path) -> list[Figure]:
    """Measure the ratio, where there is a server."""
    if POSTGRES_URL is None:
        print(
            "scale: skipped, since it needs a PostgreSQL server: DESIGNDOC_TEST_POSTGRES_URL=postgresql+psycopg://..."
        )
        return []
    anthropic.AsyncAnthropic(api_key="none").messages.create  # noqa: B018 - loaded now, and not by each process
    one, four = (_calls_per_s(folder / str(processes), processes, POSTGRES_URL) for processes in (1, PROCESSES))
    return [
        Figure(
            f"{PROCESSES} processes on one PostgreSQL against one: {LATENCY_S:g} s a call, {PARALLELISM} at once each",
            f"at least {LEAST_RATIO:g} x",
            f"{four / one:.2f} x ({one:.1f} to {four:.1f} calls/s)",
            four / one >= LEAST_RATIO,
        )
    ]


def _calls_per_s(folder: Path, processes: int, server: str) -> float:
    """Return how many calls a second some processes make together, from the first request to the last answer."""
    repo, database = folder / "target", new_database(server)
    make_target(repo, FILES)
    (folder / "server").mkdir()
    try:
        with (
            messages_api_process(folder / "server", "--latency", str(LATENCY_S)) as provider,
            pytest.MonkeyPatch.context() as environment,
        ):
            environment.setenv("ANTHROPIC_API_KEY", ACCEPTED_KEY)
            environment.setenv("ANTHROPIC_BASE_URL", provider.url)
            environment.setenv("DAGSTER_HOME", str(on_postgres(folder / "home", database)))
            environment.setenv("DESIGNDOC_JOURNAL_URL", database)
            classes = known(repo)["classes"]
            begin = FORK.Barrier(processes)
            share = -(-len(classes) // processes)
            parts = [classes[at : at + share] for at in range(0, len(classes), share)]
            children = [start(partial(_document, repo, part, begin.wait)) for part in parts]
            assert [exit_code(child) for child in children] == [0] * processes
            calls = provider.calls()
    finally:
        drop_database(database)
    assert len(calls) == CALLS_OF_A_CLASS * len(classes)
    return _rate(calls)


def _rate(calls: Sequence[Call]) -> float:
    ends = [call.ended for call in calls if call.ended is not None]
    return len(calls) / (max(ends) - min(call.arrived for call in calls))


def _document(repo: Path, keys: Sequence[str], begin: Callable[[], object]) -> None:
    """Do what a run of a backfill does."""
    ends = {"start": keys[0], "end": keys[-1]}
    tags = {f"dagster/asset_partition_range_{end}": key for end, key in ends.items()}
    with dg.DagsterInstance.get() as instance:
        begin()
        run = run_job(
            repo,
            instance,
            "__ASSET_JOB",
            asset_selection=[dg.AssetKey("class_doc")],
            tags=tags,
            writer="claude",
            parallelism=PARALLELISM,
        )
    assert run.success
