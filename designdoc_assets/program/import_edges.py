"""Which file imports which, and what from outside of the target."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from designdoc_assets.languages.facts import FileFacts, When
from designdoc_assets.languages.linking import External, Linker
from designdoc_assets.program.resolution import Symbol
from designdoc_assets.program.resolver import Resolver
from designdoc_assets.program.scopes import WILDCARD, taken_from


@dataclass(frozen=True, slots=True)
class ImportEdge:
    """A file's import of a file of the target, or of a unit outside, which is called by its name."""

    path: str
    target: str
    when: When
    outside: External | None = None

    @property
    def internal(self) -> bool:
        """Whether a file of the target is imported."""
        return self.outside is None


def import_edges(path: str, facts: FileFacts, resolver: Resolver, linker: Linker) -> Iterator[ImportEdge]:
    """Yield what a file imports, in order; what is not found, and not told what it is, is left out."""
    for entry in facts.imports:
        outer = taken_from(entry)
        named = replace(entry, name=outer, alias=None) if outer else entry
        meaning = resolver.imported(path, named) if named.name and named.name != WILDCARD else None
        is_file = isinstance(meaning, Symbol) and meaning.kind == "module"
        if isinstance(meaning, Symbol) and (is_file or resolver.rules.has_shared_units):
            target: str | None = meaning.path
        else:
            target = linker.find(entry.module, path)
        outside = linker.outside(entry.module, path) if target is None else None
        if target is not None and target != path:
            yield ImportEdge(path, target, entry.when)
        elif outside is not None:
            yield ImportEdge(path, outside.name, entry.when, outside)
