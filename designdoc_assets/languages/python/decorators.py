"""What decorators make of functions: known by what they are, whatever a file calls them."""

import re
from typing import NamedTuple

from designdoc_assets.languages.facts import BoundTo, FunctionSort
from designdoc_assets.languages.python.stdlib_names import is_stdlib
from designdoc_assets.languages.signature_facts import Signature


class DecoratorFacts(NamedTuple):
    """What a decorator says of a function."""

    sort: FunctionSort | None = None
    bound_to: BoundTo | None = None
    is_cached: bool = False
    is_abstract: bool = False
    is_overload: bool = False
    is_manager: bool = False
    is_told: bool = True
    """Whether all that it says is among these facts, so that pages need not name it."""

    @property
    def is_about_sort(self) -> bool:
        """Whether it says what sort of method it is, or what that is called on."""
        return self.sort is not None or self.bound_to is not None


_NOTHING = DecoratorFacts(is_told=False)
_KNOWN = {
    "builtins.classmethod": DecoratorFacts(bound_to="type"),
    "builtins.staticmethod": DecoratorFacts(bound_to="nothing"),
    "builtins.property": DecoratorFacts("getter"),
    "enum.property": DecoratorFacts("getter"),
    "types.DynamicClassAttribute": DecoratorFacts("getter"),
    "functools.cached_property": DecoratorFacts("getter", is_cached=True),
    "abc.abstractmethod": DecoratorFacts(is_abstract=True),
    "abc.abstractproperty": DecoratorFacts("getter", is_abstract=True),
    "abc.abstractclassmethod": DecoratorFacts(bound_to="type", is_abstract=True),
    "abc.abstractstaticmethod": DecoratorFacts(bound_to="nothing", is_abstract=True),
    "typing.overload": DecoratorFacts(is_overload=True),
    "contextlib.contextmanager": DecoratorFacts(is_manager=True),
    "contextlib.asynccontextmanager": DecoratorFacts(is_manager=True),
}
_BY_LAST_NAME = {name.rpartition(".")[2]: meaning for name, meaning in _KNOWN.items()}
"""What other modules offer under such a name (`typing_extensions.overload`, a `compat` module's) is made to be it."""
_NAME = re.compile(r"[\w.]+")


def name_in(decorator: str) -> str:
    """Return the dotted name at the start of a decorator, as written; empty if it starts otherwise."""
    name = _NAME.match(decorator)
    return name[0] if name else ""


def meaning_of(decorator: str, origin: str, signature: Signature) -> DecoratorFacts:
    """Return what a decorator says of the function below it.

    Args:
        decorator: As written, without the `@`.
        origin: The full name of what it is, as in `Origins.of`; empty where the file itself defines it.
        signature: That of the function.
    """
    known = _KNOWN.get(origin)
    module, _, name = origin.rpartition(".")
    if known is not None or not module or (is_stdlib(module) and not module.startswith(".")):
        return known or _NOTHING
    if name in _BY_LAST_NAME:
        return _BY_LAST_NAME[name]
    is_bare = name_in(decorator) == decorator
    if is_bare and name.lower().endswith("property") and is_getter(signature):
        # What cannot be looked into is taken by its name; the name stays on the page.
        return DecoratorFacts("getter", is_told=False)
    return _NOTHING


def is_getter(signature: Signature) -> bool:
    """Whether a function can be called with its object alone, as a property's getter is."""
    required = [p for p in signature.parameters if p.default is None and not p.kind.startswith("var_")]
    return len(required) <= 1
