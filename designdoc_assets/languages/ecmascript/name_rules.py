"""How code names things in TypeScript and JavaScript."""

from designdoc_assets.languages.ecmascript.lexicon import GLOBALS
from designdoc_assets.languages.name_rules import NameRules

RULES = NameRules(
    receivers=frozenset({"this"}),
    supers=frozenset({"super"}),
    self_types=frozenset({"this"}),
    builtins={name: f"globalThis.{name}" for name in (*GLOBALS, "tuple")} | {"import": "import"},
)
