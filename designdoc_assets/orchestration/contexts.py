"""What steps of a run are given by Dagster."""

import dagster as dg

Context = dg.OpExecutionContext | dg.AssetExecutionContext
"""Of an op of the job, or of an asset."""
