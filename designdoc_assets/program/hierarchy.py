"""What classes inherit from, and the members that they have: their own, and those of their bases."""

import re
from collections.abc import Iterator, Mapping, Sequence

from designdoc_assets.languages.facts import Class
from designdoc_assets.languages.language import Language
from designdoc_assets.languages.linking import External
from designdoc_assets.program.bindings import Bindings
from designdoc_assets.program.definitions import Definitions
from designdoc_assets.program.inheritance import Lineages, nearest_first
from designdoc_assets.program.paths import DOTTED
from designdoc_assets.program.resolution import Named, Symbol, attribute_symbol, class_symbol, is_class, method_symbol
from designdoc_assets.program.scopes import Scopes


class Hierarchy:
    """The bases and members of the classes of one language."""

    def __init__(self, scopes: Scopes, definitions: Definitions, bindings: Bindings, language: Language) -> None:
        self._scopes = scopes
        self._definitions = definitions
        self._bindings = bindings
        self._rules, self._types = language.rules, language.types
        self._members: dict[Symbol, Mapping[str, Symbol]] = {}
        self._bases: dict[Symbol, Sequence[Named]] = {}
        self._lineages = Lineages[Named](self._bases_of, language.rules.linearisation)

    def named(self, path: str, name: str) -> Named | None:
        """Return what a dotted name means in the file at `path`, as far as files and nested classes go."""
        found = self._bindings.named(path, name)
        if found is None and (full := self._rules.builtins.get(name)):
            return External(full, "builtin", full[: -len(name) - 1])
        return found

    def bases(self, symbol: Symbol) -> Sequence[Named]:
        """Return the resolved direct bases of a class, in order; what has no meaning is left out."""
        if symbol not in self._bases:
            written = _written_bases(self._definitions.class_at(symbol), symbol.path)
            found = (
                self._own_base(symbol, base, path) or self._inherited_base(symbol, base, path) for base, path in written
            )
            self._bases[symbol] = tuple(dict.fromkeys(base for base in found if base is not None and base != symbol))
        return self._bases[symbol]

    def ancestors(self, symbol: Symbol) -> Sequence[Named]:
        """Return all that a class inherits from, each once, in the order in which its language looks for members."""
        return self._lineages.of(symbol)

    def member(self, symbol: Symbol, name: str) -> Symbol | None:
        """Return the member of a class that a name means, its own or one that it inherits."""
        own = self._members_of(symbol).get(name)
        return own if own is not None else self.inherited(symbol, name)

    def inherited(self, symbol: Symbol, name: str) -> Symbol | None:
        """Return what a class inherits under a name: what its bases have."""
        classes = (base for base in self.ancestors(symbol) if is_class(base))
        return next((found for cls in classes if (found := self._members_of(cls).get(name))), None)

    def is_record(self, symbol: Symbol) -> bool:
        """Return whether objects of a class are tables whose keys it declares as its attributes."""
        lineage = (base for base in (*self.bases(symbol), *self.ancestors(symbol)) if isinstance(base, External))
        return any(base.name.rpartition(".")[2] in self._types.records for base in lineage)

    def _members_of(self, symbol: Symbol) -> Mapping[str, Symbol]:
        """Return the methods, attributes and nested classes of a class by name, without what it inherits."""
        if symbol not in self._members:
            path, cls = symbol.path, self._definitions.class_at(symbol)
            members: dict[str, Symbol] = {}
            for method in cls.methods:
                if method.sort == "constructor" and method.name == cls.name:
                    continue  # By that name, code means the class.
                members.setdefault(method.name, method_symbol(symbol, method))
            for attribute in cls.attributes:
                members.setdefault(attribute.name, attribute_symbol(symbol, attribute.name))
            for name, nested in self._scopes.nesting(path).right_inside(cls).items():
                members.setdefault(name, class_symbol(path, nested))
            self._members[symbol] = members
        return self._members[symbol]

    def _bases_of(self, cls: Named) -> Sequence[Named]:
        return self.bases(cls) if is_class(cls) else ()

    def _own_base(self, symbol: Symbol, name: str, path: str) -> Named | None:
        """Return what a base of a class means in the file that names it, as far as files and nested classes go."""
        cls = self._definitions.class_at(symbol)
        first, *rest = name.split(".")
        place = cls.qualname.rpartition(".")[0]
        is_own = path == symbol.path
        nesting = self._scopes.nesting(path)
        local = nesting.visible(first, place, before=cls.line) if is_own else None
        if local is None and is_own:
            inside = (nesting.right_inside(outer).get(first) for outer in self._around(symbol))
            local = next(filter(None, inside), None)
        if local is None:
            found = self.named(path, name)
            # A class that is called like its base imports that one.
            shadowed = self._scopes.import_of(path, name) if found == symbol else None
            return self._bindings.imported(path, shadowed) if shadowed is not None else found
        bound: Named | None = class_symbol(path, local)
        for segment in rest:
            bound = self._bindings.member(bound, segment, path) if bound is not None else None
        return bound

    def _around(self, symbol: Symbol) -> Iterator[Class]:
        """Yield the classes around another, outwards, whose members are in sight in all of their bodies."""
        nesting = self._scopes.nesting(symbol.path)
        around = nesting.around(self._definitions.class_at(symbol)) if self._rules.has_implicit_receivers else None
        while around is not None:
            yield around
            around = nesting.around(around)

    def _inherited_base(self, symbol: Symbol, name: str, path: str) -> Symbol | None:
        """Return the class that a base means where another inherits it: `Parent` of `Parent.Meta`, or one around."""
        outer, _, last = name.rpartition(".")
        parent = self._own_base(symbol, outer, path) if outer else None
        parents = [parent] if parent is not None else []
        if not outer and path == symbol.path:
            parents = [class_symbol(path, each) for each in self._around(symbol)]
        for base in (base for parent in parents for base in nearest_first(parent, self._own_bases)):
            if is_class(base):
                found = self._bindings.member(base, last, base.path)
                if isinstance(found, Symbol):
                    return found
        return None

    def _own_bases(self, cls: Named) -> Sequence[Named]:
        """Return the bases of a class without those that are inherited themselves, which would ask for each other."""
        written = _written_bases(self._definitions.class_at(cls), cls.path) if is_class(cls) else ()
        found = (self._own_base(cls, base, path) for base, path in written if is_class(cls))
        return [base for base in found if base is not None]


def _written_bases(cls: Class, path: str) -> list[tuple[str, str]]:
    """Return the bases of a class that are names, each with the file that says so; calls are none."""
    names = ((entry.name, entry.path or path) for entry in cls.inherited)
    return [(name, where) for name, where in names if re.fullmatch(DOTTED, name)]
