"""Vocabularies for XGrammar: a small one trained on the standard library, and a large one of an npm package.

Nothing is downloaded here. `python -m grammar.vocabulary FILE` trains the small one anew.
"""

import base64
import json
import sys
import sysconfig
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

SIZE = 4096
END = "<|end|>"
_FILES = 300


@dataclass(frozen=True)
class Vocabulary:
    """The bytes of every token, the id of the one that ends a text, and the way from text to ids."""

    tokens: tuple[bytes, ...]
    end: int
    encode: Callable[[str], list[int]]


def of_bytes() -> Vocabulary:
    """One token per byte: compiled fastest."""
    return Vocabulary((END.encode(), *(bytes([byte]) for byte in range(1, 256))), 0, lambda text: list(text.encode()))


def train(path: Path) -> None:
    """Train a byte-level BPE of SIZE tokens on the standard library and save it as a tokenizer file."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=SIZE,
        special_tokens=[END],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    files = sorted(Path(sysconfig.get_paths()["stdlib"]).glob("*.py"))[:_FILES]
    tokenizer.train([str(file) for file in files], trainer)
    path.parent.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(path))


def small(path: Path) -> Vocabulary:
    """The small vocabulary; it is trained first when there is no file at `path`."""
    from tokenizers import Tokenizer

    if not path.exists():
        train(path)
    tokenizer = Tokenizer.from_file(str(path))
    byte_of = _bytes_of_characters()
    tokens = [b""] * tokenizer.get_vocab_size()
    for text, number in tokenizer.get_vocab().items():
        tokens[number] = text.encode() if text == END else bytes(byte_of[character] for character in text)
    return Vocabulary(tuple(tokens), tokenizer.token_to_id(END), lambda text: list(tokenizer.encode(text).ids))


def _bytes_of_characters() -> dict[str, int]:
    """The byte that each character of a byte-level vocabulary stands for."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in printable]
    return {chr(byte): byte for byte in printable} | {chr(256 + at): byte for at, byte in enumerate(others)}


def large(package: Path, name: str = "o200k_base") -> Vocabulary:
    """A vocabulary of the unpacked npm package `js-tiktoken`, encoded by tiktoken."""
    from tiktoken import Encoding

    text = (package / "dist" / "ranks" / f"{name}.cjs").read_text(encoding="utf-8")
    data = json.loads(text[text.index("{") : text.rindex("}") + 1])
    ranks: dict[bytes, int] = {}
    for line in filter(None, data["bpe_ranks"].split("\n")):
        _, first, *words = line.split(" ")
        ranks |= {base64.b64decode(word): int(first) + at for at, word in enumerate(words)}
    special: dict[str, int] = data["special_tokens"]
    size = max(*ranks.values(), *special.values()) + 1
    tokens = [b"\xff\xff%d" % number for number in range(size)]  # numbers without a token
    for word, number in ranks.items():
        tokens[number] = word
    for word, number in special.items():
        tokens[number] = word.encode()
    encoding = Encoding(name, pat_str=data["pat_str"], mergeable_ranks=ranks, special_tokens=special)
    return Vocabulary(
        tuple(tokens), special["<|endoftext|>"], lambda text: encoding.encode(text, disallowed_special=())
    )


if __name__ == "__main__":
    train(Path(sys.argv[1]))
