"""Arithmetic of positions: slices of slices and of ranges as one, sums of whole numbers, how long a range is."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class _Bounds:
    """Of a slice. `start` and `step` are plain numbers; `stop` is one, some expression, or None for the end."""

    start: int
    stop: ast.expr | None
    step: int


def sliced(node: ast.Subscript) -> Iterator[ast.expr]:
    """What a part of a part, or of a range, could be instead. It is equal for whatever can be sliced."""
    outer = _bounds(node.slice)
    if outer is None:
        return
    match node.value:
        case ast.Subscript(value=whole, slice=index):
            inner = _bounds(index)
            found = None if inner is None else _composed(inner, outer)
            if found is not None:
                yield ast.Subscript(whole, _slice(found), ast.Load())
        case ast.Call(func=ast.Name(id="range")) as numbers:
            yield from _range(numbers, outer)
        case ast.Call(func=ast.Name(id="list") as convert, args=[ast.Call(func=ast.Name(id="range")) as numbers]):
            for shorter in _range(numbers, outer):
                yield ast.Call(convert, [shorter], [])


def _bounds(index: ast.expr) -> _Bounds | None:
    if not isinstance(index, ast.Slice):
        return None
    start, step = _natural(index.lower, 0), _natural(index.step, 1)
    return None if start is None or not step else _Bounds(start, index.upper, step)


def _natural(node: ast.expr | None, default: int) -> int | None:
    match node:
        case None:
            return default
        case ast.Constant(value=int(value)) if not isinstance(value, bool):
            return value
    return None


def _composed(inner: _Bounds, outer: _Bounds) -> _Bounds | None:
    start, step = inner.start + outer.start * inner.step, inner.step * outer.step
    if outer.stop is None and (inner.step == 1 or inner.stop is None):
        return _Bounds(start, inner.stop, step)
    if inner.step != 1 or outer.stop is None:
        return None
    one, other = whole_number(inner.stop), whole_number(outer.stop)
    if inner.stop is None and other is not None:
        return _Bounds(start, _number(other if other < 0 else inner.start + other), step)
    if one is None or other is None or (one < 0) != (other < 0):
        return None
    return _Bounds(start, _number(one + other if one < 0 else min(one, inner.start + other)), step)


def _range(numbers: ast.Call, outer: _Bounds) -> Iterator[ast.expr]:
    first, stop = (ast.Constant(0), *numbers.args) if len(numbers.args) == 1 else numbers.args[:2]
    start = _natural(first, 0)
    cut = 0 if outer.stop is None else whole_number(outer.stop)
    if len(numbers.args) > 2 or start is None or cut is None or cut > 0 or (outer.stop is not None and not cut):
        return
    if cut:
        stop = ast.BinOp(stop, ast.Sub(), ast.Constant(-cut))
    start += outer.start
    arguments = [stop] if start == 0 and outer.step == 1 else [ast.Constant(start), stop]
    if outer.step > 1:
        arguments.append(ast.Constant(outer.step))
    yield ast.Call(numbers.func, arguments, [])


def whole_number(node: ast.expr | None) -> int | None:
    """The value of a whole number, perhaps with a sign; None for anything else."""
    match node:
        case ast.Constant(value=int(value)) if not isinstance(value, bool):
            return value
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int(value))) if not isinstance(value, bool):
            return -value
    return None


def _number(value: int) -> ast.expr:
    return ast.UnaryOp(ast.USub(), ast.Constant(-value)) if value < 0 else ast.Constant(value)


def _slice(bounds: _Bounds) -> ast.Slice:
    start = ast.Constant(bounds.start) if bounds.start else None
    return ast.Slice(start, bounds.stop, ast.Constant(bounds.step) if bounds.step > 1 else None)


def summed(node: ast.expr) -> ast.expr:
    """`n - 4 + 1` as `n - 3`, where nothing but whole numbers can stand."""
    match node:
        case ast.BinOp(
            left=ast.BinOp(left=rest, op=ast.Add() | ast.Sub() as first, right=inner),
            op=ast.Add() | ast.Sub() as second,
            right=outer,
        ):
            one, other = whole_number(inner), whole_number(outer)
            if one is None or other is None:
                return node
            total = (one if isinstance(first, ast.Add) else -one) + (other if isinstance(second, ast.Add) else -other)
            if not total:
                return rest
            return ast.BinOp(rest, ast.Add() if total > 0 else ast.Sub(), ast.Constant(abs(total)))
    return node


def length(numbers: ast.Call) -> ast.expr | None:
    """How many numbers a range without a step has, in other words than `len`."""
    match numbers.args:
        case [stop]:
            start: ast.expr = ast.Constant(0)
        case [start, stop]:
            pass
        case _:
            return None
    count = stop if whole_number(start) == 0 else summed(ast.BinOp(stop, ast.Sub(), start))
    return ast.Call(ast.Name("max", ast.Load()), [count, ast.Constant(0)], [])
