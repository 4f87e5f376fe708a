"""What Python makes of facts once all files are known: what decorators and bases from other files say of classes."""

from collections.abc import Mapping
from dataclasses import replace

from designdoc_assets.languages.facts import Class, FileFacts
from designdoc_assets.languages.python.class_sorts import sort_of
from designdoc_assets.languages.python.constructors import constructor_of
from designdoc_assets.languages.python.enumerations import with_cases
from designdoc_assets.languages.python.field_options import FieldsDecorator, fields_decorator
from designdoc_assets.languages.python.own_decorators import with_own_decorators
from designdoc_assets.languages.resolve import Resolve

_FINAL = frozenset({"typing.final", "typing_extensions.final"})


def settled(files: Mapping[str, FileFacts], resolve: Resolve) -> Mapping[str, FileFacts]:
    """Return the facts of all files with what sort of class each class is, and how it is made."""
    return {
        path: replace(facts, classes=tuple(_settled(cls, path, resolve) for cls in facts.classes))
        if facts.classes
        else facts
        for path, facts in with_own_decorators(files, resolve).items()
    }


def _settled(cls: Class, path: str, resolve: Resolve) -> Class:
    symbol = resolve.defined(path, cls)
    decorator = fields_decorator(symbol, cls, resolve)
    sort, word = sort_of(symbol, cls, decorator, resolve)
    return replace(
        cls,
        sort=sort,
        word=word,
        constructor=constructor_of(symbol, decorator, resolve),
        attributes=with_cases(cls.attributes) if sort == "enum" else cls.attributes,
        is_final=any(resolve.meaning(path, call.name) in _FINAL for call in cls.annotation_calls if call.name),
        promises=tuple(_promises(decorator)) if decorator is not None else (),
    )


def _promises(decorator: FieldsDecorator) -> list[str]:
    """Return what the decorator that makes a class promises of its objects, as sentences."""
    said = []
    if decorator.is_frozen:
        said.append("Is immutable (`frozen=True`)." if decorator.call.argument("frozen") else "Is immutable.")
    if decorator.call.argument("slots") == "True":
        said.append("Its fields are slots (`slots=True`).")
    return said
