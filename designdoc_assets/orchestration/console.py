"""The job's console: what a person reads in a terminal or a CI log.

A failure that explains itself is shown once, as the last error line, without a stack; a defect keeps its stack.
Events carry `RunFailureReason` and `ErrorSource`, which no public module of Dagster exports.
"""

import logging
import time

import dagster as dg
from dagster._core.events import RunFailureReason
from dagster._core.execution.plan.objects import ErrorSource

from designdoc_assets.orchestration.terminal import log_handler, terminal

_INTERRUPTED = "Interrupted. What is finished is kept: run again, and the rest is made."


class _Plain(logging.Formatter):
    """Time, level and what was said; a run that failed says why its first step did."""

    def format(self, record: logging.LogRecord) -> str:
        event = _event(record)
        said = _said(record)
        if event is not None and event.is_run_failure:
            failure = event.job_failure_data.first_step_failure_event
            explanation = failure.step_failure_data.user_failure_data if failure else None
            said = (explanation.description if explanation else None) or said
            if event.job_failure_data.failure_reason is RunFailureReason.UNEXPECTED_TERMINATION:
                said = _INTERRUPTED
        elif event is not None and event.is_step_failure:
            said = f"{said}\n{event.step_failure_data.error_display_string}"
        return stamped(record.levelname, said, record.created)


def stamped(level: str, said: str, at: float | None = None) -> str:
    """Return a line of the log, of now or of a time in seconds since the epoch."""
    return f"{time.strftime('%H:%M:%S', time.localtime(at))} {level:<7} {said}"


def _is_news(record: logging.LogRecord) -> bool:
    """Leave out the steps that a failed one kept from running, and stacks where the run's own line says it all."""
    event = _event(record)
    if event is None:
        return not _said(record).startswith("Dependencies for step")
    if not event.is_step_failure:
        return True
    failure = event.step_failure_data
    return failure.user_failure_data is None and failure.error_source is not ErrorSource.INTERRUPT


def _event(record: logging.LogRecord) -> dg.DagsterEvent | None:
    event: dg.DagsterEvent | None = getattr(record, "dagster_event", None)
    return event


def _said(record: logging.LogRecord) -> str:
    """Return the message as it was logged, without what Dagster writes before it."""
    said: str = getattr(record, "dagster_meta", {}).get("orig_message") or record.getMessage()
    return said


_LEVEL = dg.Field(
    dg.Enum("LogLevel", [dg.EnumValue(name) for name in ("DEBUG", "INFO", "WARNING", "ERROR")]),
    is_required=False,
    default_value="INFO",
    description="The least that is shown: DEBUG, INFO (the default), WARNING or ERROR.",
)


@dg.logger({"log_level": _LEVEL})
def console_logger(context: dg.InitLoggerContext) -> logging.Logger:
    """Return the logger of this project's jobs, and let the terminal know that the run logs there."""
    logger = logging.Logger("designdoc", context.logger_config["log_level"])
    handler = log_handler()
    handler.setFormatter(_Plain())
    handler.addFilter(_is_news)
    logger.addHandler(handler)
    terminal.claim(context.run_id or "")
    return logger
