"""Layers and cycles of an import graph: what may be built on what."""

from collections.abc import Iterable, Mapping, Sequence


def cycles(graph: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """Return the strongly connected components of more than one node, each sorted, largest first."""
    found = [sorted(component) for component in components(graph) if len(component) > 1]
    return sorted(found, key=lambda component: (-len(component), component))


def layers(graph: Mapping[str, Sequence[str]]) -> list[list[str]]:
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


def components(graph: Mapping[str, Sequence[str]]) -> list[frozenset[str]]:
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
