"""Runs in processes of their own, which something happens to; and the tree that a quiet one leaves."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.context import ForkProcess
from pathlib import Path

import dagster as dg

from designdoc_assets.analysis.grains import Grain
from designdoc_tests.claude.money import FORK, Row, exit_code, start
from designdoc_tests.claude.support import repo_of_classes
from designdoc_tests.messages_api.calls import Call
from designdoc_tests.support import Documented, check_whole, document, run_job, tree_bytes, write
from designdoc_tests.waiting import LIMIT_S

FILES, PARALLELISM = 6, 4
CALLS = 2 * (FILES + 2 * FILES + 1 + 2)
"""A draft and a review for each file, each class, the package and two documents."""
_DIAGRAMS = ["class_diagram", "package_diagram"]


def small_repo(folder: Path, files: int = FILES) -> Path:
    """Make a repository of files with two classes each; a run makes `CALLS` calls of it as it is by default."""
    repo = repo_of_classes(folder / "repo", files)
    # No model is asked for them, and each process would load an engine for them.
    write(repo, ".designdoc.toml", f"[stages]\nskip = {_DIAGRAMS}\n")
    return repo


@dataclass(frozen=True, slots=True)
class Run:
    """`design_docs` in a forked process."""

    process: ForkProcess
    _receiver: Connection

    def end(self) -> Documented:
        """Wait for its end, and return how it went."""
        assert self._receiver.poll(LIMIT_S), "the run does not end"
        documented: Documented = self._receiver.recv()
        return documented


def begin(repo: Path, *, has_instance: bool = False) -> Run:
    """Begin a run, on the Dagster instance of DAGSTER_HOME or on none that lasts."""
    receiver, sender = FORK.Pipe(duplex=False)
    return Run(start(partial(_document, repo, sender, has_instance=has_instance)), receiver)


def _document(repo: Path, answer: Connection, *, has_instance: bool) -> None:
    if not has_instance:
        answer.send(document(repo, writer="claude", parallelism=PARALLELISM))
        return
    with dg.DagsterInstance.get() as instance:
        answer.send(document(repo, instance, writer="claude", parallelism=PARALLELISM))


def known(repo: Path) -> dict[str, list[str]]:
    """Let the Dagster instance of DAGSTER_HOME know the partitions of a repository, and return them by grain."""
    receiver, sender = FORK.Pipe(duplex=False)
    child = start(partial(_register, repo, sender))
    assert exit_code(child) == 0
    partitions: dict[str, list[str]] = receiver.recv()
    return partitions


def _register(repo: Path, answer: Connection) -> None:
    with dg.DagsterInstance.get() as instance:
        assert run_job(repo, instance, "__ASSET_JOB", asset_selection=[dg.AssetKey("repo_snapshot")]).success
        answer.send({grain: list(instance.get_dynamic_partitions(grain)) for grain in Grain})


def whole_files(docs: Path, quiet_tree: dict[str, bytes], *, but: str = "") -> dict[str, bytes]:
    """Return the files of a docs tree, and check that all in them is as it will be at the end: none is torn.

    What several artifacts share may lack those that are still to be made.
    """
    files = {name: content for name, content in tree_bytes(docs).items() if name != but}
    check_whole(files, quiet_tree)
    return files


def check_payment(calls: Sequence[Call], rows: Sequence[Row], *, lost: int = 0) -> None:
    """Check that every call was entered before it was made, and that no answer was paid twice.

    Args:
        calls: All that the provider was asked.
        rows: All that the journal holds.
        lost: How many calls may have been made whose answers could not be stored.
    """
    answered = [row.request for row in rows if row.has_answer]
    assert len(answered) == len(set(answered)) == len({call.digest for call in calls}) == CALLS
    assert len(calls) <= len(rows) <= CALLS + lost
