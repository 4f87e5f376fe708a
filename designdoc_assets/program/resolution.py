"""Symbols of the target: what modules and classes define, under which names, and what classes inherit.

What objects are, and so what longer expressions mean, is the work of `resolver`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeGuard

from designdoc_assets.languages.facts import Attribute, Class, FileFacts, Function
from designdoc_assets.languages.keys import PartitionKey, encode
from designdoc_assets.languages.python.builtin_names import BUILTINS
from designdoc_assets.program.bindings import Binding, Bindings, Bound, Outside
from designdoc_assets.program.inheritance import Lineages, nearest_first

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


@dataclass(frozen=True, slots=True)
class External:
    """A dotted name that the target does not define; `builtins.` for what needs no import."""

    name: str


Meaning = Symbol | Instance | External


def numbered(cls: Class) -> str:
    """Return a class's qualified name, with `@2` where it is a second definition."""
    return cls.qualname if cls.number == 1 else f"{cls.qualname}@{cls.number}"


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


class Definitions:
    """The classes, functions and members that files define, and the bases of classes."""

    def __init__(self, files: Mapping[str, FileFacts], bindings: Bindings) -> None:
        self.files = files
        self.bindings = bindings
        self._classes: dict[str, dict[str, Class]] = {}
        self._members: dict[Symbol, Mapping[str, Symbol]] = {}
        self._bases: dict[Symbol, Sequence[Symbol | External]] = {}
        self._lineages = Lineages[Symbol | External](lambda base: self.bases(base) if is_class(base) else ())

    def class_at(self, symbol: Symbol) -> Class:
        """Return the facts of a class."""
        return self._classes_of(symbol.path)[symbol.qualname]

    def function_at(self, symbol: Symbol) -> Function | None:
        """Return the facts of a function, method or property; None for what is none."""
        owner = self.owner(symbol)
        functions = owner.methods if owner else self.files[symbol.path].functions
        name = symbol.qualname.rpartition(".")[2]
        return next((function for function in functions if function.name == name), None)

    def constant_at(self, symbol: Symbol) -> Attribute | None:
        """Return the facts of a constant; None for what is none."""
        constants = self.files[symbol.path].constants if symbol.kind == "constant" else ()
        return next((constant for constant in constants if constant.name == symbol.qualname), None)

    def bases(self, symbol: Symbol) -> Sequence[Symbol | External]:
        """Return the resolved direct bases of a class, in order; what has no meaning is left out."""
        if symbol not in self._bases:
            written = _written_bases(self.class_at(symbol))
            found = (self._own_base(symbol, base) or self._inherited_base(symbol, base) for base in written)
            self._bases[symbol] = tuple(dict.fromkeys(base for base in found if base is not None and base != symbol))
        return self._bases[symbol]

    def ancestors(self, symbol: Symbol) -> Sequence[Symbol | External]:
        """Return all that a class inherits from, each once, in the order in which Python looks for members."""
        return self._lineages.of(symbol)

    def named(self, path: str, name: str) -> Symbol | External | None:
        """Return what a dotted name means in the module at `path`, as far as modules and nested classes go."""
        found = as_meaning(self.bindings.named(path, name))
        return External(f"builtins.{name}") if found is None and name in BUILTINS else found

    def attribute_at(self, symbol: Symbol) -> Attribute | None:
        """Return the facts of an attribute or constant; None for what is none, such as a property."""
        owner = self.owner(symbol)
        entries = owner.attributes if owner else self.files[symbol.path].constants
        name = symbol.qualname.rpartition(".")[2]
        return next((entry for entry in entries if entry.name == name), None)

    def owner(self, symbol: Symbol) -> Class | None:
        """Return the class that a member belongs to."""
        return self._classes_of(symbol.path).get(symbol.owner) if symbol.owner else None

    # Members

    def is_table(self, symbol: Symbol) -> bool:
        """Return whether objects of a class are tables whose keys it declares as its attributes."""
        lineage = (base for base in (*self.bases(symbol), *self.ancestors(symbol)) if isinstance(base, External))
        return any(base.name.rpartition(".")[2] == "TypedDict" for base in lineage)

    def member(self, symbol: Symbol, name: str) -> Symbol | None:
        """Return the member of a class that a name means, its own or one that it inherits."""
        own = self._members_of(symbol).get(name)
        return own if own is not None else self.inherited(symbol, name)

    def inherited(self, symbol: Symbol, name: str) -> Symbol | None:
        """Return what a class inherits under a name: what `super()` has."""
        classes = (base for base in self.ancestors(symbol) if is_class(base))
        return next((found for cls in classes if (found := self._members_of(cls).get(name))), None)

    def _members_of(self, symbol: Symbol) -> Mapping[str, Symbol]:
        """Return the methods, attributes and nested classes of a class by name, without what it inherits."""
        if symbol not in self._members:
            path, owner, cls = symbol.path, symbol.qualname, self.class_at(symbol)
            members: dict[str, Symbol] = {}
            for method in cls.methods:
                kind: SymbolKind = "attribute" if method.sort == "getter" else "method"
                members.setdefault(method.name, Symbol(path, f"{owner}.{method.name}", kind, owner=owner))
            for attribute in cls.attributes:
                found = Symbol(path, f"{owner}.{attribute.name}", "attribute", owner=owner)
                members.setdefault(attribute.name, found)
            for name, nested in self.bindings.nested_classes(path, cls).items():
                members.setdefault(name, Symbol(path, numbered(nested), "class"))
            self._members[symbol] = members
        return self._members[symbol]

    def _classes_of(self, path: str) -> dict[str, Class]:
        if path not in self._classes:
            self._classes[path] = {numbered(cls): cls for cls in self.files[path].classes}
        return self._classes[path]

    # Bases

    def _own_base(self, symbol: Symbol, name: str) -> Symbol | External | None:
        """Return what a base of a class means, as far as modules and nested classes go."""
        cls = self.class_at(symbol)
        first, *rest = name.split(".")
        place = cls.qualname.rpartition(".")[0]
        local = self.bindings.visible_class(symbol.path, first, place, before=cls.line)
        bound: Bound | None = Binding(symbol.path, local) if local is not None else None
        if bound is None:
            found = self.named(symbol.path, name)
            shadowed = self.bindings.import_of(symbol.path, name) if found == symbol else None
            return as_meaning(self.bindings.imported(symbol.path, shadowed)) if shadowed is not None else found
        for segment in rest:
            bound = self.bindings.member(bound, segment, symbol.path) if bound is not None else None
        return as_meaning(bound)

    def _inherited_base(self, symbol: Symbol, name: str) -> Symbol | None:
        """Return the class that a base such as `Parent.Meta` means where `Parent` inherits it."""
        outer, _, last = name.rpartition(".")
        parent = self._own_base(symbol, outer) if outer else None
        if parent is None:
            return None

        def own_bases(cls: Symbol | External) -> Sequence[Symbol | External]:
            found = (self._own_base(cls, base) for base in _written_bases(self.class_at(cls))) if is_class(cls) else ()
            return [base for base in found if base is not None]

        for base in nearest_first(parent, own_bases):
            if is_class(base):
                found = as_meaning(self.bindings.member(Binding(base.path, self.class_at(base)), last, base.path))
                if isinstance(found, Symbol):
                    return found
        return None


def _written_bases(cls: Class) -> list[str]:
    """Return the bases of a class that are names, without subscripts; of what calls return nothing is known."""
    names = (base.partition("[")[0].strip() for base in cls.bases)
    return [name for name in names if all(part.isidentifier() for part in name.split("."))]


def as_meaning(bound: Bound | None) -> Symbol | External | None:
    """Return what a binding binds."""
    match bound:
        case Outside(name=name):
            return External(name)
        case Binding(path=path, entry=Class() as cls):
            return Symbol(path, numbered(cls), "class")
        case Binding(path=path, entry=Function(name=name)):
            return Symbol(path, name, "function")
        case Binding(path=path, entry=Attribute(name=name)):
            return Symbol(path, name, "constant")
        case Binding(path=path, entry=None):
            return Symbol(path, "", "module")
    return None


def is_class(meaning: Symbol | External) -> TypeGuard[Symbol]:
    """Return whether something is a class of the target."""
    return isinstance(meaning, Symbol) and meaning.kind == "class"
