"""The contexts that Dagster hands to the steps of a run."""

import dagster as dg

Context = dg.OpExecutionContext | dg.AssetExecutionContext
"""The context of an op of the job, or of an asset."""
