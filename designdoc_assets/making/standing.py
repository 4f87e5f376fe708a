"""Prose that stands though what it was written from has changed: a reviewer is asked whether it still holds.

That is asked only of what passed its checks and was asked for in the same words. What a program sees by itself, such as
a member without a text, goes to the writer at once.
"""

from collections.abc import Iterator, Sequence

from designdoc_assets.artifacts.chosen import DiagramChoice
from designdoc_assets.artifacts.kind import AnyKind
from designdoc_assets.artifacts.registry import kinds
from designdoc_assets.languages.keys import PartitionKey
from designdoc_assets.making.plan import Planned, WriterId
from designdoc_assets.markup import markdown
from designdoc_assets.pages.content import Content
from designdoc_assets.writing.brief import Brief
from designdoc_assets.writing.verdict import Check, Issue, Verdict, judge

_LEAVE = "Leave all else as it is."


def stands(content: Content | None, kind: AnyKind, key: PartitionKey, brief: Brief, writer: WriterId) -> bool:
    """Return whether stored prose passed, and its writer was asked for the same as one would be now.

    What a diagram shows is chosen among all that there is, so it is chosen anew.
    """
    return (
        content is not None
        and content.status == "passed"
        and content.form == brief.form
        and (content.writer, content.model) == (writer.name, writer.model)
        and brief.answer is not DiagramChoice
        and content.typed(kind.prose(key)) is not None
    )


def holds_perhaps(item: Planned) -> bool:
    """Return whether a reviewer is to say if an artifact's prose still holds: no program sees that it does not."""
    return item.standing is not None and not found_by_code(item)


def found_by_code(item: Planned) -> tuple[Verdict, ...]:
    """Return why prose cannot stay, as far as it takes no reviewer: what it says nothing of, and members gone."""
    if item.standing is None or item.brief is None:
        return ()
    issues = [*_of_members(item, item.standing, item.brief.members), *_of_parts(item.standing.parts, item.brief.parts)]
    return (judge(Check.FACTS, issues),) if issues else ()


def _of_members(item: Planned, standing: Content, members: Sequence[str]) -> Iterator[Issue]:
    kind = kinds()[item.artifact.kind]
    prose = standing.typed(kind.prose(item.artifact.key))
    described = [entry.name for entry in kind.described(prose)] if prose else []
    for name in _missing(members, described):
        yield Issue("major", "members", f"{markdown.code(name)} has no text", f"Give it one. {_LEAVE}")
    for name in _missing(described, members):
        yield Issue("major", "members", f"there is no member {markdown.code(name)}", f"Take its text out. {_LEAVE}")


def _of_parts(before: Sequence[str], now: Sequence[str]) -> Iterator[Issue]:
    for name in _missing(now, before):
        fix = f"Say of it what a reader needs here, if anything. {_LEAVE}"
        yield Issue("major", "the whole", f"{markdown.code(name)} came since this was written", fix)


def _missing(names: Sequence[str], among: Sequence[str]) -> list[str]:
    known = frozenset(among)
    return [name for name in dict.fromkeys(names) if name not in known]
