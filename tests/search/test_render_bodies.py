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
    (
        {"word": "str"},
        "sum(ord(y) for y in [x for x in word if x.isupper()])",
        "return sum(ord(character) for character in word if character.isupper())",
    ),
    (
        {"items": TEXTS, "wanted": "str"},
        "[i for i in range(len(items)) if items[i] == wanted]",
        "return [i for i, item in enumerate(items) if item == wanted]",
    ),
    (
        {"readings": INTS},
        "[readings[i + 1] - readings[i] for i in range(len(readings) - 1)]",
        "return [current - previous for previous, current in itertools.pairwise(readings)]",
    ),
    (
        {"prices": "dict[str,float]", "limit": "float"},
        "[k for k in prices if prices[k] > limit]",
        "return [key for key, price in prices.items() if price > limit]",
    ),
    (
        {"text": "str"},
        "len(text) > 1 and all(len(text) % x for x in range(2, math.isqrt(len(text)) + 1))",
        "length = len(text)\n"
        "if length <= 1:\n"
        "    return False\n"
        "return all(length % divisor for divisor in range(2, math.isqrt(length) + 1))",
    ),
    (
        {"numbers": INTS},
        "[x for x in numbers if x > 1 and all(x % y for y in range(2, math.isqrt(x) + 1))]",
        "result = []\n"
        "for number in numbers:\n"
        "    if number > 1 and all(\n"
        "        number % divisor for divisor in range(2, math.isqrt(number) + 1)\n"
        "    ):\n"
        "        result.append(number)\n"
        "return result",
    ),
    (
        {"numbers": INTS},
        "str(abs(max((x for x in numbers if x > 1 and all(x % y for y in range(2, math.isqrt(x) + 1))), default=0)))",
        "found = []\n"
        "for number in numbers:\n"
        "    if number > 1 and all(\n"
        "        number % divisor for divisor in range(2, math.isqrt(number) + 1)\n"
        "    ):\n"
        "        found.append(number)\n"
        "largest = max(found, default=0)\n"
        "return str(abs(largest))",
    ),
    (
        {"people": "list[dict[str,int]]", "minimum": "int"},
        "[x for x in people if any(y >= minimum for y in x.values())]",
        "return [\n    person\n    for person in people\n    if any(value >= minimum for value in person.values())\n]",
    ),
    (
        {"numbers": INTS},
        "(max([x for x in numbers if x < 0], default=None), min([x for x in numbers if x > 0], default=None))",
        "largest = max((number for number in numbers if number < 0), default=None)\n"
        "smallest = min((number for number in numbers if number > 0), default=None)\n"
        "return largest, smallest",
    ),
    (
        {"word": "str"},
        "''.join([x for x in word if ''.join([y for y in word if y in 'aeiou']).endswith(x)])",
        'joined = "".join(character for character in word if character in "aeiou")\n'
        'return "".join(character for character in word if joined.endswith(character))',
    ),
    (
        {"numbers": INTS},
        "[x for x in range(max(numbers)) if x > min(numbers) and x not in numbers]",
        "smallest = min(numbers)\n"
        "return [\n"
        "    number\n"
        "    for number in range(max(numbers))\n"
        "    if number > smallest and number not in numbers\n"
        "]",
    ),
    (
        {"words": TEXTS},
        "sorted(sorted(words), key=lambda x: len(x))",
        "return sorted(words, key=lambda word: (len(word), word))",
    ),
    (
        {"names": TEXTS},
        "not not names and ' '.join(names).isupper()",
        'if not names:\n    return False\nreturn " ".join(names).isupper()',
    ),
    (
        {"text": "str"},
        "max(text.split(), key=len, default='') if text else text",
        'if not text:\n    return ""\nreturn max(text.split(), key=len, default="")',
    ),
    (
        {"a": INTS},
        "functools.reduce(lambda acc, x: acc + max(acc, x), a, 0)",
        "total = 0\nfor number in a:\n    total += max(total, number)\nreturn total",
    ),
    (
        {"word": "str"},
        "sum(1 for x, y in itertools.combinations(word, 2) if x.isupper())",
        "return sum(1 for first, _ in itertools.combinations(word, 2) if first.isupper())",
    ),
    (
        {"x": INTS},
        "[n for n in sorted(x) if n % 2 == 1 and 1 in x]",
        "if 1 not in x:\n    return []\nreturn [number for number in sorted(x) if number % 2 == 1]",
    ),
    (
        {"words": TEXTS, "letters": "str"},
        "' '.join([x for x in words if len(letters) > 0])",
        'if not letters:\n    return ""\nreturn " ".join(words)',
    ),
    ({"start": "int", "end": "int"}, "len(list(range(start, end + 1)))", "return max(end + 1 - start, 0)"),
    ({"text": "str"}, "' '.join(text.split()[::-1])", 'return " ".join(reversed(text.split()))'),
    (
        {"a": "int", "b": "int"},
        "a > 1 and b > 1 or a < 0 and b < 0",
        "return (a > 1 and b > 1) or (a < 0 and b < 0)",
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


def test_the_prose_names_what_is_within_and_keys() -> None:
    body = rendered("[y for x in rows for y in x if y]", {"rows": "list[list[str]]"}, "All cells of all rows.")
    assert "return [cell for row in rows for cell in row if cell]" in body
    body = rendered("[x for x in sorted(prices)]", {"prices": "dict[str,float]"}, "The names of all products.")
    assert body == "def f(prices):\n    return sorted(prices)\n"
    body = rendered("[x for x in sorted(prices) if prices[x] > 1]", {"prices": "dict[str,float]"}, "All names.")
    assert "return [name for name in sorted(prices) if prices[name] > 1]" in body
    body = rendered("[list(x) for x in zip(*rows)]", {"rows": ROWS})
    assert "return [list(column) for column in zip(*rows)]" in body


@pytest.mark.parametrize(("prose", "parameter", "type_", "name"), PROSE)
def test_loops_name_what_they_bind(prose: str, parameter: str, type_: str, name: str) -> None:
    declared = {parameter: type_ if type_ != "list[any]" else TEXTS}
    body = rendered(f"[(x, x) for x in {parameter}]", declared, prose)
    expected = "text" if type_ == "list[any]" else name
    assert f"return [({expected}, {expected}) for {expected} in {parameter}]" in body


def test_a_loop_never_takes_a_name_that_means_something() -> None:
    body = rendered("[(x, number) for x in numbers]", {"numbers": INTS, "number": "int"})
    assert body == "def f(numbers, number):\n    return [(other, number) for other in numbers]\n"
    body = rendered("[z + y for z in x if z > y]", {"x": INTS, "y": "int"})
    assert body == "def f(x, y):\n    return [number + y for number in x if number > y]\n"
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


MIDDLE = Helper(
    "middle",
    ("list[num]",),
    'def middle(numbers):\n    """Return the middle."""\n    if not numbers:\n        raise ValueError("empty")\n'
    "    return statistics.median(numbers)\n",
    ("statistics",),
    1,
)


def test_a_refusal_of_what_fails_anyway_needs_no_helper() -> None:
    body = rendered("[middle(x) for x in rows if x]", {"rows": ROWS}, helpers=[MIDDLE])
    assert body == "def f(rows):\n    return [statistics.median(row) for row in rows if row]\n"
    total = Helper(
        "total", ("list[num]",), MIDDLE.source.replace("middle", "total").replace("statistics.median", "sum"), (), 1
    )
    assert "def total(numbers):" in rendered("[total(x) for x in rows if x]", {"rows": ROWS}, helpers=[total])


def test_helpers_that_an_argument_needs_come_too() -> None:
    body = rendered("tails(tails(numbers))", {"numbers": INTS}, helpers=[TAILS])
    assert body.count("def tails(values):") == 1
    assert body.endswith("    return tails(tails(numbers))\n")
    lasts = Helper("lasts", ("list[int]",), TAILS.source.replace("tails", "lasts").replace("[1:]", "[:-1]"), (), 1)
    body = rendered("tails(lasts(numbers))", {"numbers": INTS}, helpers=[TAILS, lasts])
    assert "def lasts(values):" in body
    assert "def tails" not in body


def test_the_body_of_a_helper_stands_behind_guards() -> None:
    body = rendered("tails(numbers) if len(numbers) > 0 else None", {"numbers": INTS}, helpers=[TAILS])
    assert body == (
        "def f(numbers):\n    if not numbers:\n        return None\n    found = []\n    for value in numbers[1:]:\n"
        "        found.append(value)\n    return found\n"
    )
    strict = Helper(
        "strict", ("list[int]",),
        "def strict(values):\n    if not values:\n        raise ValueError('nothing')\n    first = values[0]\n"
        "    return [value - first for value in values]\n", (), 1,
    )  # fmt: skip
    body = rendered("[] if not numbers else strict(numbers)", {"numbers": INTS}, helpers=[strict])
    assert body == (
        "def f(numbers):\n    if not numbers:\n        return []\n    first = numbers[0]\n"
        "    return [value - first for value in numbers]\n"
    )
    body = rendered("None if number < 0 else strict(numbers)", {"numbers": INTS, "number": "int"}, helpers=[strict])
    assert "    if number < 0:\n        return None\n    if not numbers:\n        raise ValueError" in body
    body = rendered("None if len(strict(numbers)) > 3 else strict(numbers)", {"numbers": INTS}, helpers=[strict])
    assert "def strict(values):" in body


def test_a_lambda_anywhere_gets_names() -> None:
    titled = Helper(
        "titled", ("str",),
        'def titled(text):\n    return re.sub(r"\\w+", lambda match: match[0].title(), text)\n', ("re",), 1,
    )  # fmt: skip
    body = rendered("titled(text) + '!'", {"text": "str"}, helpers=[titled])
    assert body == 'def f(text):\n    return re.sub(r"\\w+", lambda found: found[0].title(), text) + "!"\n'


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
        "\n"
        "    def tails(values):\n"
        '        """Return all but the first."""\n'
        "        found = []\n"
        "        for value in values[1:]:\n"
        "            found.append(value)\n"
        "        return found\n"
        "\n"
        "    return len(tails(numbers)) + len(tails(others))\n"
    )
