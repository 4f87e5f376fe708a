"""The answers of `program` to what languages ask: see `languages.resolve`."""

from collections.abc import Iterable, Sequence

from designdoc_assets.languages.facts import Class, Function
from designdoc_assets.languages.linking import External
from designdoc_assets.languages.resolve import Defined, Meant
from designdoc_assets.program.resolution import Meaning, Symbol, numbered
from designdoc_assets.program.resolvers import Resolvers


class LanguageResolve:
    """The `Resolve` of a program."""

    def __init__(self, resolver: Resolvers) -> None:
        """Answer by what a program's resolvers say."""
        self._resolver = resolver

    def meaning(self, path: str, name: str, within: str = "") -> Meant | None:
        """Return what `name` means in the file at `path`."""
        return _meant(self._resolver.resolve(path, name, within=within))

    def defined(self, path: str, cls: Class) -> Defined:
        """Return a class of the file at `path` by its name."""
        return Defined(path, numbered(cls), "class")

    def bases(self, cls: Defined) -> Sequence[Meant]:
        """Return what a class inherits from directly."""
        return _all_meant(self._resolver.bases(symbol_meant(cls)))

    def ancestors(self, cls: Defined) -> Sequence[Meant]:
        """Return all that a class inherits from."""
        return _all_meant(self._resolver.ancestors(symbol_meant(cls)))

    def class_at(self, cls: Defined) -> Class:
        """Return the facts of a class."""
        return self._resolver.class_at(symbol_meant(cls))

    def function_at(self, function: Defined) -> Function | None:
        """Return the facts of a function; None for what is none."""
        return self._resolver.function_at(symbol_meant(function))


def symbol_meant(defined: Defined) -> Symbol:
    """Return the symbol of a definition."""
    owner = defined.qualname.rpartition(".")[0] if defined.kind in {"method", "attribute"} else ""
    return Symbol(defined.path, defined.qualname, defined.kind, owner=owner)


def _meant(meaning: Meaning | None) -> Meant | None:
    match meaning:
        case Symbol(path=path, qualname=qualname, kind=kind):
            return Defined(path, qualname, kind)
        case External(name=name):
            return name
    return None


def _all_meant(meanings: Iterable[Symbol | External]) -> Sequence[Meant]:
    return [meant for meaning in meanings if (meant := _meant(meaning)) is not None]
