"""What a name in code means: a symbol of the target, an instance of one of its classes, or something outside of it.

Names are followed through imports, re-exports, star imports, attributes whose class is known, results of functions
that say what they return, elements of what is declared to hold some, and base classes. What cannot be known without
running the code resolves to nothing. Every answer depends on the files alone, never on what was asked before; and
nothing recurses, however long its chain.
"""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import replace

from designdoc_assets.languages.facts import Class, FileFacts, Import
from designdoc_assets.languages.python import containers
from designdoc_assets.languages.python.linker import Modules
from designdoc_assets.languages.python.type_forms import TYPE, UNION, form_of
from designdoc_assets.program import objects
from designdoc_assets.program.bindings import Bindings, Outside
from designdoc_assets.program.declarations import is_type, returned_by, returns_itself
from designdoc_assets.program.lazily import Lazily
from designdoc_assets.program.objects import Bases, Method, Reached, Typed, Value, typed
from designdoc_assets.program.paths import AWAIT, path_of
from designdoc_assets.program.questions import Declared, Held, Name, Question, Result
from designdoc_assets.program.resolution import (
    Definitions,
    External,
    Instance,
    Meaning,
    Symbol,
    as_meaning,
    numbered,
)

_OWN = frozenset({"self", "cls", "super"})
"""Names that mean something else in each class."""
_ITERATED = (("__iter__", "__next__"), ("__aiter__", "__anext__"))
_MOST = 8
"""Things that one name may mean: more than anybody means."""


_Values = tuple[Value, ...]
_Answer = Generator[Question, _Values, _Values]


class Resolver:
    """Resolves names in the files of one snapshot."""

    def __init__(self, files: Mapping[str, FileFacts], modules: Modules) -> None:
        self._modules = modules
        self._bindings = Bindings(files, modules)
        self._definitions = Definitions(files, self._bindings)
        self._answers = Lazily[Question, _Values](self._answer, ())
        self.class_at = self._definitions.class_at
        self.function_at = self._definitions.function_at
        self.constant_at = self._definitions.constant_at
        self.bases = self._definitions.bases
        self.ancestors = self._definitions.ancestors

    def resolve(self, path: str, name: str, scope: Class | None = None, within: str = "") -> Meaning | None:
        """Return what `name` means in the file at `path`, where that is one thing.

        Args:
            path: The file that the name stands in.
            name: As in `facts.Use`.
            scope: The class in whose body, or in whose method, it stands.
            within: The qualified name of the function or method in whose body it stands.
        """
        return _only(self.meanings(path, name, scope, within))

    def meanings(self, path: str, name: str, scope: Class | None = None, within: str = "") -> Sequence[Meaning]:
        """Return all that `name` may mean, as far as types are declared: see `resolve`."""
        return _meanings(self._answers.ask(self._name(path, name, numbered(scope) if scope else "", within)))

    def absolute(self, path: str, name: str) -> Symbol | None:
        """Return what a full dotted name (`pay.gateway.Gateway`) means to the file at `path`, imported or not."""
        first, *rest = name.split(".")
        source = self._modules.find(first, path)
        found: Symbol | External | None = Symbol(source, "", "module") if source is not None else External(first)
        for segment in rest:
            member = _only(_meanings(self._members(found, segment, path))) if found is not None else None
            found = member if not isinstance(member, Instance) else None
        return found if isinstance(found, Symbol) else None

    def imported(self, path: str, entry: Import) -> Meaning | None:
        """Return what an import binds."""
        return as_meaning(self._bindings.imported(path, entry))

    def held(self, owner: Symbol, attribute: str) -> Symbol | None:
        """Return the class whose instance an attribute of a class holds."""
        symbol = Symbol(owner.path, f"{owner.qualname}.{attribute}", "attribute", owner=owner.qualname)
        held = _only(_meanings(self._answers.ask(Held(symbol, owner))))
        return held.of if isinstance(held, Instance) else None

    # Questions and answers

    def _answer(self, question: Question) -> _Answer:
        match question:
            case Name():
                return self._named(question)
            case Held():
                return self._holding(question)
            case Result():
                return self._returned(question)
        return self._declared(question)

    def _name(self, path: str, name: str, scope: str, within: str) -> Name:
        declared, steps = path_of(name)
        if declared or not steps:
            return Name(path, name, scope, within)
        first = steps[0]
        if not (self._bindings.has_inner(path, first) or self._bindings.local_import(path, first, within)):
            # Then it means the same in the whole file, and is looked up once.
            return Name(path, name, scope if first in _OWN else "", "")
        return Name(path, name, scope, within)

    def _named(self, question: Name) -> _Answer:
        path, scope, within = question.path, question.scope, question.within
        declared, steps = path_of(question.name)
        if declared:
            reached = yield Declared(form_of(declared), path, scope, within, None)
        elif not steps:
            return ()
        elif steps[0] == "super":
            reached, steps = (Bases(Symbol(path, scope, "class")),) if scope else (), steps[2:]
        elif steps[:2] == ("cls", "()") and scope:
            reached, steps = (Instance(Symbol(path, scope, "class")),), steps[2:]
        else:
            first = self._first(path, steps[0], scope, within)
            reached, steps = (first,) if first is not None else (), steps[1:]
        for step in steps:
            found: dict[Value, None] = {}
            for value in reached[:_MOST]:
                found.update(dict.fromkeys((yield from self._taken(value, step, path))))
            reached = tuple(found)
        return reached

    def _first(self, path: str, name: str, scope: str, within: str) -> Value | None:
        if scope and name in {"self", "cls"}:
            return Instance(Symbol(path, scope, "class"))
        cls = self._definitions.class_at(Symbol(path, scope, "class")) if scope else None
        place = within or (cls.qualname if cls is not None else "")
        inner = self._bindings.visible_class(path, name, place, after=cls.line if cls is not None else 0)
        if inner is not None:
            return Symbol(path, numbered(inner), "class")
        if local := self._bindings.local_import(path, name, within):
            return as_meaning(self._bindings.imported(path, local))
        return self._definitions.named(path, name)

    # A step of a path

    def _taken(self, value: Value, step: str, path: str) -> _Answer:
        """Return what a step leads to from something."""
        symbol, receiver = (value.member, value.receiver) if isinstance(value, Reached) else (value, None)
        if not (isinstance(symbol, Symbol) and symbol.kind in {"attribute", "constant"}):
            return (yield from self._taken_from(symbol, receiver, step, path))
        alias = self._definitions.attribute_at(symbol) if symbol.kind == "constant" and step == "()" else None
        if alias is not None and alias.value and is_type(alias):
            return (yield Declared(form_of(alias.value), symbol.path, "", "", None))
        found: dict[Value, None] = {}
        for each in (yield Held(symbol, receiver))[:_MOST]:
            inner, through = (each.member, each.receiver) if isinstance(each, Reached) else (each, None)
            found.update(dict.fromkeys((yield from self._taken_from(inner, through, step, path))))
        return tuple(found)

    def _taken_from(self, value: Value, receiver: Symbol | None, step: str, path: str) -> _Answer:
        if step == "()":
            return (yield from self._called(value, receiver))
        if step == AWAIT:
            return objects.awaited(value) if isinstance(value, Typed) else ()
        if step == "[*]":
            return (yield from self._element(value))
        if step == "[:]":
            is_tuple = isinstance(value, Typed) and value.type in containers.TUPLES
            return (value,) if is_tuple else (typed("list", (yield from self._element(value))),)
        if step.startswith("["):
            return (yield from self._item(value, step))
        return self._members(value, step, path)

    def _members(self, value: Value, name: str, path: str) -> _Values:
        found: Value | None = None
        match value:
            case Symbol(kind="class") if name == "__call__":
                found = value
            case Symbol(kind="class") | Instance():
                cls = value.of if isinstance(value, Instance) else value
                member = self._definitions.member(cls, name)
                is_class = member is not None and member.kind == "class"
                found = Reached(member, cls) if member is not None and not is_class else member
            case Bases(of=cls):
                member = self._definitions.inherited(cls, name)
                found = Reached(member, cls) if member is not None else None
            case Symbol(kind="module", path=module):
                found = as_meaning(self._bindings.named(module, name))
            case External(name=outer):
                found = as_meaning(self._bindings.member(Outside(outer), name, path))
            case Typed():
                found = Method(value, name)
        return (found,) if found is not None else ()

    def _called(self, value: Value, receiver: Symbol | None) -> _Answer:
        match value:
            case Symbol(kind="class"):
                return (Instance(value),)
            case Symbol(kind="function" | "method"):
                return (yield Result(value, receiver))
            case Instance(of=cls):
                return (yield from self._result_of(cls, "__call__"))
            case Typed() | Method():
                return objects.called(value)
        return ()

    def _element(self, value: Value) -> _Answer:
        if isinstance(value, Typed):
            return objects.element(value)
        if not isinstance(value, Instance):
            return ()
        found: dict[Value, None] = {}
        for iterate, following in _ITERATED:
            for iterator in (yield from self._result_of(value.of, iterate)):
                if isinstance(iterator, Typed):
                    found.update(dict.fromkeys(objects.element(iterator)))
                elif isinstance(iterator, Instance):
                    for given in (yield from self._result_of(iterator.of, following)):
                        found.update(dict.fromkeys(_awaited(given)))
        return tuple(found)

    def _item(self, value: Value, step: str) -> _Answer:
        match value:
            case Typed():
                return objects.item(value, step)
            case Symbol(kind="class"):
                return (value,)
            case Instance(of=cls):
                key = step.strip("[]'\"")
                field = self._definitions.member(cls, key) if step[1:2] in {"'", '"'} else None
                if field is not None and field.kind == "attribute" and self._definitions.is_table(cls):
                    return (yield Held(field, cls))
                return (yield from self._result_of(cls, "__getitem__"))
        return ()

    def _result_of(self, cls: Symbol, method: str) -> _Answer:
        found = self._definitions.member(cls, method)
        return (yield Result(found, cls)) if found is not None and found.kind == "method" else ()

    # What is declared

    def _holding(self, question: Held) -> _Answer:
        symbol, receiver = question.symbol, question.receiver
        entry = self._definitions.attribute_at(symbol)
        if entry is None:
            return (yield Result(symbol, receiver)) if symbol.owner else ()
        owner = self._definitions.owner(symbol)
        scope = numbered(owner) if owner is not None else ""
        held: _Values = ()
        if entry.type and not entry.type.endswith("TypeAlias"):
            held = yield Declared(form_of(entry.type), symbol.path, scope, "", receiver)
        if entry.made_by and not any(isinstance(each, Instance) for each in held):
            held = yield self._name(symbol.path, f"{entry.made_by}()", scope, "")
        for path in entry.holds if not held else ():
            held += yield self._name(symbol.path, path, scope, "")
        found: dict[Value, None] = {}
        for each in held:
            member = each.member if isinstance(each, Reached) else each
            if isinstance(member, Symbol) and member.kind in {"attribute", "constant"}:
                receiver = each.receiver if isinstance(each, Reached) else None
                found.update(dict.fromkeys((yield Held(member, receiver))))
            elif not isinstance(each, (Bases, External)):
                found[each] = None
        return tuple(found)

    def _returned(self, question: Result) -> _Answer:
        symbol, receiver = question.symbol, question.receiver
        owner, function = self._definitions.owner(symbol), self._definitions.function_at(symbol)
        if function is None:
            return ()
        own = Symbol(symbol.path, symbol.owner, "class")
        scope = numbered(owner) if owner is not None else ""
        found: _Values = ()
        if owner and returns_itself(function):
            found = (Instance(receiver or own),)
        elif returned := returned_by(function):
            place, inside = (function.path, "") if function.path else (symbol.path, scope)
            found = yield Declared(form_of(returned), place, inside, "", receiver or (own if owner else None))
        if any(written.rpartition(".")[2] in containers.MANAGING for written in function.annotations):
            elements = (each for one in found if isinstance(one, Typed) for each in objects.element(one))
            return (typed("ContextManager", tuple(elements)),)
        if function.is_async and not function.is_generator:
            return (typed("Awaitable", found),)
        return found

    def _declared(self, question: Declared) -> _Answer:
        (name, arguments), receiver = question.form, question.receiver
        if name == UNION:
            found: dict[Value, None] = {}
            for argument in arguments:
                found.update(dict.fromkeys((yield replace(question, form=argument))))
            return tuple(found)
        if not name or name == "None":
            return ()
        if name.rpartition(".")[2] == "Self":
            return (Instance(receiver),) if receiver is not None else ()
        values = []
        for argument in arguments:
            values.append((yield replace(question, form=argument)))
        meaning = (yield self._name(question.path, name, question.scope, question.within))[:1]
        match meaning:
            case (Symbol(kind="class") as cls,):
                return (Instance(cls),)
            case (Symbol(kind="constant") as alias,):
                entry = self._definitions.attribute_at(alias)
                if entry is not None and entry.value and is_type(entry):
                    return (yield Declared(form_of(entry.value), alias.path, "", "", None))
            case (External(name=outside),):
                last = outside.rpartition(".")[2]
                if last in {TYPE, "Type"}:
                    return tuple(each.of for each in values[0] if isinstance(each, Instance)) if values else ()
                return (typed(last, *values),)
        return ()


def _meanings(values: _Values) -> Sequence[Meaning]:
    found = (value.member if isinstance(value, Reached) else value for value in values)
    return tuple(dict.fromkeys(value for value in found if isinstance(value, (Symbol, Instance, External))))


def _only(meanings: Sequence[Meaning]) -> Meaning | None:
    return meanings[0] if len(meanings) == 1 else None


def _awaited(value: Value) -> _Values:
    return objects.awaited(value) if isinstance(value, Typed) and value.type == "Awaitable" else (value,)
