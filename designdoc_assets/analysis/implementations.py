"""Which classes implement a base class or protocol: heirs, classes registered with it, those that have its members."""

from collections.abc import Collection, Iterable, Iterator
from functools import cached_property

from designdoc_assets.analysis.members import member_names
from designdoc_assets.analysis.target import Target
from designdoc_assets.languages.facts import Class
from designdoc_assets.program.resolution import Symbol, class_symbol


class Implementations:
    """Finds the classes that implement a base class or protocol."""

    def __init__(self, target: Target) -> None:
        self._target = target

    def registered(self, base: Symbol) -> list[Symbol]:
        """Return the virtual subclasses of a class: those that are annotated with its `register`."""
        return self._registered.get(base, [])

    def nominal(self, base: Symbol, heirs: Iterable[Symbol], names: Collection[str]) -> list[Symbol]:
        """Return the heirs that implement at least one of `names`.

        By a concrete member of their own, or one inherited from a class that is neither `base` nor an ancestor of it.
        """
        ancestors = self._target.relations.resolver.ancestors
        owners: set[Symbol] = set().union(*(self._implemented.get(name, ()) for name in names))
        owners -= {base, *(above for above in ancestors(base) if isinstance(above, Symbol))}
        return [heir for heir in heirs if not owners.isdisjoint((heir, *ancestors(heir)))] if owners else []

    def structural(self, names: Collection[str], besides: Collection[Symbol]) -> list[Symbol]:
        """Return the classes that have members of all these names, their own or inherited, without those in `besides`.

        Of no names, none: every class would have them.
        """
        having = [self._by_member.get(name, {}) for name in names]
        rarest = min(having, key=len, default={})
        return [cls for cls in rarest if cls not in besides and all(cls in others for others in having)]

    @cached_property
    def _registered(self) -> dict[Symbol, list[Symbol]]:
        found: dict[Symbol, list[Symbol]] = {}
        for symbol, cls in self._classes():
            for annotation in cls.annotations:
                owner, _, last = annotation.rpartition(".")
                base = self._target.relations.resolver.resolve(symbol.path, owner) if last == "register" else None
                if isinstance(base, Symbol) and base.kind == "class":
                    found.setdefault(base, []).append(symbol)
        return found

    @cached_property
    def _implemented(self) -> dict[str, set[Symbol]]:
        """By name, the classes that define a concrete member. Those of tests are among them: a documented class may
        inherit from one."""
        found: dict[str, set[Symbol]] = {}
        for symbol, cls in self._target.relations.classes():
            for name in {*member_names(cls)} - {method.name for method in cls.methods if method.is_abstract}:
                found.setdefault(name, set()).add(symbol)
        return found

    @cached_property
    def _by_member(self) -> dict[str, dict[Symbol, None]]:
        resolver = self._target.relations.resolver
        found: dict[str, dict[Symbol, None]] = {}
        for symbol, cls in self._classes():
            known = [base for base in resolver.ancestors(symbol) if isinstance(base, Symbol) and base.kind == "class"]
            for owner in (cls, *map(resolver.class_at, known)):
                for name in member_names(owner):
                    found.setdefault(name, {})[symbol] = None
        return found

    def _classes(self) -> Iterator[tuple[Symbol, Class]]:
        for path, file in self._target.snapshot.files.items():
            for cls in file.facts.classes:
                yield class_symbol(path, cls), cls
