"""What one file defines for some builds and another file for others: for readers it is one thing in several places."""

from collections.abc import Sequence
from dataclasses import replace

from designdoc_assets.analysis.target import Target
from designdoc_assets.program.resolution import Symbol
from designdoc_assets.program.use_edges import Relation


def twins(symbol: Symbol, target: Target) -> Sequence[Symbol]:
    """Return the definitions of the same name that other builds have."""
    files, relations = target.snapshot.files, target.relations
    here = files[symbol.path].facts.built_where if symbol.path in files else ""
    if not here or "." in symbol.qualname:
        return ()
    homes = relations.resolver.of(symbol.path).homes(symbol.path, symbol.qualname)
    # What two files define under one condition, or under none, is of two programs, or a mistake.
    where = {home: files[home].facts.built_where for home in homes if home in files}
    return [replace(symbol, path=home) for home, built in where.items() if built not in {"", here}]


def users_in_all_builds(symbol: Symbol, target: Target) -> list[Relation]:
    """Return the uses of a thing; names lead to one of several twins, also from what is part of all builds."""
    relations = target.relations
    found = list(relations.users(symbol))
    for twin in twins(symbol, target):
        found += (each for each in relations.users(twin) if _is_in_all_builds(each.source, target))
    return found


def _is_in_all_builds(source: Symbol, target: Target) -> bool:
    """Whether what uses something is part of all builds, its members in other files included."""
    facts = target.relations.file(source.path)
    outer = source.qualname.partition(".")[0]
    elsewhere = [path for cls in facts.classes if cls.qualname == outer for path in cls.elsewhere]
    return not any(target.relations.file(path).built_where for path in (source.path, *elsewhere))
