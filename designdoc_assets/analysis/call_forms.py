"""How a function, method or constructor is called: its signature as the language writes it, under a name."""

from dataclasses import dataclass

from designdoc_assets.languages.facts import Signature


@dataclass(frozen=True, slots=True)
class Form:
    """One way to call something. `arguments` is None for what is read like a value."""

    name: str
    arguments: tuple[str, ...] | None
    tail: str = ""
    """As in `Signature.tail`."""

    @property
    def line(self) -> str:
        """The form on one line."""
        call = self.name if self.arguments is None else f"{self.name}({', '.join(self.arguments)})"
        return f"{call}{self.tail}"

    def block(self, last_comma: str = ",") -> str:
        """Return the form with an argument a line, for forms too long to read on one."""
        if not self.arguments:
            return self.line
        arguments = ",\n".join(f"    {argument}" for argument in self.arguments)
        return f"{self.name}(\n{arguments}{last_comma}\n){self.tail}"


def form_of(name: str, signature: Signature, *, is_read: bool = False, has_result: bool = True) -> Form:
    """Return the form of a signature.

    Args:
        name: What is called.
        signature: What it takes and gives.
        is_read: Whether it is read like a value.
        has_result: Whether what it gives is shown; that of a constructor is told by its name.
    """
    tail = signature.tail if has_result or signature.returns is None else ""
    name = f"{signature.lead} {name}" if signature.lead else name
    return Form(name, None, tail) if is_read else Form(f"{name}{signature.type_parameters}", signature.arguments, tail)
