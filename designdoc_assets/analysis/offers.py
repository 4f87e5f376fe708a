"""What a module offers to importers that other files define: through `__all__`, explicit re-exports, or `__init__`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from designdoc_assets.analysis.members import is_public
from designdoc_assets.languages.facts import FileFacts, Import
from designdoc_assets.program.relations import Relations
from designdoc_assets.program.resolution import Symbol


@dataclass(frozen=True, slots=True)
class Offer:
    """A name that importers get from a module, and what it stands for."""

    name: str
    symbol: Symbol


class Offers:
    """Looks up the offers of modules, each worked out once."""

    def __init__(self, files: Mapping[str, FileFacts], relations: Relations) -> None:
        self._files = files
        self._relations = relations
        self._known: dict[str, tuple[Offer, ...]] = {}

    def of(self, path: str) -> tuple[Offer, ...]:
        """Return what the file at `path` offers and another documented file defines, in order."""
        if path not in self._known:
            found: dict[str, Offer] = {}
            facts = self._files[path]
            # `handler = defaults.handler` defines a constant here, whatever it stands for.
            own = {c.name for c in facts.constants} - {entry.alias or entry.name for entry in facts.imports}
            for name in self._names(path):
                meaning = self._relations.resolver.resolve(path, name) if name not in own else None
                if isinstance(meaning, Symbol) and meaning.path != path and meaning.path in self._files:
                    found.setdefault(name, Offer(name, meaning))
            self._known[path] = tuple(found.values())
        return self._known[path]

    def served(self, path: str) -> tuple[str, ...]:
        """Return the names in a module's `__all__` that nothing in it binds, and that its `__getattr__` serves."""
        facts = self._files[path]
        if not any(function.name == "__getattr__" for function in facts.functions):
            return ()
        bound = {(entry.alias or entry.name or entry.module).partition(".")[0] for entry in facts.imports}
        bound |= {cls.name for cls in facts.classes} | {function.name for function in facts.functions}
        bound |= {constant.name for constant in facts.constants}
        folder = path.rpartition("/")[0]
        inside = {f"{folder}/{name}{end}" for name in facts.exports or () for end in (".py", "/__init__.py")}
        modules = {each[len(folder) + 1 :].partition("/")[0].removesuffix(".py") for each in inside & {*self._files}}
        return tuple(name for name in dict.fromkeys(facts.exports or ()) if name not in bound | modules)

    def _names(self, path: str) -> Iterable[str]:
        facts = self._files[path]
        if facts.exports is not None:
            return facts.exports
        imports = [entry for entry in facts.imports if entry.when not in {"late", "types"}]
        # Type checkers take `from x import y as y` for a re-export; who writes one so writes all so.
        explicit = [entry.alias for entry in imports if entry.alias and entry.alias == entry.name]
        if explicit or not path.rpartition("/")[2].startswith("__init__."):
            return filter(is_public, explicit)
        return (name for entry in imports for name in self._taken_from_inside(path, entry))

    def _taken_from_inside(self, path: str, entry: Import) -> Iterable[str]:
        """Yield the public names that an import takes from below the package: others are just used here."""
        folder = path.rpartition("/")[0]
        source = self._relations.modules.find(entry.module, path)
        if entry.name is None or source is None or not source.startswith(f"{folder}/"):
            return
        if entry.name == "*":
            yield from filter(is_public, self._offered_to_star(source))
            return
        meaning = self._relations.resolver.imported(path, entry)
        is_module = isinstance(meaning, Symbol) and meaning.kind == "module"
        if not is_module and is_public(entry.alias or entry.name):
            yield entry.alias or entry.name

    def _offered_to_star(self, path: str) -> Iterable[str]:
        facts = self._files.get(path)
        if facts is None:
            return ()
        if facts.exports is not None:
            return facts.exports
        lines = {cls.name: cls.line for cls in facts.classes if "." not in cls.qualname}
        lines |= {function.name: function.line for function in facts.functions}
        lines |= {constant.name: constant.line for constant in facts.constants}
        return sorted(lines, key=lambda name: (lines[name], name))
