"""The provider's prompt cache: prefixes that end at a `cache_control` mark, matched exactly, kept for a while."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from designdoc_tests.messages_api.bodies import Body, blocks_of, canonical
from designdoc_tests.messages_api.tokens import Tokenizer

SHORTEST = 1024
"""Tokens of the shortest prefix that is kept."""

LOOKBACK = 20
"""How many blocks before a mark are tried for a prefix that an earlier request left."""

_TTL_SECONDS = {"5m": 300.0, "1h": 3600.0}


@dataclass(frozen=True, slots=True)
class Prefix:
    """A request up to the end of one of its blocks."""

    key: bytes
    tokens: int
    ttl: str | None
    """Set where the block is marked."""


@dataclass(frozen=True, slots=True)
class Split:
    """How the tokens of a prompt are charged."""

    read: int
    written: Mapping[str, int]
    rest: int


def prefixes_of(body: Body, tokenizer: Tokenizer) -> list[Prefix]:
    """Return the prefix at each block: what comes before everything else is part of all of them."""
    output = body.get("output_config") or {}
    start = canonical([body["model"], output.get("format"), body.get("tools")])
    tokens = tokenizer.overhead
    if output.get("format") or body.get("tools"):
        tokens += tokenizer.count(start.decode())
    return list(_chain(body, hashlib.sha256(start).digest(), tokens, tokenizer))


def _chain(body: Body, key: bytes, tokens: int, tokenizer: Tokenizer) -> Iterator[Prefix]:
    for role, block in blocks_of(body):
        mark = block.get("cache_control")
        content = {name: value for name, value in block.items() if name != "cache_control"}
        key = hashlib.sha256(key + canonical([role, content])).digest()
        tokens += tokenizer.count(block["text"])
        yield Prefix(key, tokens, mark.get("ttl", "5m") if mark else None)


class PromptCache:
    """The prefixes that are kept now."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._kept: dict[bytes, tuple[float, float]] = {}
        """Until when, and for how long from each use."""

    def split(self, prefixes: Sequence[Prefix]) -> Split:
        """Return which tokens are read from the cache, which are written to it, and which neither."""
        read = max((prefixes[i].tokens for i in self._candidates(prefixes) if self._has(prefixes[i])), default=0)
        written, behind = {"5m": 0, "1h": 0}, read
        for prefix in prefixes:
            if prefix.ttl and prefix.tokens > behind and prefix.tokens >= SHORTEST:
                written[prefix.ttl] += prefix.tokens - behind
                behind = prefix.tokens
        return Split(read, written, prefixes[-1].tokens - behind)

    def keep(self, prefixes: Sequence[Prefix]) -> None:
        """Keep the marked prefixes, and those that were read for as long again: once the answer begins, not before."""
        now = self._clock()
        for i in self._candidates(prefixes):
            if self._has(prefixes[i]):
                _, seconds = self._kept[prefixes[i].key]
                self._kept[prefixes[i].key] = (now + seconds, seconds)
        for prefix in prefixes:
            if prefix.ttl and prefix.tokens >= SHORTEST:
                seconds = _TTL_SECONDS[prefix.ttl]
                self._kept[prefix.key] = (now + seconds, seconds)

    def _candidates(self, prefixes: Sequence[Prefix]) -> set[int]:
        marked = [i for i, prefix in enumerate(prefixes) if prefix.ttl]
        return {i for mark in marked for i in range(max(0, mark - LOOKBACK), mark + 1)}

    def _has(self, prefix: Prefix) -> bool:
        return self._kept.get(prefix.key, (0.0, 0.0))[0] > self._clock()
