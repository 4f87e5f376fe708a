"""How functions are called, as facts: parameters and signatures as written."""

from dataclasses import dataclass
from typing import Literal

ParameterKind = Literal["positional_only", "positional_or_keyword", "var_positional", "keyword_only", "var_keyword"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter: `name` without marks; annotation and default as written, with white space folded."""

    name: str
    kind: ParameterKind
    type: str | None = None
    default: str | None = None
    deprecated: str | None = None
    """As in `Function.deprecated`."""
    is_receiver: bool = False
    """It is the object, or the type, that a method is called on: no caller writes it among the arguments."""
    mark: str = ""
    """What is written before the name: `*`, `**`, `...`."""


@dataclass(frozen=True, slots=True)
class Signature:
    """Parameters and result of one way to call something: what they are, and how the language writes them.

    A page shows `lead`, `name`, `type_parameters`, the arguments in parentheses, and `tail`, and joins nothing itself.
    """

    parameters: tuple[Parameter, ...]
    returns: str | None = None
    type_parameters: str = ""
    """As written: `[T: int]`, `<T>`."""
    arguments: tuple[str, ...] = ()
    """What stands in the parentheses: each parameter but the receiver, with its type and default, and what is written
    among them without being one, such as `*`."""
    tail: str = ""
    """What stands behind the parentheses: ` -> int`, `: string`."""
    lead: str = ""
    """What stands before the name, where a language writes the result there: `<T> List<T>`."""
