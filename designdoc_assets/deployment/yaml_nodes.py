"""YAML as nodes that know their line: untrusted text, so that its size, depth and aliases are bounded.

Scalars stay as they are written: nothing is made of `on`, `yes` or `4000`. An alias is the node that it names, never a
copy, and tags are passed over.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from designdoc_assets.deployment.form import File

_MOST_DEPTH = 64
_MOST_NODES = 100_000
_MOST_ALIASES = 2_000
_MOST_MERGED = 100_000
"""Entries that merge keys bring to a file, all together."""


@dataclass(slots=True)
class Node:
    """A value: a scalar has a text, a list has items, a table has entries; what is not there has none of them."""

    line: int = 0
    text: str = ""
    items: Sequence["Node"] = ()
    entries: Mapping[str, "Node"] = field(default_factory=dict)

    def __getitem__(self, key: str) -> "Node":
        return self.entries.get(key, _NOTHING)

    def __bool__(self) -> bool:
        return bool(self.text or self.items or self.entries)

    def texts(self) -> tuple[str, ...]:
        """Return the scalars of a list; of a scalar, that one; of a table, its keys."""
        if self.text:
            return (self.text,)
        return tuple(item.text for item in self.items if item.text) or tuple(self.entries)


_NOTHING = Node()


class _TooMuchError(Exception):
    """A limit is passed; the message is a clause about the file."""


def documents(file: File) -> Iterator[Node]:
    """Yield the documents of a file, as far as it can be read: where it breaks, those before that are given."""
    import yaml  # type: ignore[import-untyped] # noqa: PLC0415 - costs 30 ms, and many targets have no such file

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    builder = _Builder()
    try:
        for event in yaml.parse(file.text, Loader=loader):
            line = event.start_mark.line + 1
            match event:
                case yaml.ScalarEvent():
                    builder.add(Node(line, event.value), event.anchor)
                case yaml.AliasEvent():
                    builder.alias(event.anchor)
                case yaml.SequenceStartEvent() | yaml.MappingStartEvent():
                    is_table = isinstance(event, yaml.MappingStartEvent)
                    builder.open(line, event.anchor, is_table=is_table)
                case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                    builder.close()
                case yaml.DocumentEndEvent():
                    yield builder.document()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        file.problem(mark.line + 1 if mark else 0, "is not valid YAML; what stands below was not read")
    except _TooMuchError as error:
        file.problem(0, f"{error}; what stands below was not read")
    except RecursionError:
        file.problem(0, "nests its values too deeply; it was not read")


@dataclass(slots=True)
class _Open:
    node: Node
    is_table: bool
    items: list[Node] = field(default_factory=list)


class _Builder:
    """Puts events together."""

    def __init__(self) -> None:
        self._open: list[_Open] = []
        self._anchors: dict[str, Node] = {}
        self._root = Node()
        self._nodes = self._aliases = self._merged = 0

    def add(self, node: Node, anchor: str | None) -> None:
        self._nodes += 1
        if self._nodes > _MOST_NODES:
            raise _TooMuchError(f"holds more than {_MOST_NODES:,} values")
        if anchor:
            self._anchors[anchor] = node
        if self._open:
            self._open[-1].items.append(node)
        else:
            self._root = node

    def alias(self, anchor: str) -> None:
        self._aliases += 1
        if self._aliases > _MOST_ALIASES:
            raise _TooMuchError(f"uses more than {_MOST_ALIASES:,} aliases")
        node = self._anchors.get(anchor)
        # What is still open would hold itself.
        is_open = any(each.node is node for each in self._open)
        self.add(_NOTHING if node is None or is_open else node, None)

    def open(self, line: int, anchor: str | None, *, is_table: bool) -> None:
        if len(self._open) >= _MOST_DEPTH:
            raise _TooMuchError(f"nests more than {_MOST_DEPTH} levels deep")
        node = Node(line)
        self.add(node, anchor)
        self._open.append(_Open(node, is_table))

    def close(self) -> None:
        closed = self._open.pop()
        if closed.is_table:
            closed.node.entries = self._table(closed.items)
        else:
            closed.node.items = closed.items

    def document(self) -> Node:
        root, self._root = self._root, Node()
        self._anchors.clear()
        return root

    def _table(self, items: Sequence[Node]) -> Mapping[str, Node]:
        pairs = list(zip(items[::2], items[1::2], strict=False))
        own = {key.text: value for key, value in pairs if key.text != "<<"}
        merged: dict[str, Node] = {}
        for _, value in (pair for pair in pairs if pair[0].text == "<<"):
            for source in value.items or (value,):
                self._merged += len(source.entries)
                if self._merged > _MOST_MERGED:
                    raise _TooMuchError(f"merges more than {_MOST_MERGED:,} entries")
                merged = {**source.entries, **merged}
        return {**merged, **own}
