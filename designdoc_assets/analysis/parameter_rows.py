"""The rows of a table of parameters: what the signature and the doc comment say of each."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from designdoc_assets.languages.doc_facts import Described, Doc
from designdoc_assets.languages.facts import Function
from designdoc_assets.languages.signature_facts import Parameter

MARKS = "*&.$@"
"""What languages write before the name of a parameter."""


@dataclass(frozen=True, slots=True)
class ParameterRow:
    """A row of a table of parameters."""

    name: str
    type: str
    default: str
    text: str
    form: str
    """`Positional only.`, `Keyword only.`, or empty."""
    is_typed_by_doc: bool = False
    """Whether the type is from the doc comment, since the signature has none."""
    deprecated: str | None = None
    """The reason why it is deprecated; None if it is not."""


def parameter_rows(function: Function) -> Iterable[ParameterRow]:
    """Yield a row for each parameter, and for each further name that the doc comment describes as one."""
    parameters = [parameter for parameter in function.signature.parameters if not parameter.is_receiver]
    described = _with_names(
        _described(function.doc, [parameter.name for parameter in parameters]),
        [parameter.name for parameter in parameters],
    )
    form = {"positional_only": "Positional only.", "keyword_only": "Keyword only."}
    for parameter in parameters:
        about = described.pop(parameter.name, Described(parameter.name, ""))
        row = _row(parameter, about, form.get(parameter.kind, ""))
        yield replace(row, deprecated=parameter.deprecated)
    # A parameter may be described that the signature does not list: one within `**kwargs`, or of an overload.
    passed_on = {each.name: each for overload in function.overloads for each in overload.parameters}
    is_open = bool(passed_on) or any(parameter.kind == "var_keyword" for parameter in parameters)
    for name, about in described.items():
        if name in passed_on:
            yield _row(passed_on[name], about, form.get(passed_on[name].kind, ""))
        else:
            remark = "" if is_open else "Not in the signature."
            shown, _, default = about.name.partition("=")
            yield ParameterRow(shown, about.type or "", default, about.text, remark)


def undeclared_parameters(doc: Doc | None, names: Collection[str]) -> list[ParameterRow]:
    """Return rows for the parameters that a doc comment describes and that are not among these names."""
    return [
        ParameterRow(entry.name, entry.type or "", "", entry.text, "")
        for entry in (doc.parameters if doc else ())
        if entry.name not in names
    ]


def _row(parameter: Parameter, about: Described, form: str) -> ParameterRow:
    return ParameterRow(
        name=parameter.mark + parameter.name,
        type=parameter.type or about.type or "",
        default=parameter.default or "",
        text=about.text,
        form=form,
        is_typed_by_doc=bool(about.type and not parameter.type),
    )


def _described(doc: Doc | None, parameters: Collection[str]) -> dict[str, Described]:
    """Return the descriptions of parameters in a doc comment, by name; one headed `x, y` describes two."""
    found: dict[str, Described] = {}
    for entry in doc.parameters if doc else ():
        written = entry.name.replace("\\", "")  # as reStructuredText wants `\\*args` and `\\class_`
        names = [_bare(name) for name in written.split(",")]
        if not all(name in parameters for name in names):
            names = [_bare(written)]
        for name in names:
            found.setdefault(name, replace(entry, name=name if len(names) > 1 else written))
    return found


def _with_names(described: dict[str, Described], parameters: Sequence[str]) -> dict[str, Described]:
    """Give descriptions that are headed by a type, such as `np.ndarray`, the names of the undescribed parameters.

    A dotted name is such a type, since no parameter has one. It is done only where there are as many of the one as of
    the other.
    """
    unnamed = [name for name in described if "." in name]
    missing = [name for name in parameters if name not in described]
    if not unnamed or len(unnamed) != len(missing):
        return described
    named = {
        name: replace(described[type_name], name=name, type=type_name)
        for name, type_name in zip(missing, unnamed, strict=True)
    }
    return {name: about for name, about in described.items() if name not in unnamed} | named


def _bare(name: str) -> str:
    """Return the name of a parameter that is described as `**name` or `name=default`."""
    return name.partition("=")[0].strip().lstrip(MARKS)
