"""A budget's statement for Dagster: as metadata of `budget_report`, and as its event in runs that called a model."""

from collections.abc import Mapping
from typing import Any

import dagster as dg

from designdoc_assets.artifacts.canonical import sha256
from designdoc_assets.orchestration import events
from designdoc_assets.spending.money import NanoUsd, to_dollars
from designdoc_assets.spending.statement import Line, Statement

BUDGET = "budget_report"
BUDGET_CODE_VERSION = "1"

_COST = dg.TableColumn("cost_usd", "float")
_COLUMNS = [
    _COST,
    dg.TableColumn("calls", "int"),
    dg.TableColumn("unknown", "int", description="Calls of unknown outcome, which count as spent at their worst case."),
    dg.TableColumn("input", "int", description="Tokens, as for the next three."),
    dg.TableColumn("output", "int"),
    dg.TableColumn("cache_read", "int"),
    dg.TableColumn("cache_write", "int"),
]
"""Short names: the UI cuts off what is wider than the page."""
_DECIMALS = 4


def budget_materialization(statement: Statement) -> dg.AssetMaterialization:
    """Return the event of `budget_report`, for a run that is not a run of that asset."""
    return events.whole_materialization(
        BUDGET, data_version(statement), BUDGET_CODE_VERSION, statement_metadata(statement)
    )


def data_version(statement: Statement) -> str:
    """Return the data version of a statement, which differs if its numbers do."""
    return sha256(repr(statement))


def statement_metadata(statement: Statement) -> dict[str, Any]:
    """Return a statement as metadata, with numbers under names that stay the same, so that the UI plots them."""
    total = statement.total
    dearest = [
        dg.TableRecord({"artifact": entry.artifact, "cost_usd": in_table(entry.cost), "calls": entry.calls})
        for entry in statement.dearest
    ]
    columns = [dg.TableColumn("artifact", "string"), _COST, dg.TableColumn("calls", "int")]
    return {
        "spent_usd": _dollars(total.cost),
        "reserved_usd": _dollars(statement.reserved),
        "left_usd": _dollars(statement.remaining),
        "cap_usd": _dollars(statement.cap),
        "window": statement.window,
        **({"window_start": f"{statement.since:%Y-%m-%d} (UTC)"} if statement.since else {}),
        "calls": total.calls,
        "outcome_unknown": total.unknown,
        "input_tokens": total.input_tokens,
        "output_tokens": total.output_tokens,
        "cache_read_tokens": total.cache_read_tokens,
        "cache_write_tokens": total.cache_write_tokens,
        "by_kind": _table("kind", statement.by_kind()),
        "by_model": _table("model", statement.by_model()),
        "dearest": dg.MetadataValue.table(dearest, schema=dg.TableSchema(columns=columns)),
    }


def _table(name: str, lines: Mapping[str, Line]) -> dg.TableMetadataValue:
    records = [
        dg.TableRecord(
            {
                name: value,
                "cost_usd": in_table(line.cost),
                "calls": line.calls,
                "unknown": line.unknown,
                "input": line.input_tokens,
                "output": line.output_tokens,
                "cache_read": line.cache_read_tokens,
                "cache_write": line.cache_write_tokens,
            }
        )
        for value, line in lines.items()
    ]
    return dg.MetadataValue.table(records, schema=dg.TableSchema(columns=[dg.TableColumn(name, "string"), *_COLUMNS]))


def _dollars(amount: NanoUsd) -> float:
    return float(to_dollars(amount))


def in_table(amount: NanoUsd) -> float:
    """Return an amount with as many decimals as six columns of numbers leave room for."""
    return round(_dollars(amount), _DECIMALS)
