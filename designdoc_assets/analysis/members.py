"""What a page says of a function or an attribute: facts without line numbers or anything else that may shift unseen."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from designdoc_assets.analysis.call_forms import Form, form_of
from designdoc_assets.analysis.parameter_rows import ParameterRow, parameter_rows
from designdoc_assets.languages.doc_facts import Described, Doc
from designdoc_assets.languages.facts import Attribute, Class, Function
from designdoc_assets.markup import markdown

_FINAL = re.compile(r"(?:[\w.]+\.)?Final(?:\[(.*)\])?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Raised:
    """An exception: what the doc comment says of it, else the condition under which the code raises it."""

    name: str
    text: str = ""
    condition: str = ""
    message: str = ""
    is_otherwise: bool = False
    """Whether the condition counts where nothing was raised before."""
    page: str = ""
    """That of its class, where it is known."""


@dataclass(frozen=True, slots=True)
class OverloadNote:
    """What is said of one of several forms alone."""

    form: Form
    returns: str
    """The annotation of the result."""
    doc: Doc
    parameters: tuple[ParameterRow, ...]


@dataclass(frozen=True, slots=True)
class CallableDoc:
    """A function or method as its page shows it. Texts are Markdown."""

    name: str
    form: Form
    overloads: tuple[Form, ...]
    marks: tuple[str, ...]
    """What kind of callable: `protected`, `async`, `property`, `class method`, `abstract`, ..."""
    annotations: tuple[str, ...]
    parameters: tuple[ParameterRow, ...]
    returns: str
    """The annotation of the result."""
    doc: Doc | None
    raises: tuple[Raised, ...]
    deprecated: str | None
    """Why it is deprecated, empty when no reason is given; None when it is not."""
    deprecated_parts: tuple[str, ...]
    """What of it is, where that is no parameter."""
    condition: str
    registered: tuple[tuple[str, str], ...] = ()
    """Types for which it has implementations of their own, and what these say of themselves."""
    overrides: str = ""
    """The base class whose member it replaces."""
    is_asked_for: bool = False
    """Whether that is an interface, which asks for the member."""
    overrides_page: str = ""
    same_as: str = ""
    """The method of its class that it is another name of, as it is written."""
    same_as_page: str = ""
    overload_notes: tuple[OverloadNote, ...] = ()
    inherited: str = ""
    """What that member's doc comment starts with, if it has none of its own."""


@dataclass(frozen=True, slots=True)
class AttributeDoc:
    """A constant or attribute as a table shows it."""

    name: str
    type: str
    value: str
    text: str
    type_parameters: str = ""
    condition: str = ""
    """The header of the statement under which it is set to the value, if at all."""
    is_set_again: bool = False
    """Whether it is set in several places, so that no value is the one."""
    written: str = ""
    """As in `Attribute.written`."""


def constructor_of(cls: Class, function: Function, raises: Sequence[Raised] = ()) -> CallableDoc:
    """Return what a page shows of a constructor: it is named as its class, whose doc comment may describe it."""
    own = function.doc or Doc()
    described = cls.doc or Doc()
    doc = replace(own, parameters=(*own.parameters, *described.parameters), raises=(*own.raises, *described.raises))
    return callable_of(replace(function, doc=doc), raises, name=cls.name)


def callable_of(function: Function, raises: Sequence[Raised] = (), *, name: str | None = None) -> CallableDoc:
    """Return what a page shows of a function, and of what it raises; `name` replaces its own."""
    shown = name or function.name
    is_property = function.sort == "getter"
    returns = "" if name else function.signature.returns or ""
    return CallableDoc(
        name=shown,
        form=form_of(shown, function.signature, is_read=is_property, has_result=not name),
        overloads=tuple(form_of(shown, form, has_result=not name) for form in function.overloads),
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
    """Return what a table shows of an attribute; the doc comment of its class or module may describe it.

    Args:
        attribute: What is shown.
        doc: That doc comment.
        is_made: Whether it is an object that is made for it, of a class of the target.
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
    """Yield what is said of the parameter of an attribute's name, as far as it is true of the attribute.

    What a constructor makes of a parameter is of another type than that; and where it does not even name the
    parameter, or makes an object of a class of one's own, it is another thing.
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
    """Return the type in an annotation: that in `Final[...]`; none in a bare `Final`, which the value is to tell."""
    final = _FINAL.fullmatch(annotation or "")
    return (final[1] or "") if final else annotation or ""


def only_described(doc: Doc | None, names: Collection[str]) -> list[AttributeDoc]:
    """Return the public attributes that a doc comment describes and that no assignment makes."""
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
            form = form_of(name or function.name, signature, has_result=not name)
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
        if annotation not in function.told_annotations:
            yield annotation
