"""How a run of the job ends on the console: what it made, how long that took, what it cost, where to begin reading, and
what waits for a person, by name."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from designdoc_assets.artifacts.artifact import Artifact
from designdoc_assets.disputes.file import FILE_NAME
from designdoc_assets.making.outcomes import Outcomes
from designdoc_assets.making.plan import Plan
from designdoc_assets.orchestration.money_report import spent_line
from designdoc_assets.session.session import Session

MOST_WAITING = 15
"""Artifacts waiting for a person that are named: with the rest of the summary, a screenful."""
_MOST_CHARACTERS = 110
_BRIEF_S = 9.95
"""Shorter times are shown with a decimal."""
_README = "README.md"
_WHAT = ("made", "unchanged", "removed", "failed", "not made", "disputed", "unreviewed")
_ASIDE = ("disputed", "unreviewed")
"""Statuses that an artifact has besides being made or unchanged."""


def summary(session: Session) -> str:
    """Return the summary of a run of the job, short if it made nothing."""
    in_order = None if session.is_begun else session.in_order
    plan = in_order or session.production.plan
    outcomes = Outcomes() if in_order else session.production.outcomes
    counts = {kind: _counts(plan, outcomes, kind) for kind in plan.items}
    total: Counter[str] = sum(counts.values(), Counter())
    is_whole = not (total["failed"] or total["not made"])
    lines = [f"{'Done in' if is_whole else 'Ended after'} {duration(session.progress.seconds)}: {_words(total)}."]
    lines += _table(counts)
    money = spent_line(session)
    named = (*_named(session, _waiting(session)), *_not_reviewed(dict(_statuses(plan, outcomes))))
    return "\n".join([*lines, *([money] if money else []), *named, _begin(session)])


def summary_of_assets(session: Session) -> str:
    """Return the summary of a run of assets: its cost, and what waits for a person; empty if there is neither."""
    if not session.is_begun:
        return spent_line(session) or ""
    named = (*_named(session, _waiting(session)), *_not_reviewed(session.production.outcomes.made))
    return "\n".join(filter(None, [spent_line(session), *named]))


def duration(seconds: float) -> str:
    """Return a time as people read it."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    if minutes:
        return f"{minutes} min {rest} s"
    return f"{seconds:.1f} s" if seconds < _BRIEF_S else f"{rest} s"


def _counts(plan: Plan, outcomes: Outcomes, kind: str) -> Counter[str]:
    failed = {failure.artifact for failure in outcomes.failures}
    counts: Counter[str] = Counter()
    for item in plan.items[kind]:
        made = outcomes.made.get(item.artifact)
        status = made or item.status
        if made:
            counts["made"] += 1
        elif item.artifact in failed:
            counts["failed"] += 1
        elif item.is_due and item.artifact not in outcomes.unchanged:
            counts["not made"] += 1
        else:
            counts["unchanged"] += 1
        if status in _ASIDE:
            counts[status] += 1
    counts["removed"] = sum(entry.artifact.kind == kind for entry in plan.gone)
    return counts


def _words(total: Counter[str]) -> str:
    main = ", ".join(f"{total[what]:,} {what}" for what in _WHAT if total[what] and what not in _ASIDE) or "nothing"
    aside = ", ".join(f"{total[what]:,} {what}" for what in _ASIDE if total[what])
    return f"{main}; in all {aside}" if aside else main


def _table(counts: Mapping[str, Counter[str]]) -> Iterator[str]:
    """Return a line for each kind that is not wholly unchanged."""
    shown = {kind: of for kind, of in counts.items() if any(of[what] for what in _WHAT if what != "unchanged")}
    columns = [what for what in _WHAT if any(of[what] for of in shown.values())]
    if shown:
        yield f"{'kind':<18}" + "".join(f"{what:>11}" for what in columns)
    for kind, of in shown.items():
        yield f"{kind:<18}" + "".join(f"{of[what]:>11,}" for what in columns)


def _waiting(session: Session) -> list[str]:
    disputes, orphans = session.waiting()
    return [
        *(f"{each.artifact} ({each.id}): {each.checker_said}" for each in disputes),
        *(f"{page}: what it was about is gone, and it holds text that a person wrote" for page in orphans),
    ]


def _named(session: Session, waiting: list[str]) -> Iterable[str]:
    if not waiting:
        return
    rest = len(waiting) - MOST_WAITING
    yield "1 waits for a person:" if len(waiting) == 1 else f"{len(waiting):,} wait for a person:"
    yield from (f"  {_cut(entry)}" for entry in waiting[:MOST_WAITING])
    if rest > 0:
        yield f"  and {rest:,} more: {_README} lists them all."
    yield f"How to decide is said in {session.where(FILE_NAME)}, and on the pages."


def _statuses(plan: Plan, outcomes: Outcomes) -> Iterator[tuple[Artifact, str]]:
    return ((i.artifact, outcomes.made.get(i.artifact, i.status)) for items in plan.items.values() for i in items)


def _not_reviewed(statuses: Mapping[Artifact, str]) -> Iterator[str]:
    """Yield a line for each artifact that no reviewer judged, as many as are named."""
    found = [str(artifact) for artifact, status in statuses.items() if status == "unreviewed"]
    if found:
        yield f"{len(found):,} not reviewed, since no reviewer could be had or understood; the next run asks again:"
        yield from (f"  {_cut(artifact)}" for artifact in found[:MOST_WAITING])
        yield from [f"  and {len(found) - MOST_WAITING:,} more: {_README} lists them all."][: len(found) > MOST_WAITING]


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _MOST_CHARACTERS else f"{text[: _MOST_CHARACTERS - 1]}…"


def _begin(session: Session) -> str:
    has_readme = session.docs.read_text(_README) is not None
    return f"Begin reading: {session.where(_README) if has_readme else session.docs.shown}"
