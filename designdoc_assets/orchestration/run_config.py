"""Explains a wrong run configuration in sentences, as wrong settings from other sources are.

Dagster checks a run's configuration before any of this project's code runs, and its command line shows what it raises
with a stack. A job's configuration mapping is what it asks, so that is where the sentences come from. The schema stays
Dagster's own: the launchpad and its checks are as ever.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import partial
from typing import Any

import click
import dagster as dg
from dagster._config import ConfigType, EvaluationError, process_config
from dagster._config.config_type import ConfigTypeKind
from dagster._config.errors import (
    DagsterEvaluationErrorReason,
    FieldNotDefinedErrorData,
    FieldsNotDefinedErrorData,
    MissingFieldErrorData,
    MissingFieldsErrorData,
    RuntimeMismatchErrorData,
)
from dagster._config.snap import ConfigTypeSnap
from dagster._config.stack import EvaluationStackListItemEntry, EvaluationStackPathEntry

from designdoc_assets.orchestration import secrets
from designdoc_assets.orchestration.console import console_logger
from designdoc_assets.orchestration.resources import RESOURCES
from designdoc_assets.settings.problems import SettingsError, named, not_a_setting, shown

_NOUNS = {(): "section", ("resources",): "resource", ("loggers",): "logger", ("ops",): "step"}
_DAGSTERS_OWN = {"io_manager"}
"""Fields that Dagster adds to every job, without effect in one whose steps hand over nothing."""
_ALLOWED = {
    "Int": "a whole number",
    "Float": "a number",
    "Bool": "true or false",
    "String": "text",
    "StringSourceType": "text",
}
_PLAIN_KINDS = {ConfigTypeKind.ARRAY: "a list", ConfigTypeKind.SCALAR_UNION: "text"}


class RunConfigError(dg.DagsterInvalidConfigError, click.ClickException):  # type: ignore[misc] # both have a message
    """A run configuration that cannot be used.

    For Dagster it is the error that it would have raised; its command line prints the message alone, and exits with 1.
    """

    def __init__(self, problems: Sequence[str], errors: Sequence[EvaluationError], config: object) -> None:
        super().__init__(str(SettingsError(problems)), [], config)  # type: ignore[no-untyped-call]
        self.errors = list(errors)  # and not above, where Dagster's words for them would be added


class _Explained(dg.ConfigMapping):
    """A configuration mapping whose errors are sentences; `config_fn` adds the defaults."""

    def resolve_from_unvalidated_config(self, config: Any) -> Any:
        """Return the configuration with its defaults.

        Raises:
            RunConfigError: It is wrong.
        """
        schema = self.config_schema.config_type
        assert schema is not None
        config = secrets.without_plain_key(config)
        checked = process_config(schema, config)  # which looks up what is to come from variables, too
        if not checked.success:
            errors = checked.errors or []
            problems = [problem for error in errors for problem in _problems(error, schema, config)]
            raise RunConfigError(problems, errors, config)
        # The configuration is handed on as given: the checked one names steps that a selection of steps leaves out.
        return self.config_fn(config)


def explained_job(graph: dg.GraphDefinition, defaults: Mapping[str, object], **options: Any) -> dg.JobDefinition:
    """Return the job of a graph: in this process, with this project's console and resources.

    Args:
        graph: The graph of its steps.
        defaults: The run configuration, for what a given one leaves out.
        options: More arguments of `GraphDefinition.to_job`.
    """
    options |= {"executor_def": dg.in_process_executor, "logger_defs": {"console": console_logger}}
    defaults = {**defaults, "loggers": {"console": {}}}
    mapping = graph.to_job(config=defaults, resource_defs=RESOURCES, **options).config_mapping
    assert mapping is not None
    explained = _Explained(partial(_merged, defaults), mapping.config_schema)
    return graph.to_job(config=explained, **options)


def _merged(defaults: Mapping[str, Any], config: Mapping[str, Any]) -> dict[str, Any]:
    both = {
        name: _merged(defaults[name], value)
        for name, value in config.items()
        if isinstance(value, Mapping) and isinstance(defaults.get(name), Mapping)
    }
    return {**defaults, **config, **both}


def _problems(error: EvaluationError, schema: ConfigType, config: object) -> Iterator[str]:
    path = tuple(error.stack.levels)
    match error.error_data:
        case FieldNotDefinedErrorData(field_name=secrets.PLAIN):
            yield secrets.refusal(_place(path))
        case FieldNotDefinedErrorData(field_name=name):
            yield _unknown(path, name, schema)
        case FieldsNotDefinedErrorData(field_names=names):
            yield from (_unknown(path, name, schema) for name in names)
        case MissingFieldErrorData(field_name=name):
            yield f"{_place((*path, name))} is missing."
        case MissingFieldsErrorData(field_names=names):
            yield from (f"{_place((*path, name))} is missing." for name in names)
        case RuntimeMismatchErrorData(config_type_snap=expected):
            value = _value(error, config)
            found = "is empty" if value is None else f"is {shown(value)}"
            if expected.enum_values and isinstance(value, Mapping):
                found = "takes no variable"
            yield f"{_place(path)} {found}{_meant(value, expected)}; it must be {_allowed(expected)}."
        case _:
            match _value(error, config):
                case {"env": str(variable)} if error.reason is DagsterEvaluationErrorReason.FAILED_POST_PROCESSING:
                    yield f"{_place(path)} is to come from the variable {named(variable)}, which is not set."
                case value:
                    yield f"{_place(path)} is {shown(value)}; it must be text, or one variable: {{env: NAME}}."


def _unknown(path: tuple[str, ...], name: str, schema: ConfigType) -> str:
    place = _place((*path, name))
    homes = [".".join(home) for home in _homes(schema, name)]
    if len(homes) == 1:
        return f"{place} stands in the wrong place; it belongs to `{homes[0]}`."
    return not_a_setting(place, name, _allowed_at(path, schema), _NOUNS.get(path, "setting"))


def _allowed_at(path: Sequence[str], schema: ConfigType) -> Collection[str]:
    for level in path:
        schema = _fields(schema)[level].config_type
    # A value from a variable, `{env: NAME}`, is written like a table.
    return _fields(schema).keys() - _DAGSTERS_OWN or {"env"}


def _homes(schema: ConfigType, name: str, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Return the places in a schema where a name may stand."""
    for field, of in _fields(schema).items():
        if field == name and field != "config":
            yield path
        yield from _homes(of.config_type, name, (*path, field))


def _fields(schema: ConfigType) -> Mapping[str, dg.Field]:
    fields: Mapping[str, dg.Field] = getattr(schema, "fields", {})
    return fields


def _place(path: Sequence[str]) -> str:
    return f"run configuration `{'.'.join(map(named, path))}`" if path else "the run configuration"


def _value(error: EvaluationError, config: Any) -> object:
    for entry in error.stack.entries:
        match entry:
            case EvaluationStackPathEntry(field_name=name):
                config = config[name]
            case EvaluationStackListItemEntry(list_index=index):
                config = config[index]
    return config


def _meant(value: object, expected: ConfigTypeSnap) -> str:
    words = [entry.value for entry in expected.enum_values or ()]
    near = get_close_matches(value, words, 1) if isinstance(value, str) else []
    return f" (did you mean {near[0]}?)" if near else ""


def _allowed(expected: ConfigTypeSnap) -> str:
    if expected.enum_values:
        return "one of " + ", ".join(entry.value for entry in expected.enum_values)
    return _ALLOWED.get(expected.key) or _PLAIN_KINDS.get(expected.kind, "a table of settings")
