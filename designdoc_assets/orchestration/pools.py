"""The pool of steps that may call a model: an operator who limits it, limits how many of them run at once, in all runs.

Without a limit it has no effect. How many calls one step has in flight is `parallelism`, and what they cost is the
budget's to say.
"""

from designdoc_assets.analysis.grains import Grain
from designdoc_assets.artifacts.registry import kinds

MODEL_POOL = "claude"


def pool_of(grain: Grain) -> str | None:
    """Return the pool of the steps that make a grain; None where no model is ever asked."""
    return MODEL_POOL if any(kind.asks_model for kind in kinds().values() if kind.grain == grain) else None
