"""`textDocument/semanticTokens`: full and range."""

import asyncio
import time
from collections.abc import Iterable
from functools import lru_cache

from lsprotocol import types as lsp

from lift_server.ide import semantic_tokens as ide
from lift_server.ide.occurrences import SpecText, spec_texts
from lift_server.ide.token_legend import MODIFIERS, TYPES
from lift_server.lsp.convert import Converter
from lift_server.lsp.lookup import Changed
from lift_server.lsp.state import LiftServer
from lift_server.text import Encoding, LineIndex

_TYPE = {name: number for number, name in enumerate(TYPES)}
_BIT = {name: 1 << number for number, name in enumerate(MODIFIERS)}


BUDGET = 0.01
"""Seconds after which other messages get their turn: the first tokens of a large file take longer than all others."""


async def semantic_tokens(server: LiftServer, params: lsp.SemanticTokensParams) -> lsp.SemanticTokens | None:
    """All tokens of a document. What was encoded of a spec that did not change is used again. Raises `Changed`."""
    document = server.documents.get(params.text_document.uri)
    if document is None or not document.is_spec_file:
        return None
    converter = server.converter(document)
    data, last = _encoded(ide.preamble_tokens(document.file), converter)
    started = time.perf_counter()
    for spec, text in zip(document.file.specs, spec_texts(document.file), strict=True):
        if time.perf_counter() - started > BUDGET:
            await asyncio.sleep(0)
            if server.documents.get(document.uri) is not document:
                raise Changed
            started = time.perf_counter()
        part, end = _encoded_spec(text, server.encoding)
        if part:
            start = converter.position(spec.block.start)
            data += [part[0] + start.line - last, part[1] + start.character * (part[0] == 0), *part[2:]]
            last = start.line + end
    return lsp.SemanticTokens(data)


def semantic_tokens_range(server: LiftServer, params: lsp.SemanticTokensRangeParams) -> lsp.SemanticTokens | None:
    """The tokens that touch a range."""
    document = server.documents.get(params.text_document.uri)
    if document is None or not document.is_spec_file:
        return None
    converter = server.converter(document)
    found = ide.semantic_tokens(document.file, converter.span(params.range))
    return lsp.SemanticTokens(_encoded(found, converter)[0])


@lru_cache(maxsize=2_048)
def _encoded_spec(spec: SpecText, encoding: Encoding) -> tuple[tuple[int, ...], int]:
    data, last = _encoded(ide.spec_tokens(spec), Converter(LineIndex(spec.source), encoding))
    return tuple(data), last


def _encoded(tokens: Iterable[ide.Token], converter: Converter) -> tuple[list[int], int]:
    """The protocol's five numbers for each token, and the line of the last one."""
    data: list[int] = []
    line = character = 0
    for token in tokens:
        start, end = converter.position(token.span.start), converter.position(token.span.end)
        data += (
            start.line - line,
            start.character - (character if start.line == line else 0),
            end.character - start.character,
            _TYPE[token.kind],
            sum(_BIT[modifier] for modifier in token.modifiers),
        )
        line, character = start.line, start.character
    return data, line
