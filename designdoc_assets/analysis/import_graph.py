"""Layers and cycles of an import graph: what is built on what, and which imports stand against it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import count

Edge = tuple[str, str]

_MOST_EXACT = 10
"""Nodes of a cycle for which all orders are compared; the number of steps doubles with each."""
_MOST_PASSES = 20


def cycles(graph: Mapping[str, Collection[str]]) -> list[list[str]]:
    """Return the strongly connected components of more than one node, each sorted, largest first."""
    found = [sorted(component) for component in components(graph) if len(component) > 1]
    return sorted(found, key=lambda component: (-len(component), component))


def layers(graph: Mapping[str, Collection[str]]) -> list[list[str]]:
    """Return the nodes in layers, lowest first: a node stands above everything that it imports.

    The nodes of a cycle share a layer. A node's layer is the length of the longest chain of imports below it.
    """
    level: dict[str, int] = {}
    for component in components(graph):  # in order: what a component imports comes before it
        below = (level[target] for node in component for target in graph[node] if target not in component)
        height = 1 + max(below, default=-1)
        level.update(dict.fromkeys(component, height))
    found: list[list[str]] = [[] for _ in range(max(level.values(), default=-1) + 1)]
    for node in sorted(level):
        found[level[node]].append(node)
    return found


def against_the_grain(weights: Mapping[Edge, int]) -> set[Edge]:
    """Return edges without which there are no cycles, of as little weight together as is found: those to cut first.

    For small cycles no set weighs less; for larger ones an order is improved step by step. The result depends on
    nothing but the weights.
    """
    graph: dict[str, list[str]] = {}
    for source, target in sorted(weights):
        graph.setdefault(source, []).append(target)
        graph.setdefault(target, [])
    found = set()
    for nodes in cycles(graph):
        ordered = _best_order(nodes, weights) if len(nodes) <= _MOST_EXACT else _good_order(nodes, weights)
        place = {node: index for index, node in enumerate(ordered)}
        found |= {(a, b) for a in nodes for b in graph[a] if b in place and place[a] > place[b]}
    return found


def reduced(graph: Mapping[str, Collection[str]]) -> dict[str, list[str]]:
    """Return the graph without edges that longer ways through other components stand for."""
    component = {node: index for index, found in enumerate(components(graph)) for node in found}
    reach: dict[str, set[str]] = {}
    for found in components(graph):
        below = {other for node in found for target in graph[node] for other in (target, *reach.get(target, ()))}
        reach |= {node: below | found if len(found) > 1 else below for node in found}

    def is_needed(node: str, target: str) -> bool:
        return not any(
            target in reach[other] and component[other] not in {component[node], component[target]}
            for other in graph[node]
        )

    return {node: [target for target in graph[node] if is_needed(node, target)] for node in graph}


def components(graph: Mapping[str, Collection[str]]) -> list[frozenset[str]]:
    """Return the strongly connected components, dependencies first.

    Tarjan's algorithm (SIAM J. Comput. 1(2), 1972) with a stack of its own, since import chains can be long.
    """
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    open_nodes: list[str] = []
    is_open: set[str] = set()
    found: list[frozenset[str]] = []
    for root in sorted(graph):
        work: list[tuple[str, Iterable[str]]] = []
        if root not in index:
            work.append((root, iter(sorted(graph[root]))))
            index[root] = low[root] = len(index)
            open_nodes.append(root)
            is_open.add(root)
        while work:
            node, targets = work[-1]
            following = next((target for target in targets if target in graph), None)
            if following is None:
                work.pop()
                if work:
                    parent = work[-1][0]
                    low[parent] = min(low[parent], low[node])
                if low[node] == index[node]:
                    start = open_nodes.index(node)
                    component = frozenset(open_nodes[start:])
                    del open_nodes[start:]
                    is_open -= component
                    found.append(component)
            elif following not in index:
                index[following] = low[following] = len(index)
                open_nodes.append(following)
                is_open.add(following)
                work.append((following, iter(sorted(graph[following]))))
            elif following in is_open:
                low[node] = min(low[node], index[following])
    return found


def _best_order(nodes: Sequence[str], weights: Mapping[Edge, int]) -> list[str]:
    """Return the order, importers first, in which the least goes backwards; of equal ones, the first by name.

    What goes backwards from a node depends on which nodes stand above it, not on their order. So of each set of nodes
    at the top, one order is kept, the best; each round sets one more node below these (Held and Karp, 1962).
    """
    best: dict[frozenset[str], tuple[int, tuple[str, ...]]] = {frozenset(): (0, ())}
    for _ in nodes:
        longer: dict[frozenset[str], tuple[int, tuple[str, ...]]] = {}
        for above, (cost, order) in best.items():
            for node in (each for each in nodes if each not in above):
                candidate = (cost + sum(weights.get((node, other), 0) for other in above), (*order, node))
                top = above | {node}
                longer[top] = min(longer.get(top, candidate), candidate)
        best = longer
    ((_, whole),) = best.values()
    return list(whole)


def _good_order(nodes: Sequence[str], weights: Mapping[Edge, int]) -> list[str]:
    """Return an order, importers first, that gets no better by moving any one node."""
    surplus = dict.fromkeys(nodes, 0)
    for (source, target), weight in weights.items():
        if source in surplus and target in surplus:
            surplus[source] += weight
            surplus[target] -= weight
    order = sorted(nodes, key=lambda node: (-surplus[node], node))
    for passed in count(1):
        moved = False
        for node in nodes:
            rest = [other for other in order if other != node]
            place = _best_place(node, rest, weights)
            if rest[:place] != order[: order.index(node)]:
                order = [*rest[:place], node, *rest[place:]]
                moved = True
        if not moved or passed == _MOST_PASSES:
            return order
    return order


def _best_place(node: str, others: Sequence[str], weights: Mapping[Edge, int]) -> int:
    """Return where among the others a node makes the least go backwards; the first such place."""
    cost = sum(weights.get((other, node), 0) for other in others)  # at the top, all that import it go backwards
    best, place = cost, 0
    for index, other in enumerate(others):
        cost += weights.get((node, other), 0) - weights.get((other, node), 0)
        if cost < best:
            best, place = cost, index + 1
    return place
