"""Which types satisfy which interfaces of the target: nobody says so in Go, their methods do.

What is told is certain: each method is there, with the same types of parameters and results, and every name in these is
known. Where one is not, or an interface embeds what no file defines, nothing is told.
"""

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from designdoc_assets.languages.facts import Class, FileFacts, Function, Heritage
from designdoc_assets.languages.go.lexicon import BUILTIN_TYPES
from designdoc_assets.languages.resolve import Defined, Resolve

_TOKEN = re.compile(r"[^\W\d]\w*(?:\s*\.\s*[^\W\d]\w*)?|\d+|\.\.\.|<-|\S")
_NAME = re.compile(r"[^\W\d][\w.]*")
_NOT_NAMES = frozenset({"map", "chan", "struct", "interface"})
_NAMED_RESULT = re.compile(r"(?!(?:chan|func|map|struct|interface)\b)[^\W\d]\w*\s+\S")
_Form = tuple[str, ...]
"""The types of the parameters of a method, and those of its results behind `->`."""


class _Type(NamedTuple):
    path: str
    cls: Class


def with_interfaces(files: Mapping[str, FileFacts], resolve: Resolve) -> Mapping[str, FileFacts]:
    """Return the facts of all files, types told which interfaces they satisfy; those of tests are left out."""
    satisfies = _Satisfying(files, resolve)
    found: dict[str, FileFacts] = dict(files)
    for path, facts in files.items():
        told = {
            cls.qualname: entries for cls in facts.classes if (entries := tuple(satisfies.interfaces_of(path, cls)))
        }
        if told:
            classes = (replace(cls, heritage=(*cls.heritage, *told.get(cls.qualname, ()))) for cls in facts.classes)
            found[path] = replace(facts, classes=tuple(classes))
    return found


class _Satisfying:
    def __init__(self, files: Mapping[str, FileFacts], resolve: Resolve) -> None:
        self._resolve = resolve
        self._forms: dict[tuple[str, str], _Form | None] = {}
        self._by_method: dict[str, list[tuple[_Type, Mapping[str, tuple[str, Function]]]]] = defaultdict(list)
        """Interfaces by the first of their methods."""
        for path, facts in files.items():
            for cls in facts.classes if not path.endswith("_test.go") else ():
                if cls.sort == "interface" and not cls.in_function and not cls.type_parameters:
                    methods = self._asked(path, cls)
                    if methods:
                        self._by_method[min(methods)].append((_Type(path, cls), methods))

    def interfaces_of(self, path: str, cls: Class) -> Iterator[Heritage]:
        """Yield the interfaces that a type satisfies."""
        if path.endswith("_test.go") or cls.sort == "interface" or cls.in_function or cls.type_parameters:
            return
        methods = {name: entry for name, entry in self._methods(path, cls).items() if entry is not None}
        said = {self._resolve.meaning(entry.path or path, entry.name) for entry in cls.heritage}
        for name in methods:
            for interface, asked in self._by_method.get(name, ()):
                meant = self._resolve.defined(*interface)
                if meant not in said and all(self._is_same(methods.get(each), by) for each, by in asked.items()):
                    yield Heritage(interface.cls.qualname, "implements", interface.path)

    def _is_same(self, method: tuple[str, Function] | None, asked: tuple[str, Function]) -> bool:
        if method is None:
            return False
        if not asked[1].name[:1].isupper() and posixpath.dirname(method[0]) != posixpath.dirname(asked[0]):
            return False
        form = self._form(*asked)
        return form is not None and self._form(*method) == form

    def _methods(self, path: str, cls: Class) -> Mapping[str, tuple[str, Function] | None]:
        """Return the methods of a type, those that it embeds included; None for what several things have."""
        found: dict[str, tuple[str, Function] | None] = {}
        for method in cls.methods:
            found.setdefault(method.name, (method.path or path, method))
        own = frozenset(found)
        for base in self._resolve.ancestors(self._resolve.defined(path, cls)):
            if isinstance(base, Defined) and base.kind == "class":
                for method in self._resolve.class_at(base).methods:
                    is_one = method.name not in found
                    if method.name not in own:
                        found[method.name] = (method.path or base.path, method) if is_one else None
        return found

    def _asked(self, path: str, cls: Class, around: Sequence[Defined] = ()) -> Mapping[str, tuple[str, Function]]:
        """Return the methods that an interface asks for; none where not all are known."""
        here = self._resolve.defined(path, cls)
        if cls.word != "interface" or here in around:
            return {}
        found = {method.name: (path, method) for method in cls.methods}
        for entry in cls.heritage:
            base = self._resolve.meaning(entry.path or path, entry.name)
            if not isinstance(base, Defined) or base.kind != "class":
                return {}
            more = self._asked(base.path, self._resolve.class_at(base), (*around, here))
            if not more:
                return {}
            found |= more
        return found

    def _form(self, path: str, method: Function) -> _Form | None:
        key = (path, method.qualname)
        if key not in self._forms:
            types = [parameter.type or "" for parameter in method.signature.parameters]
            texts = [*types, "->", *_results(method.signature.returns or "")]
            forms = [self._canonical(path, text) for text in texts]
            self._forms[key] = tuple(form for form in forms if form is not None) if None not in forms else None
        return self._forms[key]

    def _canonical(self, path: str, text: str) -> str | None:
        """Return a type with each name in it told by what defines it; None where that is not known."""
        tokens = [token.replace(" ", "") for token in _TOKEN.findall(text)]
        if "func" in tokens:
            # Names of its parameters stand among the types: as it is written, it is the same in one package alone.
            return f"{posixpath.dirname(path)}: {' '.join(tokens)}"
        found: list[str] = []
        for token in tokens:
            if not _NAME.fullmatch(token) or token in _NOT_NAMES:
                found.append(token)
                continue
            meant = self._resolve.meaning(path, token)
            if isinstance(meant, Defined):
                found.append(f"{posixpath.dirname(meant.path)}.{meant.qualname}")
            elif meant is None:
                return None
            else:
                found.append(meant if token not in BUILTIN_TYPES else token)
        return " ".join(found)


def _results(text: str) -> Sequence[str]:
    """Return the types of results, of named ones those behind the names."""
    if not text.startswith("("):
        return [text] if text else []
    pieces = _pieces(text[1:-1])
    if not any(_NAMED_RESULT.match(piece) for piece in pieces):
        return pieces
    types: list[str] = []
    for piece in reversed(pieces):
        _, _, type_ = piece.partition(" ")
        types.append(type_.strip() if type_ else types[-1] if types else "")
    return types[::-1]


def _pieces(text: str) -> list[str]:
    """Return what stands between commas that are in no brackets."""
    pieces, depth = [""], 0
    for sign in text:
        depth += (sign in "([{") - (sign in ")]}")
        if sign == "," and not depth:
            pieces.append("")
        else:
            pieces[-1] += sign
    return [piece.strip() for piece in pieces if piece.strip()]
