"""How errors reach the user of Dagster: one sentence each, as a `dagster.Failure`, never retried by itself."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import dagster as dg

from designdoc_assets.pages.locks import LockError
from designdoc_assets.pages.tree import OutputError
from designdoc_assets.production import Failed, RepeatedFailureError
from designdoc_assets.settings.problems import SettingsError
from designdoc_assets.source.errors import TargetError

_EXPLAINED = (SettingsError, TargetError, OutputError, LockError, RepeatedFailureError)
MOST_NAMED = 5


@contextmanager
def explained() -> Iterator[None]:
    """Turn errors that say what to do into failures; others are defects, and keep their stack."""
    try:
        yield
    except _EXPLAINED as error:
        raise dg.Failure(str(error), allow_retries=False) from error


def raise_for(failures: Sequence[Failed]) -> None:
    """Raise for artifacts that could not be made, if there are any.

    Raises:
        dagster.Failure: It names the first of them, and has all of them as metadata.
    """
    if not failures:
        return
    named = "; ".join(f"{failed.artifact}: {failed.reason.rstrip('.')}" for failed in failures[:MOST_NAMED])
    rest = len(failures) - MOST_NAMED
    more = f"; and {rest} more" if rest > 0 else ""
    count = "1 artifact" if len(failures) == 1 else f"{len(failures)} artifacts"
    raise dg.Failure(
        f"{count} could not be made: {named}{more}. All others are finished. Mend the cause, and materialize again.",
        metadata={"failed": dg.MetadataValue.json([[str(failed.artifact), failed.reason] for failed in failures])},
        allow_retries=False,
    )
