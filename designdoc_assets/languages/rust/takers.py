"""Traits that types of others have: these types have no pages, and those of the target say so that take part in it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from designdoc_assets.languages.facts import Class, FileFacts, Heritage

_HEADS = ("impl<", "impl <", "unsafe impl")
"""How the head of an `impl` begins that is for many types."""
_NAME = re.compile(r"(?<![\w':])[A-Za-z_]\w*(?:::[A-Za-z_]\w*)*")
_MOST = 30


def with_takers(
    files: Mapping[str, FileFacts],
    takers: Mapping[tuple[str, str], Sequence[str]],
    conversions: Mapping[tuple[str, str], Sequence[Heritage]],
) -> Mapping[str, FileFacts]:
    """Return the facts of all files, told which types of others have their traits, and which traits with their types.

    Args:
        files: The files.
        takers: By the file and the qualified name of a trait, those types, as written, or heads of `impl` blocks.
        conversions: By the same of a type, traits of others of which it is an argument: `From<Error>` of `io::Error`.
    """
    sentences: dict[tuple[str, str], list[str]] = {}
    for trait, types in takers.items():
        sentences.setdefault(trait, []).extend(_taken_by(types))
    for type_, traits in conversions.items():
        sentences.setdefault(type_, []).extend(_made_by(traits))
    found = dict(files)
    for path in {path for path, _ in sentences}:
        classes = tuple(_told(cls, sentences.get((path, cls.qualname), ())) for cls in files[path].classes)
        found[path] = replace(files[path], classes=classes)
    return found


def arguments_of(trait: str) -> Iterator[str]:
    """Yield the dotted names in the arguments of a trait as written."""
    for name in _NAME.findall(trait.partition("<")[2]):
        yield name.replace("::", ".")


def _told(cls: Class, sentences: Sequence[str]) -> Class:
    return replace(cls, promises=(*cls.promises, *sentences)) if sentences else cls


def _made_by(traits: Sequence[Heritage]) -> Iterator[str]:
    types: dict[str, dict[str, None]] = {}
    for entry in traits:
        if not entry.of.startswith(_HEADS):
            types.setdefault(entry.type, {})[entry.of] = None
    for trait, known in types.items():
        yield f"{_listed(list(known))} {'implements' if len(known) == 1 else 'implement'} `{trait}`."


def _taken_by(takers: Sequence[str]) -> Iterator[str]:
    known = list(dict.fromkeys(takers))
    types = [each for each in known if not each.startswith(_HEADS)]
    if types:
        yield f"Implemented for {_listed(types)}."
    heads = [each for each in known if each.startswith(_HEADS)]
    if heads:
        yield f"Implemented by {_listed(heads)}."


def _listed(written: Sequence[str]) -> str:
    shown = ", ".join(f"`{each}`" for each in written[:_MOST])
    return f"{shown} and {len(written) - _MOST} more" if len(written) > _MOST else shown
