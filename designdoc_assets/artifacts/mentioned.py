"""What prose names of the target, with the interfaces that these things have: when one changes, the prose is stale.

So what a writer is shown beside the ground may change freely, and no page goes on telling what is no longer so. What
belongs to the ground itself is left out.
"""

from collections.abc import Mapping

from designdoc_assets.analysis.grains import Grain
from designdoc_assets.analysis.mentions import quoted_in
from designdoc_assets.artifacts.artifact import Prose
from designdoc_assets.artifacts.canonical import sha256
from designdoc_assets.artifacts.outlines import interface_of
from designdoc_assets.artifacts.survey import Survey
from designdoc_assets.languages.keys import PartitionKey, decode
from designdoc_assets.markup import markdown
from designdoc_assets.program.resolution import Symbol, as_class

_DIGEST_CHARACTERS = 16


def mentions(grain: Grain, key: PartitionKey, prose: Prose, survey: Survey) -> dict[str, str]:
    """Return what the prose of a partition names of the target, each name with a digest of the interface."""
    found = {name: _digest(grain, key, name, survey) for name in sorted(quoted_in(*prose.texts()))}
    return {name: digest for name, digest in found.items() if digest}


def changed(grain: Grain, key: PartitionKey, named: Mapping[str, str], survey: Survey) -> list[str]:
    """Return, as phrases, which of the things that prose named are no longer what they were."""
    now = {name: _digest(grain, key, name, survey) for name in named}
    return [
        f"it names {markdown.code(name)}, which {'changed' if now[name] else 'is gone'}"
        for name, digest in named.items()
        if now[name] != digest
    ]


def _digest(grain: Grain, key: PartitionKey, name: str, survey: Survey) -> str:
    symbol = _meaning(grain, key, name, survey)
    interface = interface_of(symbol, survey) if symbol is not None and not _is_own(grain, key, symbol) else ""
    return sha256(interface)[:_DIGEST_CHARACTERS] if interface else ""


def _meaning(grain: Grain, key: PartitionKey, name: str, survey: Survey) -> Symbol | None:
    resolver = survey.relations.resolver
    meaning = None
    if grain is Grain.CLASSES:
        symbol, cls = survey.class_of(key)
        meaning = resolver.resolve(symbol.path, name, cls)
    elif grain is Grain.FILES:
        meaning = resolver.resolve(decode(key), name)
    if meaning is None:
        return survey.only_one_named(name)
    return meaning if isinstance(meaning, Symbol) else as_class(meaning)


def _is_own(grain: Grain, key: PartitionKey, symbol: Symbol) -> bool:
    """Whether something belongs to the source that the prose is written from."""
    if grain is Grain.CLASSES:
        return symbol.class_key == key
    return grain is Grain.FILES and symbol.path == decode(key)
