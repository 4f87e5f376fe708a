"""Classes of exceptions: which one a name means, and as what else a handler catches it."""

import re
from dataclasses import dataclass

from designdoc_assets.languages.exception_rules import ExceptionRules
from designdoc_assets.languages.linking import External
from designdoc_assets.program.paths import DOTTED
from designdoc_assets.program.resolution import Instance, Meaning, Symbol
from designdoc_assets.program.resolver import Resolver

_DOTTED = re.compile(DOTTED)


@dataclass(frozen=True, slots=True)
class Lineage:
    """What a class is caught as: classes of the target, the language's own by name, others by their full names."""

    classes: frozenset[Symbol | str]
    is_whole: bool


def beyond_aliases(meaning: Meaning | None, resolver: Resolver) -> Meaning | None:
    """Return what a constant is another name for, through others that are: `OperationalError = sqlite3.Error`."""
    passed: set[Symbol] = set()
    while isinstance(meaning, Symbol) and meaning not in passed:
        passed.add(meaning)
        constant = resolver.constant_at(meaning)
        if constant is None or constant.type is not None or not _DOTTED.fullmatch(constant.value or ""):
            break
        meaning = resolver.resolve(meaning.path, constant.value or "")
    return meaning


def class_of(meaning: Meaning | None, rules: ExceptionRules) -> Symbol | External | None:
    """Return the class of an exception that a name is, or is an instance of; None if it is something else."""
    match meaning:
        case Instance(of=cls) | (Symbol(kind="class") as cls):
            return cls
        case External(kind="builtin"):
            return meaning if rules.known(meaning.written) else None
        case External(name=name) if rules.class_name.fullmatch(name.rpartition(".")[2]):
            return meaning
    return None


def lineage_of(exception: Symbol | External, resolver: Resolver) -> Lineage:
    """Return all that an exception is caught as."""
    rules = resolver.rules.exceptions
    found: set[Symbol | str] = set()
    is_whole = True
    ancestors = resolver.ancestors(exception) if isinstance(exception, Symbol) else ()
    for cls in (exception, *ancestors):
        if isinstance(cls, Symbol):
            found.add(cls)
            is_whole = is_whole and len(resolver.bases(cls)) == len(resolver.class_at(cls).bases)
        elif own := rules.known(cls.written):
            found |= rules.lineage(own)
        elif cls.name not in rules.not_caught:
            found |= {cls.name, *rules.of_others}
            is_whole = False
    return Lineage(frozenset(found), is_whole)
