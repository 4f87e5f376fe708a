"""What definitions say of the types of what they define."""

from designdoc_assets.languages.facts import Attribute, Function
from designdoc_assets.languages.python.type_forms import form_of

_ENTERED = frozenset({"__enter__", "__aenter__"})


def is_type(entry: Attribute) -> bool:
    """Return whether a constant may be another name for a type that is more than a name."""
    if entry.scope == "type_alias":
        return True
    is_declared = entry.type is not None and entry.type.rpartition(".")[2] != "TypeAlias"
    return not is_declared and entry.call is None and form_of(entry.value or "").arguments != ()


def returned_by(function: Function) -> str | None:
    """Return the type that a function says it returns, itself or in all of its overloads."""
    if function.signature.returns is not None:
        return function.signature.returns
    returned = {overload.returns for overload in function.overloads}
    return returned.pop() if len(returned) == 1 else None


def returns_itself(method: Function) -> bool:
    """Whether a method returns its own object, or makes one of its own class.

    It says so; or it says nothing, and is entered by `with`, or is a class method that calls its class.
    """
    returns = method.signature.returns
    receiver = method.signature.parameters[0] if method.signature.parameters else None
    if returns is not None:
        return receiver is not None and receiver.type == returns
    if method.bound_to == "type" and receiver is not None:
        return any(use.kind == "call" and use.name == receiver.name for use in method.uses)
    return method.name in _ENTERED
