"""Idioms on graphs as dictionaries from a node to its neighbors; a node that is only a neighbor has none of its own."""

import collections
import graphlib
import heapq

from lift_server.engines.embedded.library.mark import idiom


@idiom(
    words="topological order sort dependencies dependency graph tasks packages build sequence prerequisites first",
    probes=['topological_order({"b": ["a"], "c": ["b"]})', 'topological_order({"a": ["b"], "b": ["a"]})'],
)
def topological_order(dependencies: dict[str, list[str]]) -> list[str]:
    """Return everything that depends or is depended on, each after what it depends on; raise ValueError for a cycle.

    >>> topological_order({"c": ["b"], "b": ["a"]})
    ['a', 'b', 'c']
    >>> topological_order({"a": ["b"], "b": ["a"]})
    Traceback (most recent call last):
        ...
    graphlib.CycleError: ('nodes are in a cycle', ['a', 'b', 'a'])
    """
    return list(graphlib.TopologicalSorter(dependencies).static_order())


@idiom(
    words="shortest path route fewest edges stops breadth-first search bfs graph nodes neighbors start goal links",
    variant="None when there is none",
    probes=['shortest_path({"a": ["b"], "b": ["c"]}, "a", "c")', 'shortest_path({"a": ["b"]}, "b", "a")'],
)
def shortest_path(graph: dict[str, list[str]], start: str, goal: str) -> list[str] | None:
    """Return a path with the fewest edges from start to goal in a graph of neighbors, or None when there is none.

    >>> shortest_path({"a": ["b", "c"], "b": ["d"], "c": ["d"]}, "a", "d")
    ['a', 'b', 'd']
    >>> shortest_path({"a": ["b"]}, "b", "a") is None
    True
    """
    paths = collections.deque([[start]])
    seen = {start}
    while paths:
        path = paths.popleft()
        if path[-1] == goal:
            return path
        for neighbor in graph.get(path[-1], []):
            if neighbor not in seen:
                seen.add(neighbor)
                paths.append([*path, neighbor])
    return None


@idiom(
    words="dijkstra shortest distances weighted graph cheapest cost start node all others road network lengths",
    probes=['shortest_distances({"a": {"b": 1, "c": 5}, "b": {"c": 2}}, "a")', 'shortest_distances({}, "a")'],
)
def shortest_distances(graph: dict[str, dict[str, float]], start: str) -> dict[str, float]:
    """Return the length of the shortest way from a start to every node that can be reached; lengths are not negative.

    >>> shortest_distances({"a": {"b": 1, "c": 5}, "b": {"c": 2}}, "a")
    {'a': 0, 'b': 1, 'c': 3}
    >>> shortest_distances({}, "a")
    {'a': 0}
    """
    distances: dict[str, float] = {}
    waiting: list[tuple[float, str]] = [(0, start)]
    while waiting:
        distance, node = heapq.heappop(waiting)
        if node in distances:
            continue
        distances[node] = distance
        for neighbor, length in graph.get(node, {}).items():
            if neighbor not in distances:
                heapq.heappush(waiting, (distance + length, neighbor))
    return distances


@idiom(
    words="connected components undirected graph groups of linked nodes clusters adjacency islands friends networks",
    probes=['connected_components({"a": ["b"], "c": [], "d": ["b"]})', "connected_components({})"],
)
def connected_components(graph: dict[str, list[str]]) -> list[list[str]]:
    """Return the nodes in groups of those that are connected, directly or not; the direction of edges is ignored.

    >>> connected_components({"a": ["b"], "c": [], "d": ["b"]})
    [['a', 'b', 'd'], ['c']]
    >>> connected_components({})
    []
    """
    neighbors: dict[str, list[str]] = {node: [] for node in graph}
    for node, others in graph.items():
        for other in others:
            neighbors[node].append(other)
            neighbors.setdefault(other, []).append(node)
    seen: set[str] = set()
    components = []
    for node in neighbors:
        if node in seen:
            continue
        component, waiting = {node}, [node]
        while waiting:
            new = set(neighbors[waiting.pop()]) - component
            component |= new
            waiting += new
        seen |= component
        components.append(sorted(component))
    return components


@idiom(
    words="cycle cyclic circular dependencies dependency directed graph detect loop contains acyclic dag check",
    probes=['has_cycle({"a": ["b"], "b": ["a"]})', 'has_cycle({"a": ["b"], "b": []})', 'has_cycle({"a": ["a"]})'],
)
def has_cycle(graph: dict[str, list[str]]) -> bool:
    """Return whether a directed graph of neighbors has a cycle.

    >>> has_cycle({"a": ["b"], "b": ["a"]})
    True
    >>> has_cycle({"a": ["b", "c"], "b": ["c"]})
    False
    """
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError:
        return True
    return False


@idiom(
    words="reachable nodes from start graph transitive closure dependencies directly indirectly everything depends on",
    variant="the start is among them",
    probes=['reachable_nodes({"a": ["b"], "b": ["c"], "d": ["a"]}, "a")', 'reachable_nodes({}, "a")'],
)
def reachable_nodes(graph: dict[str, list[str]], start: str) -> set[str]:
    """Return the nodes that can be reached from a start in a graph of neighbors, the start included.

    >>> sorted(reachable_nodes({"a": ["b"], "b": ["c"], "d": ["a"]}, "a"))
    ['a', 'b', 'c']
    >>> reachable_nodes({}, "a")
    {'a'}
    """
    reached, waiting = {start}, [start]
    while waiting:
        new = set(graph.get(waiting.pop(), [])) - reached
        reached |= new
        waiting += new
    return reached


@idiom(of="reachable_nodes", variant="the start is among them only when it is on a cycle")
def nodes_below(graph: dict[str, list[str]], start: str) -> set[str]:
    """Return the nodes that can be reached from a start by at least one edge in a graph of neighbors.

    >>> sorted(nodes_below({"a": ["b"], "b": ["c"], "d": ["a"]}, "a"))
    ['b', 'c']
    """
    reached: set[str] = set()
    waiting = [start]
    while waiting:
        new = set(graph.get(waiting.pop(), [])) - reached
        reached |= new
        waiting += new
    return reached
