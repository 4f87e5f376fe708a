"""The facts of what files define, by symbol."""

from collections.abc import Mapping

from designdoc_assets.languages.facts import Attribute, Class, FileFacts, Function
from designdoc_assets.program.resolution import Symbol, attribute_symbol, method_symbol, numbered


class Definitions:
    """The classes, functions, members and constants of a set of files."""

    def __init__(self, files: Mapping[str, FileFacts]) -> None:
        self._files = files
        self._classes: dict[str, dict[str, Class]] = {}
        self._constants: dict[str, dict[str, Attribute]] = {}
        self._functions: dict[tuple[str, str], dict[str, Function]] = {}
        self._attributes: dict[tuple[str, str], dict[str, Attribute]] = {}

    def class_at(self, symbol: Symbol) -> Class:
        """Return the facts of a class."""
        return self._classes_of(symbol.path)[symbol.qualname]

    def function_at(self, symbol: Symbol) -> Function | None:
        """Return the facts of a function, method or property; None for what is none."""
        return self._functions_of(symbol.path, symbol.owner).get(symbol.qualname.rpartition(".")[2])

    def constant_at(self, symbol: Symbol) -> Attribute | None:
        """Return the facts of a constant; None for what is none."""
        return self.attribute_at(symbol) if symbol.kind == "constant" else None

    def attribute_at(self, symbol: Symbol) -> Attribute | None:
        """Return the facts of an attribute or constant; None for what is none, such as a property."""
        if self.owner(symbol) is None:
            return self._constants_of(symbol.path).get(symbol.qualname)
        return self._attributes_of(symbol.path, symbol.owner).get(symbol.qualname.rpartition(".")[2])

    def member_of(self, cls: Symbol, name: str) -> Symbol | None:
        """Return the method or attribute that a class itself has under a name."""
        if method := self._functions_of(cls.path, cls.qualname).get(name):
            return method_symbol(cls, method)
        if name in self._attributes_of(cls.path, cls.qualname):
            return attribute_symbol(cls, name)
        return None

    def owner(self, symbol: Symbol) -> Class | None:
        """Return the class that a member belongs to."""
        return self._classes_of(symbol.path).get(symbol.owner) if symbol.owner else None

    def _classes_of(self, path: str) -> dict[str, Class]:
        if path not in self._classes:
            self._classes[path] = {numbered(cls): cls for cls in self._files[path].classes}
        return self._classes[path]

    # Of several of one name the first counts.

    def _functions_of(self, path: str, owner: str) -> dict[str, Function]:
        """Return the methods of a class by name; where there is no such class, the functions of the file."""
        if (path, owner) not in self._functions:
            cls = self._classes_of(path).get(owner)
            functions = cls.methods if cls else self._files[path].functions
            self._functions[path, owner] = {function.name: function for function in reversed(functions)}
        return self._functions[path, owner]

    def _attributes_of(self, path: str, owner: str) -> dict[str, Attribute]:
        if (path, owner) not in self._attributes:
            attributes = self._classes_of(path)[owner].attributes
            self._attributes[path, owner] = {entry.name: entry for entry in reversed(attributes)}
        return self._attributes[path, owner]

    def _constants_of(self, path: str) -> dict[str, Attribute]:
        if path not in self._constants:
            self._constants[path] = {entry.name: entry for entry in reversed(self._files[path].constants)}
        return self._constants[path]
