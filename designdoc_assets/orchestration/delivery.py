"""The end of a run on shared docs: they are committed to their branch, or a run for newer code takes over."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from designdoc_assets.orchestration.contexts import Context
from designdoc_assets.orchestration.failures import EXPLAINED
from designdoc_assets.pages.errors import SupersededError
from designdoc_assets.session.session import Session


@contextmanager
def giving_way(context: Context, session: Session) -> Iterator[None]:
    """End the work, without failing the run, where a run for newer code has taken over."""
    try:
        yield
    except SupersededError as error:
        session.is_superseded = True
        context.log.info(str(error))


@contextmanager
def delivered(context: Context, session: Session, *, is_last: bool) -> Iterator[None]:
    """Commit finished pages, if docs go to a branch, when the last step ends or a step fails."""
    try:
        yield
    except SupersededError:
        raise
    except Exception:
        with suppress(*EXPLAINED):  # what failed first is what the user reads; finished pages wait for the next run
            _deliver(context, session)
        raise
    if is_last:
        _deliver(context, session)


def _deliver(context: Context, session: Session) -> None:
    commit = session.commit_docs()
    if commit:
        context.log.info(
            f"Committed the docs to {session.settings.output.branch} as {commit[:12]}, in {session.repository}. "
            "Nothing is pushed: that is yours to do."
        )
