"""Turns errors into a `dagster.Failure` with a sentence for the user, which Dagster does not retry by itself."""

import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import dagster as dg
from sqlalchemy.exc import SQLAlchemyError

from designdoc_assets.disputes.resolutions import ResolutionError
from designdoc_assets.making.outcomes import Failed, RepeatedFailureError
from designdoc_assets.orchestration.documented_target import OtherTargetError
from designdoc_assets.orchestration.events import MOST_LISTED
from designdoc_assets.pages.errors import LockError, OutputError, SupersededError
from designdoc_assets.session.session import Session
from designdoc_assets.settings.problems import SettingsError
from designdoc_assets.source.errors import TargetError
from designdoc_assets.spending.database import JournalError
from designdoc_assets.spending.money import NanoUsd, from_dollars, shown, to_dollars
from designdoc_assets.spending.prices import UnknownPriceError
from designdoc_assets.writing.failures import ProviderStoppedError

NO_RETRIES = {"dagster/max_retries": "0"}
"""Tags that keep an instance with run retries from repeating a run, which would fail again and may cost money."""

EXPLAINED = (
    SettingsError,
    TargetError,
    OutputError,
    LockError,
    ResolutionError,
    RepeatedFailureError,
    ProviderStoppedError,
    UnknownPriceError,
    JournalError,
    SupersededError,
    OtherTargetError,
)
MOST_FAILURES = 5
_NO_STORAGE = (
    "Dagster's own storage cannot be used ({}), so nothing can be reported and the run ends. Pages that are finished "
    "are kept. Make the storage reachable and writable (dagster.yaml names it), and materialize again: the next run "
    "reports them, and makes the rest."
)


@contextmanager
def explained() -> Iterator[None]:
    """Turn errors that say what to do into failures; others are defects, and keep their stack."""
    try:
        yield
    except EXPLAINED as error:
        raise dg.Failure(str(error), allow_retries=False) from error
    except Exception as error:
        if isinstance(error, SQLAlchemyError) or isinstance(error.__cause__, SQLAlchemyError):
            # Errors of the journal are explained already: this is Dagster's database, which can note no failure now.
            cause = str(getattr(error.__cause__ or error, "orig", error)).strip().partition("\n")[0]
            print(_NO_STORAGE.format(cause), file=sys.stderr)
        raise


@dataclass(frozen=True, slots=True)
class Exhausted:
    """The artifacts that the budget did not allow. What is finished stays; the rest waits for a higher cap."""

    sentence: str
    metadata: Mapping[str, Any]


def exhausted(session: Session) -> Exhausted | None:
    """Return the artifacts that the budget did not allow; None if it allowed all."""
    production, spending = session.production, session.spending
    window = session.spent() if production.outcomes.exhausted else None
    if production.outcomes.exhausted is None or spending is None or window is None:
        return None
    progress = production.outcomes.progress()
    done = ", ".join(f"{p.done} of {p.all} {p.kind}" for p in progress if p.remaining)
    # The amount is read now, not when the first call did not fit: calls in flight then are settled, mostly for less.
    spent, cap = NanoUsd(window.committed + window.in_flight), from_dollars(spending.cap)
    rows = [dg.TableRecord({"artifact": str(artifact)}) for artifact in production.outcomes.remaining[:MOST_LISTED]]
    return Exhausted(
        f"budget exhausted at {shown(spent)} / cap {shown(cap)}: {done} done. Raise the cap "
        "(DESIGNDOC_BUDGET_USD or [pipeline] max_budget_usd) and materialize again.",
        {
            "spent_usd": float(to_dollars(spent)),
            "cap_usd": float(spending.cap),
            "next_call_usd": float(to_dollars(production.outcomes.exhausted.needed)),
            "window": spending.window,
            "completed": sum(entry.done for entry in progress),
            "remaining": sum(entry.remaining for entry in progress),
            "not_made": dg.MetadataValue.table(rows),
        },
    )


def raise_for(failures: Sequence[Failed], left_out: Collection[str] = (), exhausted: Exhausted | None = None) -> None:
    """Raise for artifacts that could not be made, if there are any.

    Args:
        failures: The artifacts that could not be made.
        left_out: Kinds that the run was asked for, and that the settings leave out.
        exhausted: The artifacts that the budget did not allow.

    Raises:
        dagster.Failure: It names the first of them, and has all of them as metadata.
    """
    sentences = []
    if failures:
        named = "; ".join(f"{failed.artifact}: {failed.reason.rstrip('.')}" for failed in failures[:MOST_FAILURES])
        rest = len(failures) - MOST_FAILURES
        more = f"; and {rest} more" if rest > 0 else ""
        count = "1 artifact" if len(failures) == 1 else f"{len(failures)} artifacts"
        sentences.append(f"{count} could not be made: {named}{more}.")
    if left_out:
        names = ", ".join(sorted(left_out))
        sentences.append(f"The settings leave out {names} ([stages] skip and only), so nothing of it was made.")
    if sentences and not exhausted:
        sentences.append("All others are finished. Mend the cause, and materialize again.")
    if exhausted:
        sentences.insert(0, exhausted.sentence)
    if sentences:
        rows = [dg.TableRecord({"artifact": str(f.artifact), "reason": f.reason}) for f in failures[:MOST_LISTED]]
        raise dg.Failure(
            " ".join(sentences),
            metadata={
                **(exhausted.metadata if exhausted else {}),
                **({"failed": dg.MetadataValue.table(rows)} if rows else {}),
            },
            allow_retries=False,
        )
