"""The key: what jedi says that the names in a project refer to."""

from collections.abc import Mapping, Set
from pathlib import Path
from typing import NamedTuple

import jedi

from designdoc_tests.references.syntax import Sources, Symbol

Pair = tuple[Symbol, Symbol]
"""A user, and what it uses."""


class Key(NamedTuple):
    """What jedi says of a project."""

    pairs: frozenset[Pair]
    answered: frozenset[tuple[Symbol, str]]
    """Names, by their users, of which some mention was found to mean something."""
    unanswered: frozenset[tuple[Symbol, str]]
    """Names, by their users, of which some mention jedi cannot say anything of."""


def made_key(files: Mapping[str, Path]) -> Key:
    """Ask jedi about every name in the files, by their paths from the folder that they are imported from."""
    sources = {path: Sources(path, file.read_text()) for path, file in files.items()}
    symbols = {symbol for found in sources.values() for symbol in found.defined.values()}
    defined = {
        (str(files[path]), line, name): symbol
        for path, found in sources.items()
        for (line, name), symbol in found.defined.items()
    }
    imported = {(str(files[path]), line, name) for path, found in sources.items() for line, name in found.imported}
    root = Path(str(files[next(iter(files))]).removesuffix(next(iter(files))))
    pairs: set[Pair] = set()
    answered: set[tuple[Symbol, str]] = set()
    unanswered: set[tuple[Symbol, str]] = set()
    here = jedi.InterpreterEnvironment()  # any other is a process of its own, which nobody ends
    project = jedi.Project(root, sys_path=[str(root)], load_unsafe_extensions=False)
    for path, found in sources.items():
        if path.endswith(".pyi") and path.removesuffix("i") in files:
            continue  # a stub says of what types the module beside it is: nobody runs it
        script = jedi.Script(path=files[path], project=project, environment=here)
        for user, name, line, column in found.mentions:
            # An import that it cannot follow is no answer.
            meanings = [m for m in _goto(script, line, column) if (str(m.module_path), m.line, m.name) not in imported]
            (answered if meanings else unanswered).add((user, name))
            for meaning in meanings:
                place = (str(meaning.module_path), meaning.line, meaning.name)
                used = _implemented(defined[place], symbols) if place in defined else user
                if used != user and used[1]:
                    pairs.add((user, used))
    return Key(frozenset(pairs), frozenset(answered), frozenset(unanswered))


def _goto(script: jedi.Script, line: int, column: int) -> list[jedi.api.classes.Name]:
    """Return where a name is defined, as far as jedi gets."""
    try:
        return list(script.goto(line, column, follow_imports=True))
    except Exception:  # noqa: BLE001  jedi raises whatever its inference stumbles over
        return []


def _implemented(symbol: Symbol, symbols: Set[Symbol]) -> Symbol:
    """Return what a definition in a stub is of in the module beside it, if there is such."""
    path, qualname = symbol
    module = (path.removesuffix("i"), qualname)
    return module if path.endswith(".pyi") and module in symbols else symbol
