"""What comments say of the code that they stand in, where a grammar's queries found them: see `languages.remarks`."""

from designdoc_assets.languages.engine.definition import Found
from designdoc_assets.languages.remarks import Comments, Remark, remarks_in
from designdoc_assets.languages.spans import Spans

_DOC_MARKS = (b"/**", b"/*!", b"///", b"//!")


def remarks_of(found: Found) -> tuple[Remark, ...]:
    """Return what the comments of a file say."""
    return remarks_in(found.source, lambda: _comments(found))


def _comments(found: Found) -> Comments:
    nodes = [node for node in found.comments if "comment" in node.type]
    docs = [*found.file_docs, *(node for each in found.all() for node in each.docs)]
    docs += [node for node in nodes if found.source.startswith(_DOC_MARKS, node.start_byte)]
    return Comments(
        Spans((node.start_byte, node.end_byte, "") for node in nodes),
        frozenset(node.start_byte for node in docs),
        Spans((each.start, each.end, each.qualname) for each in found.all()),
    )
