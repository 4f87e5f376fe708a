"""Calls whose code is not in the target: of objects and bases that others made, and of what is not known at all."""

import re

from designdoc_assets.languages.facts import Attribute, Class
from designdoc_assets.languages.linking import External
from designdoc_assets.program.resolution import Instance, Symbol, inherited_symbol
from designdoc_assets.program.resolver import Resolver
from designdoc_assets.program.resolvers import Resolvers

_GIVING = frozenset({"extends", "embeds", "mixes in"})
"""How a class takes from another so that it has all its members."""
_NAMES = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")
"""A name and members, and nothing that is called or taken from between them."""
_TYPE = re.compile(r"[*&\s]*(?P<name>[^\W\d]\w*(?:\.\w+)*)")
"""A type that is declared by its name alone, or by what points to it."""


class OutsideCalls:
    """Tells what is called that no file of the target defines, by a name that means nothing in it."""

    def __init__(self, resolver: Resolver) -> None:
        """Resolve names in the files of one language."""
        self._resolver = resolver

    def called(self, path: str, name: str, scope: Class | None, within: str) -> Symbol | External | None:
        """Return what is called: a member of what others made, or of a class that has it from one of theirs."""
        if self._resolver.meanings(path, name, scope, within):
            return None
        head = name
        while head := head.rpartition(".")[0]:
            rest = name[len(head) + 1 :]
            if not _NAMES.fullmatch(rest):
                return None
            of = self._resolver.resolve(path, head, scope, within)
            if of is not None:
                # What an object has of others is no class of theirs: what its own members are, is not told.
                is_far = isinstance(of, Instance) and "." in rest
                return self._member(of.of if isinstance(of, Instance) else of, rest) if not is_far else None
        return None

    def is_unknown(self, path: str, name: str, scope: Class | None, within: str) -> bool:
        """Whether a member of a method's own object is called of which nothing is told, not even by a type."""
        first, _, member = name.partition(".")
        if first not in self._resolver.rules.receivers or not _NAMES.fullmatch(member):
            return False
        if self._resolver.meanings(path, name, scope, within) or self.called(path, name, scope, within):
            return False
        held = self._resolver.resolve(path, f"{first}.{member.partition('.')[0]}", scope, within)
        if not isinstance(held, Symbol) or held.kind != "attribute":
            return held is None
        facts = self._resolver.attribute_at(held)
        return facts is None or not (_declared(facts) or facts.type or not (facts.value or "_").isidentifier())

    def _member(self, of: Symbol | External, rest: str) -> Symbol | External | None:
        if isinstance(of, External):
            return None
        if of.kind in {"attribute", "constant"}:
            facts = self._resolver.attribute_at(of)
            made = self._resolver.resolve(of.path, _declared(facts)) if facts is not None and _declared(facts) else None
            if isinstance(made, External):
                return External(f"{made.name}.{rest}", made.kind, made.library)
            owner = Symbol(of.path, of.owner, "class") if of.owner else None
            held = self._resolver.held(owner, of.qualname.rpartition(".")[2]) if owner is not None else None
            return self._inherited(held, rest) if held is not None else None
        return self._inherited(of, rest) if of.kind == "class" else None

    def _inherited(self, cls: Symbol, rest: str) -> Symbol | None:
        return inherited_symbol(cls, rest) if bases_of_others(cls, self._resolver) else None


def bases_of_others(cls: Symbol, resolver: Resolver | Resolvers) -> list[External]:
    """Return what others made that a class has members from, by itself or by its bases in the target.

    A trait that it implements or derives is none: what is called may be of any other.
    """
    found: dict[External, None] = {}
    for each in (cls, *resolver.ancestors(cls)):
        if not isinstance(each, Symbol):
            continue
        facts = resolver.class_at(each)
        for entry in facts.heritage:
            base = resolver.resolve(each.path, entry.name, facts) if entry.relation in _GIVING else None
            if isinstance(base, External) and base.kind == "third party":
                found[base] = None
    return list(found)


def _declared(facts: Attribute) -> str:
    """Return the name of the type that a value is declared to be of, or of what makes it.

    What makes an attribute of a class may answer for it in its objects by something else.
    """
    if (facts.made_by or facts.call) and facts.scope != "class":
        return facts.made_by or (facts.call.name if facts.call is not None else "")
    named = _TYPE.fullmatch(facts.type or "")
    return named["name"] if named is not None else ""
