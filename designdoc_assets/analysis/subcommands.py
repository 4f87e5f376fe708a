"""What users type behind a command: functions that are tied to a group of commands by its annotations."""

import re
from collections.abc import Iterator

from designdoc_assets.analysis.target import Target
from designdoc_assets.languages.facts import Function
from designdoc_assets.languages.linking import External
from designdoc_assets.program.resolution import Symbol

_GROUPS = frozenset({"click.group", "click.core.group", "click.annotations.group", "rich_click.group"})
_APPLICATIONS = frozenset({"typer.Typer", "cyclopts.App", "click.Group"})
_TIE = re.compile(
    r"""(?P<group>[\w.]+)\.(?P<verb>command|group)(?:\(\s*(?:name\s*=\s*)?(?:['"](?P<name>[\w -]+)['"])?.*\))?"""
)
_SUFFIXES = ("_command", "_cmd", "_group", "_grp")
"""Click leaves them out of names."""


def subcommands(group: Symbol, target: Target) -> Iterator[tuple[str, Symbol]]:
    """Yield the names and functions of the commands of a group; those of groups inside of it behind its name."""
    if not _is_group(group, target):
        return
    ties = list(_ties(target))
    pending = [("", group)]
    seen = {group}
    while pending:
        before, current = pending.pop(0)
        for of, name, verb, symbol in ties:
            if of != current or symbol in seen:
                continue
            seen.add(symbol)
            if verb == "group":
                pending.append((f"{before}{name} ", symbol))
            else:
                yield f"{before}{name}", symbol


def _ties(target: Target) -> Iterator[tuple[Symbol, str, str, Symbol]]:
    """Yield what functions are tied to by annotations, under which name, as a command or a group, and the functions."""
    resolver = target.relations.resolver
    for path, file in target.snapshot.files.items():
        for function in file.facts.functions:
            for annotation in function.annotations:
                tie = _TIE.fullmatch(annotation)
                group = resolver.resolve(path, tie["group"]) if tie else None
                if tie and isinstance(group, Symbol):
                    symbol = Symbol(path, function.qualname, "function")
                    yield group, tie["name"] or _name(function), tie["verb"], symbol


def _name(function: Function) -> str:
    name = function.name.lower()
    bare = next((name.removesuffix(suffix) for suffix in _SUFFIXES if name.endswith(suffix)), name)
    return (bare or name).replace("_", "-")


def _is_group(symbol: Symbol, target: Target) -> bool:
    facts = target.snapshot.files[symbol.path].facts
    if symbol.kind == "constant":
        made_by = next((constant.made_by for constant in facts.constants if constant.name == symbol.qualname), None)
        return bool(made_by) and _outside(symbol.path, made_by or "", target) in _APPLICATIONS
    functions = (function for function in facts.functions if function.qualname == symbol.qualname)
    annotations = (annotation.partition("(")[0] for function in functions for annotation in function.annotations)
    return any(_outside(symbol.path, annotation, target) in _GROUPS for annotation in annotations)


def _outside(path: str, name: str, target: Target) -> str:
    found = target.relations.resolver.resolve(path, name)
    return found.name if isinstance(found, External) else ""
