"""Functions whose attribute says which requests they answer: `#[get("/bills")]`."""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from designdoc_assets.languages.frameworks import Code
from designdoc_assets.languages.resolve import Defined
from designdoc_assets.languages.rust.frameworks.crates import outside
from designdoc_assets.languages.rust.frameworks.literals import string

HTTP_METHODS = {method: method.upper() for method in ("get", "post", "put", "patch", "delete", "head", "options")}


class AttributeRoute(NamedTuple):
    """An address, the methods that are named for it, and where the attribute stands."""

    address: str
    methods: tuple[str, ...]
    line: int


def attribute_routes(
    code: Code, crate: str, further: Collection[str] = ()
) -> Iterator[tuple[tuple[str, str], AttributeRoute]]:
    """Yield what attributes of a crate say, by the file and the function.

    Args:
        code: Where they stand.
        crate: The crate whose they are.
        further: Crates that may be brought with all of their macros: `#[macro_use] extern crate rocket`.
    """
    for path, facts in code.files.items():
        for each in facts.registrations:
            if not each.annotates or each.simple_name not in {*HTTP_METHODS, "route"}:
                continue
            meant = outside(code, path, each.name)
            is_bare = not meant and each.name == each.simple_name and bool(further)
            address = string(each.argument(0))
            if address is None or not (is_bare or meant == f"{crate}.{each.simple_name}"):
                continue
            named = tuple(method for key, value in each.arguments if key == "method" and (method := string(value)))
            methods = (HTTP_METHODS[each.simple_name],) if each.simple_name in HTTP_METHODS else named
            yield (path, each.annotates), AttributeRoute(address, methods, each.line)


def key_of(meant: Defined | None) -> tuple[str, str]:
    """Return a function by its file and name."""
    return (meant.path, meant.qualname) if meant is not None else ("", "")
