"""Vectors and matrices as lists: transposing, multiplying, Pascal's triangle."""

import itertools
import math
from typing import Any

from lift_server.engines.embedded.library.mark import idiom


@idiom(
    words="transpose matrix rows columns swap turn table grid diagonal zip",
    variant="rows of different lengths raise ValueError",
    probes=["transpose([[1, 2], [3]])", "transpose([])", "transpose([[1, 2], [3, 4]])"],
)
def transpose(rows: list[list[Any]]) -> list[list[Any]]:
    """Return the columns of a matrix as rows.

    >>> transpose([[1, 2, 3], [4, 5, 6]])
    [[1, 4], [2, 5], [3, 6]]
    >>> transpose([])
    []
    """
    return [list(column) for column in zip(*rows, strict=True)]


@idiom(of="transpose", variant="longer rows are cut to the shortest")
def transpose_shortest(rows: list[list[Any]]) -> list[list[Any]]:
    """Return the columns of a matrix as rows, as far as the shortest row goes.

    >>> transpose_shortest([[1, 2], [3]])
    [[1, 3]]
    """
    return [list(column) for column in zip(*rows, strict=False)]


@idiom(of="transpose", variant="shorter rows are filled with None")
def transpose_filling(rows: list[list[Any]]) -> list[list[Any]]:
    """Return the columns of a matrix as rows, with None where a row is too short.

    >>> transpose_filling([[1, 2], [3]])
    [[1, 3], [2, None]]
    """
    return [list(column) for column in itertools.zip_longest(*rows)]


@idiom(
    words="dot product scalar inner vectors multiply elementwise sum of products two lists",
    variant="vectors of different lengths raise ValueError",
    probes=["dot_product([1, 2], [3])", "dot_product([], [])"],
)
def dot_product(first: list[float], second: list[float]) -> float:
    """Return the sum of the products of corresponding numbers.

    >>> dot_product([1, 2, 3], [4, 5, 6])
    32
    >>> dot_product([], [])
    0
    """
    if len(first) != len(second):
        raise ValueError("the vectors must have the same length")
    return sum(x * y for x, y in zip(first, second, strict=True))


@idiom(of="dot_product", variant="the rest of the longer vector is ignored")
def dot_product_shortest(first: list[float], second: list[float]) -> float:
    """Return the sum of the products of corresponding numbers, as far as the shorter vector goes.

    >>> dot_product_shortest([1, 2, 3], [4])
    4
    """
    return sum(x * y for x, y in zip(first, second, strict=False))


@idiom(
    words="matrix multiply multiplication product of two matrices matmul rows columns linear algebra",
    probes=["matrix_multiply([[1, 2]], [[3], [4]])", "matrix_multiply([[1, 2]], [[3, 4]])"],
)
def matrix_multiply(a: list[list[float]], b: list[list[float]]) -> list[list[float]]:
    """Return the product of two matrices.

    >>> matrix_multiply([[1, 2], [3, 4]], [[5, 6], [7, 8]])
    [[19, 22], [43, 50]]
    >>> matrix_multiply([[1, 2]], [[3], [4]])
    [[11]]
    >>> matrix_multiply([[1, 2]], [[3, 4]])
    Traceback (most recent call last):
        ...
    ValueError: a must have as many columns as b has rows
    """
    if any(len(row) != len(b) for row in a):
        raise ValueError("a must have as many columns as b has rows")
    columns = list(zip(*b, strict=True))
    return [[sum(x * y for x, y in zip(row, column, strict=True)) for column in columns] for row in a]


@idiom(
    words="pascal triangle rows binomial coefficients pascal's generate first n",
    probes=["pascal_triangle(3)", "pascal_triangle(0)"],
)
def pascal_triangle(rows: int) -> list[list[int]]:
    """Return the first rows of Pascal's triangle.

    >>> pascal_triangle(4)
    [[1], [1, 1], [1, 2, 1], [1, 3, 3, 1]]
    >>> pascal_triangle(0)
    []
    """
    return [[math.comb(row, k) for k in range(row + 1)] for row in range(rows)]
