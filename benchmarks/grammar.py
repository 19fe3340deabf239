"""What the body grammar costs, and its full counts: coverage, soundness, drafts. Nothing is asserted.

Runs in the second environment: `make bench-grammar [DATA=folder]`, where the folder holds humaneval.jsonl.gz
(github.com/openai/human-eval, MIT). The large vocabulary is that of the npm package js-tiktoken, which is installed
into build/ on first use; `--package DIR` names one that is unpacked already. Compilation is given in CPU seconds, since
it runs on several threads; a mask's time is the best of three fills, which takes the scheduler out of it.
"""

import argparse
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.draft_tokens import compare
from grammar import corpus, vocabulary
from grammar.matching import Compiler, profile_of, rejected
from grammar.vocabulary import Vocabulary
from grammar.walks import Walker, gate_code, mutants
from lift_ir.grammar import Profile, body_grammar
from lift_ir.grammar.blocks import MAX_DEPTH

PACKAGE = "js-tiktoken@1.0.21"
BUILD = Path("build")
SEED = 20_251_122
PROFILES = {
    "plain": Profile(),
    "generator": Profile(is_generator=True),
    "async": Profile(is_async=True),
    "async generator": Profile(is_async=True, is_generator=True),
}
JSON_SCHEMA = (
    '{"type":"object","properties":{"code":{"type":"string"}},"required":["code"],"additionalProperties":false}'
)
FILLS = 3
MAX_TIMED = 1_500
"""Characters beyond which a function is not timed, drawn from or mutated."""


@dataclass(frozen=True, slots=True)
class Constraint:
    """One way to ask for code: its name, its compiled grammar (None: unconstrained), and code as text under it."""

    name: str
    compiled: Any
    text_of: Callable[[str], str]


def in_json(code: str) -> str:
    """The code as JSON_SCHEMA has it."""
    return json.dumps({"code": code}, ensure_ascii=False)


def npm_package(folder: Path) -> Path:
    """The unpacked npm package with the large vocabulary; exits with what to do when it cannot be had."""
    found = folder / "node_modules" / "js-tiktoken"
    if not found.exists():
        try:
            subprocess.run(
                ["npm", "install", "--silent", "--no-save", "--ignore-scripts", "--prefix", str(folder), PACKAGE],
                check=True,
            )
        except (OSError, subprocess.CalledProcessError) as error:
            sys.exit(f"npm cannot install {PACKAGE} into {folder} ({error}); name an unpacked one with --package DIR")
    return found


def compiled_in(compiler: Compiler, make: Callable[[Compiler], Any]) -> tuple[Any, float]:
    """The grammar that `make` compiles, and CPU seconds."""
    started = time.process_time()
    found = make(compiler)
    return found, time.process_time() - started


def fills(compiler: Compiler, compiled: Any, texts: Sequence[str]) -> tuple[list[float], int]:
    """Seconds of every mask on the way through the texts, in order; and how many texts the grammar left."""
    mask, seconds, left = compiler.empty_mask(), [], 0
    for text in texts:
        matcher = compiler.matcher(compiled)
        for token in compiler.vocabulary.encode(text):
            best = float("inf")
            for _ in range(FILLS):
                started = time.perf_counter()
                matcher.fill_next_token_bitmask(mask)
                best = min(best, time.perf_counter() - started)
            if not matcher.accept_token(token):
                left += 1
                break
            seconds.append(best)
    return sorted(seconds), left


def show_header(*columns: str) -> None:
    """The head of a table."""
    print(f"\n| {' | '.join(columns)} |\n{'|---' * len(columns)}|")


def show_costs(title: str, tokens: Vocabulary, codes: dict[str, list[str]]) -> None:
    """The table of one vocabulary: each profile's compilation, then masks and tokens of each constraint and corpus."""
    print(f"\n## {title}: {len(tokens.tokens):,} tokens")
    show_header("grammar", "compile, CPU s", "memory, MB")
    compiler = Compiler(tokens)
    constraints = [Constraint("unconstrained", None, str)]
    compiled, seconds = compiled_in(compiler, lambda found: found.schema(JSON_SCHEMA))
    print(f"| JSON around code | {seconds:.2f} | {compiled.memory_size_bytes / 1e6:.2f} |")
    constraints.append(Constraint("JSON around code", compiled, in_json))
    for name, profile in PROFILES.items():
        text = body_grammar(profile)
        compiled, seconds = compiled_in(Compiler(tokens), lambda found, text=text: found.grammar(text))
        print(f"| {name} body | {seconds:.2f} | {compiled.memory_size_bytes / 1e6:.2f} |", flush=True)
        if name == "plain":
            constraints.append(Constraint("plain body", compiled, str))
    show_header("code", "constraint", "tokens per solution", "masks", "median us", "p90", "p99", "max")
    for corpus_name, texts in codes.items():
        for constraint in constraints:
            sent = [constraint.text_of(text) for text in texts]
            per = sum(len(tokens.encode(text)) for text in sent) / len(sent)
            row = f"| {corpus_name} | {constraint.name} | {per:.1f} |"
            if constraint.compiled is None:
                print(f"{row} - | - | - | - | - |")
                continue
            seconds, left = fills(compiler, constraint.compiled, sent)
            at = [
                f"{seconds[min(int(len(seconds) * share), len(seconds) - 1)] * 1e6:.0f}"
                for share in (0.5, 0.9, 0.99, 1)
            ]
            note = f" ({left} left the grammar)" if left else ""
            print(f"{row} {len(seconds)}{note} | {' | '.join(at)} |", flush=True)


def show_coverage(compiler: Compiler, data: Path | None) -> None:
    """How much of real code the grammar of its profile accepts, with every rejection and its reason."""
    corpora = {"this project": corpus.own_source(), "standard library": corpus.standard_library(2_000, SEED)}
    if data is not None:
        corpora = {"HumanEval": corpus.human_eval(data)} | corpora
    print("\n## Coverage")
    show_header("code", "as it stands", "after ast.unparse")
    found: list[tuple[str, bool, list[corpus.Body]]] = []
    for name, bodies in corpora.items():
        shares = []
        for normalized in (False, True):
            out = rejected(compiler, bodies, normalized=normalized)
            found.append((name, normalized, out))
            kept = len(bodies) - len(out)
            shares.append(f"{kept} of {len(bodies)}, {100 * kept / len(bodies):.2f} %")
        print(f"| {name} | {' | '.join(shares)} |", flush=True)
    for name, normalized, out in found:
        reasons = Counter(", ".join(corpus.left_out(body, MAX_DEPTH)) or "spelling" for body in out)
        print(f"\n{name}, {'after ast.unparse' if normalized else 'as it stands'}: {dict(reasons.most_common())}")
        for body in out:
            if normalized or name == "HumanEval":
                why = ", ".join(corpus.left_out(body, MAX_DEPTH))
                text = body.normalized if normalized else body.text
                compiled = compiler.grammar(body_grammar(profile_of(body)))
                print(f"- {body.origin}: {why or compiler.stops_at(compiled, text)}")


def show_soundness(compiler: Compiler, walks: int, changed: int) -> None:
    """Random bodies and mutants of real ones: how many are accepted, and what the gate says of them."""
    every = [body for body in corpus.standard_library(30_000, SEED) if len(body.text) < MAX_TIMED]
    bodies = every[:1_000]
    asynchronous = [body for body in every if body.is_async]
    print("\n## Soundness")
    show_header("profile", "random bodies", "cut off", "do not compile", "names clash (GATE08)")
    for name, profile in PROFILES.items():
        pool = bodies[:300] + asynchronous if profile.is_async else bodies
        samples = [compiler.vocabulary.encode(body.text) for body in pool]
        walker = Walker(compiler, compiler.grammar(body_grammar(profile)), samples)
        codes: Counter[str] = Counter()
        seed = SEED
        while codes.total() < walks // len(PROFILES):
            body = walker.walk(seed)
            seed += 1
            if body is not None:
                codes[gate_code(body.decode(errors="replace"), is_async=profile.is_async)] += 1
        show_codes(name, codes, f"{seed - SEED - codes.total()}")
    show_header(
        "profile", "mutants", "invalid", "accepted", "accepted and do not compile", "accepted, names clash (GATE08)"
    )
    for name, share in (("generator", 0.75), ("async", 0.25)):
        profile = Profile(frozenset(), is_async=name == "async", is_generator=name == "generator")
        compiled = compiler.grammar(body_grammar(profile))
        pool = asynchronous if profile.is_async else bodies
        count = int(changed * share)
        invalid, codes = 0, Counter()
        for mutant in mutants([body.text for body in pool], count, SEED):
            code = gate_code(mutant, is_async=profile.is_async)
            invalid += bool(code)
            if compiler.accepts(compiled, mutant):
                codes[code] += 1
        clash = codes["GATE08"]
        print(
            f"| {name} | {count} | {invalid} | {codes.total()} | {codes.total() - codes[''] - clash} | {clash} |",
            flush=True,
        )


def show_codes(name: str, codes: Counter[str], cut: str) -> None:
    """One row of random bodies."""
    clash = codes["GATE08"]
    print(f"| {name} | {codes.total()} | {cut} | {codes.total() - codes[''] - clash} | {clash} |", flush=True)


def show_drafts(tokens: Vocabulary) -> None:
    """Tokens of ten drafts against the predecessor's shape."""
    print("\n## Tokens of drafts (large vocabulary)")
    show_header("spec", "draft", "with XGrammar 0.2.8's blanks", "without reasoning", "verbose, indented", "ratio")
    found = list(compare(tokens.encode))
    for item in found:
        tokens_of = f"{item.draft} | {item.spaced} | {item.unreasoned} | {item.verbose}"
        print(f"| {item.name} | {tokens_of} | {item.spaced / item.verbose:.2f} |")
    draft, spaced, unreasoned, verbose = (
        sum(getattr(item, part) for item in found) for part in ("draft", "spaced", "unreasoned", "verbose")
    )
    print(f"| **{len(found)} specs** | {draft} | {spaced} | {unreasoned} | {verbose} | **{spaced / verbose:.2f}** |")


def main() -> int:
    """Parse the command line and print every table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="folder with humaneval.jsonl.gz")
    parser.add_argument("--package", type=Path, help="an unpacked npm package js-tiktoken")
    parser.add_argument("--walks", type=int, default=5_000, help="random bodies (default: 5000)")
    parser.add_argument("--mutants", type=int, default=20_000, help="mutants (default: 20000)")
    arguments = parser.parse_args()
    if arguments.data and not (arguments.data / "humaneval.jsonl.gz").exists():
        parser.error(f"{arguments.data} holds no humaneval.jsonl.gz (github.com/openai/human-eval, MIT)")
    large = vocabulary.large(arguments.package or npm_package(BUILD / "npm"))
    small = vocabulary.small(BUILD / "grammar-tokenizer.json")
    codes = {"standard library": [body.text for body in _plain(corpus.standard_library(2_000, SEED))[:60]]}
    if arguments.data:
        codes = {"HumanEval": [body.text for body in corpus.human_eval(arguments.data)]} | codes
    print(f"Seed {SEED}.")
    show_drafts(large)
    show_costs("Large vocabulary", large, codes)
    show_costs("Small vocabulary", small, codes)
    show_coverage(Compiler(vocabulary.of_bytes()), arguments.data)
    show_soundness(Compiler(small), arguments.walks, arguments.mutants)
    return 0


def _plain(bodies: Sequence[corpus.Body]) -> list[corpus.Body]:
    return [body for body in bodies if not body.is_async and not body.is_generator and len(body.text) < MAX_TIMED]


if __name__ == "__main__":
    sys.exit(main())
