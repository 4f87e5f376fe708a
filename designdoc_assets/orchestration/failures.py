"""How errors reach the user of Dagster: one sentence each, as a `dagster.Failure`, never retried by itself."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

import dagster as dg

from designdoc_assets.orchestration.events import MOST_LISTED
from designdoc_assets.pages.locks import LockError
from designdoc_assets.pages.tree import OutputError
from designdoc_assets.production import Failed, RepeatedFailureError
from designdoc_assets.settings.problems import SettingsError
from designdoc_assets.source.errors import TargetError

NO_RETRIES = {"dagster/max_retries": "0"}
"""Tags of a run that an instance with run retries must not repeat: it would fail again, and may have cost money."""

_EXPLAINED = (SettingsError, TargetError, OutputError, LockError, RepeatedFailureError)
MOST_NAMED = 5


@contextmanager
def explained() -> Iterator[None]:
    """Turn errors that say what to do into failures; others are defects, and keep their stack."""
    try:
        yield
    except _EXPLAINED as error:
        raise dg.Failure(str(error), allow_retries=False) from error


def raise_for(failures: Sequence[Failed], left_out: Collection[str] = ()) -> None:
    """Raise for artifacts that could not be made, if there are any.

    Args:
        failures: What could not be made for its own reason.
        left_out: Kinds that the run was asked for, and that the settings leave out.

    Raises:
        dagster.Failure: It names the first of them, and has all of them as metadata.
    """
    sentences = []
    if failures:
        named = "; ".join(f"{failed.artifact}: {failed.reason.rstrip('.')}" for failed in failures[:MOST_NAMED])
        rest = len(failures) - MOST_NAMED
        more = f"; and {rest} more" if rest > 0 else ""
        count = "1 artifact" if len(failures) == 1 else f"{len(failures)} artifacts"
        sentences.append(f"{count} could not be made: {named}{more}.")
    if left_out:
        names = ", ".join(sorted(left_out))
        sentences.append(f"The settings leave out {names} ([stages] skip and only), so nothing of it was made.")
    if sentences:
        rows = [dg.TableRecord({"artifact": str(f.artifact), "reason": f.reason}) for f in failures[:MOST_LISTED]]
        sentences.append("All others are finished. Mend the cause, and materialize again.")
        raise dg.Failure(
            " ".join(sentences),
            metadata={"failed": dg.MetadataValue.table(rows)} if rows else {},
            allow_retries=False,
        )
