"""What names tell in Java."""

from designdoc_assets.languages.traits import Traits

TRAITS = Traits(
    universal_members=frozenset({"equals", "hashCode", "toString", "getClass", "clone", "finalize"}),
    has_abstract_members=True,
)
