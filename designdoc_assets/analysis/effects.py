"""The side effects of methods: sleeping, starting processes, reading environment variables, and the like.

The proof is what the body itself calls or reads. A `threading.Thread` that is made does not run yet, and a function
nested in the method may never be called.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from designdoc_assets.analysis.variables import variables_read
from designdoc_assets.languages.facts import Class, Function
from designdoc_assets.languages.linking import External
from designdoc_assets.languages.registry import language
from designdoc_assets.languages.traits import Effect, Traits
from designdoc_assets.program.relations import Relations
from designdoc_assets.program.resolution import Symbol


@dataclass(frozen=True, slots=True)
class Done:
    """A side effect, and the methods of a class that have it."""

    effect: Effect
    methods: list[str]
    variables: list[str]
    """The environment variables that it reads or sets, as far as their names are literals."""


def effects_of(symbol: Symbol, cls: Class, relations: Relations) -> Iterator[Done]:
    """Yield the side effects of a class's methods, each once."""
    traits = language(relations.file(symbol.path).language).traits
    found = {id(method): set(_of_method(symbol, cls, method, relations, traits)) for method in cls.methods}
    for effect in traits.effects:
        methods = [method for method in cls.methods if effect in found[id(method)]]
        if methods:
            read = variables_read(symbol.path, relations) if effect.is_of_variables else ()
            own = {method.qualname for method in methods}
            variables = dict.fromkeys(each.name for each in read if each.within in own)
            yield Done(effect, list(dict.fromkeys(method.name for method in methods)), list(variables))


def _of_method(symbol: Symbol, cls: Class, method: Function, relations: Relations, traits: Traits) -> Iterator[Effect]:
    for use in method.uses:
        if use.is_deferred or use.kind not in {"call", "name"}:
            continue
        made, is_made, called = use.name.rpartition("().")
        path, scope = (method.path, None) if method.path else (symbol.path, cls)
        meaning = relations.resolver.resolve(path, made if is_made else use.name, scope, method.qualname)
        if not isinstance(meaning, External):
            continue
        effect = traits.methods.get((meaning.name, called)) if is_made else traits.calls.get(meaning.name)
        if effect is not None and use.kind == "call":
            yield effect
        elif not is_made:
            yield from (about for name, about in traits.mentions.items() if f"{meaning.name}.".startswith(f"{name}."))
