"""What holds for every input: idioms on geometry, units and bits, graphs, and the likeness of things."""

import itertools
import math
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lift_server.engines.embedded.library import geometry_and_units, graphs, likeness

COORDINATES = st.integers(-50, 50)
POINTS = st.tuples(COORDINATES, COORDINATES)
BOXES = st.tuples(POINTS, st.integers(1, 20), st.integers(1, 20)).map(
    lambda box: (box[0][0], box[0][1], box[0][0] + box[1], box[0][1] + box[2])
)
AMOUNTS = st.floats(0.01, 1e6)
PLACES = st.tuples(st.floats(-90, 90), st.floats(-180, 180))
NODES = st.sampled_from("abcdef")
GRAPHS = st.dictionaries(NODES, st.lists(NODES, unique=True, max_size=4), max_size=6)
VECTORS = st.lists(st.integers(-9, 9), min_size=3, max_size=3)
WORDS = st.text("abcxyz", max_size=6)


def corners(box: tuple[float, float, float, float]) -> list[tuple[float, float]]:
    left, top, right, bottom = box
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


@given(BOXES, POINTS)
def test_a_box_is_a_polygon(box: tuple[float, float, float, float], point: tuple[float, float]) -> None:
    left, top, right, bottom = box
    assert geometry_and_units.polygon_area(corners(box)) == (right - left) * (bottom - top)
    x, y = point[0] + 0.5, point[1] + 0.5
    inside = left < x < right and top < y < bottom
    assert geometry_and_units.point_in_polygon((x, y), corners(box)) == inside
    assert geometry_and_units.bounding_box(corners(box)) == box


@given(BOXES, BOXES)
def test_boxes_overlap_in_both_directions(
    first: tuple[float, float, float, float], second: tuple[float, float, float, float]
) -> None:
    overlap = geometry_and_units.rectangles_overlap(first, second)
    assert overlap == geometry_and_units.rectangles_overlap(second, first)
    width = min(first[2], second[2]) - max(first[0], second[0])
    height = min(first[3], second[3]) - max(first[1], second[1])
    assert overlap == (width > 0 and height > 0)
    assert geometry_and_units.rectangles_touch(first, second) == (width >= 0 and height >= 0)


@given(POINTS, POINTS)
def test_the_midpoint_is_equally_far_from_both(first: tuple[float, float], second: tuple[float, float]) -> None:
    middle = geometry_and_units.midpoint(first, second)
    whole = geometry_and_units.manhattan_distance(first, second)
    assert geometry_and_units.manhattan_distance(first, middle) == whole / 2
    assert geometry_and_units.manhattan_distance(middle, second) == whole / 2
    assert whole >= math.dist(first, second) - 1e-9


@given(PLACES, PLACES)
def test_no_place_is_farther_than_half_around_the_earth(
    first: tuple[float, float], second: tuple[float, float]
) -> None:
    distance = geometry_and_units.great_circle_distance(*first, *second)
    assert 0 <= distance <= 6371.0088 * math.pi + 1e-6
    assert distance == pytest.approx(geometry_and_units.great_circle_distance(*second, *first), abs=1e-6)
    miles = geometry_and_units.great_circle_distance_in_miles(*first, *second)
    assert geometry_and_units.miles_to_kilometers(miles) == pytest.approx(distance)


@given(AMOUNTS)
def test_units_convert_there_and_back(amount: float) -> None:
    kilometers = geometry_and_units.miles_to_kilometers(amount)
    assert kilometers > amount
    assert geometry_and_units.kilometers_to_miles(kilometers) == pytest.approx(amount)
    kilograms = geometry_and_units.pounds_to_kilograms(amount)
    assert kilograms < amount
    assert geometry_and_units.kilograms_to_pounds(kilograms) == pytest.approx(amount)


@given(st.floats(1, 300), st.floats(0.3, 2.5))
def test_the_body_mass_index_in_both_units(weight: float, height: float) -> None:
    index = geometry_and_units.body_mass_index(weight, height)
    assert index * height**2 == pytest.approx(weight)
    assert geometry_and_units.body_mass_index_from_centimeters(weight, height * 100) == pytest.approx(index)


@given(st.integers(0, 2**40), st.integers(0, 45))
def test_bits_are_set_and_cleared(n: int, position: int) -> None:
    on, off = geometry_and_units.set_bit(n, position), geometry_and_units.clear_bit(n, position)
    assert geometry_and_units.is_bit_set(on, position)
    assert not geometry_and_units.is_bit_set(off, position)
    assert n in (on, off)
    assert on - off == 2**position
    assert geometry_and_units.count_set_bits(on) == geometry_and_units.count_set_bits(off) + 1
    assert geometry_and_units.count_set_bits(n) == bin(n).count("1")


@given(st.integers(0, 2**40))
def test_neighbors_in_gray_code_differ_in_one_bit(n: int) -> None:
    changed = geometry_and_units.to_gray_code(n) ^ geometry_and_units.to_gray_code(n + 1)
    assert geometry_and_units.count_set_bits(changed) == 1


@given(GRAPHS)
def test_everything_comes_after_what_it_depends_on(graph: dict[str, list[str]]) -> None:
    if graphs.has_cycle(graph):
        with pytest.raises(ValueError, match="cycle"):
            graphs.topological_order(graph)
        assert any(node in graphs.nodes_below(graph, node) for node in graph)
        return
    order = graphs.topological_order(graph)
    assert set(order) == set(graph).union(*graph.values())
    assert all(order.index(other) < order.index(node) for node, others in graph.items() for other in others)
    assert not any(node in graphs.nodes_below(graph, node) for node in graph)


@given(GRAPHS, NODES, NODES)
def test_a_shortest_path_is_a_path_as_long_as_the_distance(graph: dict[str, list[str]], start: str, goal: str) -> None:
    path = graphs.shortest_path(graph, start, goal)
    distances = graphs.shortest_distances({node: dict.fromkeys(others, 1) for node, others in graph.items()}, start)
    assert (path is not None) == (goal in distances)
    if path is not None:
        assert (path[0], path[-1]) == (start, goal)
        assert all(second in graph[first] for first, second in itertools.pairwise(path))
        assert len(path) - 1 == distances[goal]
    assert graphs.reachable_nodes(graph, start) == set(distances)
    assert graphs.nodes_below(graph, start) | {start} == set(distances)


@given(GRAPHS)
def test_components_divide_the_nodes(graph: dict[str, list[str]]) -> None:
    components = graphs.connected_components(graph)
    nodes = [node for component in components for node in component]
    assert sorted(nodes) == sorted(set(graph).union(*graph.values()))
    for component in components:
        assert all(set(graph.get(node, [])) <= set(component) for node in component)
        both = {node: [other for other in nodes if other in graph.get(node, []) or node in graph.get(other, [])]
                for node in nodes}  # fmt: skip
        assert graphs.reachable_nodes(both, component[0]) == set(component)


@given(st.lists(st.integers(0, 9)), st.lists(st.integers(0, 9)))
def test_likeness_of_sets_is_symmetric(first: list[int], second: list[int]) -> None:
    alike = likeness.jaccard_similarity(first, second)
    assert alike == likeness.jaccard_similarity(second, first)
    assert (alike == 1) == (set(first) == set(second))
    assert (alike == 0) == (set(first).isdisjoint(second) and bool(first or second))
    assert likeness.jaccard_similarity_or_zero(first, second) == (alike if first or second else 0)


@given(WORDS, st.lists(WORDS, max_size=5))
def test_a_word_is_closest_to_itself(word: str, options: list[str]) -> None:
    assert likeness.nearest_option(word, [*options, word]) == word
    assert not word or likeness.closest_match(word, [*options, word]) == word
    assert likeness.text_similarity(word, word) == 1
    assert all(0 <= likeness.text_similarity(word, option) <= 1 for option in options)
    assert likeness.text_similarity_ignoring_case(word.upper(), word) == 1


@given(st.lists(WORDS), st.lists(WORDS))
def test_a_diff_is_empty_for_equal_texts_only(old: list[str], new: list[str]) -> None:
    diff = likeness.unified_diff("\n".join(old), "\n".join(new))
    assert (diff == "") == ("\n".join(old).splitlines() == "\n".join(new).splitlines())
    added = [line for line in diff.splitlines() if line.startswith("+")]
    removed = [line for line in diff.splitlines() if line.startswith("-")]
    assert len(added) - len(removed) == len("\n".join(new).splitlines()) - len("\n".join(old).splitlines())


@given(VECTORS.filter(any), VECTORS.filter(any))
def test_a_cosine_is_symmetric_and_ignores_length(first: list[float], second: list[float]) -> None:
    cosine = likeness.cosine_similarity(first, second)
    assert -1 - 1e-9 <= cosine <= 1 + 1e-9
    assert likeness.cosine_similarity_or_zero(second, [3 * x for x in first]) == pytest.approx(cosine)
    assert likeness.cosine_similarity(first, first) == pytest.approx(1)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1), st.floats(0.01, 1))
def test_means_lie_between_the_extremes(numbers: list[float], factor: float) -> None:
    square = likeness.root_mean_square(numbers)
    assert square**2 == pytest.approx(statistics.fmean(x * x for x in numbers), rel=1e-9, abs=1e-9)
    assert likeness.root_mean_square_or_zero(numbers) == square
    smoothed = likeness.exponential_moving_average(numbers, factor)
    assert len(smoothed) == len(numbers)
    assert all(min(numbers) - 1e-6 <= x <= max(numbers) + 1e-6 for x in smoothed)
    assert likeness.exponential_moving_average(numbers, 1) == pytest.approx(numbers)


@given(st.lists(st.integers(-9, 9), min_size=8, max_size=30))
def test_something_far_away_is_an_outlier(numbers: list[float]) -> None:
    assert 10**6 in likeness.outliers([*numbers, 10**6])
    assert set(likeness.outliers(numbers)) <= set(numbers)
    assert not set(likeness.outliers_by_deviation(numbers)) - set(numbers)
