"""How Python code names things."""

import re

from designdoc_assets.languages.exception_rules import ExceptionRules
from designdoc_assets.languages.name_rules import NameRules
from designdoc_assets.languages.python.builtin_exceptions import BASES, OTHER_NAMES
from designdoc_assets.languages.python.builtin_names import BUILTINS

RULES = NameRules(
    moments=frozenset({"always", "types", "optional", "late"}),
    receivers=frozenset({"self", "cls"}),  # by custom alone, which everybody follows
    type_receivers=frozenset({"cls"}),
    supers=frozenset({"super"}),
    self_types=frozenset({"Self"}),
    called="__call__",
    subscripted="__getitem__",
    iterated=(("__iter__", "__next__"), ("__aiter__", "__anext__")),
    entered=frozenset({"__enter__", "__aenter__"}),
    linearisation="c3",
    builtins={name: f"builtins.{name}" for name in BUILTINS},
    hidden="_",
    on_failure="except",
    nothing="None",
    factory_options=frozenset({"default_factory", "factory"}),  # of dataclasses, of attrs
    factory_calls=frozenset({"Factory"}),
    exceptions=ExceptionRules(
        bases=BASES,
        other_names=OTHER_NAMES,
        everything="BaseException",
        of_others=frozenset({"Exception", "BaseException"}),
        not_caught=frozenset({"abc.ABC", "builtins.object", "typing.Generic", "typing.Protocol"}),
        # The others are those of `socket`, which are called like no class.
        class_name=re.compile(r"_*[A-Z]\w*|error|timeout|herror|gaierror"),
    ),
)
