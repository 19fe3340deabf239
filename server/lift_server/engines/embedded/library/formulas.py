"""Formulas: temperatures, percentages, interest, plane geometry, quadratic equations."""

import math

from lift_server.engines.embedded.library.mark import idiom


@idiom(
    words="celsius to fahrenheit convert temperature degrees centigrade conversion",
    probes=["celsius_to_fahrenheit(0)", "celsius_to_fahrenheit(-40)"],
)
def celsius_to_fahrenheit(celsius: float) -> float:
    """Return the temperature in degrees Fahrenheit.

    >>> celsius_to_fahrenheit(100)
    212.0
    >>> celsius_to_fahrenheit(-40)
    -40.0
    """
    return celsius * 9 / 5 + 32


@idiom(
    words="fahrenheit to celsius convert temperature degrees centigrade conversion",
    probes=["fahrenheit_to_celsius(32)", "fahrenheit_to_celsius(-40)"],
)
def fahrenheit_to_celsius(fahrenheit: float) -> float:
    """Return the temperature in degrees Celsius.

    >>> fahrenheit_to_celsius(212)
    100.0
    >>> fahrenheit_to_celsius(-40)
    -40.0
    """
    return (fahrenheit - 32) * 5 / 9


@idiom(
    words="percentage percent share part of whole proportion ratio hundred fraction",
    variant="a whole of 0 raises ZeroDivisionError",
    probes=["percentage(1, 0)", "percentage(1, 4)"],
)
def percentage(part: float, whole: float) -> float:
    """Return how many percent of the whole the part is.

    >>> percentage(1, 4)
    25.0
    >>> percentage(3, 2)
    150.0
    """
    return 100 * part / whole


@idiom(of="percentage", variant="a whole of 0 gives 0.0")
def percentage_or_zero(part: float, whole: float) -> float:
    """Return how many percent of the whole the part is.

    >>> percentage_or_zero(1, 4)
    25.0
    >>> percentage_or_zero(1, 0)
    0.0
    """
    if whole == 0:
        return 0.0
    return 100 * part / whole


@idiom(of="percentage", variant="a whole of 0 raises ValueError")
def percentage_checked(part: float, whole: float) -> float:
    """Return how many percent of the whole the part is.

    >>> percentage_checked(1, 4)
    25.0
    >>> percentage_checked(1, 0)
    Traceback (most recent call last):
        ...
    ValueError: whole must not be zero
    """
    if whole == 0:
        raise ValueError("whole must not be zero")
    return 100 * part / whole


@idiom(
    words="compound interest final amount capital growth yearly annual rate years principal invest savings balance",
    variant="the rate is a fraction such as 0.05; the result is the final amount",
    probes=["compound_interest(1000, 0.5, 2)", "compound_interest(1000, 0.5, 0)"],
)
def compound_interest(principal: float, rate: float, years: float) -> float:
    """Return the amount that the principal grows to with yearly compounding.

    >>> compound_interest(1000, 0.5, 2)
    2250.0
    >>> compound_interest(1000, 0.05, 0)
    1000.0
    """
    return principal * math.pow(1 + rate, years)


@idiom(of="compound_interest", variant="the rate is a percentage such as 5")
def compound_interest_in_percent(principal: float, rate: float, years: float) -> float:
    """Return the amount that the principal grows to with yearly compounding at a rate in percent.

    >>> compound_interest_in_percent(1000, 50, 2)
    2250.0
    """
    return principal * math.pow(1 + rate / 100, years)


@idiom(of="compound_interest", variant="the result is the interest alone, without the principal")
def compound_interest_earned(principal: float, rate: float, years: float) -> float:
    """Return the interest that the principal earns with yearly compounding.

    >>> compound_interest_earned(1000, 0.5, 2)
    1250.0
    """
    return principal * math.pow(1 + rate, years) - principal


@idiom(
    words="hypotenuse pythagoras pythagorean theorem right triangle longest side legs diagonal",
    probes=["hypotenuse(3, 4)", "hypotenuse(0, 0)"],
)
def hypotenuse(a: float, b: float) -> float:
    """Return the longest side of a right triangle with the legs a and b.

    >>> hypotenuse(3, 4)
    5.0
    >>> hypotenuse(0, 2)
    2.0
    """
    return math.hypot(a, b)


@idiom(
    words="circle area radius surface pi disc disk round size",
    variant="a negative radius raises ValueError",
    probes=["circle_area(-1)", "circle_area(0)"],
)
def circle_area(radius: float) -> float:
    """Return the area of a circle.

    >>> circle_area(0)
    0.0
    >>> round(circle_area(2), 3)
    12.566
    """
    if radius < 0:
        raise ValueError("radius must not be negative")
    return math.pi * radius**2


@idiom(of="circle_area", variant="a negative radius counts like a positive one")
def circle_area_unchecked(radius: float) -> float:
    """Return the area of a circle.

    >>> round(circle_area_unchecked(-2), 3)
    12.566
    """
    return math.pi * radius**2


@idiom(
    words="distance between two points euclidean coordinates x y plane 2d straight line far length",
    probes=["distance_between_points((0, 0), (3, 4))", "distance_between_points((1, 1), (1, 1))"],
)
def distance_between_points(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the length of the straight line between two points (x, y).

    >>> distance_between_points((0, 0), (3, 4))
    5.0
    >>> distance_between_points((-1, 2), (-1, 2))
    0.0
    """
    return math.dist(a, b)


@idiom(
    words="triangle area heron three sides lengths surface formula",
    variant="sides that form no triangle raise ValueError",
    probes=["triangle_area(1, 1, 5)", "triangle_area(3, 4, 5)", "triangle_area(1, 2, 3)"],
)
def triangle_area(a: float, b: float, c: float) -> float:
    """Return the area of the triangle with the sides a, b and c.

    >>> triangle_area(3, 4, 5)
    6.0
    >>> triangle_area(1, 2, 3)
    0.0
    """
    if 2 * max(a, b, c) > a + b + c:
        raise ValueError("the sides form no triangle")
    half = (a + b + c) / 2
    return math.sqrt(half * (half - a) * (half - b) * (half - c))


@idiom(of="triangle_area", variant="sides that form no triangle give 0.0")
def triangle_area_or_zero(a: float, b: float, c: float) -> float:
    """Return the area of the triangle with the sides a, b and c.

    >>> triangle_area_or_zero(3, 4, 5)
    6.0
    >>> triangle_area_or_zero(1, 1, 5)
    0.0
    """
    if 2 * max(a, b, c) > a + b + c:
        return 0.0
    half = (a + b + c) / 2
    return math.sqrt(half * (half - a) * (half - b) * (half - c))


@idiom(
    words="quadratic equation roots solve solutions real zeros abc formula second degree polynomial discriminant",
    variant="no real root gives an empty list; a = 0 raises ValueError",
    probes=["quadratic_roots(1, 0, 1)", "quadratic_roots(1, -2, 1)", "quadratic_roots(0, 2, -4)"],
)
def quadratic_roots(a: float, b: float, c: float) -> list[float]:
    """Return the real solutions of a*x**2 + b*x + c = 0 in ascending order, a double one once.

    >>> quadratic_roots(1, -3, 2)
    [1.0, 2.0]
    >>> quadratic_roots(1, -2, 1)
    [1.0]
    >>> quadratic_roots(1, 0, 1)
    []
    """
    if a == 0:
        raise ValueError("a must not be zero")
    discriminant = b * b - 4 * a * c
    if discriminant < 0:
        return []
    root = math.sqrt(discriminant)
    return sorted({(-b - root) / (2 * a), (-b + root) / (2 * a)})


@idiom(of="quadratic_roots", variant="no real root raises ValueError")
def quadratic_roots_checked(a: float, b: float, c: float) -> list[float]:
    """Return the real solutions of a*x**2 + b*x + c = 0 in ascending order, a double one once.

    >>> quadratic_roots_checked(1, -3, 2)
    [1.0, 2.0]
    >>> quadratic_roots_checked(1, 0, 1)
    Traceback (most recent call last):
        ...
    ValueError: the equation has no real root
    """
    if a == 0:
        raise ValueError("a must not be zero")
    discriminant = b * b - 4 * a * c
    if discriminant < 0:
        raise ValueError("the equation has no real root")
    root = math.sqrt(discriminant)
    return sorted({(-b - root) / (2 * a), (-b + root) / (2 * a)})


@idiom(of="quadratic_roots", variant="a double root is listed twice")
def quadratic_roots_with_multiplicity(a: float, b: float, c: float) -> list[float]:
    """Return the real solutions of a*x**2 + b*x + c = 0 in ascending order, a double one twice.

    >>> quadratic_roots_with_multiplicity(1, -2, 1)
    [1.0, 1.0]
    """
    if a == 0:
        raise ValueError("a must not be zero")
    discriminant = b * b - 4 * a * c
    if discriminant < 0:
        return []
    root = math.sqrt(discriminant)
    return sorted([(-b - root) / (2 * a), (-b + root) / (2 * a)])


@idiom(of="quadratic_roots", variant="a = 0 is solved as a linear equation")
def quadratic_or_linear_roots(a: float, b: float, c: float) -> list[float]:
    """Return the real solutions of a*x**2 + b*x + c = 0 in ascending order; none when a and b are 0.

    >>> quadratic_or_linear_roots(0, 2, -4)
    [2.0]
    >>> quadratic_or_linear_roots(1, -3, 2)
    [1.0, 2.0]
    """
    if a == 0:
        return [-c / b] if b != 0 else []
    discriminant = b * b - 4 * a * c
    if discriminant < 0:
        return []
    root = math.sqrt(discriminant)
    return sorted({(-b - root) / (2 * a), (-b + root) / (2 * a)})
