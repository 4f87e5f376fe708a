"""What a name in code means: a symbol of the target, an instance of one of its classes, or something outside of it.

Names are followed through imports, re-exports, star imports, attributes whose class is known, results of functions
that say what they return, and base classes. What cannot be known without running the code resolves to nothing. Every
answer depends on the files alone, never on what was asked before; and nothing recurses, however long its chain.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Literal, TypeGuard

from designdoc_assets.languages.facts import Attribute, Class, FileFacts, Function, Import
from designdoc_assets.languages.keys import PartitionKey, encode
from designdoc_assets.languages.python.builtin_names import BUILTINS
from designdoc_assets.languages.python.linker import Modules
from designdoc_assets.program.bindings import Binding, Bindings, Bound, Outside
from designdoc_assets.program.inheritance import Lineages, nearest_first

SymbolKind = Literal["module", "class", "function", "method", "attribute", "constant"]

_OPTIONAL = re.compile(r"(?:typing\.|t\.)?Optional\[(.+)\]\Z")
_DOTTED = re.compile(r"[A-Za-z_][\w.]*\Z")
_SELF_TYPES = frozenset({"Self", "typing.Self", "t.Self", "typing_extensions.Self"})
_ENTERED = frozenset({"__enter__", "__aenter__"})
_OWN = frozenset({"self", "cls", "super"})
"""Names that mean something else in each class."""


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


def core_type(annotation: str | None) -> str | None:
    """Return the one class that an annotation names, looking through `| None`, `Optional[...]` and quotes."""
    if not annotation:
        return None
    text = annotation.strip("\"'").removesuffix("| None").removeprefix("None |").strip()
    optional = _OPTIONAL.match(text)
    text = optional.group(1).strip("\"'") if optional else text
    return text if _DOTTED.match(text) else None


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


@dataclass(frozen=True, slots=True)
class _Bases:
    """What `super()` is in a method of the class `of`."""

    of: Symbol


@dataclass(frozen=True, slots=True, eq=False)
class _Name:
    """Step: a bare name. Fields are those of `Resolver.resolve`."""

    path: str
    name: str
    scope: Class | None
    within: str


@dataclass(frozen=True, slots=True)
class _Known:
    """Step: something that is known already, or known to mean nothing."""

    meaning: Meaning | None


@dataclass(frozen=True, slots=True)
class _Member:
    """Step: what stands under a name in what was reached, for code in the file at `path`."""

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class _Keep:
    """Step: what was reached is what an attribute holds."""

    attribute: Symbol


class _Turn(Enum):
    """Step: what was reached is made something else."""

    CALLED = auto()
    """Its result: an instance of the class, or of the class that the function says it returns."""
    INSTANCE = auto()
    """An instance of the class."""
    HELD = auto()
    """What the attribute holds."""


_Step = _Name | _Known | _Member | _Keep | _Turn


class Resolver:
    """Resolves names in the files of one snapshot."""

    def __init__(self, files: Mapping[str, FileFacts], modules: Modules) -> None:
        self._files = files
        self._modules = modules
        self._bindings = Bindings(files, modules)
        self._classes: dict[str, dict[str, Class]] = {}
        self._members: dict[Symbol, Mapping[str, Symbol]] = {}
        self._resolved: dict[tuple[str, str, str, str], Meaning | None] = {}
        self._held: dict[Symbol, Instance | None] = {}
        self._bases: dict[Symbol, Sequence[Symbol | External]] = {}
        self._lineages = Lineages[Symbol | External](lambda base: self.bases(base) if _is_class(base) else ())

    def class_at(self, symbol: Symbol) -> Class:
        """Return the facts of a class."""
        return self._classes_of(symbol.path)[symbol.qualname]

    def function_at(self, symbol: Symbol) -> Function | None:
        """Return the facts of a function, method or property; None for what is none."""
        owner = self._owner(symbol)
        functions = owner.methods if owner else self._files[symbol.path].functions
        name = symbol.qualname.rpartition(".")[2]
        return next((function for function in functions if function.name == name), None)

    def constant_at(self, symbol: Symbol) -> Attribute | None:
        """Return the facts of a constant; None for what is none."""
        constants = self._files[symbol.path].constants if symbol.kind == "constant" else ()
        return next((constant for constant in constants if constant.name == symbol.qualname), None)

    def resolve(self, path: str, name: str, scope: Class | None = None, within: str = "") -> Meaning | None:
        """Return what the dotted `name` means in the file at `path`.

        Args:
            path: The file that the name stands in.
            name: As in `symbols.Use`.
            scope: The class in whose body, or in whose method, it stands.
            within: The qualified name of the function or method in whose body it stands.
        """
        first = name.partition(".")[0].removesuffix("()")
        if not self._bindings.has_inner(path, first) and not self._bindings.local_import(path, first, within):
            # Then it means the same in the whole file, and is looked up once.
            within = ""
            scope = scope if first in _OWN else None
        key = (path, numbered(scope) if scope else "", within, name)
        if key not in self._resolved:
            self._resolved[key] = self._reached(_steps(path, name, scope, within))
        return self._resolved[key]

    def absolute(self, path: str, name: str) -> Symbol | None:
        """Return what a full dotted name (`pay.gateway.Gateway`) means to the file at `path`, imported or not."""
        first, *rest = name.split(".")
        source = self._modules.find(first, path)
        start = Symbol(source, "", "module") if source is not None else External(first)
        meaning = self._reached([_Known(start), *(_Member(segment, path) for segment in rest)])
        return meaning if isinstance(meaning, Symbol) else None

    def imported(self, path: str, entry: Import) -> Meaning | None:
        """Return what an import binds."""
        return _meaning(self._bindings.imported(path, entry))

    def held(self, owner: Symbol, attribute: str) -> Symbol | None:
        """Return the class whose instance an attribute of a class holds."""
        symbol = Symbol(owner.path, f"{owner.qualname}.{attribute}", "attribute", owner=owner.qualname)
        instance = self._reached([_Known(symbol), _Turn.HELD])
        return instance.of if isinstance(instance, Instance) else None

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

    # From a name to its meaning, a step at a time

    def _reached(self, steps: Sequence[_Step]) -> Meaning | None:
        """Take steps one after another; what one of them has to know first is put before it."""
        todo = [*reversed(steps)]
        reached: Meaning | _Bases | None = None
        receiver: Symbol | None = None
        sought: dict[Symbol, None] = {}
        while todo:
            step = todo.pop()
            kind = reached.kind if isinstance(reached, Symbol) else ""
            if isinstance(step, _Member) and kind in {"attribute", "constant"}:
                todo += (step, _Turn.HELD)
                continue
            if step is _Turn.CALLED and kind in {"function", "method"} and isinstance(reached, Symbol):
                todo += reversed(self._steps_to_result(reached, receiver))
                continue
            if step is _Turn.HELD and isinstance(reached, Symbol) and not (reached in self._held or reached in sought):
                sought[reached] = None
                todo += reversed((*self._steps_to_held(reached), _Keep(reached)))
                continue
            receiver = _class_of(reached)
            reached = self._taken(step, reached)
            if reached is None:
                # There is one way to an answer, so what was sought on the way is not to be had; in a circle neither.
                self._held.update((attribute, None) for attribute in sought if attribute not in self._held)
                return None
        return None if isinstance(reached, _Bases) else reached

    def _taken(self, step: _Step, reached: Meaning | _Bases | None) -> Meaning | _Bases | None:
        """Take a step that needs nothing else to be known."""
        taken: Meaning | _Bases | None = None
        match step, reached:
            case _Name(), _:
                taken = self._first(step)
            case _Known(), _:
                taken = step.meaning
            case _Keep(), _:
                taken = self._held[step.attribute] = reached if isinstance(reached, Instance) else None
            case _Turn.HELD, Symbol():
                taken = self._held.get(reached)
            case _Turn.CALLED | _Turn.INSTANCE, Symbol(kind="class"):
                taken = Instance(reached)
            case _Member(), _Bases(of=cls):
                taken = self._inherited(cls, step.name)
            case _Member(), Instance(of=cls) | (Symbol(kind="class") as cls):
                taken = self._member(cls, step.name)
            case _Member(), Symbol(kind="module", path=path):
                taken = _meaning(self._bindings.named(path, step.name))
            case _Member(), External(name=outer):
                taken = _meaning(self._bindings.member(Outside(outer), step.name, step.path))
        return taken

    def _first(self, step: _Name) -> Meaning | _Bases | None:
        path, name, scope = step.path, step.name, step.scope
        if scope is not None:
            here = Symbol(path, numbered(scope), "class")
            if name in {"self", "cls"}:
                return Instance(here)
            if name == "super()":
                return _Bases(here)
        place = step.within or (scope.qualname if scope is not None else "")
        inner = self._bindings.visible_class(path, name, place, after=scope.line if scope is not None else 0)
        if inner is not None:
            return Symbol(path, numbered(inner), "class")
        if local := self._bindings.local_import(path, name, step.within):
            return _meaning(self._bindings.imported(path, local))
        return self._in_module(path, name)

    def _in_module(self, path: str, name: str) -> Symbol | External | None:
        found = _meaning(self._bindings.named(path, name))
        return External(f"builtins.{name}") if found is None and name in BUILTINS else found

    def _steps_to_held(self, symbol: Symbol) -> Sequence[_Step]:
        """Return the steps from an attribute or constant to what it holds."""
        owner = self._owner(symbol)
        name = symbol.qualname.rpartition(".")[2]
        entries = owner.attributes if owner else self._files[symbol.path].constants
        entry = next((entry for entry in entries if entry.name == name), None)
        if entry is None:
            return self._steps_to_result(symbol, None) if owner else [_Known(None)]
        if entry.made_by:
            return [*_steps(symbol.path, entry.made_by, owner), _Turn.CALLED]
        declared = core_type(entry.annotation)
        return [*_steps(symbol.path, declared, owner), _Turn.INSTANCE] if declared else [_Known(None)]

    def _steps_to_result(self, symbol: Symbol, receiver: Symbol | None) -> Sequence[_Step]:
        """Return the steps from a function, or a method or property of `receiver`, to what it returns."""
        owner, function = self._owner(symbol), self.function_at(symbol)
        if function is None:
            return [_Known(None)]
        if owner and _returns_itself(function):
            return [_Known(Instance(receiver or Symbol(symbol.path, symbol.owner, "class")))]
        returned = core_type(function.signature.returns)
        return [*_steps(symbol.path, returned, owner), _Turn.INSTANCE] if returned else [_Known(None)]

    # Members

    def _member(self, symbol: Symbol, name: str) -> Symbol | None:
        own = self._members_of(symbol).get(name)
        return own if own is not None else self._inherited(symbol, name)

    def _inherited(self, symbol: Symbol, name: str) -> Symbol | None:
        classes = (base for base in self.ancestors(symbol) if _is_class(base))
        return next((found for cls in classes if (found := self._members_of(cls).get(name))), None)

    def _members_of(self, symbol: Symbol) -> Mapping[str, Symbol]:
        """Return the methods, attributes and nested classes of a class by name, without what it inherits."""
        if symbol not in self._members:
            path, owner, cls = symbol.path, symbol.qualname, self.class_at(symbol)
            members: dict[str, Symbol] = {}
            for method in cls.methods:
                kind: SymbolKind = "attribute" if method.flavour.endswith("property") else "method"
                members.setdefault(method.name, Symbol(path, f"{owner}.{method.name}", kind, owner=owner))
            for attribute in cls.attributes:
                found = Symbol(path, f"{owner}.{attribute.name}", "attribute", owner=owner)
                members.setdefault(attribute.name, found)
            for name, nested in self._bindings.nested_classes(path, cls).items():
                members.setdefault(name, Symbol(path, numbered(nested), "class"))
            self._members[symbol] = members
        return self._members[symbol]

    def _owner(self, symbol: Symbol) -> Class | None:
        return self._classes_of(symbol.path).get(symbol.owner) if symbol.owner else None

    def _classes_of(self, path: str) -> dict[str, Class]:
        if path not in self._classes:
            self._classes[path] = {numbered(cls): cls for cls in self._files[path].classes}
        return self._classes[path]

    # Bases

    def _own_base(self, symbol: Symbol, name: str) -> Symbol | External | None:
        """Return what a base of a class means, as far as modules and nested classes go."""
        cls = self.class_at(symbol)
        first, *rest = name.split(".")
        place = cls.qualname.rpartition(".")[0]
        local = self._bindings.visible_class(symbol.path, first, place, before=cls.line)
        bound: Bound | None = Binding(symbol.path, local) if local is not None else None
        if bound is None:
            found = self._in_module(symbol.path, name)
            shadowed = self._bindings.import_of(symbol.path, name) if found == symbol else None
            return _meaning(self._bindings.imported(symbol.path, shadowed)) if shadowed is not None else found
        for segment in rest:
            bound = self._bindings.member(bound, segment, symbol.path) if bound is not None else None
        return _meaning(bound)

    def _inherited_base(self, symbol: Symbol, name: str) -> Symbol | None:
        """Return the class that a base such as `Parent.Meta` means where `Parent` inherits it."""
        outer, _, last = name.rpartition(".")
        parent = self._own_base(symbol, outer) if outer else None
        if parent is None:
            return None

        def own_bases(cls: Symbol | External) -> Sequence[Symbol | External]:
            found = (self._own_base(cls, base) for base in _written_bases(self.class_at(cls))) if _is_class(cls) else ()
            return [base for base in found if base is not None]

        for base in nearest_first(parent, own_bases):
            if _is_class(base):
                found = _meaning(self._bindings.member(Binding(base.path, self.class_at(base)), last, base.path))
                if isinstance(found, Symbol):
                    return found
        return None


def _written_bases(cls: Class) -> list[str]:
    """Return the bases of a class that are names, without subscripts; of what calls return nothing is known."""
    names = (base.partition("[")[0].strip() for base in cls.bases)
    return [name for name in names if all(part.isidentifier() for part in name.split("."))]


def _steps(path: str, name: str, scope: Class | None, within: str = "") -> list[_Step]:
    """Return the steps that a dotted name stands for."""
    steps: list[_Step] = []
    for segment in name.split("."):
        bare = segment.removesuffix("()")
        is_called = bare != segment
        if not steps:
            steps.append(_Name(path, segment if segment == "super()" else bare, scope, within))
            is_called = is_called and segment != "super()"
        else:
            steps.append(_Member(bare, path))
        steps += [_Turn.CALLED] if is_called else []
    return steps


def _meaning(bound: Bound | None) -> Symbol | External | None:
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


def _class_of(reached: Meaning | _Bases | None) -> Symbol | None:
    match reached:
        case Instance(of=cls) | _Bases(of=cls) | (Symbol(kind="class") as cls):
            return cls
    return None


def _is_class(meaning: Symbol | External) -> TypeGuard[Symbol]:
    return isinstance(meaning, Symbol) and meaning.kind == "class"


def _returns_itself(method: Function) -> bool:
    """Whether a method returns its own object, or makes one of its own class.

    It says so; or it says nothing, and is entered by `with`, or is a class method that calls its class.
    """
    returns = method.signature.returns
    receiver = method.signature.parameters[0] if method.signature.parameters else None
    if returns is not None:
        return core_type(returns) in _SELF_TYPES or (receiver is not None and receiver.annotation == returns)
    if method.flavour == "classmethod" and receiver is not None:
        return any(use.kind == "call" and use.name == receiver.name for use in method.uses)
    return method.name in _ENTERED
