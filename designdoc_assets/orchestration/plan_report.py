"""A plan as a table for the UI, and as lines for the log."""

from collections.abc import Mapping

import dagster as dg

from designdoc_assets.making.plan import Plan

_STATES = ("fresh", "stale", "missing", "kept", "conflict", "gone")
MOST_REASONS = 4


def plan_table(plan: Plan) -> dg.TableMetadataValue:
    """Return the plan as metadata: a row per kind. How many stand how is said in words, since the UI gives every column
    the same width, and reasons need it."""
    columns = [dg.TableColumn(name, "string") for name in ("kind", "standing", "why")]
    records = [
        dg.TableRecord({"kind": kind, "standing": _standing(counts), "why": _why(plan, kind)})
        for kind, counts in plan.counts().items()
    ]
    return dg.MetadataValue.table(records, schema=dg.TableSchema(columns=columns))


def _standing(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{counts[state]:,} {state}" for state in _STATES if counts[state]) or "none"


def plan_lines(plan: Plan) -> str:
    """Return the plan as aligned text."""
    lines = [f"{'kind':<18}" + "".join(f"{state:>10}" for state in _STATES) + "   why"]
    for kind, counts in plan.counts().items():
        numbers = "".join(f"{counts[state]:>10}" for state in _STATES)
        lines.append(f"{kind:<18}{numbers}   {_why(plan, kind)}".rstrip())
    return "\n".join(lines)


def _why(plan: Plan, kind: str) -> str:
    reasons = plan.reasons(kind)
    shown = [f"{reason} ({count})" for reason, count in list(reasons.items())[:MOST_REASONS]]
    rest = len(reasons) - len(shown)
    return ", ".join([*shown, *([f"{rest} more"] if rest > 0 else [])])
