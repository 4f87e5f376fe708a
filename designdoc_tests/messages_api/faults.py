"""What can go wrong with a call, and which call it goes wrong with."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from designdoc_tests.messages_api.bodies import Asked, Body


class FaultKind(StrEnum):
    """Each as the client sees it."""

    RATE_LIMITED = "rate_limited"
    """429 with `retry-after`."""
    OVERLOADED = "overloaded"
    """529."""
    SERVER_ERROR = "server_error"
    """500."""
    BAD_GATEWAY = "bad_gateway"
    """502 with HTML, from something between client and provider."""
    RESET_BEFORE = "reset_before"
    """The connection is reset before the first byte of an answer."""
    RESET_AFTER = "reset_after"
    """It is reset in the midst of the body."""
    HANG = "hang"
    """No answer until the client goes away."""
    TRUNCATED = "truncated"
    """Half the text, all of `max_tokens`."""
    REFUSAL = "refusal"
    """`stop_reason` refusal."""
    MALFORMED = "malformed"
    """Text that is not the JSON that was asked for."""
    NO_CREDIT = "no_credit"
    """400: the credit balance is too low."""
    FORBIDDEN = "forbidden"
    """403."""


_BILLED = {
    FaultKind.RESET_BEFORE,
    FaultKind.RESET_AFTER,
    FaultKind.HANG,
    FaultKind.TRUNCATED,
    FaultKind.REFUSAL,
    FaultKind.MALFORMED,
}
_EITHER = {FaultKind.BAD_GATEWAY, FaultKind.RESET_BEFORE, FaultKind.HANG}
"""The client cannot know whether the provider generated an answer, and billed it."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault, and whether the provider generated and billed an answer."""

    kind: FaultKind
    billed: bool

    @classmethod
    def of(cls, spec: "str | Fault") -> "Fault":
        """Read `overloaded`, or `bad_gateway+billed` and `reset_before+free` where it can be either."""
        if isinstance(spec, Fault):
            return spec
        name, _, choice = spec.partition("+")
        kind = FaultKind(name)
        if choice and (kind not in _EITHER or choice not in ("billed", "free")):
            raise ValueError(f"No such fault: {spec}. `+billed` or `+free` go with {', '.join(sorted(_EITHER))}.")
        return cls(kind, choice == "billed" if choice else kind in _BILLED)


@dataclass(frozen=True, slots=True)
class Incoming:
    """What a choice of faults can go by."""

    body: Body
    digest: str
    seen: int
    """How many times this very request came before."""
    asked: Asked | None


FaultPlan = Callable[[Incoming], str | Fault | None]
FaultSpec = Mapping[str, float] | Sequence[str | Fault | None] | FaultPlan | None
"""Shares of calls, or one entry for each call in order (None for none; none after the last), or a function."""


@dataclass(frozen=True, slots=True)
class Mix:
    """Shares of all calls, the same for the same requests whatever their order and process."""

    shares: Mapping[str, float]
    seed: int

    def __post_init__(self) -> None:
        if sum(self.shares.values()) > 1:
            raise ValueError(f"The shares of faults add up to {sum(self.shares.values())}; 1 is all calls.")

    def __call__(self, incoming: Incoming) -> str | None:
        point = fraction(self.seed, "fault", incoming.digest, incoming.seen)
        for spec, share in self.shares.items():
            if point < share:
                return spec
            point -= share
        return None


@dataclass(slots=True)
class Scripted:
    """One fault after the other, then none."""

    script: list[str | Fault | None]

    def __call__(self, incoming: Incoming) -> str | Fault | None:
        return self.script.pop(0) if self.script else None


def plan_of(spec: FaultSpec, seed: int) -> FaultPlan:
    """Return the function that chooses."""
    if spec is None:
        return Scripted([])
    if not isinstance(spec, Mapping | Sequence):
        return spec
    for fault in spec:
        if fault is not None:
            Fault.of(fault)
    return Mix(spec, seed) if isinstance(spec, Mapping) else Scripted(list(spec))


def fraction(*parts: object) -> float:
    """Return a number from 0 to below 1 that looks random and is always the same for the same parts."""
    data = "\0".join(map(str, parts)).encode()
    return int.from_bytes(hashlib.sha256(data).digest()[:6]) / 2**48
