"""What Dagster loads: the asset graph, the job, their resources. Only assembles; the parts are in `orchestration`."""

import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg


@contextmanager
def _off_the_path(folder: Path) -> Iterator[None]:
    """Import nothing from a folder."""
    before = sys.path[:]
    sys.path[:] = [entry for entry in before if Path(entry).resolve() != folder]
    try:
        yield
    finally:
        sys.path[:] = before


# Dagster puts the working directory first on the path. That is the target, unless DESIGNDOC_REPO says otherwise, and
# nothing of a target is ever run: not even a module that is named like one of ours.
with _off_the_path(Path.cwd()):
    from designdoc_assets.source import collector

with _off_the_path(Path.cwd()), collector.kept_off():
    from designdoc_assets.analysis.grains import Grain
    from designdoc_assets.orchestration.assets import (
        budget_report,
        grain_assets,
        inputs_assets,
        repo_snapshot,
    )
    from designdoc_assets.orchestration.job import design_docs
    from designdoc_assets.orchestration.resolve import resolve_dispute
    from designdoc_assets.orchestration.resources import RESOURCES
    from designdoc_assets.orchestration.schedule import nightly
    from designdoc_assets.orchestration.sensor import repo_commits
    from designdoc_assets.settings.deployment import load_deployment

    # Dagster passes this parameter to every sensor itself, and then warns of it on every command line.
    warnings.filterwarnings("ignore", "Parameter `owners` of initializer `SensorDefinition", dg.BetaWarning)
    # Dagster calls it beta, and has no other way to report partitions that count as missing nowhere.
    warnings.filterwarnings("ignore", "Function `multi_observable_source_asset`", dg.BetaWarning)

    deployment = load_deployment(os.environ)
    assets = [
        repo_snapshot,
        budget_report,
        *map(inputs_assets, Grain),
        *(grain_assets(grain, deployment.partitions_per_run) for grain in Grain),
    ]
    defs = dg.Definitions(
        assets=dg.map_asset_specs(lambda spec: spec.replace_attributes(owners=deployment.owners), assets),
        jobs=[design_docs, resolve_dispute],
        schedules=[nightly],
        sensors=[repo_commits],
        resources=RESOURCES,
        executor=dg.in_process_executor,
    )
