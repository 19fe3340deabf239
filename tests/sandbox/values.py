"""Hypothesis strategies for what the codec carries, and for what a hostile worker may send."""

import datetime as dt
import json
from collections import Counter, OrderedDict, defaultdict, deque
from typing import Any

from hypothesis import strategies as st

from lift_server.checks.sandbox import Items, Opaque, Record

TEXT = st.text(st.characters(exclude_categories=()), max_size=30)  # lone surrogates included
DAY = dt.timedelta(hours=23, minutes=59)
ZONES = st.none() | st.just(dt.UTC) | st.builds(dt.timezone, st.timedeltas(-DAY, DAY))
NAMES = st.text(max_size=20)
SCALARS: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers().map(lambda n: n << 4100),
    st.floats(),
    TEXT,
    st.binary(max_size=30),
    st.complex_numbers(),
    st.decimals(),
    st.fractions(),
    st.dates(),
    st.datetimes(timezones=ZONES),
    st.times(timezones=ZONES),
    st.timedeltas(),
    st.builds(range, st.integers(), st.integers(), st.integers().filter(bool)),
    st.builds(Opaque, NAMES),
)
HASHABLE = st.one_of(st.none(), st.booleans(), st.integers(), TEXT, st.binary(max_size=9), st.dates(), st.fractions())
KEYS = st.recursive(HASHABLE, lambda inner: st.lists(inner, max_size=3).map(tuple), max_leaves=4)


def _containers(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    lists = st.lists(inner, max_size=5)
    mappings = st.dictionaries(KEYS, inner, max_size=5)
    return st.one_of(
        lists,
        lists.map(tuple),
        st.builds(deque, lists, st.none() | st.integers(5, 9)),
        mappings,
        mappings.map(OrderedDict),
        mappings.map(lambda value: defaultdict(None, value)),
        st.dictionaries(KEYS, st.integers(), max_size=5).map(Counter),
        st.sets(KEYS, max_size=5),
        st.frozensets(KEYS, max_size=5),
        st.binary(max_size=9).map(bytearray),
        st.builds(Record, NAMES, st.lists(st.tuples(NAMES, inner), max_size=3).map(tuple), st.booleans()),
        st.builds(Items, lists.map(tuple), st.booleans()),
    )


VALUES: st.SearchStrategy[Any] = st.recursive(SCALARS, _containers, max_leaves=20)

TAGS = st.sampled_from("i f t d dc do dd s z q2 b B c r D q dy dt tm td tz o R I x".split())
JSON: st.SearchStrategy[Any] = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(10**20), 10**20),
        st.floats(allow_nan=False),
        st.text(max_size=9),
        st.sampled_from(["nan", "inf", "1/3", "0x1f", "1e999999999", "2024-02-29", "00ff", "-0x1"]),
    ),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TAGS, inner, min_size=1, max_size=2),
    max_leaves=12,
)


def as_bytes(data: Any) -> bytes:
    """Data as a hostile worker would send it."""
    return json.dumps(data).encode()
