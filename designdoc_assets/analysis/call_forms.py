"""How a function, method or constructor is called: its signature as written, without the receiver."""

from collections.abc import Sequence
from dataclasses import dataclass

from designdoc_assets.languages.facts import Parameter, Signature

STARS = {"var_positional": "*", "var_keyword": "**"}


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


def form_of(name: str, signature: Signature, returns: str, *, is_property: bool = False) -> Form:
    """Return the form of a signature; `returns` is what is shown of its result."""
    if is_property:
        return Form(name, None, returns)
    shown: list[str] = []
    parameters = visible(signature.parameters)
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


def visible(parameters: Sequence[Parameter]) -> Sequence[Parameter]:
    """Return the parameters that a caller gives: not the receiver."""
    return [parameter for parameter in parameters if not parameter.is_receiver]


def _parameter(parameter: Parameter) -> str:
    text = STARS.get(parameter.kind, "") + parameter.name
    if parameter.type:
        text += f": {parameter.type}"
    if parameter.default is not None:
        text += f" = {parameter.default}" if parameter.type else f"={parameter.default}"
    return text
