"""What Dagster loads: the asset graph, the job, their resource. Only assembles; the parts are in `orchestration`."""

import dagster as dg

from designdoc_assets.artifacts.kind import Grain
from designdoc_assets.orchestration.assets import grain_assets, repo_snapshot
from designdoc_assets.orchestration.job import design_docs
from designdoc_assets.orchestration.resources import DesignDocsResource

defs = dg.Definitions(
    assets=[repo_snapshot, *(grain_assets(grain) for grain in Grain)],
    jobs=[design_docs],
    resources={"designdoc": DesignDocsResource()},
    executor=dg.in_process_executor,
)
