"""What is said of a group of constants or variables: it stands with the first of them that others see."""

from collections.abc import Iterator

from tree_sitter import Node

from designdoc_assets.languages.doc_facts import Doc
from designdoc_assets.languages.engine.comments import Above
from designdoc_assets.languages.engine.definition import Definition, Found
from designdoc_assets.languages.engine.dialect import Dialect
from designdoc_assets.languages.engine.written import text
from designdoc_assets.markup.markdown import code, paragraphs


def tell_groups(dialect: Dialect, found: Found) -> None:
    """Tell the first public member of each group what is said of the group."""
    above = Above(dialect, found)
    for group, members in _groups(found):
        docs, _ = above.row(group.start_point[0], group)
        public = [each for each in members if each.visibility == "public"]
        said = dialect.doc([text(node) for node in docs]) if docs and public else None
        if said is None:
            continue
        first, last = public[0], public[-1]
        own_docs = above.row(first.node.start_point[0], first.node)[0] or above.behind(first)
        own = dialect.doc([text(node) for node in own_docs]) if own_docs else None
        lead = f"From here to {code(last.name)}: " if last is not first else ""
        about = f"{lead}{said.text}"
        first.changes["doc"] = Doc(
            text=paragraphs(about, own.text if own else ""),
            deprecated=own.deprecated if own else "",
            mentions=(*said.mentions, *(own.mentions if own else ())),
        )


def _groups(found: Found) -> Iterator[tuple[Node, list[Definition]]]:
    """Yield the declarations in parentheses, and what each declares."""
    groups: dict[int, tuple[Node, list[Definition]]] = {}
    for each in found.top:
        spec = each.part("statement")
        if each.kind not in {"constant", "variable"} or spec is None or spec.parent is None:
            continue
        around = spec.parent.parent if spec.parent.type == "var_spec_list" else spec.parent
        if around is not None and "(" in text(around)[:8]:
            groups.setdefault(around.id, (around, []))[1].append(each)
    yield from groups.values()
