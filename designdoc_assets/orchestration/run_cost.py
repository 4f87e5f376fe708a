"""Tags a run with its cost: tags show on its page and in the list of runs, where log lines do not."""

import dagster as dg

from designdoc_assets.orchestration import events
from designdoc_assets.session.session import Session
from designdoc_assets.spending.money import to_dollars
from designdoc_assets.writing.tally import Tally

COST = "designdoc/cost_usd"


def tag_cost(instance: dg.DagsterInstance, run: dg.DagsterRun, session: Session) -> None:
    """Tag a run with its calls, tokens and dollars, if a model was asked.

    Also tag a re-execution that asked no model: Dagster copies the tags of the run before, so its cost must be
    overwritten with zero.
    """
    tally = session.spending.claude.total if session.spending else Tally()
    if (tally.was_asked or COST in run.tags) and events.keeps_events(instance):
        instance.add_run_tags(run.run_id, _tags(tally))


def _tags(tally: Tally) -> dict[str, str]:
    read = tally.input_tokens + tally.cache_read_tokens + tally.cache_write_tokens
    return {
        COST: f"{to_dollars(tally.cost):.4f}",
        "designdoc/calls": str(tally.model_calls),
        "designdoc/input_tokens": str(read),
        "designdoc/output_tokens": str(tally.output_tokens),
    }
