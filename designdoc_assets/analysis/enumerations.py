"""Which attributes of an enumeration are its members."""

import re

from designdoc_assets.languages.facts import Attribute, Class

_NO_MEMBER = re.compile(r"__\w+__|_\w+_|__\w+")
"""Names that Python keeps for itself, and private ones."""
_NO_VALUES = frozenset({"nonmember", "property", "staticmethod", "classmethod"})


def is_member(attribute: Attribute) -> bool:
    """Whether an attribute of an enumeration's class body is a member: it has a value, which is no function."""
    if attribute.scope != "class" or attribute.value is None or _NO_MEMBER.fullmatch(attribute.name):
        return False
    if attribute.value.startswith("lambda"):
        return False
    return attribute.call is None or attribute.call.name.rpartition(".")[2] not in _NO_VALUES


def members_of(cls: Class) -> frozenset[str]:
    """Return the names of an enumeration's members."""
    return frozenset(attribute.name for attribute in cls.attributes if is_member(attribute))
