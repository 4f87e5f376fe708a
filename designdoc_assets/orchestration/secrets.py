"""The key for Claude in a run's configuration: by the name of the variable that holds it, and in no other way.

Dagster keeps run configurations, and shows them to everybody who opens the UI.
"""

from collections.abc import Mapping
from typing import Any

KEY = "api_key"
PLACE = ("resources", "designdoc", "config", KEY)
PLAIN = "plain text"
"""The name of no field, put in the place of a key that was written out."""


def refusal(place: str) -> str:
    """Return the sentence that refuses a key that was written out.

    Args:
        place: Its place in the configuration.
    """
    return (
        f"{place} is not taken: secrets are never settings; remove it and set ANTHROPIC_API_KEY instead, or name the "
        f"variable that holds it, {{env: NAME}}. Who can see this run's configuration can see the key: replace it."
    )


def has_plain_key(config: Any) -> bool:
    """Whether a run's configuration holds the key itself."""
    for name in PLACE:
        config = config.get(name) if isinstance(config, Mapping) else None
    return isinstance(config, str)


def without_plain_key(config: Any, path: tuple[str, ...] = PLACE) -> Any:
    """Return a run's configuration with `PLAIN` in place of a key: no schema takes it, and it need not be hidden."""
    if not has_plain_key(config) and path == PLACE:
        return config
    first, rest = path[0], path[1:]
    return {**config, first: without_plain_key(config[first], rest) if rest else {PLAIN: None}}
