"""What a program looks like as a function that people would accept in review."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.search.rendering import rendered

from lift_server.engines.embedded.search.request import Helper

INTS, TEXTS, ROWS = "list[int]", "list[str]", "list[list[int]]"

FUNCTIONS = [
    (
        {"word": "str"},
        "''.join([x for x in word if not x in 'aeiou'])",
        'return "".join(character for character in word if character not in "aeiou")',
    ),
    (
        {"words": TEXTS},
        "max(words, key=lambda x: len(x)) if not len(words) == 0 else None",
        "if not words:\n    return None\nreturn max(words, key=len)",
    ),
    (
        {"nums": INTS},
        "[x for x in nums if x > sum(nums) / len(nums)]",
        "if not nums:\n    return []\nmean = sum(nums) / len(nums)\n"
        "return [number for number in nums if number > mean]",
    ),
    (
        {"arr": INTS},
        "[min(arr) + i for i, x in enumerate(arr)]",
        "if not arr:\n    return []\nsmallest = min(arr)\nreturn [smallest + i for i in range(len(arr))]",
    ),
    ({"rows": ROWS}, "[sum(x) for x in rows]", "return [sum(row) for row in rows]"),
    (
        {"prices": "dict[str,float]", "limit": "float"},
        "{k: v for k, v in prices.items() if v > limit}",
        "return {key: price for key, price in prices.items() if price > limit}",
    ),
    (
        {"prices": "list[float]", "quantities": INTS},
        "sum([x * y for x, y in zip(prices, quantities)])",
        "return sum(price * quantity for price, quantity in zip(prices, quantities))",
    ),
    ({"first": "str", "last": "str"}, "first + ' ' + last", 'return f"{first} {last}"'),
    ({"x": "int", "y": "int"}, "'(' + str(x) + ', ' + str(y) + ')'", 'return f"({x}, {y})"'),
    (
        {"values": INTS, "target": "int"},
        "any(x + y == target for x, y in itertools.combinations(values, 2))",
        "return any(\n    first + second == target for first, second in itertools.combinations(values, 2)\n)",
    ),
    (
        {"title": "str"},
        "' '.join([x[:1].upper() + x[1:].lower() for x in title.split()]) + ' (' + str(len(title.split())) + ' words)'",
        "words = title.split()\n"
        'joined = " ".join(word[:1].upper() + word[1:].lower() for word in words)\n'
        'return f"{joined} ({len(words)} words)"',
    ),
    (
        {"s": "str"},
        "s.lower().replace(' ', '') == s.lower().replace(' ', '')[::-1]",
        'replaced = s.lower().replace(" ", "")\nreturn replaced == replaced[::-1]',
    ),
    (
        {"a": INTS},
        "all(x <= y for x, y in zip(a[:-1], a[1:]))",
        "return all(previous <= current for previous, current in itertools.pairwise(a))",
    ),
    (
        {"xs": INTS},
        "0 if len(xs) == 0 else -1 if xs[0] < 0 else max(xs) - min(xs)",
        "if not xs:\n    return 0\nif xs[0] < 0:\n    return -1\nreturn max(xs) - min(xs)",
    ),
    ({"a": "int", "b": "int"}, "a if a > b else b", "return a if a > b else b"),
    (
        {"numbers": INTS},
        "numbers[:len(numbers) // 2] if len(numbers) % 2 == 0 else None",
        "if len(numbers) % 2 != 0:\n    return None\nreturn numbers[: len(numbers) // 2]",
    ),
    ({"n": "int"}, "sum((int(x) for x in str(abs(n))))", "return sum(int(digit) for digit in str(abs(n)))"),
    (
        {"cubes": "list[list[list[int]]]"},
        "[[[z for z in y if z > 0] for y in x] for x in cubes]",
        "result = []\n"
        "for cube in cubes:\n"
        "    result.append([[number for number in row if number > 0] for row in cube])\n"
        "return result",
    ),
    (
        {"records": "list[dict[str,int]]", "minimum_age": "int"},
        "[x for x in records if x['age'] >= minimum_age and x['level'] < minimum_age and x['height'] > minimum_age]",
        "result = []\n"
        "for record in records:\n"
        "    if (\n"
        '        record["age"] >= minimum_age\n'
        '        and record["level"] < minimum_age\n'
        '        and record["height"] > minimum_age\n'
        "    ):\n"
        "        result.append(record)\n"
        "return result",
    ),
    (
        {"text": "str"},
        "sum([len(x) for x in text.splitlines() if x.strip().startswith('#') and not x.strip().startswith('#!')])"
        " / max(len(text.splitlines()), 1)",
        "lines = text.splitlines()\n"
        "total = 0\n"
        "for line in lines:\n"
        "    stripped = line.strip()\n"
        '    if stripped.startswith("#") and not stripped.startswith("#!"):\n'
        "        total += len(line)\n"
        "return total / max(len(lines), 1)",
    ),
    (
        {"text": "str", "shift": "int"},
        "''.join([chr((ord(x) - ord('a') + shift) % 26 + ord('a')) if x.islower() else x for x in text])",
        "characters = []\n"
        "for character in text:\n"
        "    if character.islower():\n"
        '        characters.append(chr((ord(character) - ord("a") + shift) % 26 + ord("a")))\n'
        "    else:\n"
        "        characters.append(character)\n"
        'return "".join(characters)',
    ),
    (
        {"words": TEXTS},
        "{x: len([y for y in words if y.startswith(x)]) for x in sorted(set([z[0] for z in words if len(z) > 0]))}",
        "ordered = sorted({word[0] for word in words if word})\n"
        "return {text: sum(1 for word in words if word.startswith(text)) for text in ordered}",
    ),
    (
        {"digits": INTS},
        "functools.reduce(lambda acc, x: acc * 10 + x, digits, 0)",
        "result = 0\nfor digit in digits:\n    result = result * 10 + digit\nreturn result",
    ),
    (
        {"a": INTS},
        "functools.reduce(lambda acc, x: acc + x if x > 0 else acc, a, 0)",
        "total = 0\nfor number in a:\n    if number > 0:\n        total += number\nreturn total",
    ),
    (
        {"a": INTS},
        "functools.reduce(lambda acc, x: acc + [x] if x not in acc else acc, a, [])",
        "result = []\nfor number in a:\n    if number not in result:\n        result.append(number)\nreturn result",
    ),
    (
        {"rows": ROWS},
        "len(list(itertools.chain.from_iterable(rows))) * sum(list(itertools.chain.from_iterable(rows)))",
        "length = len(list(itertools.chain.from_iterable(rows)))\n"
        "return length * sum(itertools.chain.from_iterable(rows))",
    ),
    (
        {"n": "int"},
        "functools.reduce(lambda state, i: (state[1], state[0] + state[1]), range(n), (0, 1))[0]",
        "previous, current = 0, 1\n"
        "for _ in range(n):\n"
        "    previous, current = current, previous + current\n"
        "return previous",
    ),
]


def indented(body: str) -> str:
    return "".join(f"    {line}\n" for line in body.splitlines())


@pytest.mark.parametrize(("types", "source", "body"), FUNCTIONS)
def test_a_function_reads_well(types: dict[str, str], source: str, body: str) -> None:
    assert rendered(source, types) == f"def f({', '.join(types)}):\n{indented(body)}"


def test_formatters_find_nothing_to_change() -> None:
    text = "\n\n".join(rendered(source, types) for types, source, _ in FUNCTIONS)
    found = subprocess.run(
        [shutil.which("ruff", path=str(Path(sys.executable).parent)) or "ruff", "format", "--line-length", "88", "-"],
        input=text, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert found.stdout == text


PROSE = [
    ("The highest of a list of temperatures.", "lst", "list[float]", "temperature"),
    ("The sum of all numbers.", "xs", INTS, "number"),
    ("The names, sorted.", "items_", TEXTS, "name"),
    ("Which of the players wins?", "players", TEXTS, "player"),
    ("The cities.", "cities", TEXTS, "city"),
    ("", "matrix", ROWS, "row"),
    ("Count the letters.", "text", "str", "letter"),
    ("", "word", "str", "character"),
    ("", "data", "list[any]", "item"),
]


@pytest.mark.parametrize(("prose", "parameter", "type_", "name"), PROSE)
def test_loops_name_what_they_bind(prose: str, parameter: str, type_: str, name: str) -> None:
    declared = {parameter: type_ if type_ != "list[any]" else TEXTS}
    body = rendered(f"[(x, x) for x in {parameter}]", declared, prose)
    expected = "text" if type_ == "list[any]" else name
    assert f"return [({expected}, {expected}) for {expected} in {parameter}]" in body


def test_a_loop_never_takes_a_name_that_means_something() -> None:
    body = rendered("[(x, number) for x in numbers]", {"numbers": INTS, "number": "int"})
    assert body == "def f(numbers, number):\n    return [(other, number) for other in numbers]\n"
    body = rendered("[z + y for z in x if y > 0]", {"x": INTS, "y": "int"})
    assert body == "def f(x, y):\n    return [number + y for number in x if y > 0]\n"
    body = rendered("[(min(x), x) for x in mins if len(x) > 0]", {"mins": ROWS})
    assert body == "def f(mins):\n    return [(min(row), row) for row in mins if row]\n"


@pytest.mark.parametrize(
    ("types", "source", "expression"),
    [
        ({"list": INTS}, "list(set(list))", "[*set(list)]"),
        ({"str": "int"}, "str(str)", 'f"{str}"'),
        ({"set": INTS}, "len(set(set))", "len({*set})"),
        ({"max": INTS}, "max(max)", "sorted(max)[-1]"),
        ({"min": INTS}, "min(min)", "sorted(min)[0]"),
        ({"max": "int"}, "max(1, max)", "sorted((1, max))[-1]"),
        (
            {"sum": INTS},
            "sum([x * x for x in sum])",
            "functools.reduce(operator.add, (number**2 for number in sum), 0)",
        ),
        ({"tuple": INTS}, "tuple(tuple)", "(*tuple,)"),
    ],
)
def test_a_parameter_may_have_the_name_of_a_builtin(types: dict[str, str], source: str, expression: str) -> None:
    assert rendered(source, types) == f"def f({', '.join(types)}):\n    return {expression}\n"


SHOUTED = Helper(
    "shouted", ("str",), 'def shouted(text):\n    """Return the text louder."""\n    return text.upper() + "!"\n', (), 1
)


TAILS = Helper(
    "tails",
    ("list[int]",),
    'def tails(values):\n    """Return all but the first."""\n    found = []\n    for value in values[1:]:\n'
    "        found.append(value)\n    return found\n",
    (),
    1,
)


def test_a_helper_of_one_expression_is_that_expression() -> None:
    body = rendered("[shouted(x) for x in words]", {"words": TEXTS}, helpers=[SHOUTED])
    assert body == 'def f(words):\n    return [word.upper() + "!" for word in words]\n'


def test_a_module_that_only_a_helper_needs_is_named() -> None:
    numbers_in = Helper(
        "numbers_in", ("str",), "def numbers_in(text):\n    return re.findall(r'\\d+', text)\n", ("re",), 1
    )
    text = rendered("numbers_in(text)[1:]", {"text": "str"}, helpers=[numbers_in])
    assert text == 'def f(text):\n    return re.findall(r"\\d+", text)[1:]\n'


def test_a_function_that_is_one_helper_has_its_body() -> None:
    body = rendered("tails(numbers)", {"numbers": INTS}, helpers=[TAILS])
    assert body == (
        "def f(numbers):\n    found = []\n    for value in numbers[1:]:\n"
        "        found.append(value)\n    return found\n"
    )
    body = rendered("tails(sorted(numbers))", {"numbers": INTS}, helpers=[TAILS])
    assert body == (
        "def f(numbers):\n    values = sorted(numbers)\n    found = []\n    for value in values[1:]:\n"
        "        found.append(value)\n    return found\n"
    )


def test_a_helper_that_is_needed_comes_with_its_docstring() -> None:
    body = rendered("len(tails(numbers)) + len(tails(others))", {"numbers": INTS, "others": INTS}, helpers=[TAILS])
    assert body == (
        "def f(numbers, others):\n"
        "    def tails(values):\n"
        '        """Return all but the first."""\n'
        "        found = []\n"
        "        for value in values[1:]:\n"
        "            found.append(value)\n"
        "        return found\n"
        "\n"
        "    return len(tails(numbers)) + len(tails(others))\n"
    )
