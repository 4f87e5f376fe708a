"""What a name may mean: a symbol of the target, an object of one of its classes, or something outside of it."""

from dataclasses import dataclass
from typing import Literal, TypeGuard

from designdoc_assets.languages.facts import Attribute, Class, Function
from designdoc_assets.languages.keys import PartitionKey, encode
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
    """Return the file at `path` as something that names can mean."""
    return Symbol(path, "", "module")


def class_symbol(path: str, cls: Class) -> Symbol:
    """Return a class of the file at `path`, likewise."""
    return Symbol(path, numbered(cls), "class")


def method_symbol(owner: Symbol, method: Function) -> Symbol:
    """Return a method of the class `owner`, likewise: what is used like an attribute is one."""
    kind: Literal["attribute", "method"] = "attribute" if method.sort == "getter" else "method"
    return Symbol(owner.path, f"{owner.qualname}.{method.name}", kind, owner=owner.qualname)


def definition_symbol(path: str, entry: Class | Function | Attribute) -> Symbol:
    """Return what a file defines outside of its classes, likewise."""
    if isinstance(entry, Class):
        return class_symbol(path, entry)
    return Symbol(path, entry.name, "function" if isinstance(entry, Function) else "constant")


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
