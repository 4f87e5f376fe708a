"""The resolvers of a target, one per language."""

from collections.abc import Mapping, Sequence

from designdoc_assets.languages.facts import Attribute, Class, FileFacts, Function, Import
from designdoc_assets.languages.registry import language, program_of
from designdoc_assets.program.linkers import Linkers
from designdoc_assets.program.resolution import Meaning, Named, Symbol
from designdoc_assets.program.resolver import Resolver


class Resolvers:
    """Asks the resolver of the language in which a file is written: see `Resolver`."""

    def __init__(self, files: Mapping[str, FileFacts], linkers: Linkers) -> None:
        self._resolvers = {
            name: Resolver(own, linkers.of_language(name), language(name)) for name, own in linkers.files.items()
        }
        self._of_file = {path: self._resolvers[program_of(facts.language)] for path, facts in files.items()}

    def of_language(self, name: str) -> Resolver:
        """Return the resolver of a language that there are files of."""
        return self._resolvers[program_of(name)]

    def of(self, path: str) -> Resolver:
        """Return the resolver of the language of a file."""
        return self._of_file[path]

    def resolve(self, path: str, name: str, scope: Class | None = None, within: str = "") -> Meaning | None:
        """Return what `name` means in the file at `path`, where that is one thing."""
        return self._of_file[path].resolve(path, name, scope, within)

    def meanings(self, path: str, name: str, scope: Class | None = None, within: str = "") -> Sequence[Meaning]:
        """Return all that `name` may mean in the file at `path`."""
        return self._of_file[path].meanings(path, name, scope, within)

    def absolute(self, path: str, name: str) -> Symbol | None:
        """Return what a full dotted name means to the file at `path`, imported or not."""
        return self._of_file[path].absolute(path, name)

    def imported(self, path: str, entry: Import) -> Named | None:
        """Return what an import binds."""
        return self._of_file[path].imported(path, entry)

    def held(self, owner: Symbol, attribute: str) -> Symbol | None:
        """Return the class whose instance an attribute of a class holds."""
        return self._of_file[owner.path].held(owner, attribute)

    def class_at(self, symbol: Symbol) -> Class:
        """Return the facts of a class."""
        return self._of_file[symbol.path].class_at(symbol)

    def function_at(self, symbol: Symbol) -> Function | None:
        """Return the facts of a function, method or property; None for what is none."""
        return self._of_file[symbol.path].function_at(symbol)

    def constant_at(self, symbol: Symbol) -> Attribute | None:
        """Return the facts of a constant; None for what is none."""
        return self._of_file[symbol.path].constant_at(symbol)

    def bases(self, symbol: Symbol) -> Sequence[Named]:
        """Return the resolved direct bases of a class, in order; what has no meaning is left out."""
        return self._of_file[symbol.path].bases(symbol)

    def ancestors(self, symbol: Symbol) -> Sequence[Named]:
        """Return all that a class inherits from, each once, in the order in which its language looks for members."""
        return self._of_file[symbol.path].ancestors(symbol)
