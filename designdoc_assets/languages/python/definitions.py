"""Functions and classes on their way to facts: overloads and property setters are folded into what they belong to."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from tree_sitter import Node

from designdoc_assets.languages.doc_facts import Doc
from designdoc_assets.languages.facts import BoundTo, Call, Class, Function, FunctionSort, Heritage
from designdoc_assets.languages.python.aliases import with_aliases
from designdoc_assets.languages.python.attributes import Members
from designdoc_assets.languages.python.calls import decorator_call
from designdoc_assets.languages.python.comments import said_above
from designdoc_assets.languages.python.decorators import DecoratorFacts
from designdoc_assets.languages.python.deprecating import warned_of
from designdoc_assets.languages.python.deprecations import class_with_deprecations, is_deprecation, with_deprecations
from designdoc_assets.languages.python.docs.docstrings import parse as parse_docstring
from designdoc_assets.languages.python.docs.signature_line import without_signature
from designdoc_assets.languages.python.mentions import Mentions
from designdoc_assets.languages.python.redefinition import dispatched, in_force
from designdoc_assets.languages.python.signatures import written
from designdoc_assets.languages.python.syntax import docstring_of, fold, statements
from designdoc_assets.languages.python.visibility import (
    is_constructor,
    is_special,
    visibility_of,
    visibility_within,
)
from designdoc_assets.languages.raise_facts import Raise
from designdoc_assets.languages.signature_facts import Parameter, Signature
from designdoc_assets.languages.use_facts import Use

_ON_CLASS = frozenset({"__init_subclass__", "__class_getitem__"})
"""Methods that Python calls on the class without being told to."""
_ACCESSORS = ("setter", "deleter")
_POSITIONAL = frozenset({"positional_only", "positional_or_keyword"})


@dataclass(slots=True, eq=False)
class FunctionEntry:
    """A function or method, while the walk goes through it."""

    node: Node
    qualname: str
    signature: Signature
    described: Doc
    """What its annotations say of parameters and result."""
    annotations: tuple[str, ...]
    meanings: tuple[DecoratorFacts, ...]
    """What each of the decorators says."""
    is_method: bool
    condition: str | None
    is_for_types: bool = False
    is_guarded: bool = False
    mentions: Mentions = field(default_factory=Mentions)
    raises: list[Raise] = field(default_factory=list)
    asserts: list[str] = field(default_factory=list)
    is_generator: bool = False
    sort: FunctionSort = field(init=False)
    bound_to: BoundTo = field(init=False)
    is_cached: bool = field(init=False)

    def __post_init__(self) -> None:
        said = next((meaning for meaning in self.meanings if meaning.is_about_sort), DecoratorFacts())
        if self._accessor_of_base():
            said = DecoratorFacts("getter")
        if not self.is_method:
            self.sort, self.bound_to, self.is_cached = "function", "nothing", False
            return
        self.sort = said.sort or ("constructor" if is_constructor(self.name) else "method")
        self.bound_to = said.bound_to or ("type" if self.name == "__new__" else "instance")
        self.is_cached = said.is_cached

    @property
    def name(self) -> str:
        """The last part of the qualified name."""
        return self.qualname.rpartition(".")[2]

    @property
    def has_object(self) -> bool:
        """Whether its first parameter is the instance or the class."""
        return self.bound_to != "nothing"

    @property
    def on_instance(self) -> bool:
        """Whether its first parameter is the instance."""
        return self.bound_to == "instance" and self.name not in _ON_CLASS

    @property
    def is_overload(self) -> bool:
        """Whether it is one of the forms of the function that follows."""
        return any(meaning.is_overload for meaning in self.meanings)

    def changes_property(self) -> str | None:
        """Return `setter` or `deleter` for what is decorated as one of the property of its own name."""
        return next((kind for kind in _ACCESSORS if f"{self.name}.{kind}" in self.annotations), None)

    def _accessor_of_base(self) -> str | None:
        """Return `setter` or `deleter` for what replaces that of a property of a base: `@Base.size.setter`."""
        for decorator in self.annotations:
            for kind in _ACCESSORS:
                if decorator.endswith(f".{self.name}.{kind}"):
                    return kind
        return None

    def facts(self) -> Function:
        """Return the function, on its own."""
        body = self.node.child_by_field_name("body")
        is_declared_abstract = any(meaning.is_abstract for meaning in self.meanings)
        changed = self._accessor_of_base()
        value = without_signature(docstring_of(body) or "", self.name, [each.name for each in self._parameters()])
        doc = _completed(_doc(value) or self._said_above(), self.described)
        return Function(
            self.name,
            self.qualname,
            self.node.start_point[0] + 1,
            self.sort,
            # What a setter takes says nothing of the property: its getter is that of the base.
            Signature(self._parameters()[:1]) if changed else written(self.signature, self._parameters()),
            bound_to=self.bound_to,
            visibility="private" if self.is_guarded else visibility_of(self.name, doc),
            is_special=is_special(self.name) and self.sort != "constructor",
            is_cached=self.is_cached,
            is_settable=changed == "setter",
            annotations=self.annotations,
            redundant_annotations=tuple(
                written
                for written, meaning in zip(self.annotations, self.meanings, strict=True)
                if meaning.is_told or is_deprecation(written)
            ),
            is_async=self.node.children[0].type == "async",
            is_generator=self.is_generator,
            is_manager=any(meaning.is_manager for meaning in self.meanings),
            is_abstract=is_declared_abstract or self._is_unimplemented(body),
            is_declared_abstract=is_declared_abstract,
            doc=doc,
            raises=tuple(dict.fromkeys(self.raises)),
            asserts=tuple(dict.fromkeys(self.asserts)),
            deprecated=warned_of(body),
            uses=self.mentions.uses(),
            condition=self.condition,
            is_for_types=self.is_for_types,
        )

    def _said_above(self) -> Doc | None:
        # Of a method, it is mostly about how the work is done; and a base may say what for.
        return None if self.is_method else said_above(self.node)

    def _parameters(self) -> tuple[Parameter, ...]:
        """Return its parameters, the receiver marked."""
        parameters = self.signature.parameters
        if not (self.has_object and parameters and parameters[0].kind in _POSITIONAL):
            return parameters
        return (replace(parameters[0], is_receiver=True), *parameters[1:])

    def _is_unimplemented(self, body: Node | None) -> bool:
        if [entry.exception for entry in self.raises] != ["NotImplementedError"]:
            return False
        found = statements(body)
        if docstring_of(body) is not None:
            found = found[1:]
        return len(found) == 1 and found[0].type == "raise_statement"


@dataclass(slots=True, eq=False)
class ClassEntry:
    """A class, while the walk goes through it."""

    node: Node
    qualname: str
    number: int
    digest: str
    heritage: tuple[Heritage, ...]
    annotations: tuple[str, ...]
    annotation_calls: tuple[Call, ...]
    type_parameters: str
    in_function: bool
    condition: str | None
    is_guarded: bool
    methods: list[FunctionEntry] = field(default_factory=list)
    members: Members = field(default_factory=Members)
    mentions: Mentions = field(default_factory=Mentions)
    aliases: dict[str, str] = field(default_factory=dict)
    """Attributes that are other names of methods, whatever happens."""

    def has_method(self, name: str) -> bool:
        """Whether a method of that name was defined until now."""
        return any(method.name == name for method in self.methods)

    def binds(self, name: str, value: str, *, always: bool) -> None:
        """Note what an assignment in its body sets a name to.

        Args:
            name: The name.
            value: What it is set to, as written.
            always: Whether it is set so whatever happens.
        """
        if always and self.has_method(value):
            self.aliases[name] = value
        else:
            self.aliases.pop(name, None)

    def facts(self, commentary: str) -> Class:
        """Return the class; the digest of its commentary is found when the whole file was read."""
        methods, attributes = with_aliases(folded(self.methods), self.members.attributes(), self.aliases)
        doc = _doc(docstring_of(self.node.child_by_field_name("body"))) or said_above(self.node)
        return class_with_deprecations(
            Class(
                name=self.qualname.rpartition(".")[2],
                qualname=self.qualname,
                number=self.number,
                line=self.node.start_point[0] + 1,
                digest=self.digest,
                commentary=commentary,
                visibility="private" if self.is_guarded else visibility_within(self.qualname, doc),
                heritage=self.heritage,
                annotations=self.annotations,
                annotation_calls=self.annotation_calls,
                type_parameters=self.type_parameters,
                doc=doc,
                methods=methods,
                attributes=attributes,
                uses=self.mentions.uses(),
                in_function=self.in_function,
                condition=self.condition,
            )
        )


def folded(entries: list[FunctionEntry]) -> tuple[Function, ...]:
    """Return the functions of one module or class, in order; overloads and setters are parts of what they belong to."""
    functions: list[Function] = []
    overloads: dict[str, list[Function]] = {}
    for entry in entries:
        function = entry.facts()
        if entry.is_overload:
            overloads.setdefault(entry.name, []).append(function)
            if len(overloads[entry.name]) == 1:
                # It holds the place, and stays if no implementation follows.
                functions.append(function)
            continue
        accessor = entry.changes_property()
        changed = _last(functions, entry.name) if accessor else None
        if accessor and changed is not None:
            functions[changed] = _with_accessor(functions[changed], function, accessor)
        elif forms := overloads.pop(entry.name, []):
            functions[functions.index(forms[0])] = _with_overloads(function, forms)
        else:
            functions.append(function)
    for forms in overloads.values():
        functions[functions.index(forms[0])] = _with_overloads(forms[0], forms)
    return tuple(map(with_deprecations, in_force(dispatched(_as_run(functions)))))


def _as_run(functions: list[Function]) -> list[Function]:
    """Return functions without the forms that only type checkers see of what is there when the code runs."""
    for_types = {function.name for function in functions if function.is_for_types}
    if not for_types:
        return functions
    there = {function.name for function in functions if not function.is_for_types}
    return [
        replace(each, condition=None) if each.name in for_types and each.condition == "else" else each
        for each in functions
        if not (each.is_for_types and each.name in there)
    ]


def _last(functions: list[Function], name: str) -> int | None:
    return next((at for at in reversed(range(len(functions))) if functions[at].name == name), None)


def _with_accessor(function: Function, accessor: Function, kind: str) -> Function:
    return replace(
        function,
        is_settable=function.is_settable or kind == "setter",
        raises=tuple(dict.fromkeys(function.raises + accessor.raises)),
        asserts=tuple(dict.fromkeys(function.asserts + accessor.asserts)),
        uses=_joined(function.uses + accessor.uses),
    )


def _with_overloads(function: Function, forms: list[Function]) -> Function:
    said = {form.doc for form in forms if form.doc}
    of_all = function.doc if function is not forms[0] else None
    if of_all is None and len(said) == 1:
        # Said once, or the same each time: it is about the function.
        of_all, said = said.pop(), set()
    return replace(
        function,
        overloads=tuple(form.signature for form in forms),
        overload_docs=tuple(form.doc for form in forms) if said else (),
        doc=of_all,
        uses=_joined(tuple(use for form in (*forms, function) for use in form.uses)),
    )


def _joined(uses: tuple[Use, ...]) -> tuple[Use, ...]:
    first: dict[tuple[str, str, str, str], Use] = {}
    for use in uses:
        first.setdefault((use.kind, use.name, use.standing, use.nested_in), use)
    return tuple(first.values())


def decorator_texts(decorators: Sequence[Node]) -> tuple[str, ...]:
    """Return decorators as written, without the `@`."""
    return tuple(fold(child) for node in decorators for child in node.named_children[:1])


def annotation_calls(decorators: Sequence[Node]) -> tuple[Call, ...]:
    """Return decorators taken apart."""
    return tuple(decorator_call(child) for node in decorators for child in node.named_children[:1])


def _completed(docstring: Doc | None, described: Doc) -> Doc | None:
    """Return a docstring with what annotations say beyond it."""
    if not (described.parameters or described.returns):
        return docstring
    own = docstring or Doc()
    known = {entry.name for entry in own.parameters}
    more = tuple(entry for entry in described.parameters if entry.name not in known)
    mentions = tuple(dict.fromkeys((*own.mentions, *described.mentions)))
    returns = own.returns or described.returns
    return replace(own, parameters=(*own.parameters, *more), returns=returns, mentions=mentions)


def _doc(value: str | None) -> Doc | None:
    return parse_docstring(value) if value and not value.isspace() else None
