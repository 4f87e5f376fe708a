"""The re-exports of a module: names of other files that it offers to importers, declared or as a package's own file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from designdoc_assets.analysis.member_sorts import is_offered
from designdoc_assets.languages.facts import Attribute, Class, FileFacts, Function, Import
from designdoc_assets.languages.registry import is_face
from designdoc_assets.program.relations import Relations
from designdoc_assets.program.resolution import Symbol
from designdoc_assets.program.scopes import WILDCARD


@dataclass(frozen=True, slots=True)
class Reexport:
    """A name that importers get from a module, and the symbol of another file that it stands for."""

    name: str
    symbol: Symbol


class Reexports:
    """Looks up the re-exports of modules, each worked out once."""

    def __init__(self, files: Mapping[str, FileFacts], relations: Relations) -> None:
        self._files = files
        self._relations = relations
        self._known: dict[str, tuple[Reexport, ...]] = {}

    def of(self, path: str) -> tuple[Reexport, ...]:
        """Return the names that the file at `path` offers and another documented file defines, in order."""
        if path not in self._known:
            found: dict[str, Reexport] = {}
            facts = self._files[path]
            # `handler = defaults.handler` defines a constant here, whatever it stands for.
            own = {c.name for c in facts.constants} - {entry.alias or entry.name for entry in facts.imports}
            for name in self._names(path):
                meaning = self._relations.resolver.resolve(path, name) if name not in own else None
                if isinstance(meaning, Symbol) and meaning.path != path and meaning.path in self._files:
                    found.setdefault(name, Reexport(name, meaning))
            self._known[path] = tuple(found.values())
        return self._known[path]

    def served(self, path: str) -> tuple[str, ...]:
        """Return the exported names that nothing in a module binds: a function of it makes them on request."""
        facts = self._files[path]
        if not facts.serves_names:
            return ()
        exported = dict.fromkeys(facts.exports or ())
        bound = {_bound_by(entry) for entry in facts.imports} | {cls.name for cls in facts.classes}
        bound |= {function.name for function in facts.functions} | {constant.name for constant in facts.constants}
        modules = {name for name in exported if self._relations.linkers.subunit(path, name)}
        return tuple(name for name in exported if name not in bound | modules)

    def _names(self, path: str) -> Iterable[str]:
        facts = self._files[path]
        if facts.exports is not None:
            return facts.exports
        imports = [entry for entry in facts.imports if entry.when not in {"late", "types"}]
        # A file that marks one import as a re-export marks all that are meant to be.
        explicit = [entry for entry in imports if entry.is_reexport]
        if explicit or not is_face(path):
            return (name for entry in explicit for name in self._passed_on(path, entry, frozenset({path})))
        return (name for entry in imports for name in self._taken_from_inside(path, entry))

    def _passed_on(self, path: str, entry: Import, passed: frozenset[str]) -> Iterable[str]:
        """Yield the names that an explicit re-export offers: its own, or all that the source of a wildcard offers."""
        if entry.name != WILDCARD:
            yield from [_bound_by(entry)] if is_offered(entry) else ()
            return
        source = self._relations.linkers.find(entry.module, path)
        if source is None or source in passed or source not in self._files:
            return
        yield from self._offered_to_star(source)
        for further in self._files[source].imports:
            if further.is_reexport and self._files[source].exports is None:
                yield from self._passed_on(source, further, passed | {source})

    def _taken_from_inside(self, path: str, entry: Import) -> Iterable[str]:
        """Yield the public names that an import takes from files inside the package; others are only used here."""
        folder = path.rpartition("/")[0]
        source = self._relations.linkers.find(entry.module, path)
        if entry.name is None or source is None or not source.startswith(f"{folder}/"):
            return
        if entry.name == "*":
            yield from self._offered_to_star(source)
            return
        meaning = self._relations.resolver.imported(path, entry)
        is_module = isinstance(meaning, Symbol) and meaning.kind == "module"
        if not is_module and is_offered(entry):
            yield _bound_by(entry)

    def _offered_to_star(self, path: str) -> Iterable[str]:
        facts = self._files.get(path)
        if facts is None:
            return ()
        defined: list[Class | Function | Attribute] = [cls for cls in facts.classes if "." not in cls.qualname]
        defined += [*facts.functions, *facts.constants]
        hidden = {entry.name for entry in defined if not is_offered(entry)}
        if facts.exports is not None:
            hidden |= {_bound_by(entry) for entry in facts.imports if not is_offered(entry)}
            return [name for name in facts.exports if name not in hidden]
        lines = {entry.name: entry.line for entry in defined if entry.name not in hidden}
        return sorted(lines, key=lambda name: (lines[name], name))


def _bound_by(entry: Import) -> str:
    """Return the name that an import binds."""
    return entry.alias or (entry.name or entry.module).partition(".")[0]
