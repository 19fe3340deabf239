"""Grammars compiled by the real XGrammar, as yes or no on texts and as masks on tokens."""

from typing import Any

import numpy as np

from grammar.corpus import Body
from grammar.vocabulary import Vocabulary
from lift_ir.grammar import Profile, body_grammar


class Compiler:
    """Compiles for one vocabulary; texts that were compiled once are kept, as a server keeps them."""

    def __init__(self, vocabulary: Vocabulary, threads: int = 2) -> None:
        import xgrammar

        self.vocabulary = vocabulary
        self._xgrammar = xgrammar
        information = xgrammar.TokenizerInfo(
            list(vocabulary.tokens),
            vocab_type=xgrammar.VocabType.RAW,
            vocab_size=len(vocabulary.tokens),
            stop_token_ids=[vocabulary.end],
            add_prefix_space=False,
        )
        self._compiler = xgrammar.GrammarCompiler(information, max_threads=threads)

    def grammar(self, text: str) -> Any:
        """The compiled grammar of an EBNF text."""
        return self._compiler.compile_grammar(text)

    def schema(self, schema: str) -> Any:
        """The compiled grammar of a JSON schema, without free white space."""
        return self._compiler.compile_json_schema(schema, any_whitespace=False)

    def matcher(self, compiled: Any) -> Any:
        """A fresh matcher, at the start of a text."""
        return self._xgrammar.GrammarMatcher(compiled)

    def accepts(self, compiled: Any, text: str | bytes) -> bool:
        """Whether the whole text is in the language."""
        matcher = self.matcher(compiled)
        return bool(matcher.accept_string(text) and matcher.is_completed())

    def stops_at(self, compiled: Any, text: str) -> str:
        """Where the text leaves the language, for people: what stands before and behind the place."""
        matcher = self.matcher(compiled)
        data = text.encode()
        for at in range(len(data)):
            if not matcher.accept_string(data[at : at + 1]):
                before, after = data[max(0, at - 60) : at], data[at : at + 20]
                return f"{before.decode(errors='replace')!r} << {after.decode(errors='replace')!r}"
        return "its end: the text is incomplete"

    def empty_mask(self) -> Any:
        """Room for one mask."""
        return np.full((1, (len(self.vocabulary.tokens) + 31) // 32), -1, dtype=np.int32)

    def allowed(self, matcher: Any, mask: Any) -> Any:
        """Fill the mask; one byte (0 or 1) per token."""
        matcher.fill_next_token_bitmask(mask)
        bits = np.unpackbits(mask[0].view(np.uint8), bitorder="little")[: len(self.vocabulary.tokens)]
        return bits.copy()


def profile_of(body: Body, banned: frozenset[str] = frozenset()) -> Profile:
    """The profile that a real function needs; nothing is banned unless said."""
    return Profile(banned, is_async=body.is_async, is_generator=body.is_generator)


def rejected(compiler: Compiler, bodies: list[Body], *, normalized: bool) -> list[Body]:
    """The bodies that the grammar of their profile does not accept."""
    found: list[Body] = []
    for body in bodies:
        text = body.normalized if normalized else body.text
        if not compiler.accepts(compiler.grammar(body_grammar(profile_of(body))), text):
            found.append(body)
    return found
