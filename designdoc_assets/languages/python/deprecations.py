"""What is deprecated, since when, and why: from decorators, docstrings, and what code warns of before anything else.

What a docstring calls deprecated may be a parameter; then the function is not.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from designdoc_assets.languages.doc_facts import Doc
from designdoc_assets.languages.facts import Class, Function
from designdoc_assets.languages.signature_facts import Signature
from designdoc_assets.markup.restructured import inline

_DECORATOR = re.compile(r"(?:[\w.]+\.)?deprecated(?:\(|\Z)")
_PIECE = re.compile(
    r"[rRuUbBfF]{0,2}(?:\"\"\"(?P<a>(?:[^\\]|\\.)*?)\"\"\"|'''(?P<b>(?:[^\\]|\\.)*?)'''"
    r"|\"(?P<c>(?:[^\"\\]|\\.)*)\"|'(?P<d>(?:[^'\\]|\\.)*)')"
    r"|(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<comma>,)|\w+|.",
    re.DOTALL,
)
_VERSION = re.compile(r"v?\d[\w.]*\Z")
_NOTICE = re.compile(r"\n\n(?=v?\d[\w.]*: )")
"""Where one notice of a docstring ends and the next begins."""
_SINCE = re.compile(r"v?\d[\w.]*: ")
_NOUN = r"(?:arg(?:ument)?|attribute|field|keyword|kwarg|option|param(?:eter)?)s?"
_ABOUT = re.compile(
    rf"(?:(?:the|passing|setting|using|{_NOUN})\s+)*"
    rf"(?:(?::\w+:)?(?P<mark>[*`'\"])(?P=mark)?(?P<marked>[A-Za-z_]\w*)(?P=mark)|(?P<bare>[A-Za-z_]\w*)\s+{_NOUN}\b)",
    re.IGNORECASE,
)
"""How a notice begins that is about something of that name."""
_OF_A_PART = re.compile(
    rf"(?!(?:call|pass|prefer|see|set|use)\b)(?:calling|passing|setting|(?:the\s+)?(?:\S+\s+){{0,3}}{_NOUN})\b",
    re.IGNORECASE,
)
"""How a notice begins that is about how something is called, or about a part of it."""


class _Notices(NamedTuple):
    """What a docstring says is deprecated, each as `1.4: reason`, both optional."""

    whole: str | None
    """Why the thing itself is; None if it is not."""
    parts: tuple[str, ...]
    """What is said of something about it, without saying plainly of which parameter."""
    parameters: dict[str, str]


def with_deprecations(function: Function) -> Function:
    """Return a function with what its decorators and its docstring say is deprecated: it, parameters, other parts.

    What it warns of, which is in its facts before, counts where neither says that it is deprecated.
    """
    if not (function.annotations or function.overload_docs or (function.doc and function.doc.deprecated)):
        return function  # as nearly always
    said = _notices(function.doc, _parameters_of(function), function.name)
    by_decorator = _by_decorator(function.annotations)
    own = by_decorator if by_decorator is not None else said.whole
    forms = tuple(
        _with_parameters(form, _notices(doc, _parameters_in(form), function.name).parameters)
        for form, doc in zip(function.overloads, function.overload_docs, strict=False)
    )
    return replace(
        function,
        deprecated=own if own is not None else function.deprecated,
        deprecated_parts=said.parts,
        signature=_with_parameters(function.signature, said.parameters),
        overloads=forms or function.overloads,
    )


def class_with_deprecations(cls: Class) -> Class:
    """Return a class with what its decorators and its docstring say is deprecated, likewise."""
    by_decorator = _by_decorator(cls.annotations)
    if by_decorator is None and not (cls.doc and cls.doc.deprecated):
        return cls
    constructors = [_parameters_of(method) for method in cls.methods if method.sort == "constructor"]
    names = {name for found in constructors for name in found} | {attribute.name for attribute in cls.attributes}
    said = _notices(cls.doc, names, cls.name)
    return replace(
        cls,
        deprecated=by_decorator if by_decorator is not None else said.whole,
        deprecated_parts=(*said.parts, *said.parameters.values()),
    )


def _with_parameters(signature: Signature, deprecated: Mapping[str, str]) -> Signature:
    """Return a signature with parameters marked as deprecated."""
    if not deprecated:
        return signature
    parameters = (replace(each, deprecated=deprecated.get(each.name)) for each in signature.parameters)
    return replace(signature, parameters=tuple(parameters))


def _parameters_in(signature: Signature) -> set[str]:
    return {parameter.name for parameter in signature.parameters}


def _parameters_of(function: Function) -> set[str]:
    """Return the names of all parameters of a function, those of its overloads included."""
    return {name for form in (function.signature, *function.overloads) for name in _parameters_in(form)}


def _notices(doc: Doc | None, parameters: Collection[str], name: str) -> _Notices:
    """Return what a docstring says is deprecated of the thing of that name that has those parameters."""
    whole: list[str] = []
    parts: list[str] = []
    of_parameters: dict[str, str] = {}
    for notice in _NOTICE.split(doc.deprecated) if doc and doc.deprecated else ():
        reason = _SINCE.sub("", notice, count=1)
        named = _ABOUT.match(reason)
        about = (named["marked"] or named["bare"]) if named else ""
        if about in parameters and about != name:
            of_parameters[about] = "\n\n".join(text for text in (of_parameters.get(about), notice) if text)
        elif about != name and _OF_A_PART.match(reason):
            parts.append(notice)
        else:
            whole.append(notice)
    return _Notices("\n\n".join(whole) if whole else None, tuple(parts), of_parameters)


def _by_decorator(decorators: Sequence[str]) -> str | None:
    decorator = next((name for name in decorators if is_deprecation(name)), None)
    if decorator is None:
        return None
    texts = list(_texts(decorator.partition("(")[2].removesuffix(")")))
    since = next((text for text in texts if _VERSION.match(text)), "")
    why = max((text for text in texts if " " in text), key=len, default="")
    return ": ".join(part for part in (since, inline(why, {})) if part)


def is_deprecation(decorator: str) -> bool:
    """Whether a decorator says that something is deprecated."""
    return bool(_DECORATOR.match(decorator))


def _texts(arguments: str) -> Iterator[str]:
    """Yield the arguments that are string literals, adjacent ones joined."""
    depth, text = 0, ""
    for piece in _PIECE.finditer(arguments):
        if piece["open"] or piece["close"]:
            depth += 1 if piece["open"] else -1
        elif piece["comma"] and depth == 0:
            yield text
            text = ""
        elif depth == 0:
            text += next((re.sub(r"\\(.)", r"\1", value) for value in piece.group("a", "b", "c", "d") if value), "")
    yield text
