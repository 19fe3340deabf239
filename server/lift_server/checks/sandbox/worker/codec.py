"""Values as tagged JSON: builtin and standard-library values of exactly these types. Never pickle.

Scalars are themselves, a list is a JSON array, everything else is an object with one key, its tag. The decoder is given
hostile bytes: it raises CodecError, and what it allocates is bounded by the length of the input.
"""

import dataclasses
import datetime as dt
import json
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from lift_server.checks.sandbox.worker.values import Items, Opaque, Record

MAX_DEPTH = 60
MAX_SIZE = 1 << 20  # bytes of one encoded value, roughly: what an encoder may produce and a decoder accepts
PROGRAM = "program"  # the module name under which a worker executes the program

_MAX_NAME = 200
_PLAIN_BITS = 4_000  # longer integers travel as hexadecimal: the conversion is linear, and Python caps decimal text
_MAX_FRACTION_BITS = 20_000  # Fraction reduces by gcd, which is quadratic
_MAX_COLLISIONS = 32  # equal hashes in one set or dict before it is refused: building it is quadratic in them
_FEW = 64
_CONSTANTS = frozenset({bool, type(None)})
_LEAVES = frozenset({bool, type(None), int, float, str})

Json = Any


class CodecError(Exception):
    """The bytes do not encode a value."""


class TooLarge(Exception):  # noqa: N818 - a limit that was reached, not a defect
    """The value is larger or deeper than the codec carries."""


class Build(NamedTuple):
    """How a decoder makes the values that stand for others."""

    opaque: Callable[[str], object]
    record: Callable[[str, tuple[tuple[str, object], ...], bool], object]
    items: Callable[[tuple[object, ...], bool], object]


PLAIN = Build(Opaque, Record, Items)


def dumps(data: Json) -> bytes:
    """Encoded data as bytes; the same data gives the same bytes."""
    return json.dumps(data, separators=(",", ":"), check_circular=False, allow_nan=False).encode("ascii")


def loads(data: bytes | bytearray) -> Json:
    """Bytes as encoded data. Raises CodecError."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError, MemoryError) as error:
        raise CodecError(f"not JSON: {type(error).__name__}") from None


def encode(value: object, limit: int = MAX_SIZE) -> Json:
    """Encode a value. Raises TooLarge beyond `limit` bytes (estimated) or MAX_DEPTH levels."""
    return Encoder(limit).encode(value, 0)


def decode(data: Json, build: Build = PLAIN) -> Any:
    """Decode what `encode` made. Raises CodecError for anything else."""
    try:
        return _decode(data, build, 0)
    except (TypeError, ValueError, LookupError, ArithmeticError, AttributeError, RecursionError, MemoryError) as error:
        raise CodecError(f"not a value: {type(error).__name__}") from None


class Encoder:
    """One encoding in progress; `left` is the number of bytes it may still take."""

    __slots__ = ("left",)

    def __init__(self, limit: int) -> None:
        self.left = limit

    def spend(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            raise TooLarge("size")

    def encode(self, value: Any, depth: int) -> Json:
        kind = type(value)
        if kind is int:
            bits = value.bit_length()
            self.spend(bits // 4 + 2)
            return value if bits <= _PLAIN_BITS else {"i": hex(value)}
        if kind is str:
            self.spend(len(value) + 2)
            return value
        if kind in _CONSTANTS:
            self.spend(4)
            return value
        if kind is float:
            self.spend(20)
            return value if value - value == 0.0 else {"f": repr(value)}
        if depth > MAX_DEPTH:
            raise TooLarge("depth")
        if kind is list:
            return self.sequence(value, depth)
        encoder = ENCODERS.get(kind)
        if encoder is not None:
            self.spend(8)
            return encoder(self, value, depth)
        return self.structure(kind, value, depth)

    def sequence(self, values: Any, depth: int) -> list[Json]:
        kinds = set(map(type, values))
        if kinds == {int} and max(map(int.bit_length, values)) <= 63:
            self.spend(20 * len(values))
            return list(values)
        if kinds == {str}:
            self.spend(sum(map(len, values)) + 3 * len(values))
            return list(values)
        self.spend(2 * len(values) + 2)
        return [self.encode(item, depth + 1) for item in values]

    def unordered(self, values: Iterable[object], depth: int) -> list[Json]:
        return sorted(self.sequence(list(values), depth), key=_sort_key)

    def pairs(self, value: dict[object, object], depth: int) -> list[Json]:
        return [self.sequence(list(dict.keys(value)), depth), self.sequence(list(dict.values(value)), depth)]

    def structure(self, kind: type, value: Any, depth: int) -> Json:
        """Dataclasses of any module, named tuples, exceptions, and what is opaque."""
        self.spend(64)
        if kind is Opaque:
            return {"o": value.type_name}
        if kind is Items:
            return {"I": [self.sequence(value.values, depth), value.complete]}
        if kind is Record:
            return self.record(value.type_name, value.fields, value.is_tuple, depth)
        if "__dataclass_fields__" in kind.__dict__:
            fields = [field.name for field in dataclasses.fields(value)]
            return self.record(
                kind.__name__, [(name, object.__getattribute__(value, name)) for name in fields], False, depth
            )
        names = getattr(kind, "_fields", ())
        if issubclass(kind, tuple) and type(names) is tuple and len(names) == len(value) and names:
            return self.record(kind.__name__, list(zip(names, tuple.__iter__(value), strict=True)), True, depth)
        if issubclass(kind, BaseException):
            return self.record(kind.__name__, [("args", value.args)], False, depth)
        module, name = kind.__module__, kind.__qualname__
        return {"o": (name if module in ("builtins", PROGRAM) else f"{module}.{name}")[:_MAX_NAME]}

    def record(self, name: str, fields: Iterable[tuple[str, object]], is_tuple: bool, depth: int) -> Json:
        encoded = [[field[:_MAX_NAME], self.encode(item, depth + 1)] for field, item in fields]
        return {"R": [name[:_MAX_NAME], encoded, is_tuple]}

    def datetime(self, value: dt.datetime | dt.time, tag: str) -> Json:
        if value.tzinfo is not None and type(value.tzinfo) is not dt.timezone:
            return {"o": f"datetime.{type(value).__name__} in {type(value.tzinfo).__name__}"[:_MAX_NAME]}
        zone = value.tzinfo and _parts(value.tzinfo.utcoffset(None))
        return {tag: [value.replace(tzinfo=None).isoformat(), value.fold, zone]}

    def fraction(self, value: Fraction) -> Json:
        if max(value.numerator.bit_length(), value.denominator.bit_length()) > _MAX_FRACTION_BITS:
            raise TooLarge("size")
        return {"q": [self.encode(value.numerator, 0), self.encode(value.denominator, 0)]}

    def text(self, tag: str, text: str) -> Json:
        self.spend(len(text))
        return {tag: text}


ENCODERS: dict[type, Callable[[Encoder, Any, int], Json]] = {
    tuple: lambda e, v, d: {"t": e.sequence(v, d)},
    dict: lambda e, v, d: {"d": e.pairs(v, d)},
    Counter: lambda e, v, d: {"dc": e.pairs(v, d)},
    OrderedDict: lambda e, v, d: {"do": e.pairs(dict(v), d)},
    defaultdict: lambda e, v, d: {"dd": e.pairs(v, d)},
    set: lambda e, v, d: {"s": e.unordered(v, d)},
    frozenset: lambda e, v, d: {"z": e.unordered(v, d)},
    deque: lambda e, v, d: {"q2": [e.sequence(v, d), v.maxlen]},
    bytes: lambda e, v, d: e.text("b", v.hex()),
    bytearray: lambda e, v, d: e.text("B", v.hex()),
    complex: lambda e, v, d: {"c": [repr(v.real), repr(v.imag)]},
    range: lambda e, v, d: {"r": [e.encode(part, d) for part in (v.start, v.stop, v.step)]},
    Decimal: lambda e, v, d: e.text("D", str(v)),
    Fraction: lambda e, v, d: e.fraction(v),
    dt.date: lambda e, v, d: {"dy": v.isoformat()},
    dt.datetime: lambda e, v, d: e.datetime(v, "dt"),
    dt.time: lambda e, v, d: e.datetime(v, "tm"),
    dt.timedelta: lambda e, v, d: {"td": _parts(v)},
    dt.timezone: lambda e, v, d: {"tz": _parts(v.utcoffset(None))},
}


def _parts(value: dt.timedelta) -> list[int]:
    return [value.days, value.seconds, value.microseconds]


def _sort_key(data: Json) -> bytes:
    return dumps(data)


def _decode(data: Json, build: Build, depth: int) -> Any:
    kind = type(data)
    if kind in _LEAVES:
        if kind is float and data - data != 0.0:
            raise ValueError("a number of JSON is finite")
        return data
    if depth > MAX_DEPTH + 1:
        raise ValueError("depth")
    if kind is list:
        return _list(data, build, depth)
    ((tag, payload),) = data.items()
    return _DECODERS[tag](payload, build, depth + 1)


def _list(data: Json, build: Build, depth: int) -> list[Any]:
    if type(data) is not list:
        raise TypeError("list")
    if set(map(type, data)) <= {int, str, bool}:
        return list(data)
    return [_decode(item, build, depth + 1) for item in data]


def _hashable(values: list[Any]) -> list[Any]:
    """The same values; refused when so many share one hash that a set of them would take quadratic time to build."""
    if len(values) > _FEW:
        hashes = sorted(map(hash, values))
        if any(a == b for a, b in zip(hashes, hashes[_MAX_COLLISIONS:], strict=False)):
            raise ValueError("colliding hashes")
    return values


def _mapping(data: Json, build: Build, depth: int) -> dict[Any, Any]:
    keys, values = data
    return dict(zip(_hashable(_list(keys, build, depth)), _list(values, build, depth), strict=True))


def _record(data: Json, build: Build, depth: int) -> object:
    name, fields, is_tuple = data
    pairs = tuple([(_text(field), _decode(value, build, depth)) for field, value in fields])
    return build.record(_text(name), pairs, is_tuple is True)


def _items(data: Json, build: Build, depth: int) -> object:
    values, complete = data
    return build.items(tuple(_list(values, build, depth)), complete is True)


def _text(data: Json) -> str:
    if type(data) is not str:
        raise TypeError("str")
    return data[:_MAX_NAME]


def _integer(data: Json, build: Build) -> int:
    value = _decode(data, build, MAX_DEPTH)
    if type(value) is not int:
        raise TypeError("int")
    return value


def _whole(data: Json) -> int:
    if type(data) is not str or not data.lstrip("-").startswith("0x"):
        raise TypeError("hexadecimal")
    return int(data, 16)


def _float(data: Json) -> float:
    if type(data) is not str or len(data) > 40:
        raise TypeError("float")
    return float(data)


def _decimal(data: Json) -> Decimal:
    if type(data) is not str:
        raise TypeError("decimal")
    return Decimal(data)


def _deque(data: Json, build: Build, depth: int) -> deque[Any]:
    values, maxlen = data
    items = _list(values, build, depth)
    if maxlen is not None and (type(maxlen) is not int or maxlen < len(items)):
        raise ValueError("maxlen")
    return deque(items, maxlen)


def _fraction(data: Json, build: Build) -> Fraction:
    numerator, denominator = (_integer(part, build) for part in data)
    if max(numerator.bit_length(), denominator.bit_length()) > _MAX_FRACTION_BITS:
        raise ValueError("fraction")
    return Fraction(numerator, denominator)


def _datetime(data: Json) -> dt.datetime:
    text, fold, zone = data
    return dt.datetime.fromisoformat(text).replace(fold=fold, tzinfo=zone and dt.timezone(_timedelta(zone)))


def _time(data: Json) -> dt.time:
    text, fold, zone = data
    return dt.time.fromisoformat(text).replace(fold=fold, tzinfo=zone and dt.timezone(_timedelta(zone)))


def _timedelta(data: Json) -> dt.timedelta:
    days, seconds, microseconds = data
    if not all(type(part) is int for part in data):
        raise TypeError("timedelta")
    return dt.timedelta(days, seconds, microseconds)


def _complex(data: Json) -> complex:
    real, imaginary = data
    return complex(_float(real), _float(imaginary))


_DECODERS: dict[str, Callable[[Json, Build, int], Any]] = {
    "i": lambda p, b, d: _whole(p),
    "f": lambda p, b, d: _float(p),
    "t": lambda p, b, d: tuple(_list(p, b, d)),
    "d": _mapping,
    "dc": lambda p, b, d: Counter(_mapping(p, b, d)),
    "do": lambda p, b, d: OrderedDict(_mapping(p, b, d)),
    "dd": lambda p, b, d: defaultdict(None, _mapping(p, b, d)),
    "s": lambda p, b, d: set(_hashable(_list(p, b, d))),
    "z": lambda p, b, d: frozenset(_hashable(_list(p, b, d))),
    "q2": _deque,
    "b": lambda p, b, d: bytes.fromhex(p),
    "B": lambda p, b, d: bytearray.fromhex(p),
    "c": lambda p, b, d: _complex(p),
    "r": lambda p, b, d: range(*(_integer(part, b) for part in p)),
    "D": lambda p, b, d: _decimal(p),
    "q": lambda p, b, d: _fraction(p, b),
    "dy": lambda p, b, d: dt.date.fromisoformat(p),
    "dt": lambda p, b, d: _datetime(p),
    "tm": lambda p, b, d: _time(p),
    "td": lambda p, b, d: _timedelta(p),
    "tz": lambda p, b, d: dt.timezone(_timedelta(p)),
    "o": lambda p, b, d: b.opaque(_text(p)),
    "R": _record,
    "I": _items,
}
