"""What a class depends on, each thing said once, in its strongest form: inherits, holds, makes, and so on."""

from collections.abc import Iterable
from dataclasses import dataclass

from designdoc_assets.artifacts.analysis.members import is_public
from designdoc_assets.artifacts.kind import PageFacts
from designdoc_assets.artifacts.sections.text import listing, named
from designdoc_assets.artifacts.survey import Survey
from designdoc_assets.pages import markdown
from designdoc_assets.source.relations import Relation
from designdoc_assets.source.resolution import External, Symbol, as_class
from designdoc_assets.source.stdlib_names import is_stdlib

_STRONGEST_FIRST = (
    *("inherits", "holds", "holds_class", "raises", "makes", "defaults", "calls", "takes", "returns"),
    "decorates",
    "names",
    "mentions",
)
_VERBS = {
    "holds": "Holds",
    "holds_class": "Holds the class",
    "raises": "Raises",
    "makes": "Makes",
    "defaults": "Defaults to",
    "calls": "Calls",
    "takes": "Takes or returns",
    "returns": "Takes or returns",
    "names": "Refers to",
}
_SAYS_NOTHING = frozenset({"__future__", "_typeshed", "abc", "builtins", "typing", "typing_extensions"})
"""Modules that a class uses to say of what types things are, and not to do anything."""


@dataclass(frozen=True, slots=True)
class Collaborator:
    """A thing that a class depends on; `page` is empty where it has none."""

    name: str
    page: str


@dataclass(frozen=True, slots=True)
class Collaborators:
    """Everything a class depends on."""

    bases: tuple[Collaborator, ...]
    by_verb: tuple[tuple[str, tuple[Collaborator, ...]], ...]
    third_party: tuple[str, ...]
    standard: tuple[str, ...]

    def names(self) -> Iterable[str]:
        """Return the name of everything in it."""
        yield from (entry.name for entry in self.bases)
        yield from (entry.name for _, entries in self.by_verb for entry in entries)
        yield from self.third_party
        yield from self.standard


def collaborators_of(symbol: Symbol, survey: Survey) -> Collaborators:
    """Collect what a class and its methods use."""
    relations = sorted(survey.relations.from_class(symbol), key=lambda relation: _STRONGEST_FIRST.index(relation.kind))
    seen: set[Symbol] = {symbol}
    by_verb: dict[str, dict[Collaborator, None]] = {}
    for relation in relations:
        target = _target(relation)
        if target is None or target in seen or _is_detail(target, symbol):
            continue
        seen.add(target)
        verb = _VERBS.get(relation.kind)
        if verb:
            by_verb.setdefault(verb, {})[_collaborator(target, survey)] = None
    outside = [relation.target for relation in relations if isinstance(relation.target, External)]
    modules = {_library(target) for target in outside if not _is_own(target, symbol.path, survey)} - _SAYS_NOTHING
    return Collaborators(
        bases=tuple(_bases(symbol, survey)),
        by_verb=tuple((verb, tuple(sorted(entries, key=lambda e: e.name))) for verb, entries in by_verb.items()),
        third_party=tuple(sorted(name for name in modules if not is_stdlib(name))),
        standard=tuple(sorted(name for name in modules if is_stdlib(name))),
    )


def dependency_lines(collaborators: Collaborators, facts: PageFacts) -> list[str]:
    """Return the list of dependencies, a line each for bases, verbs and libraries."""
    lines = []
    if collaborators.bases:
        lines.append(f"Inherits from {_shown(collaborators.bases, facts)}.")
    used = [f"{verb} {_shown(entries, facts)}" for verb, entries in collaborators.by_verb]
    lines += [f"{line}." for line in used]
    libraries = [
        f"{listing(map(markdown.code, names), limit=20)} ({group})"
        for group, names in (("third party", collaborators.third_party), ("standard library", collaborators.standard))
        if names
    ]
    if libraries:
        lines.append(f"Uses {'; '.join(libraries)}.")
    return lines


def _shown(entries: Iterable[Collaborator], facts: PageFacts) -> str:
    return listing((named(entry.name, entry.page or None, facts) for entry in entries), limit=20)


def _target(relation: Relation) -> Symbol | None:
    """Return what a relation is to: the class that a member belongs to, or a function; others say too little."""
    if not isinstance(relation.target, Symbol):
        return None
    owner = as_class(relation.target)
    if owner is not None:
        # What an attribute holds is raised, and not the object that has the attribute.
        return owner if relation.kind != "raises" or relation.target.kind == "class" else None
    return relation.target if relation.target.kind in {"class", "function"} else None


def _is_detail(target: Symbol, user: Symbol) -> bool:
    """Whether a target is a private function beside its user: how the class does its work, not its design."""
    return target.kind == "function" and target.path == user.path and not is_public(target.qualname)


def _collaborator(symbol: Symbol, survey: Survey) -> Collaborator:
    return Collaborator(symbol.qualname, survey.address_of(symbol) or "")


def _bases(symbol: Symbol, survey: Survey) -> Iterable[Collaborator]:
    cls = survey.relations.resolver.class_at(symbol)
    for written in cls.bases:
        name = written.partition("[")[0].strip()
        target = as_class(survey.relations.resolver.resolve(symbol.path, name, None))
        yield Collaborator(written, (survey.address_of(target) or "") if target and target != symbol else "")


def _is_own(external: External, path: str, survey: Survey) -> bool:
    """Whether something belongs to the target, in a module that was not read."""
    return not is_stdlib(external.name) and survey.relations.modules.is_own(external.name, path)


def _library(external: External) -> str:
    return external.name.partition(".")[0]
