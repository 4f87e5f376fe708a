"""What a name in code means: a symbol of the target, an instance of one of its classes, or something outside of it.

Names are followed through imports, re-exports, star imports, attributes whose class is known, results of functions
that say what they return, and base classes. What cannot be known without running the code resolves to nothing.
"""

import builtins
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from designdoc_assets.source.keys import PartitionKey, encode
from designdoc_assets.source.modules import Modules
from designdoc_assets.source.symbols import Attribute, Class, FileFacts, Function, Import

SymbolKind = Literal["module", "class", "function", "method", "attribute", "constant"]

_OPTIONAL = re.compile(r"(?:typing\.|t\.)?Optional\[(.+)\]\Z")
_DOTTED = re.compile(r"[A-Za-z_][\w.]*\Z")
_SELF_TYPES = frozenset({"Self", "typing.Self", "t.Self", "typing_extensions.Self"})
_BUILTINS = frozenset(dir(builtins))


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


class Resolver:
    """Resolves names in the files of one snapshot."""

    def __init__(self, files: Mapping[str, FileFacts], modules: Modules) -> None:
        self._files = files
        self._modules = modules
        self._scopes: dict[str, dict[str, Class | Function | Attribute | Import]] = {}
        self._classes: dict[str, dict[str, Class]] = {}
        self._memo: dict[tuple[str, str, str], Meaning | None] = {}

    def class_at(self, symbol: Symbol) -> Class:
        """Return the facts of a class."""
        return self._classes_of(symbol.path)[symbol.qualname]

    def resolve(self, path: str, name: str, scope: Class | None = None) -> Meaning | None:
        """Return what the dotted `name` means in the file at `path`, in the body of class `scope`."""
        key = (path, numbered(scope) if scope else "", name)
        if key not in self._memo:
            self._memo[key] = None  # a name that leads back to itself means nothing
            self._memo[key] = self._resolve(path, name, scope)
        return self._memo[key]

    def imported(self, path: str, entry: Import) -> Meaning | None:
        """Return what an import binds."""
        return self._imported(path, entry, frozenset())

    def bases(self, symbol: Symbol) -> list[Symbol | External]:
        """Return the resolved direct bases of a class, in order; what has no meaning is left out."""
        cls = self.class_at(symbol)
        meanings = [
            self.resolve(symbol.path, base.partition("[")[0].strip(), self._outer(symbol)) for base in cls.bases
        ]
        return [meaning for meaning in meanings if isinstance(meaning, Symbol | External) and meaning != symbol]

    def ancestors(self, symbol: Symbol) -> list[Symbol | External]:
        """Return all that a class inherits from, nearest first, each once."""
        found: dict[Symbol | External, None] = {}
        queue = self.bases(symbol)
        while queue:
            base = queue.pop(0)
            if base not in found and base != symbol:
                found[base] = None
                queue += self.bases(base) if isinstance(base, Symbol) and base.kind == "class" else []
        return list(found)

    def _resolve(self, path: str, name: str, scope: Class | None) -> Meaning | None:
        first, *rest = name.split(".")
        meaning = self._first(path, first.removesuffix("()"), scope)
        if first.endswith("()"):
            meaning = meaning if first == "super()" else self._called(meaning)
        for segment in rest:
            if meaning is None:
                return None
            meaning = self._step(meaning, segment.removesuffix("()"))
            if segment.endswith("()"):
                meaning = self._called(meaning)
        return meaning

    def _first(self, path: str, name: str, scope: Class | None) -> Meaning | None:
        if scope is not None:
            here = Symbol(path, numbered(scope), "class")
            if name in {"self", "cls"}:
                return Instance(here)
            if name == "super":
                base = next((b for b in self.bases(here) if isinstance(b, Symbol) and b.kind == "class"), None)
                return Instance(base) if base else None
            nested = self._classes_of(path).get(f"{scope.qualname}.{name}")
            if nested is not None:
                return Symbol(path, numbered(nested), "class")
        found = self._in_module(path, name, frozenset())
        if found is None and name in _BUILTINS:
            return External(f"builtins.{name}")
        return found

    def _in_module(self, path: str, name: str, seen: frozenset[tuple[str, str]]) -> Meaning | None:
        if (path, name) in seen:
            return None
        seen |= {(path, name)}
        match self._scope(path).get(name):
            case Class() as cls:
                return Symbol(path, numbered(cls), "class")
            case Function():
                return Symbol(path, name, "function")
            case Attribute():
                return Symbol(path, name, "constant")
            case Import() as entry:
                return self._imported(path, entry, seen)
        submodule = self._modules.submodule(path, name)
        if submodule is not None:
            return Symbol(submodule, "", "module")
        for entry in self._files[path].imports:
            if entry.name == "*":
                source = self._modules.find(entry.module, path)
                found = self._in_module(source, name, seen) if source else None
                if found is not None:
                    return found
        return None

    def _imported(self, path: str, entry: Import, seen: frozenset[tuple[str, str]]) -> Meaning | None:
        if entry.name is None:
            module = entry.module if entry.alias else entry.module.partition(".")[0]
            source = self._modules.find(module, path)
            if source is not None:
                return Symbol(source, "", "module")
            # `import a.b` binds `a`, which may be a folder without a file of its own; External steps find `a.b` again.
            return External(module)
        source = self._modules.find(entry.module, path)
        if source is not None and entry.name != "*":
            found = self._in_module(source, entry.name, seen)
            if found is not None:
                return found
        dots = "" if entry.module.endswith(".") else "."
        submodule = self._modules.find(f"{entry.module}{dots}{entry.name}", path)
        if submodule is not None:
            return Symbol(submodule, "", "module")
        if source is not None or entry.module.startswith("."):
            return None
        return External(f"{entry.module}.{entry.name}")

    def _step(self, meaning: Meaning, name: str) -> Meaning | None:
        match meaning:
            case External(name=outer):
                source = self._modules.find(f"{outer}.{name}", "")
                return Symbol(source, "", "module") if source else External(f"{outer}.{name}")
            case Symbol(kind="module", path=path):
                return self._in_module(path, name, frozenset())
            case Symbol(kind="class"):
                return self._member(meaning, name)
            case Instance(of=cls):
                return self._member(cls, name)
            case Symbol(kind="attribute" | "constant"):
                held = self._held(meaning)
                return self._member(held.of, name) if held else None
        return None

    def _called(self, meaning: Meaning | None) -> Meaning | None:
        match meaning:
            case Symbol(kind="class"):
                return Instance(meaning)
            case Symbol(kind="function" | "method"):
                function = self._function(meaning)
                returns = function.signature.returns if function else None
                owner = self._owner(meaning)
                if returns in _SELF_TYPES and owner:
                    return Instance(Symbol(meaning.path, meaning.owner, "class"))
                return self._instance(meaning.path, core_type(returns), owner)
        return None

    def _held(self, symbol: Symbol) -> Instance | None:
        owner = self._owner(symbol)
        entries = owner.attributes if owner else self._files[symbol.path].constants
        name = symbol.qualname.rpartition(".")[2]
        entry = next((entry for entry in entries if entry.name == name), None)
        if entry is not None:
            return self._instance(symbol.path, entry.made_by or core_type(entry.annotation), owner)
        getter = self._function(symbol) if owner else None
        return self._instance(symbol.path, core_type(getter.signature.returns), owner) if getter else None

    def _instance(self, path: str, name: str | None, scope: Class | None) -> Instance | None:
        meaning = self.resolve(path, name, scope) if name else None
        return Instance(meaning) if isinstance(meaning, Symbol) and meaning.kind == "class" else None

    def _member(self, symbol: Symbol, name: str) -> Symbol | None:
        for cls in [symbol, *self.ancestors(symbol)]:
            if not isinstance(cls, Symbol) or cls.kind != "class":
                continue
            facts = self.class_at(cls)
            method = next((method for method in facts.methods if method.name == name), None)
            if method is not None:
                kind: SymbolKind = "attribute" if method.flavour.endswith("property") else "method"
                return Symbol(cls.path, f"{cls.qualname}.{name}", kind, owner=cls.qualname)
            if any(attribute.name == name for attribute in facts.attributes):
                return Symbol(cls.path, f"{cls.qualname}.{name}", "attribute", owner=cls.qualname)
            nested = self._classes_of(cls.path).get(f"{facts.qualname}.{name}")
            if nested is not None:
                return Symbol(cls.path, numbered(nested), "class")
        return None

    def _function(self, symbol: Symbol) -> Function | None:
        owner = self._owner(symbol)
        functions = owner.methods if owner else self._files[symbol.path].functions
        name = symbol.qualname.rpartition(".")[2]
        return next((function for function in functions if function.name == name), None)

    def _owner(self, symbol: Symbol) -> Class | None:
        return self._classes_of(symbol.path).get(symbol.owner) if symbol.owner else None

    def _outer(self, symbol: Symbol) -> Class | None:
        return self._classes_of(symbol.path).get(self.class_at(symbol).qualname.rpartition(".")[0])

    def _classes_of(self, path: str) -> dict[str, Class]:
        if path not in self._classes:
            self._classes[path] = {numbered(cls): cls for cls in self._files[path].classes}
        return self._classes[path]

    def _scope(self, path: str) -> dict[str, Class | Function | Attribute | Import]:
        """Return what the module's names are bound to; a definition wins over an import, the first over later ones."""
        if path not in self._scopes:
            facts = self._files[path]
            scope: dict[str, Class | Function | Attribute | Import] = {}
            for cls in facts.classes:
                if "." not in cls.qualname:
                    scope.setdefault(cls.name, cls)
            for function in facts.functions:
                scope.setdefault(function.name, function)
            for constant in facts.constants:
                scope.setdefault(constant.name, constant)
            for entry in facts.imports:
                if entry.name != "*":
                    bound = entry.alias or entry.name or entry.module.partition(".")[0]
                    current = scope.get(bound)
                    if current is None or (isinstance(current, Import) and current.guard and not entry.guard):
                        scope[bound] = entry
            self._scopes[path] = scope
        return self._scopes[path]


def as_class(meaning: Meaning | None) -> Symbol | None:
    """Return the class that a meaning is, is an instance of, or belongs to."""
    match meaning:
        case Instance(of=cls):
            return cls
        case Symbol(kind="class"):
            return meaning
        case Symbol(owner=owner) if owner:
            return replace(meaning, qualname=owner, kind="class", owner="")
    return None
