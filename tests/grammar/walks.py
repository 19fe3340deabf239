"""Random bodies under the mask, and mutants of real ones."""

import itertools
import random
import re
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from grammar.corpus import HEADER
from grammar.matching import Compiler
from lift_server.checks.sandbox.worker import gate

MAX_TOKENS = 330
_CLOSERS = {
    b"\n": 100, b'"""': 95, b"'''": 95, b")": 90, b"]": 90, b"}": 90, b'"': 80, b"'": 80, b" pass": 70, b":": 60,
    b" in": 50, b" else": 50, b" x": 21, b"x": 20, b"=": 10, b"0": 5,
}  # fmt: skip
"""Tokens that bring a text to its end, the best first."""


def gate_code(body: str, *, is_async: bool = False) -> str:
    """The code with which the gate refuses the body, as it stands in a function; empty when it compiles.

    GATE08: names that are equal and may not be, or unbound, which no grammar without context can know.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        header = ("async " if is_async else "") + HEADER
        problems, _ = gate.check(header + body, frozenset(), frozenset(), header)
    codes = {problem.code for problem in problems} & COMPILES
    return min(codes, default="")


COMPILES = frozenset({"GATE01", "GATE07", "GATE08", "GATE09"})
"""What the gate says of code that does not compile, or is not one function."""


@dataclass
class Walker:
    """Draws bodies token by token: logits mix chance with the pairs of tokens of real code, and press for an end."""

    compiler: Compiler
    compiled: Any
    samples: Sequence[Sequence[int]]

    def __post_init__(self) -> None:
        followers: dict[int, Counter[int]] = defaultdict(Counter)
        for sample in self.samples:
            for before, after in itertools.pairwise(sample):
                followers[before][after] += 1
        self._followers = {
            token: (np.array(list(counts)), np.array(list(counts.values()), float))
            for token, counts in followers.items()
        }
        tokens = self.compiler.vocabulary.tokens
        self._closers = sorted(
            (number for number, token in enumerate(tokens) if token in _CLOSERS),
            key=lambda number: -_CLOSERS[tokens[number]],
        )
        self._first_bytes = np.array([token[0] if token else 0 for token in tokens])
        self._blanks = [number for number, token in enumerate(tokens) if token and not token.strip(b" ")]

    def walk(self, seed: int) -> bytes | None:
        """One body; None when it did not end within MAX_TOKENS tokens. Most begin with the start of a real one."""
        generator = random.Random(seed)
        tokens, end = self.compiler.vocabulary.tokens, self.compiler.vocabulary.end
        matcher = self.compiler.matcher(self.compiled)
        text, previous = b"", -1
        if generator.random() < 0.85:
            sample = generator.choice(self.samples)
            for token in sample[: generator.randrange(1, min(len(sample), 220) + 1)]:
                if token == end or not matcher.accept_token(token):
                    break
                text, previous = text + tokens[token], token
        enough, chance = generator.choice([1, 3, 8, 20, 40]), generator.choice([0.02, 0.1, 0.3, 1.0])
        mask = self.compiler.empty_mask()
        for step in range(MAX_TOKENS):
            allowed = self.compiler.allowed(matcher, mask)
            if allowed[end] and (step >= enough or generator.random() < 0.03):
                return text
            allowed[end] = 0
            token = self._next(generator, allowed, previous, text, ends=step >= enough, chance=chance)
            assert matcher.accept_token(token), "the mask allowed a token that the matcher refuses"
            text, previous = text + tokens[token], token
        return None

    def _next(
        self, generator: random.Random, allowed: Any, previous: int, text: bytes, *, ends: bool, chance: float
    ) -> int:
        tokens = self.compiler.vocabulary.tokens
        if ends and generator.random() < 0.97:
            at_start = not text.rpartition(b"\n")[2].strip()  # another newline in brackets would lead nowhere
            closing = [token for token in self._closers if allowed[token] and not (at_start and tokens[token] == b"\n")]
            closing = closing or [token for token in self._blanks if allowed[token]]
            if closing:  # not always the best one: quotes that end a string may begin the next
                return closing[min(int(generator.expovariate(1.5)), len(closing) - 1)]
        if previous in self._followers and generator.random() > chance:
            numbers, weights = self._followers[previous]
            possible = allowed[numbers].astype(bool)
            if possible.any():
                return int(generator.choices(numbers[possible].tolist(), weights[possible].tolist())[0])
        numbers = np.flatnonzero(allowed)
        if generator.random() < 0.5:  # each first byte alike, or punctuation would hardly be drawn
            first = self._first_bytes[numbers]
            numbers = numbers[first == generator.choice(np.unique(first).tolist())]
        return int(generator.choice(numbers))


_PIECES = re.compile(r"\s*\n[ ]*|[ ]+|\w+|\"\"\"|'''|[^\w\s]")
_WORDS = (
    "and as assert async await break class continue def del elif else except finally for from global if import in is "
    'lambda match case nonlocal not or pass raise return try while with yield None True self x * ** := -> = == " \' f" '
    "f' \\ 0 01 1_ { } # @ ... ; ! None=1 x:=1 **x *x as:"
).split(" ")


def mutants(sources: Sequence[str], count: int, seed: int) -> Iterator[str]:
    """`count` bodies with one to three pieces deleted, inserted, exchanged, doubled or replaced by a keyword."""
    generator = random.Random(seed)
    pool = [piece for source in sources for piece in _PIECES.findall(source)]
    for _ in range(count):
        pieces = _PIECES.findall(generator.choice(sources))
        for _ in range(generator.choice([1, 1, 1, 2, 3])):
            at, kind = generator.randrange(len(pieces)), generator.random()
            if kind < 0.25 and len(pieces) > 1:
                del pieces[at]
            elif kind < 0.4:
                pieces.insert(at, generator.choice(pool))
            elif kind < 0.6:
                pieces[at] = generator.choice(pool)
            elif kind < 0.7:
                pieces.insert(at, pieces[at])
            elif kind < 0.85 or at + 1 == len(pieces):
                pieces[at] = generator.choice(["", " "]) + generator.choice(_WORDS) + generator.choice(["", " "])
            else:
                pieces[at], pieces[at + 1] = pieces[at + 1], pieces[at]
        yield "".join(pieces)
