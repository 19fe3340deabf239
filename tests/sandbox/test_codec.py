"""The codec: exact for what it carries, and harmless when the bytes are hostile."""

import random
import time
import tracemalloc
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lift_server.checks.sandbox import Opaque, Record, same_value
from lift_server.checks.sandbox.worker import codec

from .values import JSON, VALUES, as_bytes

FUZZ_RUNS = 300_000
FUZZ_SEED = 20240229
MERSENNE = 2**61 - 1  # hash(n) is n modulo this


def check_round_trip(value: object) -> None:
    sent = codec.dumps(codec.encode(value))
    again = codec.decode(codec.loads(sent))
    assert same_value(again, value)
    assert repr(again) == repr(value) or isinstance(value, set | frozenset) or "{" in repr(value)
    assert codec.dumps(codec.encode(again)) == sent


@given(VALUES)
@settings(max_examples=150, deadline=None)
def test_what_is_carried_comes_back_exactly(value: object) -> None:
    check_round_trip(value)


@given(st.lists(VALUES, max_size=8))
@settings(deadline=None)
def test_lists_of_values_come_back_exactly(values: list[object]) -> None:
    check_round_trip(values)


@pytest.mark.parametrize(
    ("value", "type_name"),
    [
        (len, "builtin_function_or_method"),
        (type("Own", (list,), {"__module__": "program"})([1]), "Own"),
        (type("Int", (int,), {"__module__": "program"})(3), "Int"),
        (object(), "object"),
        (Fraction, "abc.ABCMeta"),
        (random.Random(), "random.Random"),
    ],
)
def test_anything_else_is_opaque(value: object, type_name: str) -> None:
    assert codec.decode(codec.encode(value)) == Opaque(type_name)


def test_an_exception_is_its_arguments() -> None:
    assert codec.decode(codec.encode(ValueError(1, "a"))) == Record("ValueError", (("args", (1, "a")),))


def nested(depth: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize(
    "make",
    [
        lambda: nested(100),
        lambda: "x" * 2_000_000,
        lambda: list(range(10**6)),
        lambda: 1 << 10**7,
        lambda: {i: i for i in range(10**5)},
    ],
    ids=["depth", "text", "list", "integer", "dict"],
)
def test_what_is_too_large_is_refused(make: Callable[[], object]) -> None:
    with pytest.raises(codec.TooLarge):
        codec.encode(make())


def test_the_limit_of_depth_is_the_same_on_both_sides() -> None:
    check_round_trip(nested(codec.MAX_DEPTH))


def check_harmless(data: bytes) -> None:
    """A hostile frame is a value or CodecError."""
    try:
        codec.decode(codec.loads(data))
    except codec.CodecError:
        return


@given(JSON)
@settings(max_examples=250, deadline=None)
def test_well_formed_nonsense_is_a_value_or_refused(data: object) -> None:
    check_harmless(as_bytes(data))


@given(st.binary(max_size=200))
def test_bytes_are_a_value_or_refused(data: bytes) -> None:
    check_harmless(data)


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 500_000,
        b'{"t":' * 100_000,
        b"[NaN,Infinity]",
        b"[1e999]",
        b'"\xff"',
        b"1" * 5000,
        b'{"i":"' + b"f" * 1000 + b'"}',
        b'{"i":"0x"}',
        b'{"r":[0,1,0]}',
        b'{"r":[1.5,2,3]}',
        b'{"t":"text"}',
        b'{"d":[[[]],[1]]}',
        b'{"s":[[]]}',
        b'{"D":"' + b"x" * 100 + b'"}',
        b'{"D":3}',
        b'{"q":[1,0]}',
        b'{"q":["1e999999999",1]}',
        b'{"dy":"2024-13-01"}',
        b'{"dt":["2024-01-01T00:00:00",7,null]}',
        b'{"tm":["00:00:00",0,[9,0,0]]}',
        b'{"td":[1e300,0,0]}',
        b'{"tz":[9,0,0]}',
        b'{"q2":[[1,2],1]}',
        b'{"o":3}',
        b'{"R":["a",[[1,2]],false]}',
        b'{"a":1,"b":2}',
        b"{}",
        b'{"unknown":1}',
    ],
    ids=lambda data: data[:20].decode("latin-1"),
)
def test_malformed_frames_are_refused(data: bytes) -> None:
    with pytest.raises(codec.CodecError):
        codec.decode(codec.loads(data))


@pytest.mark.parametrize("kind", ["s", "z", "d", "dc"])
def test_colliding_hashes_are_refused_instead_of_taking_quadratic_time(kind: str) -> None:
    keys = [n * MERSENNE for n in range(40_000)]
    payload = keys if kind in "sz" else [keys, [0] * len(keys)]
    with pytest.raises(codec.CodecError):
        codec.decode({kind: payload})


def test_keys_that_do_not_collide_are_fine() -> None:
    check_round_trip({n * 2**20 for n in range(5000)})
    check_round_trip(Counter(range(3000)))


@pytest.mark.parametrize("atom", [b"[]", b'""', b"{}", b"1.5", b'{"t":[]}', b'{"s":[]}'])
def test_memory_is_bounded_by_the_length_of_the_frame(atom: bytes) -> None:
    frame = b"[" + b",".join([atom] * (200_000 // (len(atom) + 1))) + b"]"
    tracemalloc.start()
    try:
        check_harmless(frame)
        assert tracemalloc.get_traced_memory()[1] < 250 * len(frame)
    finally:
        tracemalloc.stop()


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_mutated_frames_never_crash_the_decoder(share: int) -> None:
    seed, count = random.Random(FUZZ_SEED), FUZZ_RUNS // share
    corpus = [codec.dumps(codec.encode(value)) for value in _corpus()]
    start = time.monotonic()
    for _ in range(count):
        data = bytearray(seed.choice(corpus))
        for _ in range(seed.randint(1, 6)):
            _mutate(data, seed, corpus)
        check_harmless(bytes(data))
    print(f"{count:,} mutated frames, seed {FUZZ_SEED}, in {time.monotonic() - start:.0f} s")


def _corpus() -> list[object]:
    import datetime as dt
    from collections import OrderedDict, deque
    from decimal import Decimal

    scalars: list[object] = [None, True, 7, 7**900, 1.5, float("nan"), "text\udc80", b"bytes", 1 + 2j, range(9)]
    times: list[object] = [dt.date(2024, 2, 29), dt.datetime(2024, 1, 1, tzinfo=dt.UTC), dt.time(1), dt.timedelta(1)]
    numbers: list[object] = [Decimal("1e9"), Fraction(1, 3)]
    flat = scalars + times + numbers
    return [
        *flat,
        flat,
        {"key": flat, (1, 2): {3, 4}},
        OrderedDict(a=[1]),
        deque([1], 3),
        Record("R", (("a", flat),)),
        frozenset({1, "a"}),
        nested(30),
    ]


def _mutate(data: bytearray, seed: random.Random, corpus: list[bytes]) -> None:
    at = seed.randrange(len(data) + 1)
    match seed.randrange(5):
        case 0:
            data[at:at] = seed.randbytes(seed.randint(1, 4))
        case 1:
            del data[at : at + seed.randint(1, 8)]
        case 2:
            data[at:at] = seed.choice(corpus)[: seed.randint(1, 60)]
        case 3:
            data[at : at + 1] = seed.choice([b"[", b"]", b"{", b"}", b'"', b":", b",", b"9" * 40, b"-", b"e9"])
        case _:
            data[at : at + 3] = seed.choice([b'{"s":', b'{"D":', b'{"q":', b'{"R":', b'{"dt":', b'{"i":', b"null"])
