"""Objects of frameworks: which one a name holds, and the registration that makes it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from designdoc_assets.languages.frameworks import Code
from designdoc_assets.languages.python.frameworks.packages import package_of
from designdoc_assets.languages.registrations import Registration
from designdoc_assets.languages.resolve import Defined, Meant


@dataclass(frozen=True, slots=True)
class Object:
    """An object of a framework, by where it is put: the file, the function or type, and the name as written there."""

    path: str
    within: str
    name: str
    factory: str = field(compare=False)
    """The last part of the name of its class: `APIRouter`."""
    creation: Registration | None = field(default=None, compare=False)
    """What makes it, where that is known."""
    at: int = field(default=-1, compare=False)

    @property
    def defined(self) -> Defined:
        """What it is as something that a file defines; a local one as the function that has it."""
        if self.within:
            return Defined(self.path, self.within, "function")
        return Defined(self.path, self.name, "constant")


class Objects:
    """The objects of classes of one package in a set of files."""

    def __init__(self, code: Code, packages: Collection[str], factories: Collection[str]) -> None:
        """Look for them.

        Args:
            code: The files.
            packages: The packages whose classes count.
            factories: The last parts of the names of these classes; subclasses of them in the code count as they do.
        """
        self.code = code
        self._packages = frozenset(packages)
        self._factories = frozenset(factories)

    @cached_property
    def all(self) -> list[Object]:
        """All of which it is known what makes them."""
        return [
            Object(path, each.within, each.result, factory, each, at)
            for path, facts in self.code.files.items()
            for at, each in enumerate(facts.registrations)
            if not each.annotates and (factory := self._factory(path, each.name, each.within))
        ]

    def of(self, path: str, at: int) -> Object | None:
        """Return the object that a registration is made on."""
        registration = self.code.files[path].registrations[at]
        if registration.called_on >= 0:
            return next((each for each in self.all if each.path == path and each.at == registration.called_on), None)
        return self.named(path, registration.receiver, registration.within, at) if registration.receiver else None

    def named(self, path: str, name: str, within: str = "", before: int = 1_000_000_000) -> Object | None:
        """Return the object that a name holds.

        It is looked for as Python does, in the function that the name stands in, then in those around it, then in the
        module. In each, what was last put into that name counts; a parameter counts by its annotation. What is put into
        an attribute of `self` by another method of the class counts, too, and so does what another file defines.

        Args:
            path: The file that the name stands in.
            name: As written.
            within: The qualified name of the function that it stands in.
            before: The place of the registration that it stands in: what is made further down does not count there.
        """
        of_name = [each for each in self.all if each.path == path and each.name == name]
        for scope in scopes_of(within):
            here = [each for each in of_name if each.within == scope]
            if above := [each for each in here if each.at < before]:
                return above[-1]
            if here and not scope:  # a function may use what its module makes further down
                return here[0]
            if found := self._parameter(path, name, scope):
                return found
        if name.startswith("self."):
            owner = within.rpartition(".")[0]
            return next((each for each in of_name if owner and each.within.startswith(f"{owner}.")), None)
        return self._constant(self.code.resolve.meaning(path, name, within))

    def is_of_package(self, meant: Meant | None, names: Collection[str] = ()) -> str:
        """Return the last part of the name of what comes from one of the packages; empty for what does not."""
        last = meant.rpartition(".")[2] if isinstance(meant, str) and package_of(meant) in self._packages else ""
        return last if not names or last in names else ""

    def _factory(self, path: str, name: str, within: str) -> str:
        if not name or name.startswith("()"):
            return ""
        return self._class(self.code.resolve.meaning(path, name, within))

    def _class(self, meant: Meant | None) -> str:
        if isinstance(meant, Defined):
            if meant.kind != "class":
                return ""
            ancestors = self.code.resolve.ancestors(meant)
            return next((found for each in ancestors if (found := self.is_of_package(each, self._factories))), "")
        return self.is_of_package(meant, self._factories)

    def _parameter(self, path: str, name: str, function: str) -> Object | None:
        if not function or path not in self.code.files:
            return None
        found = self.code.resolve.function_at(Defined(path, function, "function"))
        types = (p.type for p in found.signature.parameters if p.name == name and p.type) if found else ()
        factory = next((factory for each in types if (factory := self._factory(path, each.strip("\"'"), function))), "")
        return Object(path, function, name, factory) if factory else None

    def _constant(self, meant: Meant | None) -> Object | None:
        if not isinstance(meant, Defined) or meant.kind != "constant" or meant.path not in self.code.files:
            return None
        for each in self.all:
            if each.path == meant.path and not each.within and each.name == meant.qualname:
                return each
        constants = self.code.files[meant.path].constants
        known = next((each for each in constants if each.name == meant.qualname), None)
        written = (known.type, known.made_by) if known is not None else ()
        for name in filter(None, written):
            if factory := self._factory(meant.path, name, ""):
                return Object(meant.path, "", meant.qualname, factory)
            made_by = self.code.resolve.meaning(meant.path, name)
            if isinstance(made_by, Defined) and made_by.kind == "function":
                return self._returned(made_by)
        return None

    def _returned(self, function: Defined) -> Object | None:
        """Return the object that a function makes and gives back, where it makes one alone."""
        made = [each for each in self.all if each.path == function.path and each.within == function.qualname]
        return made[0] if len(made) == 1 else None


def scopes_of(within: str) -> Iterator[str]:
    """Yield a function or type, those around it, and the module, whose name is empty."""
    while within:
        yield within
        within = within.rpartition(".")[0]
    yield ""
