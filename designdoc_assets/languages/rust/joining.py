"""Members and their types: an `impl` may stand in any module of the crate that its type is of."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from designdoc_assets.languages.facts import Attribute, Class, Extension, FileFacts, Function, Heritage
from designdoc_assets.languages.linking import Surroundings
from designdoc_assets.languages.rust.cfg import all_of
from designdoc_assets.languages.rust.imports import MOD
from designdoc_assets.languages.rust.linker import Crates
from designdoc_assets.languages.rust.takers import arguments_of, with_takers
from designdoc_assets.languages.use_facts import Use

_MOST = 12
"""Steps from import to import."""
ConditionT = TypeVar("ConditionT", Class, Function, Attribute)
_OWN = ("self.", "Self.", "Self(")


def with_homes(files: Mapping[str, FileFacts]) -> Mapping[str, FileFacts]:
    """Return the facts of all files: the homes of their extensions told, and programs where crates begin alone."""
    if not any(facts.extensions or facts.programs for facts in files.values()):
        return files
    homes = _Homes(files)
    told = {path: _settled(path, facts, homes) for path, facts in files.items()}
    return with_takers(told, homes.takers, homes.conversions)


class _Homes:
    """Finds the file that a type stands in."""

    def __init__(self, files: Mapping[str, FileFacts]) -> None:
        self._files = files
        self.crates = Crates(files, Surroundings())
        self._types = {
            path: {cls.qualname: cls.sort for cls in facts.classes if not cls.in_function}
            for path, facts in files.items()
        }
        self._conditions = {
            path: {cls.qualname: cls.condition or "" for cls in reversed(facts.classes)}
            for path, facts in files.items()
        }
        self.takers: dict[tuple[str, str], list[str]] = {}
        """By the file and the qualified name of a trait: the types of others that have it, as written."""
        self.conversions: dict[tuple[str, str], list[Heritage]] = {}
        """By the same of a type: the traits of others that types of others have with it as an argument."""

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

    def of_type(self, path: str, name: str) -> tuple[str, str]:
        """Return the same of a type as an `impl` names it: in a module that is written out, names may be the file's."""
        home = self.of(path, name)
        if home[0] or "." not in name:
            return home
        module, _, rest = name.partition(".")
        return self.of_type(path, rest) if self._types[path].get(module) == "module" else home

    def conditions(self, path: str, name: str) -> tuple[str, str]:
        """Return under which conditions a type is there, the file's left out, and with that."""
        own = self._conditions[path].get(name, "")
        return own, all_of((self.crates.condition(path), own))

    def of_trait(self, path: str, entry: Heritage) -> tuple[str, str]:
        """Return the file and the qualified name of a trait of the target; empty of another."""
        home = self.of(path, entry.name)
        return home if home[0] and self._types[home[0]][home[1]] == "trait" else ("", "")

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
        traits = {entry: homes.of_trait(path, entry) for entry in extension.heritage}
        home, name = homes.of_type(path, extension.type)
        if home:
            heritage = tuple(dict.fromkeys(replace(entry, of="") for entry in extension.heritage))
            methods = _merged([_as_member(each, path, homes, (home, name)) for each in extension.methods])
            told.append(replace(extension, home=home, type=name, methods=methods, heritage=heritage))
            continue
        uses.append(Use("type", extension.type, extension.line))
        for entry, trait in traits.items():
            if trait[0]:
                homes.takers.setdefault(trait, []).append(entry.of)
                uses.append(Use("type", entry.name, extension.line))
            else:
                for argument in arguments_of(entry.type):
                    if (taken := homes.of_type(path, argument))[0]:
                        homes.conversions.setdefault(taken, []).append(entry)
        uses += [use for method in extension.methods for use in method.uses if not use.name.startswith(_OWN)]
    programs = facts.programs if homes.crates.begins_crate(path) else ()
    found = replace(facts, extensions=tuple(told), programs=programs, uses=tuple(uses))
    if homes.crates.is_for_tests(path):
        return replace(found, is_for_tests=True)
    return _under(found, homes.crates.condition(path))


def _under(facts: FileFacts, condition: str) -> FileFacts:
    """Return the facts of a file that is built under a condition: all in it is."""
    if not condition:
        return facts

    def under(entry: ConditionT) -> ConditionT:
        return replace(entry, condition=all_of((condition, entry.condition or "")))

    return replace(
        facts,
        classes=tuple(map(under, facts.classes)),
        functions=tuple(map(under, facts.functions)),
        constants=tuple(map(under, facts.constants)),
    )


def _as_member(method: Function, path: str, homes: _Homes, home: tuple[str, str]) -> Function:
    """Return a method without what pages tell otherwise: a trait of the target, a condition that its type has."""
    others = tuple(each for each in method.of_interfaces if not homes.of_trait(path, Heritage(each))[0])
    condition = None if method.condition in homes.conditions(*home) else method.condition
    if (others, condition) == (method.of_interfaces, method.condition):
        return method
    return replace(method, of_interfaces=others, condition=condition)


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
        of_interfaces=tuple(dict.fromkeys(name.partition("<")[0] for each in group for name in each.of_interfaces)),
    )
