"""What the product's code says of itself: in comments, and by what it declares deprecated; with where it says so."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from designdoc_assets.analysis.target import Target
from designdoc_assets.languages.facts import FileFacts
from designdoc_assets.languages.remarks import RemarkSort
from designdoc_assets.program.resolution import (
    Symbol,
    attribute_symbol,
    class_symbol,
    constant_symbol,
    function_symbol,
    is_class,
    method_symbol,
    module_symbol,
)


@dataclass(frozen=True, slots=True)
class Stated:
    """A remark, and the symbol that it stands in: the file itself, if in none that is documented."""

    sort: RemarkSort
    text: str
    symbol: Symbol
    path: str
    """The file that says so: the type that a symbol is a member of may stand in another."""
    is_markdown: bool = False
    """Whether the text is Markdown already, as docs are."""


def reasons(target: Target) -> Iterator[Stated]:
    """Yield what comments of the product say of why it is as it is, in order of the files."""
    return (stated for stated in _remarks(target) if stated.sort == "reason")


def open_points(target: Target) -> Iterator[Stated]:
    """Yield what comments of the product say is to be done or worked around, and what is deprecated in it."""
    yield from (stated for stated in _remarks(target) if stated.sort != "reason")
    for path in _product(target):
        yield from _deprecated(path, target)


def _remarks(target: Target) -> Iterator[Stated]:
    for path in _product(target):
        facts = target.snapshot.files[path].facts
        here = _symbols(path, facts) if facts.remarks else {}
        for remark in facts.remarks:
            yield Stated(remark.sort, remark.text, _symbol(path, remark.within, here, target), path)


def _product(target: Target) -> Iterator[str]:
    return (path for path in target.snapshot.files if target.places.is_main(path) and path not in target.snapshot.tests)


def _deprecated(path: str, target: Target) -> Iterator[Stated]:
    """Yield what a file declares deprecated; what stands in something that is, is not told again."""
    facts = target.snapshot.files[path].facts
    for cls in facts.classes:
        symbol = class_symbol(path, cls)
        if cls.deprecated is not None:
            yield Stated("deprecated", cls.deprecated, symbol, path, is_markdown=True)
            continue
        for method in cls.methods:
            if method.deprecated is not None:
                yield Stated("deprecated", method.deprecated, method_symbol(symbol, method), path, is_markdown=True)
    for function in facts.functions:
        if function.deprecated is not None:
            yield Stated("deprecated", function.deprecated, function_symbol(path, function), path, is_markdown=True)


def _symbols(path: str, facts: FileFacts) -> Mapping[str, Symbol]:
    """Return what a file defines, by qualified name: of several, the first."""
    found: dict[str, Symbol] = {}
    for cls in facts.classes:
        symbol = class_symbol(path, cls)
        found.setdefault(cls.qualname, symbol)
        for method in cls.methods:
            found.setdefault(f"{cls.qualname}.{method.name}", method_symbol(symbol, method))
        for attribute in cls.attributes:
            found.setdefault(f"{cls.qualname}.{attribute.name}", attribute_symbol(symbol, attribute.name))
    for function in facts.functions:
        found.setdefault(function.qualname, function_symbol(path, function))
    for constant in facts.constants:
        found.setdefault(constant.name, constant_symbol(path, constant))
    return found


def _symbol(path: str, qualname: str, here: Mapping[str, Symbol], target: Target) -> Symbol:
    """Return what has a qualified name in a file, or else the innermost thing around it."""
    while qualname:
        if qualname in here:
            return here[qualname]
        outer, _, name = qualname.rpartition(".")
        # The type of a member may stand in another file.
        owner = target.relations.resolver.resolve(path, outer) if outer and outer not in here else None
        if isinstance(owner, Symbol) and is_class(owner):
            methods = target.relations.resolver.class_at(owner).methods
            found = next((method for method in methods if method.name == name), None)
            return method_symbol(owner, found) if found is not None else owner
        qualname = outer
    return module_symbol(path)
