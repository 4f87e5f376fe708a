"""What definitions say of the types of what they define."""

from designdoc_assets.languages.declared_types import DeclaredTypes
from designdoc_assets.languages.facts import Attribute, Function
from designdoc_assets.languages.name_rules import NameRules
from designdoc_assets.program.bindings import is_untyped


def is_type(entry: Attribute, types: DeclaredTypes) -> bool:
    """Return whether a constant may be another name for a type that is more than a name."""
    if entry.scope == "type_alias" or (entry.sort == "alias" and entry.call is None):
        return True
    return is_untyped(entry, types) and entry.call is None and types.parse_type(entry.value or "").arguments != ()


def returned_by(function: Function, types: DeclaredTypes) -> str | None:
    """Return the type that a function says it returns, itself or in all of its overloads; or its doc does."""
    if function.signature.returns is not None:
        return function.signature.returns
    returned = {overload.returns for overload in function.overloads}
    if len(returned) == 1:
        return returned.pop()
    is_told = types.is_in_docs and not returned and function.doc is not None
    return function.doc.returns_type or None if is_told and function.doc is not None else None


def returns_itself(method: Function, rules: NameRules) -> bool:
    """Whether a method returns its own object, or makes one of its own class.

    It says so; or it says nothing, and runs when a block is entered, or is one of the class that calls its class.
    """
    returns = method.signature.returns
    receiver = next((each for each in method.signature.parameters if each.is_receiver), None)
    if returns is not None:
        return receiver is not None and receiver.type == returns
    if method.bound_to == "type" and receiver is not None:
        return any(use.kind == "call" and use.name == receiver.name for use in method.uses)
    return method.name in rules.entered
