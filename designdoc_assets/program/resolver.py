"""What a name in code means: a symbol of the target, an instance of one of its classes, or something outside of it.

Names are followed through imports, re-exports, attributes whose class is known, results of functions that say what
they return, elements of what is declared to hold some, and base classes. What cannot be known without running the code
resolves to nothing. Every answer depends on the files alone, never on what was asked before; and nothing recurses,
however long its chain.
"""

from collections.abc import Mapping, Sequence

from designdoc_assets.languages.facts import Class, FileFacts, Import
from designdoc_assets.languages.language import Language
from designdoc_assets.languages.linking import External, Linker
from designdoc_assets.program.bindings import Bindings
from designdoc_assets.program.definitions import Definitions
from designdoc_assets.program.hierarchy import Hierarchy
from designdoc_assets.program.holding import Holding
from designdoc_assets.program.lazily import Lazily
from designdoc_assets.program.objects import Bases, Reached, Value
from designdoc_assets.program.paths import CALL, path_of
from designdoc_assets.program.questions import Answer, Declared, Held, Name, Question, Result, Values
from designdoc_assets.program.resolution import (
    Instance,
    Meaning,
    Named,
    Symbol,
    attribute_symbol,
    class_symbol,
    module_symbol,
    numbered,
)
from designdoc_assets.program.scopes import Scopes
from designdoc_assets.program.steps import MOST, Steps
from designdoc_assets.program.units import Units


class Resolver:
    """Resolves names in the files of one language."""

    def __init__(self, files: Mapping[str, FileFacts], linker: Linker, language: Language) -> None:
        self.rules, self.types = language.rules, language.types
        self._linker = linker
        self._scopes = Scopes(files, linker, self.rules)
        self._definitions = Definitions(files)
        self._units = Units(files, linker, is_shared=self.rules.has_shared_units)
        self._bindings = Bindings(self._scopes, self._definitions, linker, self.types, self._units)
        self._hierarchy = Hierarchy(self._scopes, self._definitions, self._bindings, language)
        self._steps = Steps(self._definitions, self._bindings, self._hierarchy, language)
        self._holding = Holding(self._definitions, language, self._shared)
        self._of_class = self.rules.receivers | self.rules.supers
        """Names that mean something else in each class."""
        self._answers = Lazily[Question, Values](self._answer, ())
        self._meanings: dict[Name, Sequence[Meaning]] = {}
        self.are_of_one_unit = self._units.are_one
        self.homes = self._units.homes
        self.class_at = self._definitions.class_at
        self.function_at = self._definitions.function_at
        self.constant_at = self._definitions.constant_at
        self.attribute_at = self._definitions.attribute_at
        self.bases = self._hierarchy.bases
        self.ancestors = self._hierarchy.ancestors

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
        question = self._question(path, name, numbered(scope) if scope else "", within)
        found = self._meanings.get(question)
        if found is None:
            found = self._meanings[question] = _meanings(self._answers.ask(question))
        return found

    def absolute(self, path: str, name: str) -> Symbol | None:
        """Return what a full dotted name (`pay.gateway.Gateway`) means to the file at `path`, imported or not."""
        first, *rest = name.split(".")
        source = self._linker.find(first, path)
        found: Named | None = module_symbol(source) if source is not None else self._linker.outside(first, path)
        for segment in rest:
            member = _only(_meanings(self._steps.members(found, segment, path))) if found is not None else None
            found = member if not isinstance(member, Instance) else None
        return found if isinstance(found, Symbol) else None

    def imported(self, path: str, entry: Import) -> Named | None:
        """Return what an import binds."""
        return self._bindings.imported(path, entry)

    def held(self, owner: Symbol, attribute: str) -> Symbol | None:
        """Return the class whose instance an attribute of a class holds."""
        symbol = attribute_symbol(owner, attribute)
        held = _only(_meanings(self._answers.ask(Held(symbol, owner))))
        return held.of if isinstance(held, Instance) else None

    def _answer(self, question: Question) -> Answer:
        match question:
            case Name():
                return self._named(question)
            case Held():
                return self._holding.held(question)
            case Result():
                return self._holding.returned(question)
        return self._holding.declared(question)

    def _shared(self, question: Name) -> Name:
        return self._question(question.path, question.name, question.scope, question.within)

    def _question(self, path: str, name: str, scope: str, within: str) -> Name:
        """Return the question in the form in which it is asked once for the whole file, if its name allows that."""
        declared, steps = path_of(name)
        is_by_itself = bool(declared) or not steps or bool(scope and self.rules.has_implicit_receivers)
        if is_by_itself or steps[0] in self._scopes.nesting(path) or self._scopes.local_import(path, steps[0], within):
            return Name(path, name, scope, within)
        return Name(path, name, scope if steps[0] in self._of_class else "", "")

    def _named(self, question: Name) -> Answer:
        """Return what a name means: what its beginning means, and from there what each further step leads to."""
        path, scope, within = question.path, question.scope, question.within
        declared, steps = path_of(question.name)
        own = Symbol(path, scope, "class") if scope else None
        reached: Values
        if declared:
            reached = yield Declared(self.types.parse_type(declared), path, scope, within, None)
        elif not steps:
            return ()
        elif steps[0] in self.rules.supers:
            reached, steps = (Bases(own),) if own else (), steps[2 if steps[1:2] == (CALL,) else 1 :]
        elif own and steps[0] in self.rules.type_receivers and steps[1:2] == (CALL,):
            reached, steps = (Instance(own),), steps[2:]
        else:
            first = self._first(path, steps[0], own, within)
            reached, steps = (first,) if first is not None else (), steps[1:]
        for step in steps:
            found: dict[Value, None] = {}
            for value in reached[:MOST]:
                found.update(dict.fromkeys((yield from self._steps.taken(value, step, path))))
            reached = tuple(found)
        return reached

    def _first(self, path: str, name: str, own: Symbol | None, within: str) -> Value | None:
        """Return what a bare name means in a method of the class `own`, or in the function `within`."""
        if own and name in self.rules.receivers:
            return Instance(own)
        cls = self.class_at(own) if own else None
        place = within or (cls.qualname if cls is not None else "")
        inner = self._scopes.nesting(path).visible(name, place, after=cls.line if cls is not None else 0)
        if inner is not None:
            return class_symbol(path, inner)
        if local := self._scopes.local_import(path, name, within):
            return self._bindings.imported(path, local)
        if cls is not None and self.rules.has_implicit_receivers and (member := self._implied(path, cls, name)):
            return member
        return self._hierarchy.named(path, name)

    def _implied(self, path: str, cls: Class, name: str) -> Value | None:
        """Return the member that a bare name means in the body of a class: its own, or that of a class around it."""
        around: Class | None = cls
        while around is not None:
            symbol = class_symbol(path, around)
            if (member := self._hierarchy.member(symbol, name)) is not None:
                return member if member.kind == "class" else Reached(member, symbol)
            around = self._scopes.nesting(path).around(around)
        return None


def _meanings(values: Values) -> Sequence[Meaning]:
    found = (value.member if isinstance(value, Reached) else value for value in values)
    return tuple(dict.fromkeys(value for value in found if isinstance(value, (Symbol, Instance, External))))


def _only(meanings: Sequence[Meaning]) -> Meaning | None:
    return meanings[0] if len(meanings) == 1 else None
