"""How a function, method or constructor is called: its signature as the language writes it, under a name."""

from dataclasses import dataclass

from designdoc_assets.languages.signature_facts import Signature


@dataclass(frozen=True, slots=True)
class CallSignature:
    """One way to call a function; of a property, which is read like a value, `arguments` is None."""

    name: str
    arguments: tuple[str, ...] | None
    tail: str = ""
    """As in `Signature.tail`."""

    @property
    def line(self) -> str:
        """The signature on one line."""
        call = self.name if self.arguments is None else f"{self.name}({', '.join(self.arguments)})"
        return f"{call}{self.tail}"

    def block(self, last_comma: str = ",") -> str:
        """Return it with an argument a line, where it is too long to read on one."""
        if not self.arguments:
            return self.line
        arguments = ",\n".join(f"    {argument}" for argument in self.arguments)
        return f"{self.name}(\n{arguments}{last_comma}\n){self.tail}"


def call_signature(name: str, signature: Signature, *, is_read: bool = False, has_result: bool = True) -> CallSignature:
    """Return how something with a signature is called.

    Args:
        name: The name that it is called by.
        signature: Its parameters and its result.
        is_read: Whether it is read like a value, as a property is.
        has_result: Whether the type of its result is shown; that of a constructor is its name already.
    """
    tail = signature.tail if has_result or signature.returns is None else ""
    name = f"{signature.lead} {name}" if signature.lead else name
    return (
        CallSignature(name, None, tail)
        if is_read
        else CallSignature(f"{name}{signature.type_parameters}", signature.arguments, tail)
    )
