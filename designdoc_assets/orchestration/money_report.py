"""Lines and tables about money: the forecast before a run's first call, and what the run cost after its last."""

from collections.abc import Iterable, Sequence

import dagster as dg

from designdoc_assets.making.forecast import Estimate
from designdoc_assets.making.plan import FORCED, Planned
from designdoc_assets.orchestration.budget_report import in_table
from designdoc_assets.session.session import Session
from designdoc_assets.spending.money import NanoUsd, from_dollars, shown


def forecast_lines(session: Session, items: Iterable[Planned]) -> str:
    """Return the expected cost of making some artifacts and its upper bound; empty if it costs nothing."""
    estimates, spending, spent = session.forecast(items), session.spending, session.spent()
    if not estimates or spending is None or spent is None:
        return ""
    models = session.settings.models
    lines = [f"Forecast: {models.doer} writes, {models.checker} reviews{_place(spending.provider)}."]
    lines.append(f"{'kind':<18}{'to write':>10}{'may follow':>12}{'calls':>8}{'expected':>12}")
    for entry in (*estimates, _total(estimates)):
        cost = shown(entry.expected)
        lines.append(f"{entry.kind:<18}{entry.artifacts:>10}{entry.following:>12}{entry.calls:>8}{cost:>12}")
    cap = from_dollars(spending.cap)
    left = max(0, cap - spent.committed - spent.in_flight)
    most = NanoUsd(min(left, _total(estimates).most))
    lines.append(
        f"At most {shown(most)}: of the cap of {shown(cap)} per {spending.window}, {shown(spent.committed)} is spent. "
        "Answers that were paid for before cost nothing again."
    )
    return "\n".join(lines)


def force_line(session: Session, items: Iterable[Planned]) -> str:
    """Return how many artifacts are made only because of `force`, and their cost; empty if that is nothing."""
    forced = [item for item in items if item.is_due and item.reasons == FORCED]
    if not forced:
        return ""
    cost = sum(entry.expected for entry in session.forecast(forced))
    count = "1 artifact is" if len(forced) == 1 else f"{len(forced):,} artifacts are"
    return (
        f"`force` is set: {count} made anew although nothing changed, "
        f"{f'for about {shown(NanoUsd(cost))}' if cost else 'at no cost'}. Take it out of the run configuration unless "
        "that is meant."
    )


def forecast_table(session: Session, items: Iterable[Planned]) -> dict[str, dg.MetadataValue]:
    """Return the forecast as metadata; empty if no model has to write anything."""
    estimates = session.forecast(items)
    records = [
        dg.TableRecord(
            {
                "kind": entry.kind,
                "to_write": entry.artifacts,
                "may_follow": entry.following,
                "calls": entry.calls,
                "expected_usd": in_table(entry.expected),
            }
        )
        for entry in estimates
    ]
    return {"forecast": dg.MetadataValue.table(records)} if records else {}


def spent_line(session: Session) -> str:
    """Return the cost of the run's calls; empty if it made none."""
    spending = session.spending
    if spending is None or not spending.claude.total.was_asked:
        return ""
    tally, spent = spending.claude.total, session.spent()
    assert spent is not None
    read = tally.input_tokens + tally.cache_read_tokens + tally.cache_write_tokens
    replayed = f", {tally.replayed} answers had been paid for before" if tally.replayed else ""
    return (
        f"Spent {shown(tally.cost)} in {tally.model_calls} calls "
        f"({read:,} tokens in, {tally.output_tokens:,} out{replayed}). "
        f"The budget ({spending.window}) stands at {shown(spent.committed)} of {shown(from_dollars(spending.cap))}."
        f"{_refused(session)}"
    )


def _refused(session: Session) -> str:
    """Return why a run stopped below its cap."""
    exhausted = session.production.outcomes.exhausted
    return f" A call that may cost up to {shown(exhausted.needed)} did not fit." if exhausted else ""


def _total(estimates: Sequence[Estimate]) -> Estimate:
    return Estimate(
        "all",
        sum(entry.artifacts for entry in estimates),
        sum(entry.following for entry in estimates),
        sum(entry.calls for entry in estimates),
        NanoUsd(sum(entry.expected for entry in estimates)),
        NanoUsd(sum(entry.most for entry in estimates)),
    )


def _place(host: str) -> str:
    return f", at {host}" if host else "; there is no key"
