"""Turns of phrase as data: what they tell of the program, and what a program that heeds them shows."""

import itertools
import re
from dataclasses import dataclass
from functools import cache

from lift_server.engines.embedded.prose.clauses import spaced


@dataclass(frozen=True, slots=True)
class Form:
    """A turn of phrase. In `pattern` a blank is any white space, `{n}` and `{m}` a count, `{q}` and `{r}` a text.

    `sketches` are `source : signature` over the arguments `a` and `b`, where `{n}` and so on stand for what is said.
    `signs`: a program shows one of them or does not heed the phrase; empty where nothing can be told.
    """

    name: str
    pattern: str
    sketches: tuple[str, ...] = ()
    signs: str = ""

    @property
    def regex(self) -> re.Pattern[str]:
        """The compiled pattern."""
        return _compiled(self.pattern)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    groups = itertools.count(1)
    numbered = re.sub(r"\{([nmqr])\}", lambda match: _GROUPS[match[1]].replace("#", str(next(groups))), pattern)
    return re.compile(rf"(?<![\w-])(?:{spaced(numbered)})(?![\w-])", re.IGNORECASE)


_NUMBER = r"(?P<{}#>[`\w.-]*\w`?)"
_TEXT = r"(?P<{}#>'[^'\n]{{0,9}}'|\"[^\"\n]{{0,9}}\"|(?:an? |the |single )*`?\w+`?)"
_GROUPS = {"n": _NUMBER.format("n"), "m": _NUMBER.format("m"), "q": _TEXT.format("q"), "r": _TEXT.format("r")}
"""Places of a pattern: numbers, and texts in quotes or by their names. A group may come in each alternative."""


F = Form
_THINGS = r"(?:numbers|integers|elements|items|values|entries|words|strings|names)"
_LETTERS = r"(?:characters|chars|letters)"
_SORT = r"(?:sort(?:ed|ing|s)?|order(?:ed|ing|s)?|arrang(?:e|ed|ing))"
_DOWN = r"(?:descending|decreasing|reverse(?:d)?|largest to smallest|highest to lowest|biggest to smallest)"
_UP = r"(?:ascending|increasing|non-?decreasing|smallest to largest|lowest to highest|numerical|alphabetic(?:al)?|lexicographic(?:al)?)"
_SORTS = "sort heap nsmallest nlargest bisect insort merge range min max"
_COMPARED = "max min sort heap nlargest nsmallest most_common > < >= <= bisect next"

ORDER = (
    F("sorted descending", rf"{_SORT}(?: \w+){{0,6}}? (?:in|from|by) (?:an? )?{_DOWN}(?: \w+)? ?(?:order)?|in {_DOWN} order",
      ("sorted(a, reverse=True) : iter[O] -> list[O]",), f"{_SORTS} ::-"),
    F("sorted by length", rf"{_SORT}(?: \w+){{0,5}}? (?:by|on|according to|based on)(?: \w+)? (?:length|size)",
      ("sorted(a, key=len) : seq[str] -> list[str]", "sorted(a, key=len) : list[list[T]] -> list[list[T]]"), _SORTS),
    F("sorted by absolute value", rf"{_SORT}(?: \w+){{0,5}}? (?:by|on|according to|based on)(?: \w+)? (?:absolute values?|magnitude)",
      ("sorted(a, key=abs) : list[N] -> list[N]",), _SORTS),
    F("sorted with ties", rf"{_SORT}(?: \w+){{0,5}}? (?:by|on|according to|based on)\b[^.;]{{3,80}}?\b(?:and|then|ties?|same|equal(?:ly)?|similar)\b",
      ("sorted(a, key=lambda each: (each[1], each[0])) : list[pair[A,B]] -> list[pair[A,B]]", "sorted(a, key=lambda each: (-each[1], each[0])) : list[pair[A,N]] -> list[pair[A,N]]",
       "sorted(a, key=lambda each: (-each[0], each[1])) : list[pair[N,A]] -> list[pair[N,A]]", "sorted(a, key=lambda each: (len(each), each)) : list[str] -> list[str]",
       "sorted(a, key=lambda each: (-len(each), each)) : list[str] -> list[str]", "sorted(a, key=lambda each: (-a.count(each), each)) : list[O] -> list[O]"), _SORTS),
    F("sorted by second", rf"{_SORT}(?: \w+){{0,5}}? (?:by|on|according to) (?:the|their|its) second (?:element|item|value|component|number|letter|character)s?",
      ("sorted(a, key=lambda each: each[1]) : list[pair[A,O]] -> list[pair[A,O]]", "sorted(a, key=lambda each: each[1]) : list[list[O]] -> list[list[O]]"), _SORTS),
    F("sorted by last", rf"{_SORT}(?: \w+){{0,5}}? (?:by|on|according to) (?:the|their|its) last (?:element|item|value|component|number|letter|character|digit)s?",
      ("sorted(a, key=lambda each: each[-1]) : list[str] -> list[str]", "sorted(a, key=lambda each: each[-1]) : list[list[O]] -> list[list[O]]",
       "sorted(a, key=lambda each: abs(each) % 10) : list[int] -> list[int]"), _SORTS),
    F("sorted alphabetically", rf"{_SORT}(?: \w+){{0,4}}? alphabetically|in (?:alphabetical|lexicographic(?:al)?|dictionary) order|alphabetically {_SORT}",
      ("sorted(a) : iter[str] -> list[str]", "''.join(sorted(a)) : str -> str"), f"{_SORTS} < >"),
    F("sorted", rf"{_SORT}(?: \w+){{0,5}}? (?:in|from|by) (?:an? )?{_UP}(?: \w+)?|in {_UP} order|sorted(?= (?:unique|distinct))|sorted (?:list|array|copy|version|{_THINGS})|sort (?:the|a|an|all|it|them)",
      ("sorted(a) : iter[O] -> list[O]",), f"{_SORTS} < <= pairwis zip"),
    F("reversed", r"reverse(?:d|s)?(?! order)(?: (?:the|of|string|list|version|order|words|digits))*|backwards?|in (?:the )?(?:reverse|opposite) order|from (?:right to left|back to front|last to first)",
      ("a[::-1] : list[T] -> list[T]", "a[::-1] : str -> str"), "revers ::- - palindrom sort swap pop"),
    F("palindrome", r"palindrom(?:e|es|ic)|(?:reads|is) the same (?:backwards?|forwards?)",
      ("a == a[::-1] : str -> bool", "a == a[::-1] : list[T] -> bool"), "::- revers palindrom // -"),
)  # fmt: skip

CHOSEN = (
    F("first n", rf"(?:the )?(?:first|leading) {{n}} (?:{_THINGS}|{_LETTERS}|lines|digits)",
      ("a[:{n}] : list[T] -> list[T]", "a[:{n}] : str -> str"), ": range islic takewhil < nsmallest"),
    F("last n", rf"(?:the )?(?:last|final|trailing) {{n}} (?:{_THINGS}|{_LETTERS}|lines|digits)",
      ("a[-{n}:] if {n} else [] : list[T] -> list[T]", "a[-{n}:] if {n} else '' : str -> str"), ": range - islic deque %"),
    F("nth largest", rf"{{n}}(?:th|st|nd|rd|-th) (?:largest|biggest|greatest|highest)(?: {_THINGS})?",
      ("sorted(a)[-{n}] : list[O] -> O",), "sort nlargest heap max"),
    F("nth smallest", rf"{{n}}(?:th|st|nd|rd|-th) (?:smallest|lowest|least)(?: {_THINGS})?",
      ("sorted(a)[{n} - 1] : list[O] -> O",), "sort nsmallest heap min"),
    F("n largest", rf"(?:the )?(?:{{n}} (?:largest|biggest|greatest|highest|maximum)|(?:largest|biggest|greatest|highest|maximum|top) {{n}})(?: {_THINGS})?",
      ("sorted(a)[-{n}:] if {n} else [] : list[O] -> list[O]", "sorted(a, reverse=True)[:{n}] : list[O] -> list[O]"), "sort nlargest heap max"),
    F("n smallest", rf"(?:the )?(?:{{n}} (?:smallest|lowest|least|minimum)|(?:smallest|lowest|minimum) {{n}})(?: {_THINGS})?",
      ("sorted(a)[:{n}] : list[O] -> list[O]",), "sort nsmallest heap min"),
    F("spread", r"difference (?:between|of) (?:the |its )?(?:largest|biggest|greatest|highest|maximum|max)(?: \w+){0,2}? and (?:the |its )?(?:smallest|lowest|minimum|min)|difference (?:between|of) (?:the |its )?(?:smallest|lowest|minimum|min)(?: \w+){0,2}? and (?:the |its )?(?:largest|highest|maximum|max)",
      ("max(a) - min(a) : list[N] -> N",), "max min sort -"),
    F("every other", r"every (?:other|second) (?:\w+)|alternate (?:\w+)",
      ("a[::2] : list[T] -> list[T]", "a[1::2] : list[T] -> list[T]", "a[::2] : str -> str", "a[1::2] : str -> str"),
      ":: % not range islic cycl"),
    F("every third", r"every third (?:\w+)", ("a[::3] : list[T] -> list[T]", "a[2::3] : list[T] -> list[T]"), ":: % range islic"),
    F("every nth", r"every (?P<n1>\w+?)-?(?:th|st|nd|rd)? \w+", ("a[::{n}] : list[T] -> list[T]", "a[::{n}] : str -> str"), ":: % range islic"),
    F("even positions", r"(?:at|in|with|on) (?:the )?even(?:-numbered)? (?:ind(?:ices|exes)|positions|places)|even(?:-indexed|-index) \w+",
      ("a[::2] : list[T] -> list[T]", "a[::2] : str -> str"), ":: % & enumer islic range"),
    F("odd positions", r"(?:at|in|with|on) (?:the )?odd(?:-numbered)? (?:ind(?:ices|exes)|positions|places)|odd(?:-indexed|-index) \w+",
      ("a[1::2] : list[T] -> list[T]", "a[1::2] : str -> str"), ":: % & enumer islic range"),
    F("all but the first", r"(?:all|everything|each \w+|\w+s) (?:but|except) the first(?: \w+)?|without the first \w+",
      ("a[1:] : list[T] -> list[T]", "a[1:] : str -> str"), ": islic next pop del"),
    F("all but the last", r"(?:all|everything|each \w+|\w+s) (?:but|except) the last(?: \w+)?|without the last \w+",
      ("a[:-1] : list[T] -> list[T]", "a[:-1] : str -> str"), ": islic pop del"),
    F("second largest", r"(?:second|2nd)[- ](?:largest|biggest|greatest|highest|maximum)",
      ("sorted(set(a))[-2] : list[O] -> O", "sorted(a)[-2] : list[O] -> O"), "sort nlargest max heap > <"),
    F("second smallest", r"(?:second|2nd)[- ](?:smallest|lowest|least|minimum)",
      ("sorted(set(a))[1] : list[O] -> O", "sorted(a)[1] : list[O] -> O"), "sort nsmallest min heap > <"),
    F("longest", r"(?:the )?longest(?: (?:one|word|string|name|line|item|element))", ("max(a, key=len) : list[str] -> str", "max(a, key=len) : list[list[T]] -> list[T]"), "len max sort"),
    F("shortest", r"(?:the )?shortest(?: (?:word|string|name|line|item))", ("min(a, key=len) : list[str] -> str",), "len min sort"),
    F("most common", r"(?:the )?most (?:common|frequent)(?:ly \w+)? ?(?:\w+)?",
      ("max(a, key=a.count) : list[H] -> H", "max(a, key=a.count) : str -> str"), "count mode max most_common"),
    F("maximum", r"(?:the )?(?:maximum|largest|biggest|greatest|highest)(?= \w+| of|$)",
      ("max(a) : iter[O] -> O",), _COMPARED + " gcd range - reversed divmod"),
    F("minimum", r"(?:the )?(?:minimum|smallest|lowest)(?= \w+| of|$)", ("min(a) : iter[O] -> O",), _COMPARED + " range next lcm"),
    F("closest", r"(?:closest|nearest) (?:to (?:zero|each other|the (?:mean|average|target))|pair|element|number|value)", ("min(a, key=abs) : list[N] -> N",), "abs a-b ** dist hypot bisect round"),
    F("middle", r"(?:the )?middle (?:element|item|value|number|character|letter)", ("a[len(a) // 2] : list[T] -> T", "a[len(a) // 2] : str -> str"), "// >> median mid / int"),
    F("capped", r"(?:capped|limited|clipped) (?:at|to) (?:at most )?{n}|but (?:at most|no more than|not more than) {n}", ("min(a, {n}) : N -> N",), "min < > <= >= clamp : if"),
    F("not below", r"but (?:at least|no less than|not less than|never below) {n}", ("max(a, {n}) : N -> N",), "max < > <= >= clamp if"),
    F("rotated", r"rotat(?:e|ed|es|ing|ion|ions)", ("a[1:] + a[:1] : list[T] -> list[T]", "a[1:] + a[:1] : str -> str"),
      ": rotat deque % + pop"),
)  # fmt: skip

NUMBERS = (
    F("rounded to n", r"round(?:ed|ing|s)?(?: \w+){0,4}? (?:to |at )?{n} (?:decimal(?: place| digit)?s?|digits|places)|to {n} decimal(?: place| digit)?s?",
      ("round(a, {n}) : float -> float",), "round format quantiz fstring % decimal"),
    F("rounded", r"round(?:ed|ing|s)?(?: \w+){0,5}? (?:to|towards?) (?:the )?(?:nearest|closest)(?: (?:integer|int|whole number))?",
      ("round(a) : float -> int", "int(a + 0.5) : float -> int"), "round ceil floor int // format fstring"),
    F("rounded up", r"round(?:ed|ing|s)?(?: \w+){0,3}? up(?:wards)?", ("math.ceil(a) : float -> int", "-(-a // 1) : float -> float"),
      "ceil // int round - +"),
    F("rounded down", r"round(?:ed|ing|s)?(?: \w+){0,3}? down(?:wards)?", ("math.floor(a) : float -> int",), "floor // int trunc divmod isqrt"),
    F("absolute", r"absolute (?:value|difference|distance)s?|magnitudes?|regardless of (?:the )?sign",
      ("abs(a) : N -> N", "abs(a - b) : N N -> N"), "abs max sqrt hypot dist ** - < > lstrip"),
    F("square", r"squared|squares? of|sum of (?:the )?squares", ("a ** 2 : N -> N",), "** * pow sqrt isqrt squar varianc stdev dev hypot dist"),
    F("cube", r"cubed|cubes? of|sum of (?:the )?cubes", ("a ** 3 : N -> N",), "** * pow cub cbrt"),
    F("fractional part", r"(?:decimal|fractional) (?:part|portion)s?", ("a % 1 : float -> float", "a - int(a) : float -> float"), "% modf int floor // trunc partit split"),
    F("whole part", r"(?:integer|whole|integral) (?:part|portion)s?", ("int(a) : float -> int",), "int floor // trunc modf isqrt divmod partit split"),
    F("half", r"(?:half of|halved|half the)", ("a / 2 : num -> float", "a // 2 : int -> int"), "/ // >> 0.5 divmod"),
    F("twice", r"(?:twice (?:the|its|as|that)|doubled|double the)", ("a * 2 : N -> N",), "* + << 2 ="),
    F("divisible", r"(?:divisible by|multiples? of) {n}", ("a % {n} == 0 : int -> bool",), "% :: divmod gcd // range lcm round step"),
    F("within", r"between {n} and {m}(?: ?,? ?\(?(?:both )?inclusive(?:ly)?\)?)?|in (?:the )?range (?:from )?[\[(]?{n}[,]? (?:to |and )?{m}[\])]?",
      ("{n} <= a <= {m} : num -> bool",), "> < >= <= range in clamp min max"),
    F("average", r"(?:average|arithmetic mean|mean) (?:of|value)", ("sum(a) / len(a) : list[num] -> float",), "/ // mean averag fmean median"),
    F("median", r"median", ("statistics.median(a) : list[num] -> float",), "median sort"),
    F("product", r"(?:product of|multiplied together|multiply all)", ("math.prod(a) : list[N] -> N",), "prod * reduc mul comb perm log exp geometric power"),
    F("digits", r"(?:sum of (?:the |its |all )*(?:decimal )?digits|digit sum|its digits|(?:the )?digits of)",
      ("sum(int(each) for each in str(abs(a))) : int -> int", "[int(each) for each in str(abs(a))] : int -> list[int]",
       "sum(int(each) for each in a if each.isdigit()) : str -> int"),
      "str % divmod digit // int isdigit join bin repr"),
    F("divides", r"divides? (?:{n} )?(?:evenly|exactly|without (?:a )?remainder)|(?:common )?divisors? of|factors of", ("a % b == 0 : int int -> bool",), "% divmod divis gcd lcm // factor"),
    F("binary", r"(?:in|to|as|into|its)(?: an?| the)? binary|binary (?:representation|form|digits|string|number)",
      ("bin(a)[2:] : int -> str",), "bin b format fstring % // & bit >> 2"),
    F("hexadecimal", r"(?:in|to|as|into)(?: an?)? hex(?:adecimal)?|hex(?:adecimal)? (?:representation|form|string)",
      ("hex(a)[2:] : int -> str",), "hex x 16 format fstring"),
    F("power", r"(?:raised )?to the power(?: of)?|\w+ power of", (), "** pow << log math * //"),
    F("root", r"square root", ("math.sqrt(a) : num -> float", "math.isqrt(a) : int -> int"), "sqrt ** isqrt hypot root"),
    F("remainder", r"(?:the )?remainder|modulo|mod", ("a % b : int int -> int",), "% divmod mod fmod pow -"),
    F("percent", r"per ?cent(?:age)?", ("a * 100 / b : num num -> float", "a / 100 : num -> float", "a * b / 100 : num num -> float", "a * (1 + b / 100) : num num -> float",
       "a * (1 - b / 100) : num num -> float"), "100 % 0.01 percent"),
    F("cumulative", r"(?:running|cumulative) (?:total|sum)s?|prefix sums?",
      ("list(itertools.accumulate(a)) : list[N] -> list[N]",), "accumul sum + cumsum"),
    F("prime", r"(?:a )?prime(?: number|s| factor)?s?", ("a > 1 and all(a % divisor for divisor in range(2, math.isqrt(a) + 1)) : int -> bool",),
      "% prime sieve // gcd discard factor"),
)  # fmt: skip

TEXT = (
    F("ignoring case", r"(?:ignor(?:e|ing)|regardless of|irrespective of|without regard to) (?:the )?(?:\w+ )?(?:case|capitali[sz]ation)|case[- ]insensitive(?:ly)?|not case[- ]sensitive",
      ("a.lower() : str -> str", "a.lower() == b.lower() : str str -> bool", "sorted(a, key=str.lower) : list[str] -> list[str]"),
      "lower casefold upper IGNORECASE swapcas aeiouAEIOU"),
    F("upper case", r"(?:in|to|into) (?:all )?(?:upper[- ]?case|capitals|capital letters|upper)|(?:is|are) (?:all )?(?:upper[- ]?case|capitalized)|uppercased?",
      ("a.upper() : str -> str", "a.isupper() : str -> bool"), "upper isupper capit titl swapcas ord chr ascii lower islower AEIOU"),
    F("lower case", r"(?:in|to|into) (?:all )?(?:lower[- ]?case|small letters|lower)|(?:is|are) (?:all )?lower[- ]?case|lowercased?",
      ("a.lower() : str -> str", "a.islower() : str -> bool"), "lower casefold islower swapcas ord chr ascii upper isupper capit titl hostname"),
    F("swap case", r"(?:swap|flip|toggle|invert|reverse)\w*(?: \w+){0,3}? case|(?:lower|upper)-?case to (?:upper|lower)-?case and vice versa",
      ("a.swapcase() : str -> str",), "swapcas upper lower ord"),
    F("title case", r"title[- ]?case|capitali[sz](?:e|es|ed|ing) (?:the first letter of )?(?:each|every) word|first letter of (?:each|every) word (?:is )?capitali[sz]ed",
      ("a.title() : str -> str", "' '.join(each.capitalize() for each in a.split()) : str -> str"), "titl capit upper"),
    F("capitalized", r"capitali[sz](?:e|es|ed|ing)(?! (?:each|every|words))", ("a.capitalize() : str -> str",), "capit titl upper isupper ord"),
    F("trimmed", r"(?:strip(?:ped|s|ping)?|trim(?:med|s|ming)?)(?! of \w)|(?:without|ignoring|remov\w+)(?: \w+)? (?:leading|trailing|surrounding)(?: and \w+)? (?:whitespace|spaces|blanks)",
      ("a.strip() : str -> str",), "strip split re removeprefix removesuffix : <space"),
    F("separated by", r"(?:separated|delimited|split|joined|divided) (?:by|with|on|at|using) {q}(?: \w+)?|(?P<q9>comma|tab|semicolon|colon|space|pipe|newline)[- ](?:separated|delimited)",
      ("a.split({q}) : str -> list[str]", "{q}.join(a) : list[str] -> str"), "split join partit re replac find index == csv pairwis strip fstring"),
    F("initials", r"(?:the )?first (?:letter|character) of (?:each|every) word|initials", ("''.join(each[0] for each in a.split()) : str -> str", "[each[0] for each in a.split()] : str -> list[str]"), "split word re findall <space initial"),
    F("first word", r"(?:the )?first word (?:of|in) (?:the|an?|each) \w+", ("a.split()[0] : str -> str",), "split partit word re find <space next sort min max 0"),
    F("last word", r"(?:the )?last word (?:of|in) (?:the|an?|each) \w+", ("a.split()[-1] : str -> str",), "split partit word re rfind <space sort min max -"),
    F("number of words", r"(?:number of|how many|count(?:s|ing)?(?: the| of)*) words", ("len(a.split()) : str -> int",), "split word re len count <space"),
    F("each word", r"(?:each|every) word|(?:the |all )?words (?:of|in)|(?:word by word)", ("a.split() : str -> list[str]",), "split word re findall <space"),
    F("each line", r"(?:each|every) line|(?:the |all )lines (?:of|in)", ("a.splitlines() : str -> list[str]",), "splitlines split line re"),
    F("starts with", r"(?:starts?|starting|begins?|beginning) with (?:the (?:letter|prefix|character|string|word) )?{q}",
      ("a.startswith({q}) : str -> bool",), "startswith 0 : re match index find removeprefix partit"),
    F("ends with", r"(?:ends?|ending) (?:with|in) (?:the (?:letter|suffix|character|string|word) )?{q}",
      ("a.endswith({q}) : str -> bool",), "endswith - re : removesuffix rfind rpartit"),
    F("contains", r"(?:contains?|containing|includes?) (?:the (?:letter|character|string|substring|word) )?(?P<q>'[^'\n]{1,9}'|\"[^\"\n]{1,9}\")",
      ("{q} in a : str -> bool",), "in find count index re split"),
    F("replaced", r"replac(?:e|es|ed|ing) (?:all |each |every |any |the )*{q}(?: \w+){0,2}? (?:with|by) {r}",
      ("a.replace({q}, {r}) : str -> str",), "replac translat re join if sub + dict"),
    F("remove text", r"(?:remov(?:e|es|ed|ing)|delet(?:e|es|ed|ing)|strip(?:s|ped|ping)?|without) (?:all |each |every |any |the )*(?P<q>'[^'\n]{1,9}'|\"[^\"\n]{1,9}\"|spaces|commas|hyphens|dashes|underscores|newlines|periods|dots)",
      ("a.replace({q}, '') : str -> str",), "replac translat re join strip split sub removeprefix removesuffix if"),
    F("repeated", r"repeat(?:ed|ing|s)? {n} times", ("a * {n} : str -> str", "a * {n} : list[T] -> list[T]"), "* repeat range for while"),
    F("concatenated", r"concatenat(?:e|ed|es|ing|ion)", ("''.join(a) : list[str] -> str", "a + b : str str -> str"), "join + chain extend concat fstring * sum += append"),
    F("as a string", r"(?:as|to|into) an? string|return(?:s|ed)? (?:a|the) string (?:of|containing|with)", ("str(a) : int -> str",),
      "str join fstring format bin hex % + chr replac :"),
    F("codes", r"ascii (?:codes?|values?)|code ?points?|unicode (?:codes?|values?)|ord(?:inal)? values?", ("ord(a) : str -> int",), "ord chr encod bytes ascii sort"),
    F("vowels", r"vowels?", ("a in 'aeiou' : str -> bool", "a in 'AEIOU' : str -> bool",
      "sum(1 for each in a if each in 'aeiou') : str -> int"), "aeiou aeiouAEIOU AEIOU a vowel"),
)  # fmt: skip

COLLECTIONS = (
    F("without duplicates", r"(?:without|no|remov\w+|eliminat\w+|drop\w*|ignor\w+|delet\w+)(?: \w+){0,2}? (?:duplicat|repeat)\w*(?: \w+)?|de-?duplicat\w+|only once",
      ("list(dict.fromkeys(a)) : seq[H] -> list[H]", "sorted(set(a)) : iter[O] -> list[O]", "set(a) : iter[H] -> set[H]"),
      "set fromkeys Counter in == != count groupby uniqu dict != duplic frozenset"),
    F("more than once", r"(?:occurs?|appears?|present|found|repeated)(?: \w+)? (?:more than|at least|exactly) (?:once|twice|one time|two times)|more than once|exactly once",
      ("[each for each in a if a.count(each) == 1] : list[T] -> list[T]", "[each for each in a if a.count(each) > 1] : list[T] -> list[T]"),
      "count Counter in == != groupby set index mode"),
    F("distinct", r"(?:unique|distinct) \w+|(?:unique|distinct)$",
      ("len(set(a)) : iter[H] -> int", "set(a) : iter[H] -> set[H]", "list(dict.fromkeys(a)) : seq[H] -> list[H]"),
      "set fromkeys Counter in != count groupby uniqu combin permut distinct < frozenset dict range"),
    F("common", r"(?:common (?:elements|items|values|characters|letters|words)|in both (?:lists|strings|sets|arrays)|in common|shared by both|intersection)",
      ("set(a) & set(b) : iter[H] iter[H] -> set[H]", "[each for each in a if each in b] : list[T] list[T] -> list[T]"),
      "& in intersect common Counter =="),
    F("consecutive", r"(?:consecutive|adjacent|neighbou?ring) (?:\w+)",
      ("list(itertools.pairwise(a)) : list[T] -> list[pair[T,T]]",), "pairwis zip range groupby : enumer + - re for windows"),
    F("differences", r"differences? (?:between|of|from)(?: (?:each|every|all|any|the|two|one|a|pairs? of|\w+ and (?:the|its)))*? (?:consecutive|adjacent|neighbou?ring|successive|next|previous)(?: \w+)?",
      ("[right - left for left, right in itertools.pairwise(a)] : list[N] -> list[N]", "[abs(right - left) for left, right in itertools.pairwise(a)] : list[N] -> list[N]"),
      "pairwis zip range enumer : accumul"),
    F("flattened", r"flatten(?:ed|s|ing)?", ("[each for row in a for each in row] : list[list[T]] -> list[T]",), "chain for sum extend flatten"),
    F("prefixes", r"(?:all )?prefixes", ("[a[:end] for end in range(1, len(a) + 1)] : str -> list[str]",), ": accumul startswith prefix"),
    F("counts", r"(?:number of times|how many times|(?:the )?(?:frequency|frequencies|occurrences) of|number of occurrences)",
      ("dict(collections.Counter(a)) : seq[H] -> dict[H,int]",), "count Counter sum len += range"),
    F("pairs", r"as (?:a )?(?:tuple|pair)s?", ("(a, b) : A B -> pair[A,B]",), "(, tupl zip divmod pair"),
    F("interleaved", r"interleav(?:e|ed|ing)|alternat(?:ing|ely)", ("[each for pair in zip(a, b) for each in pair] : list[T] list[T] -> list[T]",), "zip : chain for cycl"),
    F("sum", r"(?:the )?(?:sum|total) of|sums? (?:up )?(?:the|all)|add(?:s|ed)? (?:up|together)(?! to)",
      ("sum(a) : list[N] -> N",), "sum + += fsum accumul mean fmean // * ** count len reduc total"),
)  # fmt: skip

FORMS: tuple[Form, ...] = (*ORDER, *CHOSEN, *NUMBERS, *TEXT, *COLLECTIONS)
