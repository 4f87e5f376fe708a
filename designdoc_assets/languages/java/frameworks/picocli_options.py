"""Options and parameters of picocli: fields, setters and parameters that have annotations."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from designdoc_assets.languages.facts import Class
from designdoc_assets.languages.frameworks import Code
from designdoc_assets.languages.java.frameworks.annotated import Annotations, text_of, texts
from designdoc_assets.languages.registrations import Registration
from designdoc_assets.languages.resolve import Defined
from designdoc_assets.languages.starts import Option

_CANDIDATES = "${COMPLETION-CANDIDATES}"
_STYLED = re.compile(r"@\|[\w,()]+ (?P<text>.*?)\|@")
_VARIABLE = re.compile(r"\$\{[\w.-]+:-(?P<default>[^${}]*)\}")
_NOTHING = re.compile(r"null|false|new [\w.]+(?:<.*>)?\(\)|[\w.]+\.(?:of|empty\w*)\(\)")
_MANY = re.compile(r".*\[\]|(?:[\w.]+\.)?(?:List|Set|Collection|Map)(?:<.*>)?")
HELD = frozenset({"Mixin", "ArgGroup"})
TAKEN = frozenset({"Option", "Parameters"})


class Taken(NamedTuple):
    """A field, a parameter or a setter that may be an option: its name, type and first value."""

    name: str
    type: str
    value: str = ""


def options_of_class(annotations: Annotations, own: Defined, depth: int) -> Iterator[Option]:
    """Yield what the fields and setters of a class take, those of what it inherits and holds included."""
    code = annotations.code
    for each, cls in annotations.lineage(own):
        fields = [Taken(field.name, field.type or "", field.value or "") for field in cls.attributes]
        setters = [Taken(m.name, m.signature.parameters[0].type or "") for m in cls.methods if m.signature.parameters]
        yield from options_of(annotations, each.path, cls.qualname, [*fields, *setters])
        for name, type_, _ in fields:
            if depth and annotations.above(each.path, f"{cls.qualname}.{name}", HELD):
                held = _held(code, each, cls, type_)
                yield from options_of_class(annotations, held, depth - 1) if held is not None else ()


def _held(code: Code, each: Defined, cls: Class, type_: str) -> Defined | None:
    inner = type_.partition("<")[2].rpartition(">")[0] or type_.removesuffix("[]")
    meant = code.resolve.meaning(each.path, inner, cls.qualname)
    return meant if isinstance(meant, Defined) and meant.kind == "class" else None


def options_of(annotations: Annotations, path: str, owner: str, all_taken: Iterable[Taken]) -> Iterator[Option]:
    """Yield those of what stands in a class, or in a method, that are options, and are not hidden."""
    for taken in dict.fromkeys(all_taken):
        for told in annotations.above(path, f"{owner}.{taken.name}", TAKEN):
            if told.argument(-1, "hidden") != "true":
                yield _option(annotations.code, path, told, taken)


def _option(code: Code, path: str, told: Registration, taken: Taken) -> Option:
    name, type_, value = taken
    is_option = told.simple_name == "Option"
    label = text_of(code, path, told.argument(-1, "paramLabel"), told.within) or f"<{name}>"
    names = texts(code, path, told.argument(-1, "names"), told.within) if is_option else [label]
    if told.argument(-1, "negatable") == "true":
        names = [f"--[no-]{name[2:]}" if name.startswith("--") else name for name in names]
    default = text_of(code, path, told.argument(-1, "defaultValue"), told.within) or ""
    shown = default or ("" if _NOTHING.fullmatch(value) else value)
    known = default or value or ("false" if type_ == "boolean" else "")
    about = plain(" ".join(texts(code, path, told.argument(-1, "description"), told.within)))
    if _CANDIDATES in about:
        about = about.replace(_CANDIDATES, ", ".join(_candidates(code, path, told, type_)) or _CANDIDATES)
    arity = text_of(code, path, told.argument(-1, "arity"), told.within) or ("0" if _MANY.fullmatch(type_) else "1")
    return Option(
        ", ".join(names),
        about.replace("${DEFAULT-VALUE}", known) if known else about,
        "" if type_ in {"boolean", "Boolean"} else type_,
        shown,
        is_required=told.argument(-1, "required") == "true"
        or (not is_option and not arity.startswith("0") and not shown),
        line=told.line,
    )


def _candidates(code: Code, path: str, told: Registration, type_: str) -> list[str]:
    """Return the constants of the enum that an option takes, or a collection of which it takes."""
    inner = type_.partition("<")[2].rpartition(">")[0] or type_.removesuffix("[]")
    meant = code.resolve.meaning(path, inner, told.within) if inner else None
    cls = code.resolve.class_at(meant) if isinstance(meant, Defined) and meant.kind == "class" else None
    # Shown are their texts, which a `toString` may change.
    if cls is None or any(method.name == "toString" for method in cls.methods):
        return []
    return [each.name for each in cls.attributes if each.sort == "case"]


def plain(said: str) -> str:
    """Return what an author says without styles, and with what stands for variables that are not set."""
    return " ".join(_VARIABLE.sub(r"\g<default>", _STYLED.sub(r"\g<text>", said)).replace("%n", " ").split())
