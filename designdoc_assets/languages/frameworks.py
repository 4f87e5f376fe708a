"""What a framework is to this project: in code that uses it, it recognises where users start, what is stored and set.

Each is a file in the folder of its language, `<language>/frameworks/`, with a `FRAMEWORK`; adding one is adding a file,
and raising the version of the language's reader, which keeps what frameworks listen to.
"""

import importlib
import pkgutil
from abc import ABC
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import ModuleType

from designdoc_assets.languages.facts import FileFacts
from designdoc_assets.languages.resolve import Defined, Resolve
from designdoc_assets.languages.settings import Setting
from designdoc_assets.languages.starts import Start
from designdoc_assets.languages.tables import Table


@dataclass(frozen=True, slots=True)
class Code:
    """The files of one language that are part of the product, and what names in them mean."""

    files: Mapping[str, FileFacts]
    resolve: Resolve
    _scopes: dict[str, dict[str, list[int]]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _given: dict[str, dict[int, list[int]]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def definition(self, path: str, name: str, within: str = "") -> Defined | None:
        """Return what a name in a file means, where some file of the code defines it."""
        meant = self.resolve.meaning(path, name, within) if name else None
        return meant if isinstance(meant, Defined) else None

    def places_within(self, path: str, scope: str) -> Sequence[int]:
        """Return the places of the registrations that stand right in a function or type of a file."""
        if path not in self._scopes:
            found = self._scopes[path] = {}
            for at, each in enumerate(self.files[path].registrations):
                found.setdefault(each.within, []).append(at)
        return self._scopes[path].get(scope, ())

    def places_given(self, path: str, place: int) -> Sequence[int]:
        """Return the places of the registrations that stand among the arguments of the one at a place."""
        if path not in self._given:
            found = self._given[path] = {}
            for at, each in enumerate(self.files[path].registrations):
                found.setdefault(each.argument_of, []).append(at)
        return self._given[path].get(place, ())


class Framework(ABC):
    """Recognises what one framework, or a family that is used alike, is told."""

    name: str
    """Its own, as pages show it."""

    @property
    def calls(self) -> frozenset[str]:
        """The last parts of the names of calls by which it is told something."""
        return frozenset()

    @property
    def annotations(self) -> frozenset[str]:
        """The last parts of the names of annotations by which it is told something."""
        return frozenset()

    def tables(self, code: Code) -> Iterable[Table]:
        """Yield the tables that code declares by it: only what is proved, as in `starts`."""
        return ()

    def settings(self, code: Code) -> Iterable[Setting]:
        """Yield what operators may set that code reads by it: only names that are written out."""
        return ()

    def starts(self, code: Code) -> Iterable[Start]:
        """Yield where users of the system start, as code tells it.

        Only what is proved: a receiver whose origin is not known is no object of the framework, and an address that is
        not written out is none.
        """
        return ()


def frameworks_in(package: ModuleType) -> tuple[Framework, ...]:
    """Return the framework of each module of a package, by their modules' names."""
    names = sorted(info.name for info in pkgutil.iter_modules(package.__path__))
    modules = (importlib.import_module(f"{package.__name__}.{name}") for name in names)
    return tuple(module.FRAMEWORK for module in modules if hasattr(module, "FRAMEWORK"))
