"""The figures of artifacts as metadata, under names that never change, so that the UI plots them.

What making an artifact took belongs to the artifact, and is shown as long as it stands: an unchanged one that is
reported again keeps the figures of when it was made. What a run paid belongs to the run: `cost_usd`, and the calls and
tokens under the names of Dagster's own integration (`anthropic.*`). So their sums over all records are what was paid.
"""

from collections.abc import Collection, Iterator, Mapping

import dagster as dg

from designdoc_assets.making.outcomes import Made
from designdoc_assets.orchestration.events import data_version_of
from designdoc_assets.spending.money import to_dollars

_AT_ONCE = 500
"""Records that are read in one statement: a database takes so many ids, and memory so many previews."""
_OF_THE_MAKING = (
    "reason",
    "commit",
    "attempts",
    "seconds",
    "cost_when_made_usd",
    "model_calls",
    "replayed",
    "input_tokens",
    "output_tokens",
    "cache_read_tokens",
    "cache_write_tokens",
    "content_retries",
    "protocol_retries",
    "transport_retries",
    "elided",
)
"""The metadata of its making, which an artifact keeps when it is reported again unchanged."""

Kept = Mapping[str, dg.MetadataValue]


def of_the_making(made: Made) -> dict[str, float | int | str]:
    """Return the figures of an artifact's making; of one that was found fresh, only its attempts are known."""
    if made.was_fresh:
        return {"attempts": made.attempts}
    tally = made.tally
    return {
        "attempts": made.attempts,
        "seconds": round(made.seconds, 4),
        "cost_when_made_usd": float(to_dollars(tally.cost)),
        "model_calls": tally.model_calls,
        "replayed": tally.replayed,
        "input_tokens": tally.input_tokens,
        "output_tokens": tally.output_tokens,
        "cache_read_tokens": tally.cache_read_tokens,
        "cache_write_tokens": tally.cache_write_tokens,
        "content_retries": max(0, made.attempts - 1) if tally.was_asked else 0,
        "protocol_retries": tally.protocol_retries,
        "transport_retries": tally.transport_retries,
        **({"elided": "; ".join(made.elided)} if made.elided else {}),
    }


def of_the_run(made: Made) -> dict[str, float | int]:
    """Return the figures of what a run paid for an artifact, those under Anthropic's names only if there were calls."""
    tally = made.tally
    paid: dict[str, float | int] = {"cost_usd": float(to_dollars(tally.cost))}
    if tally.model_calls:
        paid |= {
            "anthropic.calls": tally.model_calls,
            "anthropic.input_tokens": tally.input_tokens,
            "anthropic.output_tokens": tally.output_tokens,
            "anthropic.cache_read_input_tokens": tally.cache_read_tokens,
            "anthropic.cache_creation_input_tokens": tally.cache_write_tokens,
        }
    return paid


class Earlier:
    """The metadata of earlier reports of artifacts in an instance; read by kind when first asked for."""

    def __init__(self, instance: dg.DagsterInstance, keys: Collection[str]) -> None:
        """Read nothing yet.

        Args:
            instance: The instance.
            keys: The partitions that will be asked for.
        """
        self._instance = instance
        self._keys = set(keys)
        self._records: dict[str, dict[str, tuple[str, Kept]]] = {}

    def of(self, made: Made) -> Kept:
        """Return the recorded figures of an artifact's making; empty if the record is of another data version."""
        item = made.planned
        if item.artifact.kind not in self._records:
            self._records[item.artifact.kind] = dict(self._read(item.artifact.kind))
        version, kept = self._records[item.artifact.kind].get(item.artifact.key, ("", {}))
        return kept if version == item.version.data_version else {}

    def _read(self, kind: str) -> Iterator[tuple[str, tuple[str, Kept]]]:
        key = dg.AssetKey(kind)
        few = self._keys if len(self._keys) <= _AT_ONCE else None
        ids = self._instance.event_log_storage.get_latest_storage_id_by_partition(
            key, dg.DagsterEventType.ASSET_MATERIALIZATION, few
        )
        newest = sorted(number for partition, number in ids.items() if partition in self._keys)
        for start in range(0, len(newest), _AT_ONCE):
            wanted = dg.AssetRecordsFilter(asset_key=key, storage_ids=newest[start : start + _AT_ONCE])
            for record in self._instance.fetch_materializations(wanted, limit=_AT_ONCE).records:
                event = record.asset_materialization
                if event is not None and event.partition is not None:
                    kept = {name: event.metadata[name] for name in _OF_THE_MAKING if name in event.metadata}
                    yield event.partition, (data_version_of(event), kept)
