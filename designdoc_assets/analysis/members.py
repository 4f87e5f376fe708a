"""What a page shows of a function or an attribute: without line numbers, which shift when nothing on the page does."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from designdoc_assets.analysis.call_signatures import CallSignature, call_signature
from designdoc_assets.analysis.parameter_rows import ParameterRow, parameter_rows
from designdoc_assets.languages.doc_facts import Described, Doc
from designdoc_assets.languages.facts import Attribute, Class, Function
from designdoc_assets.markup import markdown

_FINAL = re.compile(r"(?:[\w.]+\.)?Final(?:\[(.*)\])?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Raised:
    """A row of a table of exceptions: the doc comment's text about one, or else the condition of the `raise`."""

    name: str
    text: str = ""
    condition: str = ""
    message: str = ""
    is_otherwise: bool = False
    """Whether code that may raise comes before it: the condition counts only if that did not."""
    page: str = ""
    """The page of the exception's class; empty if it has none."""


@dataclass(frozen=True, slots=True)
class OverloadNote:
    """The doc comment of a single overload."""

    form: CallSignature
    returns: str
    """The declared type of the result."""
    doc: Doc
    parameters: tuple[ParameterRow, ...]


@dataclass(frozen=True, slots=True)
class CallableDoc:
    """A function or method as its page shows it. Texts are Markdown."""

    name: str
    form: CallSignature
    overloads: tuple[CallSignature, ...]
    marks: tuple[str, ...]
    """Modifiers such as `protected`, `async`, `property`, `class method` and `abstract`."""
    annotations: tuple[str, ...]
    parameters: tuple[ParameterRow, ...]
    returns: str
    """The declared type of the result."""
    doc: Doc | None
    raises: tuple[Raised, ...]
    deprecated: str | None
    """The reason why it is deprecated, empty if none is given; None if it is not deprecated."""
    deprecated_parts: tuple[str, ...]
    """Deprecations of parts of it that are no parameter, such as a way of calling it."""
    condition: str
    registered: tuple[tuple[str, str], ...] = ()
    """The types for which an implementation of its own is registered, each with that one's summary."""
    overrides: str = ""
    """The base class whose member it overrides."""
    is_asked_for: bool = False
    """Whether that is an interface, which asks for the member."""
    overrides_page: str = ""
    same_as: str = ""
    """The method of its class that it is an alias of, with `()` if that one is called."""
    same_as_page: str = ""
    overload_notes: tuple[OverloadNote, ...] = ()
    inherited: str = ""
    """The summary of the overridden member, if this one has no doc comment."""


@dataclass(frozen=True, slots=True)
class AttributeDoc:
    """A constant or attribute as a table shows it."""

    name: str
    type: str
    value: str
    text: str
    type_parameters: str = ""
    condition: str = ""
    """The header of the enclosing statement, if it is set to the value only under a condition."""
    is_set_again: bool = False
    """Whether it is set in several places, so that the page shows no value."""
    written: str = ""
    """As in `Attribute.written`."""


def constructor_of(cls: Class, function: Function, raises: Sequence[Raised] = ()) -> CallableDoc:
    """Return what a page shows of a constructor: under the name of its class, whose doc comment may describe it."""
    own = function.doc or Doc()
    described = cls.doc or Doc()
    doc = replace(own, parameters=(*own.parameters, *described.parameters), raises=(*own.raises, *described.raises))
    return callable_of(replace(function, doc=doc), raises, name=cls.name)


def callable_of(function: Function, raises: Sequence[Raised] = (), *, name: str | None = None) -> CallableDoc:
    """Return what a page shows of a function and of the exceptions that it raises; `name` replaces its own name."""
    shown = name or function.name
    is_property = function.sort == "getter"
    returns = "" if name else function.signature.returns or ""
    return CallableDoc(
        name=shown,
        form=call_signature(shown, function.signature, is_read=is_property, has_result=not name),
        overloads=tuple(call_signature(shown, form, has_result=not name) for form in function.overloads),
        marks=tuple(_marks(function)),
        annotations=tuple(_shown_annotations(function)),
        parameters=tuple(parameter_rows(function)),
        returns=returns,
        doc=function.doc,
        raises=tuple(raises),
        deprecated=function.deprecated,
        deprecated_parts=function.deprecated_parts,
        condition=function.condition or "",
        same_as=f"{function.same_as}{'' if is_property else '()'}" if function.same_as else "",
        overload_notes=tuple(_overload_notes(function, name)),
        registered=tuple(
            (each.accepts, each.doc.summary if each.doc else "") for each in function.registered if each.accepts
        ),
    )


def field_of(attribute: Attribute, doc: Doc | None = None, *, is_made: bool = False) -> AttributeDoc:
    """Return what a table shows of an attribute.

    Args:
        attribute: The attribute.
        doc: The doc comment of its class or module, which may describe it.
        is_made: Whether it holds an object of a class of the target that the code makes.
    """
    described = (*doc.attributes, *_described_as_passed(attribute, doc, is_made=is_made)) if doc else ()
    about = next((entry for entry in described if entry.name == attribute.name), Described(attribute.name, ""))
    # What an instance attribute is first set to is a detail of the constructor; a class's own value is its default.
    value = attribute.value if attribute.scope != "instance" else None
    annotation = type_in(attribute.type) or about.type or ""
    text = attribute.doc.text if attribute.doc else about.text
    value = "" if attribute.is_set_again else value or ""
    return AttributeDoc(
        name=attribute.name,
        type=annotation,
        value=value,
        text=text,
        type_parameters=attribute.type_parameters,
        condition="" if attribute.is_set_again else attribute.condition or "",
        is_set_again=attribute.is_set_again,
        written=attribute.written if value else "",
    )


def _described_as_passed(attribute: Attribute, doc: Doc, *, is_made: bool) -> Iterator[Described]:
    """Yield the descriptions of parameters; that of the attribute's name only as far as it is true of the attribute.

    If the constructor converts the parameter, its type is left out, since that of the attribute is another. If it does
    not use the parameter for the attribute, or makes an object of a class of the target from it, so is all of it.
    """
    is_field = attribute.scope != "instance" and attribute.set_to is None  # what is set is what was passed
    value = (attribute.value if attribute.scope == "instance" else attribute.set_to) or ""
    for entry in doc.parameters:
        is_passed = value == entry.name or value.startswith(f"{entry.name} or ")
        if entry.name != attribute.name or is_field or is_passed:
            yield entry
        elif not is_made and not attribute.is_set_again and re.search(rf"(?<![.\w]){re.escape(entry.name)}\b", value):
            yield replace(entry, type=None)


def type_in(annotation: str | None) -> str:
    """Return a declared type without `Final`; empty for a bare `Final`, where the value gives the type."""
    final = _FINAL.fullmatch(annotation or "")
    return (final[1] or "") if final else annotation or ""


def undeclared_attributes(doc: Doc | None, names: Collection[str]) -> list[AttributeDoc]:
    """Return the public attributes that a doc comment describes and that no code declares or assigns."""
    return [
        AttributeDoc(entry.name, entry.type or "", "", entry.text)
        for entry in (doc.attributes if doc else ())
        if entry.name not in names and entry.visibility == "public"
    ]


def member_names(cls: Class) -> list[str]:
    """Return the names of a class's own methods and attributes, each once."""
    return list(dict.fromkeys([*(m.name for m in cls.methods), *(a.name for a in cls.attributes)]))


def _overload_notes(function: Function, name: str | None) -> Iterable[OverloadNote]:
    for signature, doc in zip(function.overloads, function.overload_docs, strict=False):
        if doc is not None:
            form = call_signature(name or function.name, signature, has_result=not name)
            alone = replace(function, signature=signature, doc=doc, overloads=())
            yield OverloadNote(form, "" if name else signature.returns or "", doc, tuple(parameter_rows(alone)))


def _marks(function: Function) -> Iterable[str]:
    if function.visibility == "protected":
        yield "protected"
    yield from function.modifiers
    if function.is_async and not function.is_manager:
        yield "async"
    if function.sort == "getter":
        yield "cached property" if function.is_cached else "property"
        if function.is_settable:
            yield "settable"
    elif function.sort == "macro":
        yield "macro"
    elif function.bound_to == "nothing" and function.sort != "function":
        yield "static method"
    elif function.bound_to == "type" and function.sort == "method":
        yield "class method"
    if function.is_manager:
        yield "asynchronous context manager" if function.is_async else "context manager"
    elif function.is_generator:
        yield "generator"
    if function.is_abstract:
        yield "abstract" if function.is_declared_abstract else "not implemented"
    if function.of_interfaces:
        yield f"of {', '.join(markdown.code(each, in_table=True) for each in function.of_interfaces)}"


def _shown_annotations(function: Function) -> Iterable[str]:
    for annotation in function.annotations:
        if annotation not in function.redundant_annotations:
            yield annotation
