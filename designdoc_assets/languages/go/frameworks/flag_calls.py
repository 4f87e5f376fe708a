"""Calls that declare flags, as those of `flag` and of `pflag` do: which argument of them is what."""

import re
from collections.abc import Iterable

from designdoc_assets.languages.frameworks import Code
from designdoc_assets.languages.go.frameworks.literals import string, told
from designdoc_assets.languages.registrations import Registration
from designdoc_assets.languages.starts import Option

_QUOTED = re.compile(r"`(?P<name>[^`]+)`")
"""What a flag takes, as its usage calls it."""
_TYPES = {
    **dict.fromkeys(("Bool", "Count", "BoolFunc"), ""),
    **{name: name.lower() for name in ("String", "Int", "Int8", "Int16", "Int32", "Int64", "Float32", "Float64")},
    **{name: name.lower() for name in ("Uint", "Uint8", "Uint16", "Uint32", "Uint64")},
    **{"Duration": "time.Duration", "IP": "net.IP", "StringSlice": "[]string", "StringArray": "[]string"},
    **{"IntSlice": "[]int", "StringToString": "map[string]string", "Text": "", "Func": "", "": ""},
}
_WITHOUT_DEFAULT = frozenset({"Count", "Func", "BoolFunc", ""})
_ZEROS = frozenset({"", '""', "0", "false", "nil", "0.0"})
_SHAPES = {
    f"{sort}{var}{short}": (sort, bool(var), bool(short))
    for sort in _TYPES
    for var in ("", "Var")
    for short in ("", "P")
    if sort or var
}
"""Per call: of what type it is, whether a pointer stands first, and whether a short name stands behind the name."""
CALLS = frozenset(_SHAPES)


def option(code: Code, path: str, each: Registration, dashes: str = "--") -> Option | None:
    """Return the option that a call declares; None where its name is not told."""
    sort, has_pointer, has_short = _SHAPES[each.simple_name]
    at = 1 if has_pointer else 0
    name = told(code, path, each.argument(at))
    short = string(each.argument(at + 1)) if has_short else None
    if not name:
        return None
    at += 2 if has_short else 1
    default = "" if sort in _WITHOUT_DEFAULT else each.argument(at)
    usage = each.argument(at if sort in _WITHOUT_DEFAULT else at + 1)
    shown = f"-{short}, {dashes}{name}" if short else f"{dashes}{name}"
    about = told(code, path, usage) or ""
    taken = _QUOTED.search(about)
    return Option(
        shown,
        about.replace(taken[0], taken["name"]) if taken else about,
        taken["name"] if taken else _TYPES[sort],
        default if default not in _ZEROS else "",
        line=each.line,
    )


def options(code: Code, path: str, calls: Iterable[Registration], dashes: str = "--") -> tuple[Option, ...]:
    """Return the options that calls declare; several names of one variable are one option."""
    found: dict[str, Option] = {}
    for each in calls:
        made = option(code, path, each, dashes)
        if made is None:
            continue
        has_pointer = _SHAPES[each.simple_name][1]
        key = each.argument(0) if has_pointer and each.argument(0).startswith("&") else f"{each.line} {made.name}"
        before = found.get(key)
        if before is not None and before.about == made.about and before.type == made.type:
            names = sorted({*before.name.split(", "), *made.name.split(", ")}, key=lambda name: (len(name), name))
            made = Option(", ".join(names), made.about, made.type, before.default, line=before.line)
        elif before is not None:
            key = f"{each.line} {made.name}"
        found[key] = made
    return tuple(found.values())
