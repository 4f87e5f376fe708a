"""Type inference: which objects attributes and constants hold, functions return, and declared types stand for."""

from collections.abc import Callable
from dataclasses import replace

from designdoc_assets.languages.declared_types import UNION
from designdoc_assets.languages.facts import Class, Function
from designdoc_assets.languages.language import Language
from designdoc_assets.languages.linking import External
from designdoc_assets.program import objects
from designdoc_assets.program.declarations import is_type, returned_by, returns_itself
from designdoc_assets.program.definitions import Definitions
from designdoc_assets.program.objects import Bases, Reached, Typed, Value, typed
from designdoc_assets.program.questions import Answer, Declared, Held, Name, Result, Values
from designdoc_assets.program.resolution import Instance, Symbol, numbered


class Holding:
    """Answers to questions about what is declared, in the files of one language."""

    def __init__(self, definitions: Definitions, language: Language, shared: Callable[[Name], Name]) -> None:
        self._definitions = definitions
        self._rules, self._types = language.rules, language.types
        self._shared = shared
        """Returns a question about a name in the form in which it is asked once for the whole file."""

    def held(self, question: Held) -> Answer:
        """Return what an attribute or a constant holds: by its declared type, else by what it is set to."""
        symbol, receiver = question.symbol, question.receiver
        entry = self._definitions.attribute_at(symbol)
        if entry is None:
            return (yield Result(symbol, receiver)) if symbol.owner else ()  # a getter holds what it returns
        scope = self._scope_of(symbol)
        held: Values = ()
        if entry.type and entry.type.rpartition(".")[2] not in self._types.aliases:
            held = yield Declared(self._types.parse_type(entry.type), symbol.path, scope, "", receiver)
        if entry.made_by and not any(isinstance(each, Instance) for each in held):
            held = yield self._shared(Name(symbol.path, f"{entry.made_by}()", scope, ""))
        for path in entry.holds if not held else ():
            held += yield self._shared(Name(symbol.path, path, scope, ""))
        found: dict[Value, None] = {}
        for each in held:
            member = each.member if isinstance(each, Reached) else each
            if isinstance(member, Symbol) and member.kind in {"attribute", "constant"}:
                # It holds what that one holds.
                receiver = each.receiver if isinstance(each, Reached) else None
                found.update(dict.fromkeys((yield Held(member, receiver))))
            elif not isinstance(each, (Bases, External)):
                found[each] = None
        return tuple(found)

    def returned(self, question: Result) -> Answer:
        """Return what a function says it returns, as callers get it: to be waited for, or to be entered."""
        symbol, receiver = question.symbol, question.receiver
        owner, function = self._definitions.owner(symbol), self._definitions.function_at(symbol)
        if function is None or (owner is not None and self._differ(owner, function)):
            return ()
        own = Symbol(symbol.path, symbol.owner, "class")
        found: Values = ()
        if owner and returns_itself(function, self._rules):
            found = (Instance(receiver or own),)
        elif returned := returned_by(function, self._types):
            path, scope = (function.path, "") if function.path else (symbol.path, self._scope_of(symbol))
            declared = self._types.parse_type(returned)
            found = yield Declared(declared, path, scope, "", receiver or (own if owner else None))
        if any(written.rpartition(".")[2] in self._types.managing for written in function.annotations):
            streams = (one for one in found if isinstance(one, Typed))
            elements = (each for one in streams for each in objects.element(one, self._types))
            return (typed(self._types.manager_type, tuple(elements)),)
        if function.is_async and not function.is_generator:
            return (typed(self._types.awaitable_type, found),)
        return found

    def _differ(self, owner: Class, function: Function) -> bool:
        """Return whether methods of the name of one of them return different things."""
        if not self._rules.has_overloads:
            return False
        same = [method for method in owner.methods if method.name == function.name]
        results = {form.returns for method in same for form in (method.signature, *method.overloads)}
        return len(results) > 1

    def declared(self, question: Declared) -> Answer:
        """Return what an object of a declared type is: of a union, each of its types."""
        (name, arguments), receiver = question.type, question.receiver
        if name == UNION:
            found: dict[Value, None] = {}
            for argument in arguments:
                found.update(dict.fromkeys((yield replace(question, type=argument))))
            return tuple(found)
        if not name:
            return ()
        if name.rpartition(".")[2] in self._rules.self_types:
            return (Instance(receiver),) if receiver is not None else ()
        values = []
        for argument in arguments:
            values.append((yield replace(question, type=argument)))
        meaning = yield self._shared(Name(question.path, name, question.scope, question.within))
        match meaning[:1]:
            case (Symbol(kind="class") as cls,):
                return (Instance(cls),)
            case (Symbol(kind="constant") as alias,):
                entry = self._definitions.attribute_at(alias)
                if entry is not None and entry.value and is_type(entry, self._types):
                    return (yield Declared(self._types.parse_type(entry.value), alias.path, "", "", None))
            case (External(name=outside),):
                last = outside.rpartition(".")[2]
                if last in self._types.types:
                    # Its objects are types, not objects of them.
                    return tuple(each.of for each in values[0] if isinstance(each, Instance)) if values else ()
                return (typed(last, *values),)
        return ()

    def _scope_of(self, symbol: Symbol) -> str:
        owner = self._definitions.owner(symbol)
        return numbered(owner) if owner is not None else ""
