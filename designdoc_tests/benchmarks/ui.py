"""Pages of Dagster's UI over thousands of partitions, as a browser shows them; with the assets of inputs, and without.

The UI asks for the staleness of the partition that is open, never for that of all.
"""

import os
import re
import shutil
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median

import dagster as dg
from playwright.sync_api import Browser, expect, sync_playwright

from designdoc_tests.benchmarks import without_inputs
from designdoc_tests.benchmarks.cold import DAGSTER_YAML
from designdoc_tests.benchmarks.figures import Figure
from designdoc_tests.benchmarks.targets import CLASSES_PER_MODULE, SOURCE, make_target
from designdoc_tests.rendered import CHROMIUM, SWITCHES
from designdoc_tests.support import document, run_job
from designdoc_tests.ui.deployment import ROOT, deployed
from designdoc_tests.ui.user import User
from designdoc_tests.waiting import LIMIT_MS

CHANGED = 3
"""Classes that are stale while the pages are opened."""
_WORKSPACE = "load_from:\n  - python_module: {{module_name: {module}, location_name: designdoc}}\n"
_OURS, _WITHOUT = "as it is", "without inputs"


def measure(folder: Path, files: int, repeats: int) -> list[Figure]:
    """Measure some pages of an asset with two partitions for each file.

    Args:
        folder: Where target and home may stand.
        files: How many there are.
        repeats: How often each page is opened, of which the median counts.
    """
    if CHROMIUM is None:
        print("ui: skipped, since it needs a browser: apt-get install chromium")
        return []
    stale = _documented(folder, files)
    workspace = folder / "workspace.yaml"
    workspace.write_text(_WORKSPACE.format(module=without_inputs.__name__))
    measured: dict[str, Mapping[str, float]] = {}
    with sync_playwright() as engine:
        expect.set_options(timeout=LIMIT_MS)
        browser = engine.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        for name, loaded in ((_OURS, ROOT / "workspace.yaml"), (_WITHOUT, workspace)):
            measured[name] = _opened(folder / name, folder, browser, loaded, stale, files, repeats)
        browser.close()
    return [
        Figure(
            f"UI, {files * CLASSES_PER_MODULE:,} partitions, {CHANGED} of them changed: {page}",
            "",
            f"{seconds:.1f} s; {_WITHOUT} {measured[_WITHOUT][page]:.1f} s",
        )
        for page, seconds in measured[_OURS].items()
    ]


def _documented(folder: Path, files: int) -> str:
    """Document a target in a home of its own, change some classes, look at them, and return one of these."""
    target, home = folder / "target", folder / "home"
    make_target(target, files)
    home.mkdir()
    shutil.copy(DAGSTER_YAML, home)
    with dg.DagsterInstance.from_config(str(home)) as instance:
        assert document(target, instance).success
        for path in sorted((target / SOURCE).glob("*/*.py"))[1 : 1 + CHANGED]:
            text = path.read_text()
            assert text.count("Keeps each") == 1
            path.write_text(text.replace("Keeps each", "Holds each"))
        looked = run_job(target, instance, "__ASSET_JOB", asset_selection=[dg.AssetKey("repo_snapshot")])
        assert looked.success
        [*stale] = instance.fetch_observations(dg.AssetKey("class_doc_inputs"), limit=2 * CHANGED).records
        assert len(stale) == CHANGED
        return str(stale[0].partition_key)


def _opened(  # noqa: PLR0917 - what is opened, and where
    folder: Path, shared: Path, browser: Browser, workspace: Path, stale: str, files: int, repeats: int
) -> Mapping[str, float]:
    """Return the seconds that each page takes in one deployment."""
    folder.mkdir()
    os.environ["PYTHONPATH"] = str(ROOT)
    with deployed(folder, shared / "target", shared / "home", workspace=workspace) as deployment:
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        page.set_default_timeout(LIMIT_MS)
        user = User(page, deployment, None)
        count = files * CLASSES_PER_MODULE

        def partitions() -> None:
            user.open("/assets/class_doc?view=partitions")
            user.see(re.compile(rf"^Materialized \({count:,}\)$".replace(",", ",?")))

        def partition() -> None:
            user.open_partition("class_doc", stale)
            user.see("Unsynced (1)" if workspace.parent == ROOT else "Latest materialization")

        def graph() -> None:
            user.open("/asset-groups")
            user.see("classes")
            page.wait_for_load_state("networkidle")

        def catalog() -> None:
            user.open("/assets")
            user.see(re.compile(f"{count:,} partitions".replace(",", ",?")))

        ways: Mapping[str, Callable[[], None]] = {
            "its partitions": partitions,
            "a partition, and why it is stale": partition,
            "the graph": graph,
            "the catalog": catalog,
        }
        for way in ways.values():
            way()  # what is loaded once
        taken: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(repeats):
            for name, way in ways.items():
                began = time.perf_counter()
                way()
                taken[name].append(time.perf_counter() - began)
        page.close()
    return {name: median(seconds) for name, seconds in taken.items()}
