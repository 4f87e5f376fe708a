"""What Dagster itself costs: a job that does nothing, and one that only logs materializations like ours.

Loaded by `dagster job execute`; the number of events and the size of their previews come from the environment.
"""

import hashlib
import os

import dagster as dg
from dagster._core.definitions.data_version import (
    CODE_VERSION_TAG,
    DATA_VERSION_IS_USER_PROVIDED_TAG,
    DATA_VERSION_TAG,
    INPUT_DATA_VERSION_TAG_PREFIX,
    INPUT_EVENT_POINTER_TAG_PREFIX,
    NULL_EVENT_POINTER,
)

COUNTS = (
    "model_calls",
    "replayed",
    "input_tokens",
    "output_tokens",
    "cache_read_tokens",
    "cache_write_tokens",
    "content_retries",
    "protocol_retries",
    "transport_retries",
)
EVENTS = "BENCHMARK_EVENTS"
PREVIEW_CHARACTERS = "BENCHMARK_PREVIEW_CHARACTERS"


def materialization(number: int, preview: str) -> dg.AssetMaterialization:
    """Return an event with as much in it as ours have."""
    digest = hashlib.sha256(str(number).encode()).hexdigest()
    partition = f"src/acme/area_layer/noun.py::AreaNounKeeper{number}"
    return dg.AssetMaterialization(
        asset_key="class_doc",
        partition=partition,
        tags={
            DATA_VERSION_TAG: digest,
            DATA_VERSION_IS_USER_PROVIDED_TAG: "true",
            CODE_VERSION_TAG: digest[:16],
            f"{INPUT_DATA_VERSION_TAG_PREFIX}/repo_snapshot": digest,
            f"{INPUT_EVENT_POINTER_TAG_PREFIX}/repo_snapshot": NULL_EVENT_POINTER,
        },
        metadata={
            "path": dg.MetadataValue.path(f"/home/user/repository/docs/design/packages/{partition}.md"),
            "status": "passed",
            "cached": False,
            "attempts": 1,
            "seconds": 0.0012,
            "cost_usd": 0.0,
            **dict.fromkeys(COUNTS, 0),
            "preview": dg.MetadataValue.md(preview),
        },
    )


@dg.op
def log_materializations(context: dg.OpExecutionContext) -> None:
    """Log as many materializations as our job does, with as much in each."""
    preview = "x" * int(os.environ[PREVIEW_CHARACTERS])
    for number in range(int(os.environ[EVENTS])):
        context.log_event(materialization(number, preview))


@dg.op
def do_nothing() -> None:
    """Do nothing."""


@dg.job(executor_def=dg.in_process_executor)
def bare() -> None:
    """Log materializations."""
    log_materializations()


@dg.job(executor_def=dg.in_process_executor)
def empty() -> None:
    """Do nothing."""
    do_nothing()


defs = dg.Definitions(jobs=[bare, empty])
