"""The job's console: what a person reads in a terminal or a CI log.

Materializations are many, and are in the event log: the console leaves them out. A failure that explains itself is
shown once, as the last error line, without a stack; a defect keeps its stack.
"""

import logging
import sys

import dagster as dg


class _OneSentence(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        event = getattr(record, "dagster_event", None)
        message = getattr(record, "dagster_meta", {}).get("orig_message") or record.getMessage()
        if event is not None and event.is_run_failure:
            data = event.job_failure_data
            step = data.first_step_failure_event if data else None
            user = step.step_failure_data.user_failure_data if step else None
            message = (user.description if user else None) or message
        elif event is not None and event.is_step_failure:
            message = f"{message}\n{event.step_failure_data.error_display_string}"
        return f"{self.formatTime(record, '%H:%M:%S')} {record.levelname:<7} {message}"


class _WithoutKnownStacks(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        event = getattr(record, "dagster_event", None)
        if event is None:
            return not record.getMessage().startswith("Dependencies for step")
        return not event.is_step_failure or event.step_failure_data.user_failure_data is None


@dg.logger({"log_level": dg.Field(str, is_required=False, default_value="INFO")})
def console(context: dg.InitLoggerContext) -> logging.Logger:
    """Return the logger of `design_docs`, at the level INFO unless the run configuration says otherwise."""
    logger = logging.Logger("designdoc", context.logger_config["log_level"])
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_OneSentence())
    handler.addFilter(_WithoutKnownStacks())
    logger.addHandler(handler)
    return logger
