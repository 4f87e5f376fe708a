"""What the local names of definitions hold, as access paths; those of a function without a name are its own."""

import re
from collections.abc import Iterator

from tree_sitter import Node

from designdoc_assets.languages.engine.definition import Binding, Definition, Found
from designdoc_assets.languages.engine.dialect import Dialect
from designdoc_assets.languages.engine.places import Places
from designdoc_assets.languages.engine.written import text
from designdoc_assets.languages.spans import Spans

_UNKNOWN = ""
_OUTSIDE = -1
"""The closure of what is in none."""
_FIRST = re.compile(r"[^.(\[<]*")


class LocalNames:
    """The local names of a file. One that holds several things in one scope holds none for sure."""

    def __init__(self, dialect: Dialect, found: Found, places: Places) -> None:
        self._dialect = dialect
        self._closures = Spans((node.start_byte, node.end_byte, at) for at, node in enumerate(found.closures))
        self._of_owners: dict[int, dict[str, dict[int, str]]] = {}
        """By the identity of a definition, and name: what the name holds in a closure; empty for what is not known."""
        for each in found.all():
            if each.receiver:
                self._names(each)[each.receiver] = {_OUTSIDE: dialect.receiver}
            for name, path in each.declared.items():
                self._names(each)[name] = {_OUTSIDE: path}
        for binding in sorted(found.bindings, key=lambda each: each.targets[0].start_byte):
            owner = places.around(binding.targets[0].start_byte)
            if owner is not None:
                self._bind(binding, owner)

    def told(self, path: str, first: str, owner: Definition | None, byte: int) -> str:
        """Return an access path at a place with what a local name at its beginning holds in that one's place."""
        while owner is not None:
            names = self._of_owners.get(id(owner))
            held_in = names.get(first) if names is not None else None
            if held_in is not None:
                held = self._held(held_in, byte)
                return f"{held}{path[len(first) :]}" if held else _UNKNOWN
            owner = owner.owner
        return path

    def _held(self, held_in: dict[int, str], byte: int) -> str:
        if len(held_in) == 1:
            return next(iter(held_in.values()))
        return next((held_in[at] for at in self._closures_around(byte) if at in held_in), _UNKNOWN)

    def _closures_around(self, byte: int) -> Iterator[int]:
        """Yield the closures around a byte, the innermost first, and what stands for none at last."""
        yield from (at for _, _, at in self._closures.enclosing(byte))
        yield _OUTSIDE

    def _names(self, owner: Definition) -> dict[str, dict[int, str]]:
        return self._of_owners.setdefault(id(owner), {})

    def _bind(self, binding: Binding, owner: Definition) -> None:
        names = self._names(owner)
        start = binding.targets[0].start_byte
        closure = next(self._closures_around(start))
        is_receiver = _is_within(binding.targets[0], owner.part("receiver"))
        for name, path in _bound(self._dialect, binding):
            if is_receiver and name == owner.receiver:
                continue
            if not path and name in owner.declared and _is_within(binding.targets[0], owner.part("parameters")):
                continue
            told = self.told(path, first_of(path), owner, start) if path else _UNKNOWN
            held_in = names.setdefault(name, {})
            held_in[closure] = told if held_in.get(closure, told) == told else _UNKNOWN


def first_of(path: str) -> str:
    """Return the name that an access path begins with."""
    return _FIRST.match(path)[0]  # type: ignore[index]  # it matches the empty text


def _is_within(node: Node, outer: Node | None) -> bool:
    return outer is not None and outer.start_byte <= node.start_byte < outer.end_byte


def _bound(dialect: Dialect, binding: Binding) -> Iterator[tuple[str, str]]:
    targets = [leaf for target in binding.targets for leaf in _leaves(target)]
    values = [leaf for value in binding.values for leaf in _leaves(value)] if binding.kind == "values" else []
    for at, target in enumerate(targets):
        name = text(target)
        if not name.replace("$", "_").isidentifier():
            continue
        path = binding.path or _UNKNOWN
        if binding.kind == "type":
            path = dialect.object_of(binding.values[0])
        elif binding.kind == "elements":
            whole = dialect.path_of(binding.values[0])
            path = dialect.element_of(whole, at, len(targets)) if whole else _UNKNOWN
        elif len(values) == len(targets):
            path = dialect.path_of(values[at])
        elif len(values) == 1:
            path = dialect.part_of(values[0], at)
        yield name, path


def _leaves(node: Node) -> list[Node]:
    """Return the expressions of a list of them; an expression by itself is one."""
    is_list = node.type.endswith(("expression_list", "_list"))
    return [child for child in node.named_children if child.type != "comment"] if is_list else [node]
