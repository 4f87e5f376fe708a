"""What gorm is told beside calls: tags of fields, and what a type says its table is called."""

import re
from collections.abc import Iterator

from tree_sitter import Node

from designdoc_assets.languages.engine.definition import VALUES, Found
from designdoc_assets.languages.engine.written import text
from designdoc_assets.languages.registrations import Registration

_TAG = re.compile(r'\bgorm:"(?P<told>(?:[^"\\]|\\.)*)"')


def gorm_registrations(found: Found) -> Iterator[Registration]:
    """Yield tags of fields that are for gorm, and results of `TableName`, as if they annotated these."""
    if b"gorm:" in found.source:
        yield from _tags(found)
    if b") TableName() string" in found.source:
        yield from _names(found)


def _tags(found: Found) -> Iterator[Registration]:
    for each in found.all():
        node: Node | None = each.node
        while node is not None and node.type not in {"field_declaration", "type_spec"}:
            node = node.parent
        tag = node.child_by_field_name("tag") if node is not None else None
        if each.kind in VALUES and each.owner is not None and (told := _TAG.search(text(tag))):
            yield Registration("gorm", each.line, (("", told["told"]),), annotates=each.qualname)


def _names(found: Found) -> Iterator[Registration]:
    for each in found.all():
        body = each.node.child_by_field_name("body") if each.name == "TableName" and each.belongs_to else None
        block = body.named_children[0] if body is not None and body.named_child_count == 1 else None
        only = block.named_children[0] if block is not None and block.type == "statement_list" else block
        given = only.named_children[0] if only is not None and only.type == "return_statement" else None
        if given is not None and (block == only or (block is not None and block.named_child_count == 1)):
            yield Registration("TableName", each.line, (("", text(given)),), annotates=each.belongs_to)
