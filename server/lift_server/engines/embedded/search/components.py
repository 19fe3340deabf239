"""What expressions are composed of, as data: source over `a b c`, argument types and result, cost, telling words."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

MAX_BITS = 80
MAX_ITEMS = 400


@dataclass(frozen=True, slots=True)
class Component:
    """`signature`: types of the arguments and `->` the result's. `run` is evaluated in the place of `source` where that
    could take long or much memory. `words`: stems in prose that make it likely; one that was
    read in a phrase (`is_read`) stands for all of them, not for one alone."""

    source: str
    signature: str
    words: str = ""
    cost: int = 1
    commutes: bool = False
    run: str = ""
    modules: tuple[str, ...] = ()
    is_read: bool = False

    @property
    def arguments(self) -> tuple[str, ...]:
        """The argument patterns."""
        return tuple(self.signature.partition("->")[0].split())

    @property
    def result(self) -> str:
        """The result's pattern."""
        return self.signature.partition("->")[2].strip()

    def function(self, names: dict[str, Any]) -> Callable[..., Any]:
        """The component as a function of its arguments, over these global names."""
        parameters = ", ".join("abc"[: len(self.arguments)])
        code = compile(f"lambda {parameters}: {self.run or self.source}", "<component>", "eval")
        function: Callable[..., Any] = eval(code, names)
        return function


C = Component

NUMBERS = (
    C("a + b", "N N -> N", "sum add plus total increas more", commutes=True),
    C("a - b", "N N -> N", "differ distanc closer subtract minus less decreas remain reduc discount left"),
    C("a * b", "N N -> N", "product multipli times area squar doubl", commutes=True, run="times(a, b)"),
    C("a / b", "num num -> float", "divid averag mean ratio quotient percent per half"),
    C("a // b", "N N -> N", "divid floor integ half whole middl"),
    C("a % b", "N N -> N", "modulo remaind divis even odd multipl decim mod digit last"),
    C("a ** b", "N N -> N", "power squar cube exponent rais", run="power(a, b)"),
    C("-a", "N -> N", "negat opposit descend"),
    C("abs(a)", "N -> N", "absolut distanc differ close magnitud"),
    C("round(a, b)", "float int -> float", "round decim place", cost=2),
    C("round(a)", "float -> int", "round nearest closest integ"),
    C("int(a)", "float -> int", "truncat integ whole"),
    C("math.ceil(a)", "float -> int", "ceil round up", modules=("math",)),
    C("math.floor(a)", "float -> int", "floor round down", modules=("math",)),
    C("math.sqrt(a)", "num -> float", "root sqrt distanc", modules=("math",)),
    C("math.isqrt(a)", "int -> int", "root squar integ", modules=("math",)),
    C("math.gcd(a, b)", "int int -> int", "greatest common divisor gcd", modules=("math",), commutes=True),
    C("math.lcm(a, b)", "int int -> int", "least common multipl lcm", modules=("math",), commutes=True),
    C("math.comb(a, b)", "int int -> int", "binomi choos combin", modules=("math",), run="comb(a, b)", cost=2),
    C("math.pi", "-> float", "pi circl radius circumfer sphere cylind cone", modules=("math",)),
    C("math.hypot(a, b)", "num num -> float", "hypotenus distanc", modules=("math",), cost=2),
    C("float(a)", "int -> float", "float", cost=2),
    C("str(a)", "num -> str", "string digit convert"),
    C("f'{a:02}'", "int -> str", "pad zero lead clock minut second hour", cost=2),
    C("f'{a:.2f}'", "num -> str", "decim place price amount money currenc cent dollar euro", cost=2),
    C("f'{a:,}'", "int -> str", "thousand", cost=2),
    C("bin(a)[2:]", "int -> str", "binari bit base"),
    C("hex(a)[2:]", "int -> str", "hexadecim base", cost=2),
    C("a.bit_count()", "int -> int", "bit popul", cost=2),
    C("list(range(a))", "int -> list[int]", "first up rang less", run="span(0, a)"),
    C(
        "list(range(1, a + 1))",
        "int -> list[int]",
        "first up rang from sequenc posit divisor",
        run="span(1, a + 1)",
    ),
    C("list(range(a, b))", "int int -> list[int]", "between rang from", run="span(a, b)"),
    C("list(range(a, b + 1))", "int int -> list[int]", "between rang from inclus", run="span(a, b + 1)"),
    C("list(range(2, a))", "int -> list[int]", "prime divisor factor less", run="span(2, a)", cost=2),
    C("divmod(a, b)", "int int -> pair[int,int]", "quotient remaind divid", cost=2),
    C("a == b", "N N -> bool", "equal same even odd divis exact", commutes=True),
    C("a != b", "N N -> bool", "differ not unequal", commutes=True),
    C(
        "a < b",
        "num num -> bool",
        "less below small closer under fewer negat threshold greater above larger more exceed posit between rang",
    ),
    C("a <= b", "num num -> bool", "most less equal within below up"),
    C("a % b == 0", "int int -> bool", "divis multipl even evenli factor divisor"),
    C("a % 2 == 0", "int -> bool", "even"),
    C("a % 2 == 1", "int -> bool", "odd"),
    C("max(a, b)", "N N -> N", "limit clamp bound max largest greater bigger larger more most", commutes=True),
    C("min(a, b)", "N N -> N", "limit clamp bound cap min smallest less smaller lower least", commutes=True),
    C("int(a)", "bool -> int", "count", cost=2),
)

TRUTH = (
    C("not a", "bool -> bool", "not no false opposit without neither"),
    C("not a", "list[T] -> bool", "empti no without"),
    C("not a", "str -> bool", "empti no without"),
    C("a and b", "bool bool -> bool", "and both all", commutes=True),
    C("a or b", "bool bool -> bool", "or either any", commutes=True),
    C("a if c else b", "T T bool -> T", "if otherwis els when", cost=2),
    C("a == b", "O O -> bool", "equal same match palindrom ident", commutes=True),
    C("a != b", "str str -> bool", "differ not unequal", commutes=True, cost=2),
    C("a < b", "str str -> bool", "before alphabet", cost=3),
)

MIXED = (
    C("isinstance(a, int)", "object -> bool", "integ int"),
    C("isinstance(a, float)", "object -> bool", "float decim", cost=2),
    C("isinstance(a, str)", "object -> bool", "string text"),
)

TEXT = (
    C("a + b", "str str -> str", "concaten append join add followed prefix suffix combin"),
    C("a * b", "str int -> str", "repeat time copi", run="times(a, b)"),
    C("len(a)", "str -> int", "length long longest short charact number count size"),
    C("a.upper()", "str -> str", "upper uppercas capit case"),
    C("a.lower()", "str -> str", "lower lowercas case insensit ignor"),
    C("a.swapcase()", "str -> str", "swap case flip invert toggl"),
    C("a.title()", "str -> str", "titl capit each word", cost=2),
    C("a.capitalize()", "str -> str", "capit first", cost=2),
    C("a.strip()", "str -> str", "strip trim whitespac space lead trail", cost=2),
    C("a.split()", "str -> list[str]", "word split whitespac space sentenc token"),
    C("a.split(b)", "str str -> list[str]", "split separ delimit comma group"),
    C("a.splitlines()", "str -> list[str]", "line", cost=2),
    C("list(a)", "str -> list[str]", "charact letter list", cost=2),
    C("b.join(a)", "list[str] str -> str", "join concaten separ delimit space combin string"),
    C("''.join(a)", "list[str] -> str", "join concaten string combin singl"),
    C("' '.join(a)", "list[str] -> str", "join space word sentenc delimit separ"),
    C("a.replace(b, c)", "str str str -> str", "replac substitut chang", cost=2),
    C("a.replace(b, '')", "str str -> str", "remov delet without strip", cost=1),
    C("a in b", "str str -> bool", "contain substr in vowel occur present includ"),
    C("a.count(b)", "str str -> int", "count occur time number many frequenc"),
    C("a.find(b)", "str str -> int", "find index posit"),
    C("a.startswith(b)", "str str -> bool", "start begin prefix first"),
    C("a.endswith(b)", "str str -> bool", "end suffix last"),
    C("a.removeprefix(b)", "str str -> str", "prefix remov", cost=2),
    C("a.removesuffix(b)", "str str -> str", "suffix remov", cost=2),
    C("a.isupper()", "str -> bool", "upper uppercas capit"),
    C("a.islower()", "str -> bool", "lower lowercas"),
    C("a.isdigit()", "str -> bool", "digit number numer"),
    C("a.isalpha()", "str -> bool", "letter alphabet alpha"),
    C("a.isalnum()", "str -> bool", "alphanumer punctuat", cost=2),
    C("a.isspace()", "str -> bool", "space whitespac blank", cost=2),
    C("int(a)", "str -> int", "integ number digit convert pars valu"),
    C("int(a, 2)", "str -> int", "binari", cost=2),
    C("int(a, 16)", "str -> int", "hexadecim", cost=2),
    C("float(a)", "str -> float", "float number convert", cost=2),
    C("ord(a)", "str -> int", "ascii code charact letter unicod shift"),
    C("chr(a)", "int -> str", "ascii code charact letter unicod shift", run="character(a)"),
    C("a.zfill(b)", "str int -> str", "pad zero lead", cost=2, run="padded(a, b)"),
    C("a.center(b)", "str int -> str", "center", cost=3, run="centered(a, b)"),
    C("a.partition(b)[0]", "str str -> str", "before", cost=2),
    C("a.partition(b)[2]", "str str -> str", "after", cost=2),
    C("a.rpartition(b)[2]", "str str -> str", "after last extens suffix", cost=2),
    C("a.rpartition(b)[0]", "str str -> str", "befor last", cost=2),
)

SEQUENCES = (
    C("len(a)", "list[T] -> int", "length long longest short number count size element many how averag mean"),
    C("a[0]", "seq[T] -> T", "first head initi start"),
    C("a[-1]", "seq[T] -> T", "last final end tail"),
    C("a[b]", "seq[T] int -> T", "index posit element at th"),
    C("a[1:]", "list[T] -> list[T]", "rest without first tail except"),
    C("a[:-1]", "list[T] -> list[T]", "without last except"),
    C("a[1:]", "str -> str", "rest without first tail except"),
    C("a[:-1]", "str -> str", "without last except"),
    C("a[:b]", "list[T] int -> list[T]", "first take top prefix most up"),
    C("a[b:]", "list[T] int -> list[T]", "drop skip after rest from suffix"),
    C("a[-b:] if b else []", "list[T] int -> list[T]", "last largest biggest tail", cost=2),
    C("a[:b]", "str int -> str", "first take prefix"),
    C("a[b:]", "str int -> str", "drop skip after rest from suffix"),
    C("a[-b:] if b else ''", "str int -> str", "last suffix", cost=2),
    C("a[b:c]", "list[T] int int -> list[T]", "slice between from part", cost=2),
    C("a[b:c]", "str int int -> str", "slice between from substr part", cost=2),
    C("a[::b]", "list[T] int -> list[T]", "everi step even odd nth", cost=2),
    C("a[::2]", "list[T] -> list[T]", "even everi second alternat index", cost=1),
    C("a[1::2]", "list[T] -> list[T]", "odd everi second alternat index", cost=1),
    C("a[::2]", "str -> str", "even everi second alternat", cost=2),
    C("a[1::2]", "str -> str", "odd everi second alternat", cost=2),
    C("a[::-1]", "list[T] -> list[T]", "revers backward opposit descend"),
    C("a[::-1]", "str -> str", "revers backward palindrom opposit"),
    C("a + b", "list[T] list[T] -> list[T]", "concaten append extend combin merg add rotat"),
    C("[a, b]", "T T -> list[T]", "both", cost=2),
    C("(a, b)", "A B -> pair[A,B]", "tupl pair"),
    C("[a]", "T -> list[T]", "list singl wrap", cost=2),
    C("a * b", "list[T] int -> list[T]", "repeat copi", cost=2, run="times(a, b)"),
    C("a[0]", "pair[A,B] -> A", "first key", cost=1),
    C("a[1]", "pair[A,B] -> B", "second valu", cost=1),
    C("sum(a)", "list[N] -> N", "sum total add averag mean"),
    C("sum(a)", "tuple[N] -> N", "sum total add averag mean"),
    C("math.prod(a)", "list[N] -> N", "product multipli", modules=("math",), run="product(a)"),
    C("max(a)", "iter[O] -> O", "max largest greatest biggest highest longest most"),
    C("min(a)", "iter[O] -> O", "min smallest least lowest shortest"),
    C("sorted(a)", "iter[O] -> list[O]", "sort order ascend increas alphabet smallest median arrang monoton"),
    C("sorted(a, reverse=True)", "iter[O] -> list[O]", "descend decreas largest revers sort order", cost=2),
    C("any(a)", "list[bool] -> bool", "any some least one", cost=2),
    C("all(a)", "list[bool] -> bool", "all everi each", cost=2),
    C("a in b", "T list[T] -> bool", "contain in member present exist element includ"),
    C("a in b", "H set[H] -> bool", "contain in member present common", cost=2),
    C("a.count(b)", "list[T] T -> int", "count occur time appear frequenc number"),
    C("a.index(b)", "list[T] T -> int", "index posit where"),
    C("set(a)", "iter[H] -> set[H]", "set uniqu distinct duplic differ same charact strict"),
    C("list(dict.fromkeys(a))", "seq[H] -> list[H]", "uniqu distinct duplic order remov first", cost=2),
    C("len(a)", "set[T] -> int", "count distinct uniqu number many"),
    C("a & b", "set[H] set[H] -> set[H]", "common intersect both share", commutes=True),
    C("a | b", "set[H] set[H] -> set[H]", "union either", commutes=True, cost=2),
    C("a - b", "set[H] set[H] -> set[H]", "differ except not miss"),
    C("a ^ b", "set[H] set[H] -> set[H]", "symmetric differ", commutes=True, cost=3),
    C("a <= b", "set[H] set[H] -> bool", "subset all contain", cost=2),
    C("a == b", "set[H] set[H] -> bool", "same equal", commutes=True),
    C("a == b", "list[T] list[T] -> bool", "same equal palindrom sort order monoton", commutes=True),
    C("tuple(a)", "list[T] -> tuple[T]", "tupl"),
    C("list(a)", "tuple[T] -> list[T]", "list", cost=2),
    C("list(zip(a, b))", "list[A] list[B] -> list[pair[A,B]]", "pair zip combin correspond", cost=2),
    C("list(zip(*a))", "list[list[T]] -> list[tuple[T]]", "transpos column", cost=2),
    C("list(enumerate(a))", "list[T] -> list[pair[int,T]]", "index posit", cost=3),
    C("list(itertools.accumulate(a))", "list[N] -> list[N]", "cumul run total prefix balanc partial", cost=1,
      modules=("itertools",)),
    C("list(itertools.accumulate(a, max))", "list[O] -> list[O]", "roll run max maximum until moment far", cost=2,
      modules=("itertools",)),
    C("list(itertools.accumulate(a, min))", "list[O] -> list[O]", "roll run min minimum until moment far", cost=2,
      modules=("itertools",)),
    C("list(itertools.chain.from_iterable(a))", "list[list[T]] -> list[T]", "flatten nest", cost=1,
      modules=("itertools",)),
    C("list(itertools.pairwise(a))", "list[T] -> list[pair[T,T]]", "adjac consecut neighbor", cost=2,
      modules=("itertools",)),
    C("statistics.median(a)", "list[num] -> float", "median middl", cost=2, modules=("statistics",)),
    C("statistics.fmean(a)", "list[num] -> float", "mean averag", cost=2, modules=("statistics",)),
    C("[a[:i] for i in range(1, len(a) + 1)]", "list[T] -> list[list[T]]", "prefix", cost=3),
    C("[a[i:j] for i in range(len(a)) for j in range(i + 1, len(a) + 1)]", "list[T] -> list[list[T]]",
      "subarray contigu sublist consecut", cost=2, run="stretches(a)"),
    C("[a[i:j] for i in range(len(a)) for j in range(i + 1, len(a) + 1)]", "str -> list[str]",
      "substr contigu", cost=2, run="stretches(a)"),
    C("[a[:i] for i in range(1, len(a) + 1)]", "str -> list[str]", "prefix shortest longest", cost=2),
    C("[a[i:i + b] for i in range(0, len(a), b)]", "list[T] int -> list[list[T]]", "chunk group size", cost=3),
    C("[a[i:i + b] for i in range(0, len(a), b)]", "str int -> list[str]", "chunk group size", cost=3),
)  # fmt: skip

MAPPINGS = (
    C("len(a)", "dict[K,V] -> int", "length number size count", cost=2),
    C("a[b]", "dict[H,V] H -> V", "valu look key"),
    C("a.get(b, c)", "dict[H,V] H V -> V", "valu default key", cost=2),
    C("b in a", "dict[H,V] H -> bool", "key contain", cost=2),
    C("list(a)", "dict[K,V] -> list[K]", "key", cost=2),
    C("list(a.values())", "dict[K,V] -> list[V]", "valu"),
    C("list(a.items())", "dict[K,V] -> list[pair[K,V]]", "item pair key valu", cost=2),
    C("dict(collections.Counter(a))", "seq[H] -> dict[H,int]", "count frequenc occur often common histogram", cost=2,
      modules=("collections",)),
    C("a | b", "dict[K,V] dict[K,V] -> dict[K,V]", "merg combin updat union"),
    C("dict(a)", "list[pair[H,V]] -> dict[H,V]", "dictionari map", cost=2),
    C("dict(zip(a, b))", "list[H] list[V] -> dict[H,V]", "dictionari map zip", cost=2),
    C("max(a, key=a.get)", "dict[K,num] -> K", "most frequent common largest highest", cost=2),
    C("min(a, key=a.get)", "dict[K,num] -> K", "least frequent smallest lowest", cost=2),
)  # fmt: skip

COMPONENTS = (*NUMBERS, *TRUTH, *MIXED, *TEXT, *SEQUENCES, *MAPPINGS)
