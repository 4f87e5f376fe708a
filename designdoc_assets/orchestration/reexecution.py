"""The steps of a run, and the steps before it that one of a re-executed run does: Dagster does not run them again.

"Re-execute from failure" begins at the step that failed. Steps that ended well before it may have left work undone: a
cap that is reached fails a run in its last step alone, and a cause that was mended lets more be made now.
"""

from collections.abc import Sequence

import dagster as dg


def steps_of(run: dg.DagsterRun, own: str, order: Sequence[str]) -> list[str]:
    """Return the steps that a step of a run does, in order: those right before it that are not executed, and itself.

    Args:
        run: The run. Of one that is no re-execution, each step does its own.
        own: The step that is executed.
        order: All steps of the job; of them, a run with a selection of ops has just these.
    """
    executed = run.step_keys_to_execute
    if run.parent_run_id is None or executed is None:
        return [own]
    falling = [own]
    for step in reversed(order[: order.index(own)]):
        if step in executed:
            break
        if run.resolved_op_selection is None or step in run.resolved_op_selection:
            falling.insert(0, step)
    return falling


def is_executed(run: dg.DagsterRun, step: str) -> bool:
    """Whether a run has a step: not all do, where steps are selected by hand or a run is re-executed."""
    return all(steps is None or step in steps for steps in (run.resolved_op_selection, run.step_keys_to_execute))
