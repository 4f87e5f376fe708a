"""Which exceptions leave a function: what is raised is found as a class, and what the function catches is left out."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from designdoc_assets.languages.exception_rules import ExceptionRules
from designdoc_assets.languages.facts import Class, Function
from designdoc_assets.languages.linking import External
from designdoc_assets.languages.raise_facts import Handler, Raise
from designdoc_assets.program.exceptions import Lineage, beyond_aliases, class_of, lineage_of
from designdoc_assets.program.resolution import Meaning, Symbol
from designdoc_assets.program.resolver import Resolver


@dataclass(frozen=True, slots=True)
class RaiseSite:
    """A place where an exception leaves a function."""

    exception: Symbol | External
    name: str
    """What the class is called: as the function writes it, if it does."""
    at: Raise


def leaving(path: str, function: Function, owner: Class | None, resolver: Resolver) -> list[RaiseSite]:
    """Return what a function raises and lets out, a place each, in order of the source.

    Args:
        path: The file that the function stands in.
        function: A function, or a method of `owner`.
        owner: Its class.
        resolver: Tells what names mean.
    """

    def resolve(name: str) -> Meaning | None:
        return beyond_aliases(resolver.resolve(path, name, owner, function.qualname), resolver)

    rules = resolver.rules.exceptions
    found = []
    for place in function.raises:
        meaning = resolve(place.exception)
        exception = class_of(meaning, rules)
        name = place.exception
        if exception is None and isinstance(meaning, Symbol) and meaning.kind in {"function", "method"}:
            exception = class_of(resolve(f"{place.exception}()"), rules)
            name = ""
        if (
            exception is None
            and meaning is None
            and rules.are_classes
            and rules.class_name.fullmatch(name.rpartition(".")[2])
        ):
            exception = External(name, "unread", name)
        if exception is None:
            continue
        if not name or "()" in name:
            name = exception.written if isinstance(exception, External) else exception.qualname
        past = _past_handlers(place, lineage_of(exception, resolver), resolve, rules)
        if past is not None:
            found.append(RaiseSite(exception, name, past))
    return found


def _past_handlers(
    place: Raise, lineage: Lineage, resolve: Callable[[str], Meaning | None], rules: ExceptionRules
) -> Raise | None:
    """Return the place if it is known that the exception gets past the handlers around it."""
    for handlers in place.handlers:
        for handler in handlers:
            catches = _catches(handler, lineage, resolve, rules)
            if catches is None or (catches and not handler.raises_again):
                return None
            if catches:
                # Whether it is raised again may depend on more than what is known here.
                place = replace(place, when=None)
                break
    return place


def _catches(
    handler: Handler, lineage: Lineage, resolve: Callable[[str], Meaning | None], rules: ExceptionRules
) -> bool | None:
    """Return whether a handler catches what has that lineage; None if that is not known."""
    if handler.exception == rules.everything:
        return True
    cls = class_of(resolve(handler.exception), rules) if handler.exception else None
    if cls is None:
        return None
    if isinstance(cls, Symbol):
        return cls in lineage.classes
    name = rules.known(cls.written) or cls.name
    return name in lineage.classes or (None if not lineage.is_whole else False)
