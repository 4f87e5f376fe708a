"""How Go code names things."""

from designdoc_assets.languages.go.lexicon import BUILTIN_FUNCTIONS, BUILTIN_TYPES, BUILTIN_VALUES
from designdoc_assets.languages.name_rules import NameRules

RECEIVER = "self"
"""How uses name the object of a method, whatever its receiver is called."""
_UNNAMED = ("slice", "map", "chan", "tuple")
"""How paths name types that are written with signs."""

RULES = NameRules(
    receivers=frozenset({RECEIVER}),
    builtins={name: f"builtin.{name}" for name in (*BUILTIN_TYPES, *BUILTIN_FUNCTIONS, *BUILTIN_VALUES, *_UNNAMED)},
    has_shared_units=True,
    imports_whole_units=True,
)
