"""Members and their types: an `impl` may stand in any module of the crate that its type is of."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from designdoc_assets.languages.facts import Extension, FileFacts, Function
from designdoc_assets.languages.linking import Surroundings
from designdoc_assets.languages.rust.imports import MOD
from designdoc_assets.languages.rust.linker import Crates

_MOST = 12
"""Steps from import to import."""
_OWN = ("self.", "Self.", "Self(")


def with_homes(files: Mapping[str, FileFacts]) -> Mapping[str, FileFacts]:
    """Return the facts of all files: the homes of their extensions told, and programs where crates begin alone."""
    if not any(facts.extensions or facts.programs for facts in files.values()):
        return files
    homes = _Homes(files)
    return {path: _settled(path, facts, homes) for path, facts in files.items()}


class _Homes:
    """Finds the file that a type stands in."""

    def __init__(self, files: Mapping[str, FileFacts]) -> None:
        self._files = files
        self.crates = Crates(files, Surroundings())
        self._types = {
            path: {cls.qualname for cls in facts.classes if not cls.in_function} for path, facts in files.items()
        }

    def of(self, path: str, name: str) -> tuple[str, str]:
        """Return the file that a type stands in which a file calls by a dotted name, and its qualified name there."""
        for _ in range(_MOST):
            if name in self._types[path]:
                return path, name
            first, _, rest = name.partition(".")
            entry = next((each for each in self._files[path].imports if self.crates.binds(each) == first), None)
            if entry is not None and entry.module != MOD:
                unit, name = entry.module, f"{entry.name}.{rest}" if rest else str(entry.name)
                if entry.name is None:
                    return "", ""
            else:
                found = self._taken_whole(path, first) if not rest else None
                unit, _, name = name.rpartition(".")
                if found is not None:
                    return found, name
                if not unit:
                    return "", ""
                unit = unit.replace(".", "::")
            target = self.crates.find(unit, path)
            if target is None:
                return "", ""
            path = target
        return "", ""

    def _taken_whole(self, path: str, name: str) -> str | None:
        """Return the one file that a file imports all names of and that defines a type."""
        found = {
            target
            for entry in self._files[path].imports
            if entry.name == "*"
            and (target := self.crates.find(entry.module, path)) is not None
            and name in self._types[target]
        }
        return found.pop() if len(found) == 1 else None


def _settled(path: str, facts: FileFacts, homes: _Homes) -> FileFacts:
    """Return the facts of a file; what it adds to types of others is on no page, and what that uses, the file uses."""
    told: list[Extension] = []
    uses = list(facts.uses)
    for extension in facts.extensions:
        home, name = homes.of(path, extension.type)
        if home:
            told.append(replace(extension, home=home, type=name, methods=_merged(extension.methods)))
        else:
            uses += [use for method in extension.methods for use in method.uses if not use.name.startswith(_OWN)]
    programs = facts.programs if homes.crates.begins_crate(path) else ()
    return replace(facts, extensions=tuple(told), programs=programs, uses=tuple(uses))


def _merged(methods: Sequence[Function]) -> tuple[Function, ...]:
    """Return methods, those of one name as one: `From<A>` and `From<B>` give a type two of that name.

    What is there under a condition alone stays by itself.
    """
    groups: dict[str, list[Function]] = {}
    for each in methods:
        key = each.name if each.condition is None else f"{each.name} {each.line}"
        groups.setdefault(key, []).append(each)
    return tuple(group[0] if len(group) == 1 else _as_overloads(group) for group in groups.values())


def _as_overloads(group: Sequence[Function]) -> Function:
    docs = tuple(each.doc for each in group)
    first = docs[0] if all(doc == docs[0] for doc in docs) else None
    return replace(
        group[0],
        overloads=tuple(each.signature for each in group),
        overload_docs=docs if first is None and any(docs) else (),
        doc=first,
        deprecated=group[0].deprecated if len({each.deprecated for each in group}) == 1 else None,
        uses=tuple(use for each in group for use in each.uses),
    )
