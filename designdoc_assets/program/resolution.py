"""What a name may mean: a symbol of the target, an object of one of its classes, or something outside of it."""

from dataclasses import dataclass
from typing import Literal, TypeGuard

from designdoc_assets.languages.facts import Attribute, Class, Function
from designdoc_assets.languages.keys import PartitionKey, encode, split_class_key
from designdoc_assets.languages.linking import External

SymbolKind = Literal["module", "class", "function", "method", "attribute", "constant"]


@dataclass(frozen=True, slots=True, order=True)
class Symbol:
    """Something that the target defines. `owner` is the qualified name of the class that a member belongs to."""

    path: str
    qualname: str
    kind: SymbolKind
    owner: str = ""

    @property
    def class_key(self) -> PartitionKey | None:
        """The partition key of the class that this is, or is a member of."""
        name = self.qualname if self.kind == "class" else self.owner
        return encode(f"{self.path}::{name}") if name else None


@dataclass(frozen=True, slots=True)
class Within(Symbol):
    """A function without a name, or one nested in another; the rest is that of what it stands in."""

    nested_in: str = ""
    """As in `Use`."""

    @property
    def around(self) -> Symbol:
        """What it stands in."""
        return Symbol(self.path, self.qualname, self.kind, self.owner)


@dataclass(frozen=True, slots=True)
class Instance:
    """An object whose class is known."""

    of: Symbol


Named = Symbol | External
"""What a name stands for by itself, as far as modules and classes go."""
Meaning = Symbol | Instance | External


def numbered(cls: Class) -> str:
    """Return a class's qualified name, with `@2` where it is a second definition."""
    return cls.qualname if cls.number == 1 else f"{cls.qualname}@{cls.number}"


def module_symbol(path: str) -> Symbol:
    """Return the symbol of the file at `path`."""
    return Symbol(path, "", "module")


def within(symbol: Symbol, nested_in: str) -> Within:
    """Return the symbol of a function that stands in another, or in a file's own statements."""
    return Within(symbol.path, symbol.qualname, symbol.kind, symbol.owner, nested_in)


def class_symbol(path: str, cls: Class) -> Symbol:
    """Return the symbol of a class that the file at `path` defines."""
    return Symbol(path, numbered(cls), "class")


def keyed_class_symbol(key: PartitionKey) -> Symbol:
    """Return the symbol of the class that has a partition key."""
    path, qualname = split_class_key(key)
    return Symbol(path, qualname, "class")


def function_symbol(path: str, function: Function) -> Symbol:
    """Return the symbol of a function that the file at `path` defines outside of its classes."""
    return Symbol(path, function.qualname, "function")


def constant_symbol(path: str, constant: Attribute) -> Symbol:
    """Return the symbol of a constant, an alias of a type included, of the file at `path`."""
    return Symbol(path, constant.name, "constant")


def called_symbol(path: str, qualname: str) -> Symbol:
    """Return the symbol of a function of the file at `path`, or of a method of one of its classes, by its name."""
    outer = qualname.rpartition(".")[0]
    return Symbol(path, qualname, "method" if outer else "function", owner=outer)


def definition_symbol(path: str, definition: Class | Function | Attribute) -> Symbol:
    """Return the symbol of whatever the file at `path` defines outside of its classes."""
    match definition:
        case Class():
            return class_symbol(path, definition)
        case Function():
            return function_symbol(path, definition)
    return constant_symbol(path, definition)


def method_symbol(owner: Symbol, method: Function) -> Symbol:
    """Return the symbol of a method of the class `owner`; a getter is an attribute, since it is used like one."""
    kind: Literal["attribute", "method"] = "attribute" if method.sort == "getter" else "method"
    return Symbol(owner.path, f"{owner.qualname}.{method.name}", kind, owner=owner.qualname)


def inherited_symbol(owner: Symbol, name: str) -> Symbol:
    """Return the symbol of a method that a class of the target has from a class outside of it."""
    return Symbol(owner.path, f"{owner.qualname}.{name}", "method", owner=owner.qualname)


def attribute_symbol(owner: Symbol, name: str) -> Symbol:
    """Return the symbol of an attribute of the class `owner`."""
    return Symbol(owner.path, f"{owner.qualname}.{name}", "attribute", owner=owner.qualname)


def as_class(meaning: Meaning | None) -> Symbol | None:
    """Return the class that a meaning is, is an instance of, or belongs to."""
    match meaning:
        case Instance(of=cls):
            return cls
        case Symbol(kind="class"):
            return meaning
        case Symbol(owner=owner) if owner:
            return Symbol(meaning.path, owner, "class")
    return None


def is_class(meaning: Named) -> TypeGuard[Symbol]:
    """Return whether something is a class of the target."""
    return isinstance(meaning, Symbol) and meaning.kind == "class"
