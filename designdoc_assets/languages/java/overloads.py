"""Public methods of one name, and public constructors, as one function that can be called in several ways.

Each way has its own signature and doc. What is true of some of them alone, such as what is thrown, is said by their
docs. Those that are not public stay by themselves: pages list each in a row.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from designdoc_assets.languages.doc_facts import Doc
from designdoc_assets.languages.facts import Class, FileFacts, Function
from designdoc_assets.markup.markdown import paragraphs

_T = TypeVar("_T")


def with_overloads(facts: FileFacts) -> FileFacts:
    """Return the facts of a file, methods of one name put together."""
    return replace(facts, classes=tuple(_of_class(cls) for cls in facts.classes))


def _of_class(cls: Class) -> Class:
    names = [_key(method) for method in cls.methods if method.visibility == "public"]
    if len(names) == len(set(names)):
        return cls
    groups: dict[object, list[Function]] = {}
    for at, method in enumerate(cls.methods):
        groups.setdefault(_key(method) if method.visibility == "public" else at, []).append(method)
    return replace(cls, methods=tuple(_as_one(group) for group in groups.values()))


def _key(method: Function) -> tuple[str, str, str]:
    return method.sort, method.name, method.bound_to


def _as_one(group: Sequence[Function]) -> Function:
    first = group[0]
    if len(group) == 1:
        return first
    are_old = all(method.deprecated is not None for method in group)
    docs = tuple(method.doc if are_old else _with_notice(method) for method in group)
    return replace(
        first,
        overloads=tuple(method.signature for method in group),
        overload_docs=docs if any(docs) else (),
        doc=None,
        uses=tuple(dict.fromkeys(use for method in group for use in method.uses)),
        annotations=tuple(_of_all(method.annotations for method in group)),
        raises=tuple(_of_all(method.raises for method in group)),
        deprecated=first.deprecated if are_old else None,
        is_abstract=all(method.is_abstract for method in group),
        is_declared_abstract=all(method.is_declared_abstract for method in group),
    )


def _with_notice(method: Function) -> Doc | None:
    """Return the doc of one way to call something, which alone is deprecated, or is not."""
    if method.deprecated is None:
        return method.doc
    doc = method.doc or Doc()
    notice = f"**Deprecated**: {method.deprecated}" if method.deprecated else "**Deprecated.**"
    return replace(doc, text=paragraphs(notice, doc.text))


def _of_all(sets: Iterable[Sequence[_T]]) -> Iterator[_T]:
    """Yield what is in all of them."""
    first, *others = sets
    return (each for each in first if all(each in other for other in others))
