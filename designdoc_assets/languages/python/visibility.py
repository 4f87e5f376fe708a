"""For whom a name is meant: in Python, its spelling says so, and there is no other word for it."""

from dataclasses import replace

from designdoc_assets.languages.doc_facts import Doc, Visibility
from designdoc_assets.languages.facts import Function, FunctionSort

_CONSTRUCTORS = frozenset({"__init__", "__new__"})


def visibility_of(name: str, doc: Doc | None = None) -> Visibility:
    """Return for whom a function, a constant or an attribute is meant, by its name and what its author says of it."""
    if doc is not None and doc.is_private:
        return "private"
    return "private" if name.startswith("_") and not is_special(name) else "public"


def visibility_within(qualname: str, doc: Doc | None = None) -> Visibility:
    """Return for whom a class is meant: no name around it may be private, nor that of a method."""
    is_private = (doc is not None and doc.is_private) or any(part.startswith("_") for part in qualname.split("."))
    return "private" if is_private else "public"


def is_special(name: str) -> bool:
    """Whether a name is one that Python itself looks for: `__enter__`."""
    return name.startswith("__") and name.endswith("__")


def is_constructor(name: str) -> bool:
    """Whether a method of this name is called to make an object."""
    return name in _CONSTRUCTORS


def under_name(function: Function, name: str) -> Function:
    """Return a method under another name, with what that says of it."""
    plain: FunctionSort = "method" if function.sort == "constructor" else function.sort
    return replace(
        function,
        name=name,
        qualname=f"{function.qualname.rpartition('.')[0]}.{name}",
        sort="constructor" if is_constructor(name) else plain,
        visibility=visibility_of(name),
        is_special=is_special(name) and not is_constructor(name),
    )
