"""The names of a plan's artifacts, up to a page of them, grouped by kind, state and reason."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from designdoc_assets.making.plan import Plan, State
from designdoc_assets.orchestration.plan_report import MOST_REASONS

PAGE_LINES = 40
"""Lines of names, headings included."""
_ORDER = ("gone", State.CONFLICT, State.STALE, State.MISSING)
"""The states in the order in which they are listed; missing ones are last, since on a first run all are."""
_NO_SUCH = "it is no longer in the target"


@dataclass(slots=True)
class _Group:
    """Artifacts of one kind in the same state for the same reasons."""

    heading: str
    names: list[str] = field(default_factory=list)


def plan_names(plan: Plan) -> str:
    """Return the names of what a run would make and take away, with the reasons; empty if there is nothing."""
    groups = _groups(plan)
    if not groups:
        return ""
    shown = groups[: PAGE_LINES // 3]  # for a heading, a name, and how many more there are
    share = _shares([len(group.names) for group in shown], PAGE_LINES - len(shown))
    lines = [line for group, most in zip(shown, share, strict=True) for line in _lines(group, most)]
    rest = sum(len(group.names) for group in groups[len(shown) :])
    return "\n".join([*lines, *([f"and {rest:,} more, of other kinds or for other reasons"] if rest else [])])


def _groups(plan: Plan) -> list[_Group]:
    found: dict[tuple[int, str, str], _Group] = {}
    for state, kind, why, name in _entries(plan):
        heading = f"{kind}, {state}: {why}"
        found.setdefault((_ORDER.index(state), kind, why), _Group(heading)).names.append(name)
    kinds = list(plan.items)
    return [found[key] for key in sorted(found, key=lambda key: (key[0], kinds.index(key[1])))]


def _entries(plan: Plan) -> Iterator[tuple[str, str, str, str]]:
    for gone in plan.gone:
        yield "gone", gone.artifact.kind, _NO_SUCH, gone.artifact.key
    for item in plan.due():
        yield item.state, item.artifact.kind, _why(item.reasons), item.artifact.key


def _why(reasons: Sequence[str]) -> str:
    rest = len(reasons) - MOST_REASONS
    return ", ".join(reasons[:MOST_REASONS]) + (f", and {rest} more" if rest > 0 else "")


def _shares(sizes: Sequence[int], lines: int) -> list[int]:
    """Share lines out evenly among groups, none getting more than it needs, so that no group hides another."""
    shares = [0] * len(sizes)
    while lines > 0 and (open_ := [i for i, size in enumerate(sizes) if shares[i] < size]):
        for i in open_[:lines]:
            shares[i] += 1
            lines -= 1
    return shares


def _lines(group: _Group, most: int) -> Iterator[str]:
    count = len(group.names)
    yield f"{group.heading} ({count:,}):"
    named = count if count <= most else max(1, most - 1)
    yield from (f"  {name}" for name in group.names[:named])
    if named < count:
        yield f"  and {count - named:,} more"
