"""A call of a model as the ledger sees it: what it may cost, the money set aside for it, the answer that was paid."""

from dataclasses import dataclass

from designdoc_assets.spending.money import NanoUsd
from designdoc_assets.spending.prices import TokenUsage


@dataclass(frozen=True, slots=True)
class Call:
    """A call that is about to be made.

    Attributes:
        request: The sha256 of the request, by which its answer is found again.
        artifact: `class_doc[a.py::A]`.
        kind: `class_doc`.
        role: Who asks: `class_doc`, `review_class_doc`.
        worst_case: The most that it can cost.
    """

    request: str
    artifact: str
    kind: str
    role: str
    model: str
    worst_case: NanoUsd


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """An answer that was paid."""

    text: str
    stop_reason: str
    usage: TokenUsage
    model: str


@dataclass(frozen=True, slots=True)
class Reservation:
    """Money set aside for one attempt at a call, until it is settled, released or forfeited."""

    id: int
    call: Call
