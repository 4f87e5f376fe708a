"""Nothing changed: what a run takes more than a job that does nothing, and that it writes and records nothing."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import dagster as dg

from designdoc_tests.benchmarks import bare_job
from designdoc_tests.benchmarks.cold import DAGSTER_YAML
from designdoc_tests.benchmarks.figures import Figure, cpu_s, wall_s
from designdoc_tests.benchmarks.processes import Cost, execute_job
from designdoc_tests.benchmarks.targets import commit, make_target, module_path
from designdoc_tests.support import tree_stamps

MOST_SECONDS_MORE, MOST_ON_A_NEW_MACHINE = 1.5, 2.0


def measure(folder: Path, size: int, repeats: int) -> list[Figure]:
    """Measure runs with a Dagster home in which everything is known; then on a machine that knows nothing."""
    target, own, home = folder / f"unchanged-{size}", folder / "own", folder / "home"
    make_target(target, size)
    home.mkdir()
    shutil.copy(DAGSTER_YAML, home)
    environ = {"DESIGNDOC_REPO": str(target), "DAGSTER_HOME": str(home)}

    def document() -> Cost:
        return execute_job("designdoc_assets.definitions", "design_docs", own, environ)

    def empty() -> Cost:
        return execute_job(bare_job.__name__, "empty", folder / "empty", {"DAGSTER_HOME": str(home)})

    document()
    figures, left_behind = [], set()
    for what, change in _STATES.items():
        change(target)
        document()
        before = tree_stamps(target), _records(home)
        costs = [(empty(), document()) for _ in range(repeats)]
        left_behind |= {"changed files"} if tree_stamps(target) != before[0] else set()
        left_behind |= {"events"} if _records(home) != before[1] else set()
        figures.append(_compared(f"nothing changed, {size} files{what}", costs, MOST_SECONDS_MORE))
    _commit_docs(target)
    costs = [(empty(), _on_a_new_machine(folder, target)) for _ in range(repeats)]
    figures.append(_compared("the same on a machine that has never run it", costs, MOST_ON_A_NEW_MACHINE))
    found = ", ".join(sorted(left_behind))
    return [*figures, Figure("nothing changed: writes and events", "none", found or "none", not found)]


def _edit(target: Path) -> None:
    """Let a person write into a region."""
    page = next((target / "docs/design").rglob("*Keeper.md"))
    text = page.read_text()
    assert "## Public API" in text
    page.write_text(text.replace("## Public API", "My own words.\n\n## Public API", 1))


def _orphan(target: Path) -> None:
    """Take away a file of which a person wrote on the page."""
    source = module_path(7)
    page = target / "docs/design/packages" / f"{source}.md"
    page.write_text(f"{page.read_text()}\nMine.\n")
    (target / source).unlink()


def _dispute(target: Path) -> None:
    """Let the sources of an edited region change, so that it waits for a decision."""
    page = next(page for page in (target / "docs/design").rglob("*Keeper.md") if "My own words." in page.read_text())
    source = target / page.relative_to(target / "docs/design/packages").parent / f"{page.name.split('.py.')[0]}.py"
    text = source.read_text()
    assert "    def put(self" in text
    source.write_text(text.replace("    def put(self", "    def set(self"))


_STATES: dict[str, Callable[[Path], None]] = {
    "": lambda target: None,
    ", one edited by a person": _edit,
    ", and one orphan": _orphan,
    ", and an open dispute": _dispute,
}


def _commit_docs(target: Path) -> None:
    subprocess.run(["git", "add", "--force", "docs/design"], cwd=target, check=True)
    commit(target)


def _on_a_new_machine(folder: Path, target: Path) -> Cost:
    """Document a clone with docs, where nothing else is kept of earlier runs: as in CI."""
    clone, own = folder / "clone", folder / "new-machine"
    for old in (clone, own):
        shutil.rmtree(old, ignore_errors=True)
    subprocess.run(["git", "clone", "--quiet", target, clone], check=True)
    cost = execute_job("designdoc_assets.definitions", "design_docs", own, {"DESIGNDOC_REPO": str(clone)})
    status = subprocess.run(["git", "status", "--porcelain"], cwd=clone, check=True, capture_output=True)
    assert not status.stdout, status.stdout
    return cost


def _compared(what: str, costs: list[tuple[Cost, Cost]], most: float) -> Figure:
    empty, ours = ([pair[at] for pair in costs] for at in (0, 1))
    more, by_cpu = wall_s(ours) - wall_s(empty), cpu_s(ours) - cpu_s(empty)
    measured = f"{more:.1f} s more ({by_cpu:.1f} s by processor time): {wall_s(ours):.1f} s and {wall_s(empty):.1f} s"
    return Figure(what, f"{most:g} s more than an empty job", measured, more <= most)


def _records(home: Path) -> int:
    """Return how many materializations and evaluations of checks an instance has."""
    with dg.DagsterInstance.from_config(str(home)) as instance:
        types = {dg.DagsterEventType.ASSET_MATERIALIZATION, dg.DagsterEventType.ASSET_CHECK_EVALUATION}
        return sum(len(instance.all_logs(run.run_id, of_type=types)) for run in instance.get_runs())
