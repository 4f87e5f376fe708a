"""The whole addresses of what a router serves, by the routers and applications that it is mounted on."""

from collections import Counter, deque
from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

_MOST_ADDRESSES = 8
"""Of one route: a router may be mounted in many places."""
RouterT = TypeVar("RouterT", bound=Hashable)


def whole_addresses(
    router: RouterT, address: str, above: Callable[[RouterT, str], Iterable[tuple[RouterT | None, str]]]
) -> list[str]:
    """Return the addresses at which a route of a router is served; none where that is mounted nowhere that is known.

    Args:
        router: What the route is added to.
        address: The address that it is added with.
        above: Returns what a router is mounted on, each with the address that one of its own has there; None in the
            place of a router where that address is the whole.
    """
    found: list[str] = []
    times: Counter[RouterT] = Counter()
    pending: deque[tuple[RouterT, str, frozenset[RouterT]]] = deque([(router, address, frozenset())])
    while pending and len(found) < _MOST_ADDRESSES:
        here, below, passed = pending.popleft()
        times[here] += 1
        if here in passed or times[here] > _MOST_ADDRESSES:
            continue  # routers are mounted on each other, or on all of the next, where ways to the outermost multiply
        for outer, there in above(here, below):
            if outer is None:
                found.append(there)
            else:
                pending.append((outer, there, passed | {here}))
    return list(dict.fromkeys(found))
