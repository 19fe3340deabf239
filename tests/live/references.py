"""One right function for each spec of `benchmarks/live_specs.toml`: they judge the hidden cases, not a model."""

import re

SOURCE = """
def run_lengths(text):
    return [(key, len(list(group))) for key, group in itertools.groupby(text)]

def merge_intervals(intervals):
    merged = []
    for start, end in sorted(intervals):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged

def is_leap_year(year):
    return calendar.isleap(year)

def to_base(n, base):
    if not 2 <= base <= 36:
        raise ValueError("base")
    digits = ""
    rest = abs(n)
    while rest or not digits:
        rest, digit = divmod(rest, base)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return "-" + digits if n < 0 else digits

def rotate(items, k):
    k = k % len(items) if items else 0
    return items[-k:] + items[:-k] if k else items[:]

def top_words(text, n):
    counts = collections.Counter(re.findall("[a-z]+", text.lower()))
    return sorted(counts, key=lambda word: (-counts[word], word))[:n]

def balanced(text):
    stack = []
    for character in text:
        if character in "([{":
            stack.append(character)
        elif character in ")]}" and (not stack or "([{".index(stack.pop()) != ")]}".index(character)):
            return False
    return not stack

def transpose(rows):
    return [list(column) for column in zip(*rows, strict=True)]

def luhn_valid(number):
    digits = number.replace(" ", "")
    if not digits.isdigit() or len(digits) < 2:
        return False
    doubled = [int(d) if i % 2 == 0 else sum(divmod(2 * int(d), 10)) for i, d in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0

def flatten(items):
    return [deep for item in items for deep in (flatten(item) if isinstance(item, list) else [item])]

def collatz_steps(n):
    if n < 1:
        raise ValueError("n")
    steps = 0
    while n != 1:
        n, steps = (3 * n + 1 if n % 2 else n // 2), steps + 1
    return steps

def parse_version(text):
    if not re.fullmatch("[0-9]+([.][0-9]+){0,2}", text):
        raise ValueError(text)
    parts = [int(part) for part in text.split(".")]
    return tuple(parts + [0] * (3 - len(parts)))

def snake_case(name):
    return re.sub("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()

def moving_average(values, window):
    if window < 1:
        raise ValueError("window")
    return [sum(values[i:i + window]) / window for i in range(len(values) - window + 1)]

def group_by_length(words):
    groups = {}
    for word in words:
        groups.setdefault(len(word), []).append(word)
    return groups

def spiral(n):
    square = [[0] * n for _ in range(n)]
    row, column, down, right = 0, 0, 0, 1
    for number in range(1, n * n + 1):
        square[row][column] = number
        if not (0 <= row + down < n and 0 <= column + right < n) or square[row + down][column + right]:
            down, right = right, -down
        row, column = row + down, column + right
    return square

def edit_distance(a, b):
    line = list(range(len(b) + 1))
    for i, left in enumerate(a, 1):
        previous, line[0] = line[0], i
        for j, right in enumerate(b, 1):
            previous, line[j] = line[j], min(line[j] + 1, line[j - 1] + 1, previous + (left != right))
    return line[-1]

def prime_factors(n):
    if n < 1:
        raise ValueError("n")
    factors, divisor = [], 2
    while divisor * divisor <= n:
        while n % divisor == 0:
            factors.append(divisor)
            n //= divisor
        divisor += 1
    return factors + [n] if n > 1 else factors
"""
MODULES = ("calendar", "collections", "itertools", "re")


def bodies() -> dict[str, str]:
    """Name of a function -> its body, as a candidate has it."""
    parts = re.split(r"^def (\w+)\(.*\):\n", SOURCE, flags=re.MULTILINE)
    return {name: body.rstrip("\n") + "\n" for name, body in zip(parts[1::2], parts[2::2], strict=True)}
