"""The symbol table of each file: which definition or import its names are bound to, by its text alone."""

from bisect import bisect
from collections.abc import Iterator, Mapping
from dataclasses import replace

from designdoc_assets.languages.facts import Attribute, Class, FileFacts, Function, Import
from designdoc_assets.languages.linking import Linker
from designdoc_assets.languages.name_rules import NameRules
from designdoc_assets.program.nesting import Nesting

Definition = Class | Function | Attribute
WILDCARD = "*"
"""The name of an import that takes all names that a file offers."""
_ALL_INSIDE = f".{WILDCARD}"
"""What the name of an import ends in that takes all names inside of a class: `Pump.*`."""


def taken_from(entry: Import) -> str:
    """Return the class that an import takes all names of; empty where it takes something else."""
    name = entry.name or ""
    return name.removesuffix(_ALL_INSIDE) if name.endswith(_ALL_INSIDE) else ""


class Scopes:
    """The scopes of the files of one language, each made at the first question."""

    def __init__(self, files: Mapping[str, FileFacts], linker: Linker, rules: NameRules) -> None:
        self._files = files
        self._linker = linker
        self._rules = rules
        self._outer: dict[str, dict[str, Definition | Import]] = {}
        self._local: dict[str, dict[tuple[str, str], Import]] = {}
        """Per file the imports inside of functions, by the function's qualified name and the name that they bind."""
        self._nesting: dict[str, Nesting] = {}

    def of(self, path: str) -> Mapping[str, Definition | Import]:
        """Return what the names of a file are bound to outside of its classes and functions, wildcards left out.

        A definition wins over an import, unless it is the substitute for an import that fails; the first of several
        definitions counts, and of several imports the first that most code sees.
        """
        if path not in self._outer:
            facts = self._files[path]
            scope: dict[str, Definition | Import] = {}
            definitions: tuple[Definition, ...] = (*facts.classes, *facts.functions, *facts.constants)
            for definition in definitions:
                if isinstance(definition, Attribute) or "." not in definition.qualname:
                    scope.setdefault(definition.name, definition)
            for entry in facts.imports:
                if entry.name != WILDCARD and not taken_from(entry):
                    bound = self._linker.binds(entry)
                    if self._wins(entry, scope.get(bound)):
                        scope[bound] = entry
            self._outer[path] = scope
        return self._outer[path]

    def nesting(self, path: str) -> Nesting:
        """Return the nested and local classes of a file."""
        if path not in self._nesting:
            self._nesting[path] = Nesting(self._files[path])
        return self._nesting[path]

    def import_of(self, path: str, name: str) -> Import | None:
        """Return the import that binds a name in the file at `path`, whether or not something else binds it too."""
        return next((entry for entry in self._files[path].imports if (entry.alias or entry.name) == name), None)

    def local_import(self, path: str, name: str, function: str) -> Import | None:
        """Return the import inside of a function or method that binds a name there."""
        if path not in self._local:
            self._local[path] = dict(self._local_imports(self._files[path]))
        return self._local[path].get((function, name)) if function else None

    def wildcards(self, path: str) -> Iterator[Import]:
        """Yield the imports of a file that take all names that another offers."""
        return (entry for entry in self._files[path].imports if entry.name == WILDCARD)

    def from_classes(self, path: str, name: str) -> Iterator[Import]:
        """Yield the imports that would bind a name, of those that take all names inside of a class."""
        for entry in self._files[path].imports:
            if outer := taken_from(entry):
                yield replace(entry, name=f"{outer}.{name}", alias=name)

    def may_be_brought(self, name: str) -> bool:
        """Return whether a name that nothing in the target defines may come with all names of something outside."""
        pattern = self._rules.brought
        return pattern is not None and name not in self._rules.builtins and pattern.fullmatch(name) is not None

    def offers(self, path: str, name: str) -> bool:
        """Return whether such an import takes a name from a file."""
        exports, hidden = self._files[path].exports, self._rules.hidden
        return name in exports if exports is not None else not (hidden and name.startswith(hidden))

    def _wins(self, entry: Import, current: Definition | Import | None) -> bool:
        """Return whether an import binds a name that something above it binds, too."""
        rules = self._rules
        match current:
            case None:
                return True
            case Import():
                return rules.import_ranks[entry.when] > rules.import_ranks[current.when]
            case Attribute():
                is_substitute = entry.when == "optional" and current.value == rules.nothing
                return entry.when == "types" or is_substitute
        is_substitute = bool(rules.on_failure) and (current.condition or "").startswith(rules.on_failure)
        return entry.when == "optional" and is_substitute

    def _local_imports(self, facts: FileFacts) -> Iterator[tuple[tuple[str, str], Import]]:
        """Yield imports inside of functions; of two of one name in one function the later counts."""
        methods = [method for cls in facts.classes for method in cls.methods if not method.path]
        functions = sorted((function.line, function.qualname) for function in (*facts.functions, *methods))
        for entry in facts.imports:
            # It stands in the function that begins last before it: at that place, nothing but functions import so.
            at = bisect(functions, (entry.line + 1, "")) - 1
            if entry.when == "late" and entry.name != WILDCARD and at >= 0:
                yield (functions[at][1], self._linker.binds(entry)), entry
