"""The names in a function's signature: what it takes, what it returns, and what only tells how a callable is called."""

import re
from collections.abc import Iterable, Iterator

from designdoc_assets.languages.declared_types import DeclaredTypes
from designdoc_assets.languages.facts import Function
from designdoc_assets.languages.signature_facts import Parameter, Signature
from designdoc_assets.program.paths import DOTTED

_TOKEN = re.compile(rf"{DOTTED}|[\[\]]")


class SignatureNames:
    """Tells the names in the types of one function's parameters and results apart."""

    def __init__(self, function: Function, types: DeclaredTypes) -> None:
        signatures = (function.signature, *function.overloads)
        taken = _names(_annotations(signatures), types)
        returned = _names((each.returns for each in signatures), types)
        self.results = {name for name in returned if returned[name] and not taken.get(name)}
        """Those of what is returned, and not taken as well."""
        self.values = {name for names in (taken, returned) for name in names if names[name]}
        """Those of what is taken or returned: nobody hands over what a callable in the signature is called with."""


def _annotations(signatures: Iterable[Signature]) -> Iterator[str | None]:
    parameters: Iterator[Parameter] = (parameter for each in signatures for parameter in each.parameters)
    return (parameter.type for parameter in parameters)


def _names(annotations: Iterable[str | None], types: DeclaredTypes) -> dict[str, bool]:
    """Return the names in annotations, and whether one stands anywhere but among the arguments of a callable."""
    found: dict[str, bool] = {}
    for annotation in annotations:
        inside: list[bool] = []
        last = ""
        for token in _TOKEN.findall(annotation or ""):
            if token == "[":
                inside.append(last.rpartition(".")[2] in types.called)
            elif token == "]":
                del inside[-1:]
            else:
                found[token] = found.get(token, False) or not any(inside)
            last = token
    return found
