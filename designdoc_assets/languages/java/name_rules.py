"""How Java code names things."""

import re
from collections.abc import Iterator

from designdoc_assets.languages.exception_rules import ExceptionRules
from designdoc_assets.languages.java.lexicon import LANG
from designdoc_assets.languages.name_rules import NameRules

_INHERIT = {
    "Throwable": "Exception Error",
    "Exception": "CloneNotSupportedException InterruptedException ReflectiveOperationException RuntimeException",
    "ReflectiveOperationException": """
        ClassNotFoundException IllegalAccessException InstantiationException NoSuchFieldException NoSuchMethodException
    """,
    "RuntimeException": """
        ArithmeticException ArrayStoreException ClassCastException EnumConstantNotPresentException
        IllegalArgumentException IllegalCallerException IllegalMonitorStateException IllegalStateException
        IndexOutOfBoundsException LayerInstantiationException NegativeArraySizeException NullPointerException
        SecurityException TypeNotPresentException UnsupportedOperationException MatchException
    """,
    "IllegalArgumentException": "IllegalThreadStateException NumberFormatException",
    "IndexOutOfBoundsException": "ArrayIndexOutOfBoundsException StringIndexOutOfBoundsException",
    "Error": "AssertionError LinkageError VirtualMachineError",
    "VirtualMachineError": "InternalError OutOfMemoryError StackOverflowError UnknownError",
}
"""The exceptions of `java.lang`, by what they inherit from."""


def _bases() -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "Throwable", ()
    for base, names in _INHERIT.items():
        for name in names.split():
            yield name, (base,)


RULES = NameRules(
    receivers=frozenset({"this"}),
    supers=frozenset({"super"}),
    builtins={name: f"java.lang.{name}" for name in LANG},
    has_shared_units=True,
    has_overloads=True,
    has_fields_apart=True,
    has_implicit_receivers=True,
    brought=re.compile(r"[A-Z]\w*[a-z]\w*"),  # a class: no variable for types, and no constant
    exceptions=ExceptionRules(bases=dict(_bases()), everything="Throwable", are_classes=True),
)
