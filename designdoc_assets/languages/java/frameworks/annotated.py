"""Annotations of frameworks: which stand above what, and what they are given."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from designdoc_assets.languages.facts import Class
from designdoc_assets.languages.frameworks import Code
from designdoc_assets.languages.registrations import Registration
from designdoc_assets.languages.resolve import Defined

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\w.$]+|[^\s]')
_ESCAPE = re.compile(r"\\(u+[0-9a-fA-F]{4}|.)")
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "s": " ", "0": "\0"}
_DEEPEST = 4
"""Constants that are made of constants."""
CONCRETE = frozenset({"class", "record", "enum"})
"""The sorts of types that there are objects of."""


class Annotations:
    """The annotations of a framework in a set of files."""

    def __init__(self, code: Code, packages: Mapping[str, Collection[str]]) -> None:
        """Look for them, by the packages that they come from, or the classes that they stand in."""
        self.code = code
        self._above: dict[tuple[str, str], list[Registration]] = defaultdict(list)
        for path, facts in code.files.items():
            for each in facts.registrations:
                if each.annotates and _is_from(code, path, each, packages):
                    self._above[path, each.annotates].append(each)

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self._above)

    def above(self, path: str, qualname: str, names: Collection[str] = ()) -> Sequence[Registration]:
        """Return those above something, in order of the source."""
        found = self._above.get((path, qualname), ())
        return [each for each in found if not names or each.simple_name in names]

    def one(self, path: str, qualname: str, *names: str) -> Registration | None:
        """Return the first of those with these names above something."""
        return next(iter(self.above(path, qualname, names)), None)

    def on_methods(self, cls: Class, path: str) -> Iterator[tuple[str, Registration]]:
        """Yield the methods of a class that have some by their names, and these, in order of the source."""
        for name in dict.fromkeys(method.name for method in cls.methods):
            for each in self.above(path, f"{cls.qualname}.{name}"):
                yield name, each

    def lineage(self, own: Defined) -> Iterator[tuple[Defined, Class]]:
        """Yield a class, and what it inherits from as far as it is in the files."""
        for each in (own, *self.code.resolve.ancestors(own)):
            if isinstance(each, Defined) and each.path in self.code.files:
                yield each, self.code.resolve.class_at(each)


def _is_from(code: Code, path: str, each: Registration, packages: Mapping[str, Collection[str]]) -> bool:
    own = {package for package, names in packages.items() if each.simple_name in names}
    meant = code.resolve.meaning(path, each.name, each.within) if own else None
    if isinstance(meant, str):
        return meant.rpartition(".")[0] in own
    if meant is not None or each.receiver:
        return meant is None and each.receiver in own
    # What is imported as a whole: a name that is in two of these would not compile.
    whole = [entry for entry in code.files[path].imports if (entry.name or "").endswith("*")]
    return any(f"{entry.module}.{entry.name}".removesuffix(".*") in own for entry in whole)


def given(each: Registration, *keywords: str) -> str:
    """Return what an annotation is given alone or as `value`, or by one of these keywords; empty for nothing."""
    named = (each.argument(-1, keyword) for keyword in keywords)
    return each.argument(0, "value") or next(filter(None, named), "")


def elements(written: str) -> list[str]:
    """Return the elements of a list, or the one that stands for a list, as written."""
    tokens = _TOKEN.findall(written)
    if tokens[:1] != ["{"]:
        return [written] if written else []
    found: list[list[str]] = [[]]
    depth = 0
    for token in tokens[1:-1]:
        depth += (token in "({[") - (token in ")}]")
        if token == "," and not depth:
            found.append([])
        else:
            found[-1].append(token)
    return ["".join(each) for each in found if each]


def texts(code: Code, path: str, written: str, within: str = "") -> list[str]:
    """Return the texts of a list, or the one that stands for a list; those that are not told are left out."""
    found = (text_of(code, path, each, within) for each in elements(written))
    return [each for each in found if each is not None]


def text_of(code: Code, path: str, written: str, within: str = "", depth: int = _DEEPEST) -> str | None:
    """Return a text that is written out, that a constant holds, or that is put together from such ones."""
    tokens = _TOKEN.findall(written)
    if not tokens or "…" in written or len(tokens) % 2 == 0 or any(each != "+" for each in tokens[1::2]):
        return None
    parts = [_part(code, path, each, within, depth) for each in tokens[::2]]
    return "".join(each for each in parts if each is not None) if None not in parts else None


def _part(code: Code, path: str, token: str, within: str, depth: int) -> str | None:
    if token.startswith('"') and len(token) > 1:
        return _ESCAPE.sub(_unescaped, token[1:-1])
    if not depth or not token.replace(".", "_").replace("$", "_").isidentifier():
        return None
    meant = code.resolve.meaning(path, token, within)
    if not isinstance(meant, Defined) and "." not in token:
        meant = _own(code, path, token, within)
    if not isinstance(meant, Defined) or meant.kind != "attribute":
        return None
    owner, _, name = meant.qualname.rpartition(".")
    cls = code.resolve.class_at(Defined(meant.path, owner, "class"))
    value = next((each.value for each in cls.attributes if each.name == name), None)
    return text_of(code, meant.path, value or "", owner, depth - 1)


def _own(code: Code, path: str, name: str, within: str) -> Defined | None:
    """Return a constant of the class that a name stands in, or of one around it."""
    by_name = {cls.qualname: cls for cls in code.files[path].classes}
    while within:
        if within in by_name and any(each.name == name for each in by_name[within].attributes):
            return Defined(path, f"{within}.{name}", "attribute")
        within = within.rpartition(".")[0]
    return None


def _unescaped(found: re.Match[str]) -> str:
    escape = found[1]
    return chr(int(escape.lstrip("u"), 16)) if len(escape) > 1 else _ESCAPED.get(escape, escape)


def classes_of(code: Code, path: str, written: str, within: str) -> Iterator[Defined]:
    """Yield the classes of the code that a list of `A.class` names."""
    for each in elements(written):
        meant = code.resolve.meaning(path, each.removesuffix(".class"), within) if each.endswith(".class") else None
        if isinstance(meant, Defined) and meant.kind == "class":
            yield meant


def member(owner: Defined, name: str) -> Defined:
    """Return a method of a class."""
    return Defined(owner.path, f"{owner.qualname}.{name}", "method")


def joined(*parts: str) -> str:
    """Return a whole address."""
    return "/" + "/".join(filter(None, (part.strip("/") for part in parts)))
