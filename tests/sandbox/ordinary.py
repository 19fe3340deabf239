"""Ordinary functions, each called with its defaults: what the sealed process must do exactly as any other does.

None of them is imported: the tests read this file and run each function as a program of its own.
"""

# ruff: noqa: B006, C408, C416, N818, RUF015, UP031 - as people write them
import base64
import bisect
import calendar
import collections
import copy
import csv
import dataclasses
import datetime
import decimal
import difflib
import enum
import fractions
import functools
import graphlib
import hashlib
import heapq
import html
import html.parser
import io
import ipaddress
import itertools
import json
import math
import operator
import re
import statistics
import string
import textwrap
import typing
import unicodedata
import urllib.parse
import uuid
import zlib
from collections.abc import Iterator


def parsed_date(text="29 February 2024 13:05"):
    return datetime.datetime.strptime(text, "%d %B %Y %H:%M")


def formatted_date(day=datetime.date(2024, 2, 29)):
    return [day.strftime("%A %d %B %j %U"), day.isocalendar().week, calendar.month_name[day.month]]


def zone_arithmetic(hours=5):
    zone = datetime.timezone(datetime.timedelta(hours=hours))
    return datetime.datetime(2024, 1, 1, tzinfo=zone).astimezone(datetime.UTC)


def digests(data=b"abc"):
    names = ["md5", "sha1", "sha256", "sha512", "sha3_256", "blake2b"]
    return {name: hashlib.new(name, data).hexdigest() for name in names}


def key_stretching(password=b"secret"):
    return hashlib.pbkdf2_hmac("sha256", password, b"salt", 10).hex()


def compressed(data=b"aaaa" * 100):
    return zlib.decompress(zlib.compress(data)) == data, zlib.crc32(data)


def encodings(text="Grüße €"):
    names = ["utf-8", "utf-16", "utf-32-le", "cp1252", "iso8859-15", "utf-7", "unicode_escape"]
    return [text.encode(name) for name in names]


def idna(host="münchen.example"):
    return host.encode("idna"), b"xn--mnchen-3ya".decode("idna")


def rot13_by_codecs(text="Hello"):
    import codecs

    return codecs.encode(text, "rot13")


def encoded(data=b"\x00\xffdata"):
    return [base64.b64encode(data), base64.b32encode(data), base64.b85encode(data), data.hex(":")]


def rows(text='a,"b,c"\n1,2\n'):
    return list(csv.DictReader(io.StringIO(text)))


def sniffed(text="a;b;c\n1;2;3\n"):
    return csv.Sniffer().sniff(text).delimiter


def written_rows(rows=(("a", 1), ("b,c", 2))):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def escaped(text="<a href='x'>&amp;é</a>"):
    return html.escape(text), html.unescape("&lt;&eacute;&#x41;")


def tags(text="<p>one <b>two</b></p>"):
    found = []

    class Parser(html.parser.HTMLParser):
        def handle_starttag(self, tag, attrs):
            found.append(tag)

    Parser().feed(text)
    return found


def query(url="https://example.org/a%20b?x=1&y=2&x=3#top"):
    parts = urllib.parse.urlsplit(url)
    return parts.hostname, urllib.parse.unquote(parts.path), urllib.parse.parse_qs(parts.query)


def networks(text="192.168.0.0/30"):
    return [str(host) for host in ipaddress.ip_network(text).hosts()]


def name_uuid(name="example.org"):
    return str(uuid.uuid5(uuid.NAMESPACE_DNS, name)), uuid.UUID(int=7).hex


def random_uuid_version():
    return uuid.uuid4().version


def normal_forms(text="é"):
    return unicodedata.normalize("NFD", text), unicodedata.name("€"), "\N{GREEK SMALL LETTER ALPHA}"


def template(name="World"):
    return string.Template("Hello $name, $$5").substitute(name=name)


def formatted(value=1234.5678):
    return [f"{value:,.2f}", f"{value:>12.1e}", f"{255:#x} {5:08b}", "{:^9}|{!r}".format("mid", "x"), "%05.1f" % value]


def wrapped(text="the quick brown fox jumps over the lazy dog"):
    return textwrap.wrap(text, 12), textwrap.shorten(text, 15), textwrap.dedent("  a\n   b")


def json_round_trip(value={"a": [1, 2.5, None, True], "ü": "x"}):
    return json.loads(json.dumps(value)), json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False)


def bad_json(text="{'a': 1}"):
    return json.loads(text)


def matches(text="2024-02-29, 1999-12-31"):
    return [m.groupdict() for m in re.finditer(r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)", text)]


def substituted(text="snake_case_name"):
    return re.sub(r"_(\w)", lambda m: m[1].upper(), text)


def verbose_pattern(text="+49 (30) 123"):
    return (
        re.compile(
            r"""\+(\d+) \s* # country
        \( (\d+) \)""",
            re.VERBOSE,
        )
        .match(text)
        .groups()
    )


def statistics_of(values=(1, 2, 2, 3, 4.5)):
    return [statistics.mean(values), statistics.median(values), statistics.mode(values), statistics.pstdev(values)]


def regression(xs=(1, 2, 3), ys=(2, 4, 6)):
    return tuple(statistics.linear_regression(xs, ys))


def quantiles(values=(1, 2, 3, 4, 5, 6)):
    return statistics.quantiles(values, n=4), statistics.NormalDist(0, 1).cdf(1.0)


def exact(text="0.1"):
    with decimal.localcontext() as context:
        context.prec = 30
        return decimal.Decimal(text) / 3, decimal.Decimal("2.675").quantize(decimal.Decimal("0.01"))


def rational(a=1, b=3):
    return fractions.Fraction(a, b) + fractions.Fraction("0.5"), fractions.Fraction(math.pi).limit_denominator(100)


def big_numbers(n=200):
    return math.factorial(n), 2**1000 % 10**9, math.isqrt(10**40), math.comb(50, 25)


def number_functions():
    return [math.gcd(12, 18), math.lcm(4, 6), math.hypot(3, 4), math.nextafter(1, 2), math.fsum([0.1] * 10), round(2.5)]


def special_floats():
    return [float("inf"), -math.inf, math.nan, -0.0, 5e-324]


def complex_numbers(z=3 + 4j):
    return abs(z), z.conjugate(), z**2


def heap(values=(5, 1, 4)):
    copied = list(values)
    heapq.heapify(copied)
    return heapq.heappop(copied), heapq.nlargest(2, values), list(heapq.merge([1, 4], [2, 3]))


def insertion(values=(1, 3, 5)):
    copied = list(values)
    bisect.insort(copied, 4)
    return copied, bisect.bisect_left(copied, 3)


def topological(graph={"d": {"b", "c"}, "b": {"a"}, "c": {"a"}}):
    return list(graphlib.TopologicalSorter(graph).static_order())[0]


def cycle(graph={"a": {"b"}, "b": {"a"}}):
    return tuple(graphlib.TopologicalSorter(graph).static_order())


def differences(a="abcd", b="bcde"):
    return difflib.SequenceMatcher(None, a, b).ratio(), difflib.get_close_matches("appel", ["ape", "apple"])


def unified(a=("one", "two"), b=("one", "three")):
    return list(difflib.unified_diff(a, b, lineterm=""))


def counted(text="the cat the dog"):
    return collections.Counter(text.split()).most_common(1), collections.Counter(text)


def grouped(words=("apple", "avocado", "banana")):
    groups = collections.defaultdict(list)
    for word in words:
        groups[word[0]].append(word)
    return groups


def ordered(pairs=(("b", 1), ("a", 2))):
    result = collections.OrderedDict(pairs)
    result.move_to_end("b")
    return result


def window(values=(1, 2, 3, 4), size=2):
    recent = collections.deque(maxlen=size)
    recent.extend(values)
    return recent


def chained():
    maps = collections.ChainMap({"a": 1}, {"a": 2, "b": 3})
    return dict(maps)


def named():
    Point = collections.namedtuple("Point", "x y")
    return Point(1, y=2)


def combinations(values="abc"):
    return list(itertools.combinations(values, 2)), list(itertools.product([0, 1], repeat=2))


def runs(text="aabccc"):
    return [(key, len(list(group))) for key, group in itertools.groupby(text)]


def accumulated(values=(1, 2, 3)):
    return list(itertools.accumulate(values, operator.mul)), list(itertools.pairwise(values))


def folded(values=(1, 2, 3)):
    return functools.reduce(operator.add, values, 10)


def cached(n=90):
    @functools.cache
    def fib(k):
        return k if k < 2 else fib(k - 1) + fib(k - 2)

    return fib(n)


def dispatched():
    @functools.singledispatch
    def kind(value):
        return "other"

    @kind.register
    def _(value: int):
        return "int"

    return kind(1), kind("a")


def partial_application():
    return functools.partial(int, base=2)("101")


def ordering():
    @functools.total_ordering
    class Version:
        def __init__(self, n):
            self.n = n

        def __eq__(self, other):
            return self.n == other.n

        def __lt__(self, other):
            return self.n < other.n

    return Version(1) <= Version(2), max(Version(3), Version(2)).n


def data_class():
    @dataclasses.dataclass(order=True)
    class Item:
        price: float
        name: str = "x"
        tags: list[str] = dataclasses.field(default_factory=list)

    return sorted([Item(2.0), Item(1.0, "y")]), dataclasses.asdict(Item(1.0)), dataclasses.replace(Item(1.0), name="z")


def frozen_class():
    @dataclasses.dataclass(frozen=True, slots=True)
    class Point:
        x: int

    point = Point(1)
    try:
        point.x = 2
    except dataclasses.FrozenInstanceError as error:
        return str(error), hash(point) == hash(Point(1))


def enumeration():
    class Color(enum.Enum):
        RED = 1
        BLUE = enum.auto()

    return [color.name for color in Color], Color(1).value, Color["BLUE"].value


def flags():
    class Mode(enum.IntFlag):
        READ = 1
        WRITE = 2

    return int(Mode.READ | Mode.WRITE), Mode.READ in Mode(3)


def typed():
    class Movie(typing.TypedDict):
        name: str

    class Row(typing.NamedTuple):
        a: int
        b: str = "x"

    movie: Movie = {"name": "x"}
    return movie, Row(1)


def generic_class():
    T = typing.TypeVar("T")

    class Box(typing.Generic[T]):
        def __init__(self, value: T) -> None:
            self.value = value

    return Box[int](3).value


def protocol_check():
    @typing.runtime_checkable
    class Sized(typing.Protocol):
        def __len__(self) -> int: ...

    return isinstance([], Sized), isinstance(3, Sized)


def generator(n=5) -> Iterator[int]:
    a, b = 0, 1
    for _ in range(n):
        yield a
        a, b = b, a + b


def endless():
    return itertools.count(1, 2)


def delegating() -> Iterator[int]:
    yield from range(3)
    yield from (n * n for n in range(3))


def closure(n=3):
    def adder():
        nonlocal n
        n += 1
        return n

    return [adder(), adder()]


def matched(command=("go", "north")):
    match command:
        case ("go", direction) if direction:
            return direction
        case {"x": x, **rest}:
            return x, rest
        case _:
            return None


def walrus(values=(1, 5, 12)):
    return [y for x in values if (y := x * 2) > 5]


def unpacked(values=(1, 2, 3, 4)):
    first, *middle, last = values
    return {"first": first, "middle": middle, **dict(last=last)}


def comprehension():
    return {x: {y for y in range(x)} for x in range(3)}, frozenset({1, 2}), {*"ab"} == {"a", "b"}


def slices(text="abcdef"):
    return text[::-1], text[1:4:2], bytearray(b"abc")[1:], list(range(10))[-3:], slice(1, 5).indices(3)


def sorting(words=("b", "A", "c", "B")):
    return sorted(words, key=str.casefold), sorted(words, reverse=True), sorted([3, 1, 2], key=lambda n: -n)


def translated(text="hello"):
    return text.translate(str.maketrans("lo", "01", "h")), text.partition("l"), text.title(), text.zfill(8)


def recursion(n=200):
    return 0 if n == 0 else 1 + recursion(n - 1)


def too_deep(n=10**6):
    return 0 if n == 0 else 1 + too_deep(n - 1)


def permutations(text="abc"):
    return ["".join(p) for p in itertools.permutations(text)]


def copied(value={"a": [1]}):
    shallow, deep = copy.copy(value), copy.deepcopy(value)
    return shallow["a"] is value["a"], deep["a"] is value["a"]


def with_context():
    log = []

    class Manager:
        def __enter__(self):
            log.append("in")

        def __exit__(self, *exc):
            log.append("out")
            return True

    with Manager():
        raise ValueError
    return log


def exceptions(kind="key"):
    try:
        return {}[kind]
    except KeyError as error:
        raise LookupError(f"no {kind}") from error
    finally:
        pass


def own_exception():
    class TooSmall(ValueError):
        def __init__(self, n):
            super().__init__(f"{n} is too small")

    raise TooSmall(3)


def exception_group():
    try:
        raise ExceptionGroup("both", [ValueError("a"), TypeError("b")])
    except* ValueError as group:
        found = [str(error) for error in group.exceptions]
    except* TypeError:
        pass
    return found


def asserted(n=-1):
    assert n >= 0, "negative"
    return n


def divided(a=1, b=0):
    return a / b


def missing_attribute():
    return (3).nothing


def wrong_type():
    return "a" + 1


def converted(text="12x"):
    return int(text)


def overflow():
    return math.exp(1000)


def mutates(values=[3, 1, 2]):
    values.sort()
    return values


def string_building():
    out = io.StringIO()
    for n in range(3):
        out.write(f"{n};")
    return out.getvalue()


def bytes_io():
    return io.BytesIO(b"abc").read(2)


def matrix(rows=((1, 2), (3, 4))):
    return [list(column) for column in zip(*rows, strict=True)], sum(map(sum, rows))


def primes(limit=50):
    sieve = [True] * (limit + 1)
    for n in range(2, math.isqrt(limit) + 1):
        if sieve[n]:
            sieve[n * n :: n] = [False] * len(sieve[n * n :: n])
    return [n for n in range(2, limit + 1) if sieve[n]]


def shortest_path(graph={"a": {"b": 1, "c": 5}, "b": {"c": 1}, "c": {}}):
    best, queue = {"a": 0}, [(0, "a")]
    while queue:
        cost, node = heapq.heappop(queue)
        for other, step in graph[node].items():
            if cost + step < best.get(other, math.inf):
                best[other] = cost + step
                heapq.heappush(queue, (cost + step, other))
    return best


def binary_search(values=(1, 3, 5, 7), wanted=5):
    low, high = 0, len(values)
    while low < high:
        middle = (low + high) // 2
        if values[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return low


def edit_distance(a="kitten", b="sitting"):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        previous, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (x != y))
    return row[-1]


async def awaited(n=3):
    async def double(k):
        return 2 * k

    return await double(n)


async def asynchronous_failure():
    raise RuntimeError("later")
