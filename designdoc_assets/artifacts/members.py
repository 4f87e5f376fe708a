"""What a page says of a function or an attribute: facts without line numbers or anything else that may shift unseen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from designdoc_assets.source.symbols import Attribute, Class, Described, Docstring, Function, Parameter, Signature

_STARS = {"var_positional": "*", "var_keyword": "**"}
_DEPRECATED_DECORATORS = ("deprecated", "warnings.deprecated", "typing_extensions.deprecated")
_SHOWN_BY_FLAVOUR = frozenset({"property", "classmethod", "staticmethod", "overload", "typing.overload", "t.overload"})


@dataclass(frozen=True, slots=True)
class ParameterRow:
    """A line of a parameter table."""

    name: str
    annotation: str
    default: str
    text: str
    form: str
    """`Positional only.`, `Keyword only.`, or nothing."""


@dataclass(frozen=True, slots=True)
class Raised:
    """An exception: what the docstring says of it, else the condition under which the code raises it."""

    name: str
    text: str
    condition: str


@dataclass(frozen=True, slots=True)
class Form:
    """One way to call something, as written, without the receiver. `arguments` is None for a property."""

    name: str
    arguments: tuple[str, ...] | None
    returns: str = ""

    @property
    def line(self) -> str:
        """The form on one line."""
        call = self.name if self.arguments is None else f"{self.name}({', '.join(self.arguments)})"
        return f"{call} -> {self.returns}" if self.returns else call

    @property
    def block(self) -> str:
        """The form with an argument a line, for forms too long to read on one."""
        if not self.arguments:
            return self.line
        arguments = "".join(f"    {argument},\n" for argument in self.arguments)
        return f"{self.name}(\n{arguments})" + (f" -> {self.returns}" if self.returns else "")


@dataclass(frozen=True, slots=True)
class Callable:
    """A function or method as its page shows it. Texts are the author's, not yet Markdown."""

    name: str
    form: Form
    overloads: tuple[Form, ...]
    marks: tuple[str, ...]
    """What kind of callable: `async`, `property`, `class method`, `abstract`, ..."""
    decorators: tuple[str, ...]
    parameters: tuple[ParameterRow, ...]
    returns: str
    """The annotation of the result."""
    doc: Docstring | None
    raises: tuple[Raised, ...]
    deprecated: str | None
    """Why it is deprecated, empty when no reason is given; None when it is not."""
    condition: str
    overrides: str = ""
    """The base class whose member it replaces."""
    overrides_page: str = ""
    inherited: str = ""
    """What that member's docstring starts with, if it has none of its own."""


@dataclass(frozen=True, slots=True)
class Field:
    """A constant or attribute as a table shows it."""

    name: str
    annotation: str
    value: str
    text: str


def constructor_of(cls: Class, function: Function) -> Callable:
    """Return what a page shows of a constructor: it is named as its class, whose docstring may describe it."""
    own = function.docstring or Docstring("")
    described = cls.docstring or Docstring("")
    doc = replace(own, parameters=(*own.parameters, *described.parameters), raises=(*own.raises, *described.raises))
    return callable_of(replace(function, docstring=doc), name=cls.name)


def callable_of(function: Function, *, name: str | None = None) -> Callable:
    """Return what a page shows of a function; `name` replaces its own."""
    is_method = function.flavour not in {"function", "staticmethod"}
    shown = name or function.name
    parameters = _visible(function.signature.parameters, is_method)
    returns = "" if name else function.signature.returns or ""
    return Callable(
        name=shown,
        form=_form(shown, function.signature, is_method, returns, is_property=function.flavour.endswith("property")),
        overloads=tuple(_form(shown, form, is_method, form.returns or "") for form in function.overloads),
        marks=tuple(_marks(function)),
        decorators=tuple(_shown_decorators(function)),
        parameters=tuple(_rows(parameters, function.docstring)),
        returns=returns,
        doc=function.docstring,
        raises=tuple(_raises(function)),
        deprecated=deprecation(function.decorators, function.docstring),
        condition=function.condition or "",
    )


def field_of(attribute: Attribute, doc: Docstring | None = None) -> Field:
    """Return what a table shows of an attribute; its class's docstring may describe it."""
    text = attribute.docstring or next(
        (d.text for d in (doc.attributes if doc else ()) if d.name == attribute.name), ""
    )
    # What an instance attribute is first set to is a detail of the constructor; a class's own value is its default.
    value = attribute.value if attribute.scope != "instance" else None
    return Field(attribute.name, attribute.annotation or "", value or "", text)


def fields_form(name: str, fields: Iterable[Field], *, keyword_only: bool = False) -> Form:
    """Return the constructor that a dataclass's fields make."""
    shown = [f"{field.name}: {field.annotation}" + (f" = {field.value}" if field.value else "") for field in fields]
    return Form(name, tuple(["*", *shown] if keyword_only and shown else shown))


def deprecation(decorators: Sequence[str], doc: Docstring | None) -> str | None:
    """Return why something is deprecated, from its decorator or its docstring; None if neither says that it is."""
    for decorator in decorators:
        head, _, rest = decorator.partition("(")
        if head in _DEPRECATED_DECORATORS or head.endswith(".deprecated"):
            reason = rest.rstrip(")").strip()
            return reason[1:-1] if reason[:1] in {'"', "'"} and reason[-1:] == reason[:1] else ""
    return doc.deprecated if doc and doc.deprecated else None


def member_names(cls: Class) -> list[str]:
    """Return the names of a class's own methods and attributes, each once."""
    return list(dict.fromkeys([*(m.name for m in cls.methods), *(a.name for a in cls.attributes)]))


def is_public(name: str) -> bool:
    """Whether a name is meant for users: no leading underscore."""
    return not name.startswith("_")


def is_special(name: str) -> bool:
    """Whether a name is one of Python's own protocols': `__enter__`."""
    return name.startswith("__") and name.endswith("__")


def _visible(parameters: Sequence[Parameter], is_method: bool) -> Sequence[Parameter]:
    has_receiver = bool(is_method and parameters and parameters[0].kind in {"positional_only", "positional_or_keyword"})
    return parameters[1:] if has_receiver else parameters


def _form(name: str, signature: Signature, is_method: bool, returns: str, *, is_property: bool = False) -> Form:
    if is_property:
        return Form(name, None, returns)
    shown: list[str] = []
    parameters = _visible(signature.parameters, is_method)
    starred = False
    for index, parameter in enumerate(parameters):
        if parameter.kind == "keyword_only" and not starred:
            shown.append("*")
        starred = starred or parameter.kind in {"keyword_only", "var_positional"}
        shown.append(_parameter(parameter))
        following = parameters[index + 1].kind if index + 1 < len(parameters) else ""
        if parameter.kind == "positional_only" and following != "positional_only":
            shown.append("/")
    return Form(name + signature.type_parameters, tuple(shown), returns)


def _parameter(parameter: Parameter) -> str:
    text = _STARS.get(parameter.kind, "") + parameter.name
    if parameter.annotation:
        text += f": {parameter.annotation}"
    if parameter.default is not None:
        text += f" = {parameter.default}" if parameter.annotation else f"={parameter.default}"
    return text


def _rows(parameters: Iterable[Parameter], doc: Docstring | None) -> Iterable[ParameterRow]:
    described: dict[str, Described] = {}
    for entry in doc.parameters if doc else ():
        described.setdefault(entry.name.lstrip("*"), entry)
    form = {"positional_only": "Positional only.", "keyword_only": "Keyword only."}
    for parameter in parameters:
        about = described.get(parameter.name, Described(parameter.name, ""))
        yield ParameterRow(
            name=_STARS.get(parameter.kind, "") + parameter.name,
            annotation=parameter.annotation or about.annotation or "",
            default=parameter.default or "",
            text=about.text,
            form=form.get(parameter.kind, ""),
        )


def _marks(function: Function) -> Iterable[str]:
    names = {"classmethod": "class method", "staticmethod": "static method", "cached_property": "cached property"}
    if function.is_async:
        yield "async"
    if function.flavour not in {"function", "method"}:
        yield names.get(function.flavour, function.flavour)
    if function.flavour.endswith("property") and function.setter:
        yield "settable"
    if function.is_generator:
        yield "generator"
    if function.is_abstract:
        yield "abstract"


def _shown_decorators(function: Function) -> Iterable[str]:
    for decorator in function.decorators:
        name = decorator.rpartition(".")[2]
        if name not in _SHOWN_BY_FLAVOUR | {"cached_property", "abstractmethod", "setter", "deleter", "getter"}:
            yield decorator


def _raises(function: Function) -> Iterable[Raised]:
    documented = function.docstring.raises if function.docstring else ()
    names = {entry.name.rpartition(".")[2] for entry in documented}
    conditions = {guard.exception.rpartition(".")[2]: guard.condition for guard in reversed(function.guards)}
    for entry in documented:
        condition = "" if entry.text else conditions.get(entry.name.rpartition(".")[2], "")
        yield Raised(entry.name, entry.text, condition)
    for name in function.raises:
        # That an abstract method raises this is what the mark says already.
        is_told = function.is_abstract and name == "NotImplementedError"
        if name.rpartition(".")[2] not in names and not is_told:
            yield Raised(name, "", conditions.get(name.rpartition(".")[2], ""))
