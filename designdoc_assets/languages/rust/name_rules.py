"""How Rust code names things."""

from designdoc_assets.languages.name_rules import NameRules
from designdoc_assets.languages.rust.lexicon import PRIMITIVES

_TYPES = ("Box", "Option", "Result", "String", "Vec")
_UNNAMED = ("slice", "tuple")
"""How paths name types that are written with signs."""

RULES = NameRules(
    receivers=frozenset({"self", "Self"}),
    type_receivers=frozenset({"Self"}),
    has_fields_apart=True,
    self_types=frozenset({"Self"}),
    builtins={
        **{name: f"std.{name}" for name in (*_TYPES, *PRIMITIVES, *_UNNAMED)},
    },
)
