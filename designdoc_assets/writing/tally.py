"""What one artifact cost, counted while it is written."""

from dataclasses import dataclass, field

from designdoc_assets.spending.money import NanoUsd
from designdoc_assets.spending.prices import TokenUsage


@dataclass(slots=True)
class Tally:
    """Calls, tokens and money of one artifact in one run. Tokens are those that the provider reported.

    Attributes:
        model_calls: Calls that were sent, retries included.
        replayed: Answers that had been paid for by an earlier run.
        cost: What was spent; a call whose outcome is not known counts at its worst case.
        protocol_retries: Calls made anew since an answer was cut off, refused or not to be parsed.
        transport_retries: Calls made anew since there was no answer.
    """

    model_calls: int = 0
    replayed: int = 0
    cost: NanoUsd = field(default=NanoUsd(0))
    input_tokens: int = 0
    output_tokens: int = 0
    cache_read_tokens: int = 0
    cache_write_tokens: int = 0
    protocol_retries: int = 0
    transport_retries: int = 0

    @property
    def was_asked(self) -> bool:
        """Whether a model had a say, be it by an answer of an earlier run."""
        return bool(self.model_calls or self.replayed)

    def add(self, cost: NanoUsd, usage: TokenUsage) -> None:
        """Count a call that was answered."""
        self.cost = NanoUsd(self.cost + cost)
        self.input_tokens += usage.input_tokens
        self.output_tokens += usage.output_tokens
        self.cache_read_tokens += usage.cache_read_tokens
        self.cache_write_tokens += usage.cache_write_5m_tokens + usage.cache_write_1h_tokens

    def include(self, other: "Tally") -> None:
        """Add what another artifact cost."""
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))
