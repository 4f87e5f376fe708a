"""How a plan is shown: a table for the UI, lines for the log."""

import dagster as dg

from designdoc_assets.planning import Plan

_STATES = ("fresh", "stale", "missing", "kept", "conflict", "gone")
_RARE = ("kept", "conflict", "gone")
MOST_REASONS = 4


def plan_table(plan: Plan) -> dg.TableMetadataValue:
    """Return the plan as metadata: a row per kind. States that are rare have a column only where something is in them,
    since the UI takes their width from the reasons."""
    counted = plan.counts()
    states = [state for state in _STATES if state not in _RARE or any(counts[state] for counts in counted.values())]
    columns = [dg.TableColumn("kind", "string")]
    columns += [dg.TableColumn(state, "int") for state in states]
    columns += [dg.TableColumn("why", "string")]
    records = [
        dg.TableRecord({"kind": kind, **{state: counts[state] for state in states}, "why": _why(plan, kind)})
        for kind, counts in counted.items()
    ]
    return dg.MetadataValue.table(records, schema=dg.TableSchema(columns=columns))


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
