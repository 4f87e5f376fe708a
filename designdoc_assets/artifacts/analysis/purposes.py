"""The sentence that says what a thing is where no author and no writer does: made of facts, the most important first.

Nothing here depends on who uses the thing: a new caller elsewhere must not change what a page says.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from designdoc_assets.artifacts.analysis.classification import sort_of
from designdoc_assets.artifacts.analysis.constructors import is_named_tuple, own_fields
from designdoc_assets.artifacts.analysis.enumerations import is_member
from designdoc_assets.artifacts.analysis.members import is_public, is_special, member_names
from designdoc_assets.artifacts.sections.text import authored, listing, plural, without_title
from designdoc_assets.pages import markdown
from designdoc_assets.source.relations import Relations
from designdoc_assets.source.resolution import External, Symbol
from designdoc_assets.source.symbols import Class, Docstring, Function

LONGEST_LIST = 84
"""Characters of names in a sentence, so that tables need not cut it."""

_SAID_BY_SORT = frozenset(
    {"ABC", "BaseException", "BaseModel", "Enum", "Exception", "Generic", "NamedTuple", "Protocol", "TypedDict", "type"}
)
"""Bases that the sort of class says already."""
_MEMBER_NOUNS = {"enumeration": "member", "typed dictionary": "key", "dataclass": "field", "named tuple": "field"}


def class_purpose(symbol: Symbol, cls: Class, relations: Relations) -> str:
    """Return what the docstring of a class says of it, or of the module that it is, or a sentence of facts."""
    return authored_purpose(symbol, cls, relations) or _class_sentence(symbol, cls, relations)


def authored_purpose(symbol: Symbol, cls: Class, relations: Relations) -> str:
    """Return what somebody wrote of a class, as Markdown; empty if nobody did."""
    return authored(cls.docstring) or _of_module(symbol, cls, relations)


def defined(parts: Iterable[tuple[str, Sequence[str]]], verb: str = "Defines") -> str:
    """Return a sentence that lists names, by what they are (`class`, `function`); empty without names."""
    named = [(noun, names) for noun, names in parts if names]
    width = LONGEST_LIST // max(len(named), 1)
    shown = [f"the {plural(len(names), noun).partition(' ')[2]} {names_within(names, width)}" for noun, names in named]
    return f"{verb} {', and '.join(shown)}." if shown else ""


def names_within(names: Sequence[str], width: int = LONGEST_LIST) -> str:
    """Return as many names, as code, as there is room for, and how many there are more; a repeated name once."""
    counts = Counter(names)
    shown: list[str] = []
    for name, count in counts.items():
        if shown and sum(map(len, shown)) + 2 * len(shown) + len(name) + 2 > width:
            break
        shown.append(markdown.code(name) + (f" ({count} of that name)" if count > 1 else ""))
    rest = len(counts) - len(shown)
    return ", ".join(shown) + (f" and {rest} more" if rest else "")


def by_weight(classes: Iterable[Class], exported: Iterable[str] | None) -> list[Class]:
    """Return public classes, most important first: exported, no exception, of many members."""
    first = frozenset(exported or ())
    public = [cls for cls in classes if is_public(cls.name) and not cls.in_function]
    return sorted(
        [cls for cls in public if "." not in cls.qualname] or public,
        key=lambda cls: (cls.name not in first, _looks_like_exception(cls), _size(cls)),
    )


def functions_by_weight(functions: Iterable[Function], exported: Iterable[str] | None) -> list[Function]:
    """Return functions, most important first: exported, and of which their authors say much."""
    first = frozenset(exported or ())
    return sorted(functions, key=lambda function: (function.name not in first, -_words(function.docstring)))


def _of_module(symbol: Symbol, cls: Class, relations: Relations) -> str:
    """Return what the docstring of a module says, if the module is there for one class, and for nothing else."""
    facts = relations.file(symbol.path)
    others = any(not other.in_function and "." not in other.qualname and other != cls for other in facts.classes)
    if others or cls.in_function or "." in cls.qualname or any(is_public(f.name) for f in facts.functions):
        return ""
    return without_title(authored(facts.docstring), relations.modules.name_of(symbol.path))


def _class_sentence(symbol: Symbol, cls: Class, relations: Relations) -> str:
    sort = sort_of(symbol, cls, relations)
    bases = [base for base in cls.bases if _head(base) not in _SAID_BY_SORT or (sort == "class" and base != "object")]
    start = _start(sort, bases)
    attributes = [name for name in _data(sort, symbol, cls, relations) if is_public(name)]
    noun = _MEMBER_NOUNS.get(sort, "")
    if noun and attributes:
        joint = "of" if sort == "enumeration" else "with"
        return f"{start} {joint} {plural(len(attributes), noun)}: {listing(map(markdown.code, attributes), limit=6)}."
    said = _api(symbol, cls, relations)
    if said:
        return f"{start} {said}."
    attributes = [attribute.name for attribute in cls.attributes if is_public(attribute.name)]
    if attributes:
        names = listing(map(markdown.code, attributes), limit=6)
        return f"{start} {'that sets' if bases else 'with'} {plural(len(attributes), 'attribute')}: {names}."
    return f"{start} that adds nothing of its own." if bases else f"{start} without public members."


def _data(sort: str, symbol: Symbol, cls: Class, relations: Relations) -> Sequence[str]:
    """Return what a class of some sort is made of: members of an enumeration, fields, keys."""
    if sort == "enumeration":
        return [attribute.name for attribute in cls.attributes if is_member(attribute)]
    if sort == "named tuple" and not is_named_tuple(symbol, relations):
        return []
    return own_fields(symbol, cls, relations)


def _start(sort: str, bases: Sequence[str]) -> str:
    article = "An" if sort[0] in "aeiou" else "A"
    if not bases:
        return f"{article} {sort}"
    shown = listing(map(markdown.code, bases), limit=3)
    return f"A subclass of {shown}" if sort == "class" else f"{article} {sort}, a subclass of {shown},"


def _api(symbol: Symbol, cls: Class, relations: Relations) -> str:
    """Return what methods and properties a class has, and which of them replace those of a known base."""
    own = {method.name: method for method in cls.methods if is_public(method.name)}
    special = [m.name for m in cls.methods if is_special(m.name) and m.name not in {"__init__", "__new__"}]
    if not own:
        return f"that defines {listing(map(markdown.code, dict.fromkeys(special)), limit=6)}" if special else ""
    ancestors = relations.resolver.ancestors(symbol)
    known = [base for base in ancestors if isinstance(base, Symbol) and base.kind == "class"]
    if known and all(base in known or _is_empty(base) for base in ancestors):
        inherited = {name for base in known for name in member_names(relations.resolver.class_at(base))}
        replaced = [name for name in own if name in inherited]
        added = [name for name in own if name not in inherited]
        verbs = [
            f"{verb} {_counted(names, own)}" for verb, names in (("overrides", replaced), ("adds", added)) if names
        ]
        return f"that {' and '.join(verbs)}"
    return f"with {_counted(list(own), own)}"


def _is_empty(base: Symbol | External) -> bool:
    """Whether a base from outside has no members of its own that a class could replace."""
    return isinstance(base, External) and base.name.rpartition(".")[2] in {"ABC", "Generic", "Protocol", "object"}


def _counted(names: Sequence[str], methods: dict[str, Function]) -> str:
    properties = [name for name in names if methods[name].flavour.endswith("property")]
    others = [name for name in names if name not in properties]
    limit = 6 if not (properties and others) else 4
    parts = [
        f"{plural(len(group), noun)} ({listing(map(markdown.code, group), limit=limit)})"
        for group, noun in ((others, "method"), (properties, "property"))
        if group
    ]
    return " and ".join(parts)


def _head(base: str) -> str:
    return base.partition("[")[0].strip().rpartition(".")[2]


def _looks_like_exception(cls: Class) -> bool:
    return cls.name.endswith(("Error", "Exception", "Warning"))


def _size(cls: Class) -> tuple[int, int]:
    """Return how much there is to a class: what it does, and then what it holds."""
    return -sum(is_public(method.name) for method in cls.methods), -sum(is_public(a.name) for a in cls.attributes)


def _words(doc: Docstring | None) -> int:
    if doc is None:
        return 0
    return len(f"{doc.summary} {doc.body}".split()) + sum(len(entry.text.split()) for entry in doc.parameters)
