"""Which attributes of an enumeration are its members."""

import re
from collections.abc import Iterable
from dataclasses import replace

from designdoc_assets.languages.facts import Attribute

_NO_MEMBER = re.compile(r"__\w+__|_\w+_|__\w+")
"""Names that Python keeps for itself, and private ones."""
_NO_VALUES = frozenset({"nonmember", "property", "staticmethod", "classmethod"})


def with_cases(attributes: Iterable[Attribute]) -> tuple[Attribute, ...]:
    """Return the attributes of an enumeration, its members marked."""
    return tuple(replace(each, sort="case") if _is_case(each) else each for each in attributes)


def _is_case(attribute: Attribute) -> bool:
    """Whether an attribute of an enumeration's class body is a member: it has a value, which is no function."""
    if attribute.scope != "class" or attribute.value is None or _NO_MEMBER.fullmatch(attribute.name):
        return False
    if attribute.value.startswith("lambda"):
        return False
    return attribute.call is None or attribute.call.name.rpartition(".")[2] not in _NO_VALUES
