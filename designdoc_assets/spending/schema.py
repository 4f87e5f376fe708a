"""The journal's tables. A change of them needs a new `SCHEMA_VERSION`, and a step that brings older journals to it."""

from enum import StrEnum

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, MetaData, String, Table, Text, text

SCHEMA_VERSION = 1

_ID = BigInteger().with_variant(Integer, "sqlite")  # SQLite numbers rows by itself only in an INTEGER

metadata = MetaData()


class State(StrEnum):
    """What became of an attempt at a call."""

    IN_FLIGHT = "in_flight"
    SETTLED = "settled"
    RELEASED = "released"
    UNKNOWN = "unknown"


versions = Table("designdoc_journal", metadata, Column("version", Integer, primary_key=True, autoincrement=False))

calls = Table(
    "designdoc_calls",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("target", Text, nullable=False),
    Column("run", Text, nullable=False),
    Column("request", String(64), nullable=False, comment="sha256"),
    Column("artifact", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("reserved_at", BigInteger, nullable=False, comment="microseconds since 1970, UTC; never runs backwards"),
    Column("lease_until", BigInteger, nullable=False, comment="microseconds since 1970: then its process is dead"),
    Column("worst_case", BigInteger, nullable=False, comment="billionths of a dollar"),
    Column("amount", BigInteger, nullable=False, comment="billionths of a dollar: what counts against the cap"),
    Column("input_tokens", BigInteger),
    Column("output_tokens", BigInteger),
    Column("cache_read_tokens", BigInteger),
    Column("cache_write_5m_tokens", BigInteger),
    Column("cache_write_1h_tokens", BigInteger),
    Index("designdoc_calls_by_time", "target", "reserved_at", "amount"),  # all that a sum over a window reads
    Index("designdoc_calls_by_run", "target", "run", "amount"),
    Index(
        "designdoc_calls_in_flight",
        "target",
        "lease_until",
        sqlite_where=text("state = 'in_flight'"),
        postgresql_where=text("state = 'in_flight'"),
    ),
)
"""One row per attempt at a call. Rows never vanish."""

answers = Table(
    "designdoc_answers",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("call", _ID, ForeignKey(calls.c.id), nullable=False),
    Column("target", Text, nullable=False),
    Column("request", String(64), nullable=False),
    Column("content", Text, nullable=False, comment="JSON: text, stop_reason, model"),
    Index("designdoc_answers_by_request", "target", "request", "id"),
    sqlite_autoincrement=True,  # ids only ever grow, so that "stored since" can be told by them
)
"""What was paid and can be used again."""
