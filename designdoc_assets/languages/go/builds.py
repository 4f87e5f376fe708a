"""Which builds a file is part of: what its build constraint says, and what its name says of system and processor."""

import posixpath
import re
from collections.abc import Iterable

_CONSTRAINT = re.compile(r"//go:build\s+(\S.*)")
_OLD_CONSTRAINT = re.compile(r"//\s*\+build\s+(\S.*)")
_SYSTEMS = """
    aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris wasip1 windows zos
"""
_PROCESSORS = """
    386 amd64 amd64p32 arm arm64 arm64be armbe loong64 mips mips64 mips64le mips64p32 mips64p32le mipsle ppc ppc64
    ppc64le riscv riscv64 s390 s390x sparc sparc64 wasm
"""
SYSTEMS, PROCESSORS = frozenset(_SYSTEMS.split()), frozenset(_PROCESSORS.split())


def said_in(comments: Iterable[str]) -> str:
    """Return the condition that comments above the package clause state, as `//go:build` writes one; else nothing."""
    old: list[str] = []
    for comment in comments:
        if found := _CONSTRAINT.match(comment):
            return found[1].strip()
        if found := _OLD_CONSTRAINT.match(comment):
            old.append(_any_of(found[1].split()))
    return _all_of(old)


def said_by_name(path: str) -> str:
    """Return the condition that a file's name states: `linux && arm64` of `valve_linux_arm64.go`."""
    stem = posixpath.basename(path).removesuffix(".go").removesuffix("_test")
    tail = stem.split("_")[1:][-2:]
    if not tail:
        return ""
    if len(tail) == 2 and tail[0] in SYSTEMS and tail[1] in PROCESSORS:
        return " && ".join(tail)
    return tail[-1] if tail[-1] in SYSTEMS | PROCESSORS else ""


def joint(by_name: str, said: str) -> str:
    """Return the condition that both state."""
    if not by_name or by_name == said:
        return said
    return _all_of([by_name, said]) if said else by_name


def _any_of(options: list[str]) -> str:
    """Return the meaning of a line of the old form: blanks mean `||`, commas `&&`."""
    terms = [option.replace(",", " && ") for option in options]
    return " || ".join(f"({term})" if "&&" in term and len(terms) > 1 else term for term in terms)


def _all_of(conditions: list[str]) -> str:
    is_alone = len(conditions) == 1
    return " && ".join(each if is_alone or "||" not in each else f"({each})" for each in conditions)
