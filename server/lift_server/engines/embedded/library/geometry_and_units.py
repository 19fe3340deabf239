"""Idioms on points, boxes and polygons, on units of measure, and on the bits of integers."""

import math

from lift_server.engines.embedded.library.mark import idiom


@idiom(
    words="polygon area shoelace formula corners vertices points surface enclosed coordinates land plot",
    probes=["polygon_area([(0, 0), (4, 0), (4, 3)])", "polygon_area([])"],
)
def polygon_area(points: list[tuple[float, float]]) -> float:
    """Return the area of a polygon, given its corners in order.

    >>> polygon_area([(0, 0), (4, 0), (4, 3)])
    6.0
    >>> polygon_area([])
    0.0
    """
    following = points[1:] + points[:1]
    return abs(sum(x * v - u * y for (x, y), (u, v) in zip(points, following, strict=True))) / 2


@idiom(
    words="point in inside polygon within contains ray casting corners vertices zone location test hit",
    probes=[
        "point_in_polygon((1, 1), [(0, 0), (4, 0), (4, 4), (0, 4)])",
        "point_in_polygon((5, 1), [(0, 0), (4, 0), (4, 4), (0, 4)])",
        "point_in_polygon((1, 1), [])",
    ],
)
def point_in_polygon(point: tuple[float, float], polygon: list[tuple[float, float]]) -> bool:
    """Return whether a point lies inside a polygon, given its corners in order; points on its edge may be either.

    >>> point_in_polygon((1, 1), [(0, 0), (4, 0), (4, 4), (0, 4)])
    True
    >>> point_in_polygon((5, 1), [(0, 0), (4, 0), (4, 4), (0, 4)])
    False
    """
    x, y = point
    inside = False
    for (x1, y1), (x2, y2) in zip(polygon, polygon[1:] + polygon[:1], strict=True):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
            inside = not inside
    return inside


@idiom(
    words="rectangles overlap intersect collide collision two boxes axis-aligned bounding left top right bottom",
    variant="rectangles that only touch do not overlap",
    probes=["rectangles_overlap((0, 0, 2, 2), (1, 1, 3, 3))", "rectangles_overlap((0, 0, 2, 2), (2, 0, 3, 2))"],
)
def rectangles_overlap(first: tuple[float, float, float, float], second: tuple[float, float, float, float]) -> bool:
    """Return whether two rectangles (left, top, right, bottom) have more than an edge in common.

    >>> rectangles_overlap((0, 0, 2, 2), (1, 1, 3, 3))
    True
    >>> rectangles_overlap((0, 0, 2, 2), (2, 0, 3, 2))
    False
    """
    return first[0] < second[2] and second[0] < first[2] and first[1] < second[3] and second[1] < first[3]


@idiom(of="rectangles_overlap", variant="rectangles that touch overlap")
def rectangles_touch(first: tuple[float, float, float, float], second: tuple[float, float, float, float]) -> bool:
    """Return whether two rectangles (left, top, right, bottom), edges included, have a point in common.

    >>> rectangles_touch((0, 0, 2, 2), (2, 0, 3, 2))
    True
    """
    return first[0] <= second[2] and second[0] <= first[2] and first[1] <= second[3] and second[1] <= first[3]


@idiom(
    words="bounding box smallest rectangle around points extent minimum maximum x y coordinates contains enclosing",
    probes=["bounding_box([(1, 5), (3, 2)])", "bounding_box([])"],
)
def bounding_box(points: list[tuple[float, float]]) -> tuple[float, float, float, float]:
    """Return the smallest and largest coordinates of points as (smallest x, smallest y, largest x, largest y).

    >>> bounding_box([(1, 5), (3, 2)])
    (1, 2, 3, 5)
    >>> bounding_box([])
    Traceback (most recent call last):
        ...
    ValueError: points must not be empty
    """
    if not points:
        raise ValueError("points must not be empty")
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


@idiom(
    words="midpoint middle halfway center point between two points line segment coordinates",
    probes=["midpoint((0, 0), (4, 2))"],
)
def midpoint(first: tuple[float, float], second: tuple[float, float]) -> tuple[float, float]:
    """Return the point halfway between two points.

    >>> midpoint((0, 0), (4, 2))
    (2.0, 1.0)
    >>> midpoint((1, 1), (1, 1))
    (1.0, 1.0)
    """
    return (first[0] + second[0]) / 2, (first[1] + second[1]) / 2


@idiom(
    words="manhattan taxicab city block distance grid between two points sum of absolute coordinate differences l1",
    probes=["manhattan_distance((1, 2), (4, -2))"],
)
def manhattan_distance(first: tuple[float, float], second: tuple[float, float]) -> float:
    """Return the distance between two points along the axes.

    >>> manhattan_distance((1, 2), (4, -2))
    7
    >>> manhattan_distance((1, 1), (1, 1))
    0
    """
    return abs(first[0] - second[0]) + abs(first[1] - second[1])


@idiom(
    words="great circle distance haversine latitude longitude earth globe kilometers cities places gps degrees",
    variant="in kilometers",
    probes=["great_circle_distance(52.52, 13.405, 48.8566, 2.3522)"],
)
def great_circle_distance(latitude: float, longitude: float, latitude2: float, longitude2: float) -> float:
    """Return the distance in kilometers between two places on a spherical earth, given in degrees.

    >>> round(great_circle_distance(52.52, 13.405, 48.8566, 2.3522))
    877
    >>> great_circle_distance(10, 20, 10, 20)
    0.0
    """
    first, second = math.radians(latitude), math.radians(latitude2)
    half = math.radians(longitude2 - longitude) / 2
    chord = math.sin((second - first) / 2) ** 2 + math.cos(first) * math.cos(second) * math.sin(half) ** 2
    return 2 * 6371.0088 * math.asin(min(1.0, math.sqrt(chord)))


@idiom(of="great_circle_distance", variant="in miles")
def great_circle_distance_in_miles(latitude: float, longitude: float, latitude2: float, longitude2: float) -> float:
    """Return the distance in miles between two places on a spherical earth, given in degrees.

    >>> round(great_circle_distance_in_miles(52.52, 13.405, 48.8566, 2.3522))
    545
    """
    first, second = math.radians(latitude), math.radians(latitude2)
    half = math.radians(longitude2 - longitude) / 2
    chord = math.sin((second - first) / 2) ** 2 + math.cos(first) * math.cos(second) * math.sin(half) ** 2
    return 2 * 6371.0088 / 1.609344 * math.asin(min(1.0, math.sqrt(chord)))


@idiom(
    words="miles to kilometers km convert distance length conversion mileage mi",
    probes=["miles_to_kilometers(26.2)"],
)
def miles_to_kilometers(miles: float) -> float:
    """Return a distance in miles in kilometers.

    >>> miles_to_kilometers(10)
    16.09344
    >>> miles_to_kilometers(0)
    0.0
    """
    return miles * 1.609344


@idiom(
    words="kilometers to miles km convert distance length conversion mi",
    probes=["kilometers_to_miles(42.195)"],
)
def kilometers_to_miles(kilometers: float) -> float:
    """Return a distance in kilometers in miles.

    >>> round(kilometers_to_miles(42.195), 2)
    26.22
    >>> kilometers_to_miles(0)
    0.0
    """
    return kilometers / 1.609344


@idiom(
    words="pounds to kilograms lb lbs kg kilos convert weight mass conversion",
    probes=["pounds_to_kilograms(150)"],
)
def pounds_to_kilograms(pounds: float) -> float:
    """Return a weight in pounds in kilograms.

    >>> round(pounds_to_kilograms(150), 2)
    68.04
    >>> pounds_to_kilograms(0)
    0.0
    """
    return pounds * 0.45359237


@idiom(
    words="kilograms to pounds kg kilos lb lbs convert weight mass conversion",
    probes=["kilograms_to_pounds(70)"],
)
def kilograms_to_pounds(kilograms: float) -> float:
    """Return a weight in kilograms in pounds.

    >>> round(kilograms_to_pounds(70), 2)
    154.32
    >>> kilograms_to_pounds(0)
    0.0
    """
    return kilograms / 0.45359237


@idiom(
    words="body mass index bmi weight height kilograms meters person overweight health",
    variant="the height is in meters",
    probes=["body_mass_index(70, 1.75)", "body_mass_index(70, 0)"],
)
def body_mass_index(weight: float, height: float) -> float:
    """Return the body mass index for a weight in kilograms and a height in meters.

    >>> round(body_mass_index(70, 1.75), 1)
    22.9
    >>> body_mass_index(70, 0)
    Traceback (most recent call last):
        ...
    ValueError: height must be positive
    """
    if height <= 0:
        raise ValueError("height must be positive")
    return weight / height**2


@idiom(of="body_mass_index", variant="the height is in centimeters")
def body_mass_index_from_centimeters(weight: float, height: float) -> float:
    """Return the body mass index for a weight in kilograms and a height in centimeters.

    >>> round(body_mass_index_from_centimeters(70, 175), 1)
    22.9
    """
    if height <= 0:
        raise ValueError("height must be positive")
    return weight / (height / 100) ** 2


@idiom(
    words="count set bits ones one popcount hamming weight binary number of integer population",
    probes=["count_set_bits(13)", "count_set_bits(0)", "count_set_bits(-1)"],
)
def count_set_bits(n: int) -> int:
    """Return how many ones the binary form of an integer has, without regard to its sign.

    >>> count_set_bits(13)
    3
    >>> count_set_bits(0)
    0
    """
    return n.bit_count()


@idiom(
    words="bit set test check flag position k-th integer mask on one binary",
    probes=["is_bit_set(5, 2)", "is_bit_set(5, 1)", "is_bit_set(1, -1)"],
)
def is_bit_set(n: int, position: int) -> bool:
    """Return whether the bit at a position, 0 for the lowest, of an integer is 1.

    >>> is_bit_set(5, 2)
    True
    >>> is_bit_set(5, 1)
    False
    """
    if position < 0:
        raise ValueError("position must not be negative")
    return n >> position & 1 == 1


@idiom(
    words="set bit turn on switch flag position integer mask to one enable k-th",
    probes=["set_bit(4, 0)", "set_bit(5, 0)", "set_bit(5, -1)"],
)
def set_bit(n: int, position: int) -> int:
    """Return the integer with the bit at a position, 0 for the lowest, set to 1.

    >>> set_bit(4, 0)
    5
    >>> set_bit(5, 0)
    5
    """
    if position < 0:
        raise ValueError("position must not be negative")
    return n | 1 << position


@idiom(
    words="clear bit turn off switch unset reset flag position integer mask to zero disable k-th",
    probes=["clear_bit(5, 0)", "clear_bit(4, 0)", "clear_bit(5, -1)"],
)
def clear_bit(n: int, position: int) -> int:
    """Return the integer with the bit at a position, 0 for the lowest, set to 0.

    >>> clear_bit(5, 0)
    4
    >>> clear_bit(4, 0)
    4
    """
    if position < 0:
        raise ValueError("position must not be negative")
    return n & ~(1 << position)


@idiom(
    words="gray code grey reflected binary convert integer to encode single bit changes",
    probes=["to_gray_code(4)", "to_gray_code(-1)"],
)
def to_gray_code(n: int) -> int:
    """Return the Gray code of an integer, 0 or more: neighbors differ in one bit.

    >>> [to_gray_code(n) for n in range(5)]
    [0, 1, 3, 2, 6]
    >>> to_gray_code(-1)
    Traceback (most recent call last):
        ...
    ValueError: n must not be negative
    """
    if n < 0:
        raise ValueError("n must not be negative")
    return n ^ n >> 1
