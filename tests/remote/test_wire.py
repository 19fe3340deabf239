"""Whatever a server sends is an answer or a failure with words, never an accident."""

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lift_server.engines.remote.faults import MAX_WORDS, RequestError, failure_of_status, words_of
from lift_server.engines.remote.replies import Reply, read_stored
from lift_server.engines.remote.wire import Chunk, read_chunk

SERVER = "https://host"
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10)
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
)
PIECES = st.fixed_dictionaries(
    {"index": st.integers(-1, 3) | LEAVES},
    optional={
        "delta": VALUES | st.fixed_dictionaries({"content": LEAVES}),
        "message": VALUES | st.fixed_dictionaries({"content": LEAVES}),
        "text": LEAVES,
        "finish_reason": LEAVES,
    },
)
CHUNKS = st.fixed_dictionaries(
    {},
    optional={
        "choices": st.lists(PIECES, max_size=3) | VALUES,
        "usage": VALUES | st.fixed_dictionaries({"prompt_tokens": LEAVES, "completion_tokens": LEAVES}),
        "error": VALUES,
    },
)


def read(text: str) -> Chunk | RequestError:
    try:
        return read_chunk(text, SERVER)
    except RequestError as failure:
        return failure


@given(st.text() | VALUES.map(json.dumps) | CHUNKS.map(json.dumps))
def test_any_event_is_a_chunk_or_a_failure(text: str) -> None:
    found = read(text)
    if isinstance(found, RequestError):
        assert SERVER in str(found)
        assert str(found).isprintable()
        assert len(str(found)) < MAX_WORDS + 300
    else:
        assert isinstance(found, Chunk)


@given(st.lists(CHUNKS.map(json.dumps), max_size=6), st.integers(1, 3))
def test_any_stream_gives_each_choice_once(texts: list[str], count: int) -> None:
    reply = Reply(count)
    completed = []
    for at, text in enumerate(texts):
        if isinstance(chunk := read(text), RequestError):
            break
        completed += reply.add(chunk, float(at))
    indices = [item.index for item in completed]
    assert len(set(indices)) == len(indices)
    assert all(0 <= index < count for index in indices)
    assert completed == reply.finished
    assert reply.usage(1.0).completion_tokens == reply.tokens >= 0
    stored = read_stored(reply.stored())
    assert stored is not None
    assert list(stored.choices) == completed


@given(st.text() | VALUES.map(json.dumps), st.integers(100, 999))
@example("", 413)
def test_any_error_has_one_line_of_words(body: str, status: int) -> None:
    words = words_of(body)
    assert words.isprintable()
    assert len(words) <= MAX_WORDS + 3
    message = str(failure_of_status(status, words, SERVER, "coder"))
    assert SERVER in message
    assert str(status) in message or status == 404


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ('{"error": {"message": "too\\nlong", "code": 400}}', "too long"),
        ('{"error": "Unauthorized"}', "Unauthorized"),
        ('{"detail": "Not Found"}', "Not Found"),
        ('{"message": "no", "error": null}', "no"),
        ("<html>busy</html>", "<html>busy</html>"),
        ("", ""),
        ("[" * 100_000, "[" * MAX_WORDS + "..."),
    ],
)
def test_the_server_s_words_are_found(body: str, words: str) -> None:
    assert words_of(body) == words
