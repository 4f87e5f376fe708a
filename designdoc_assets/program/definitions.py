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

    def class_at(self, symbol: Symbol) -> Class:
        """Return the facts of a class."""
        return self._classes_of(symbol.path)[symbol.qualname]

    def function_at(self, symbol: Symbol) -> Function | None:
        """Return the facts of a function, method or property; None for what is none."""
        owner = self.owner(symbol)
        functions = owner.methods if owner else self._files[symbol.path].functions
        name = symbol.qualname.rpartition(".")[2]
        return next((function for function in functions if function.name == name), None)

    def constant_at(self, symbol: Symbol) -> Attribute | None:
        """Return the facts of a constant; None for what is none."""
        return self.attribute_at(symbol) if symbol.kind == "constant" else None

    def attribute_at(self, symbol: Symbol) -> Attribute | None:
        """Return the facts of an attribute or constant; None for what is none, such as a property."""
        owner = self.owner(symbol)
        if owner is None:
            return self._constants_of(symbol.path).get(symbol.qualname)
        name = symbol.qualname.rpartition(".")[2]
        return next((entry for entry in owner.attributes if entry.name == name), None)

    def member_of(self, cls: Symbol, name: str) -> Symbol | None:
        """Return the method or attribute that a class itself has under a name."""
        facts = self.class_at(cls)
        if method := next((method for method in facts.methods if method.name == name), None):
            return method_symbol(cls, method)
        if any(attribute.name == name for attribute in facts.attributes):
            return attribute_symbol(cls, name)
        return None

    def owner(self, symbol: Symbol) -> Class | None:
        """Return the class that a member belongs to."""
        return self._classes_of(symbol.path).get(symbol.owner) if symbol.owner else None

    def _classes_of(self, path: str) -> dict[str, Class]:
        if path not in self._classes:
            self._classes[path] = {numbered(cls): cls for cls in self._files[path].classes}
        return self._classes[path]

    def _constants_of(self, path: str) -> dict[str, Attribute]:
        if path not in self._constants:
            # Of several of one name the first counts.
            self._constants[path] = {entry.name: entry for entry in reversed(self._files[path].constants)}
        return self._constants[path]
