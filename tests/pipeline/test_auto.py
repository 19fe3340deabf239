"""`auto` with a server behind HTTP: the library and the model pooled, an answer without a request, a server that is
gone."""

import dataclasses
from pathlib import Path

from tests.remote.models import Model
from tests.remote.scripted import serving

from lift_server.lifted import Lifted
from lift_server.lower import read
from lift_server.session import Session
from lift_server.settings import Settings

from .scripted import clause_for, question

SENTENCE = "    Create a function to calculate the factorial of a number\n"
SPEC = f"spec factorial(n: int) -> int\n{SENTENCE}"
BODIES = (
    "    result = 1\n    for i in range(1, n + 1):\n        result *= i\n    return result\n",
    "    result = 1\n    while n > 1:\n        result *= n\n        n -= 1\n    return result\n",
    "    return 1 if n < 2 else n * factorial(n - 1)\n",
    "    return n * factorial(n - 1) if n > 1 else 1\n",
)
MODEL = Model(bodies=BODIES)


class Editor:
    """Lifts one file in one session after the other. `partial` are the results on the way."""

    def __init__(self, folder: Path, endpoint: str) -> None:
        changes = {"store_path": folder, "endpoint": endpoint, "candidates": 4, "gpu_hour_price": 1000.0}
        self.settings = Settings.model_validate(changes)
        self.partial: list[Lifted] = []

    async def lift(self, text: str) -> Lifted:
        spec = read(text).specs[0]
        async with Session(self.settings, trusted=True) as session:
            return await session.lift(spec, (spec,), lambda _: None, "/a/factorial.lift", self.partial.append)


def engines(lifted: Lifted) -> set[str]:
    return {item.candidate.engine for item in lifted.candidates}


async def test_both_engines_answer_and_an_answer_of_the_author_asks_neither_again(tmp_path: Path) -> None:
    async with serving(dataclasses.replace(MODEL, draft="{}")) as server:
        editor = Editor(tmp_path, server.address)
        lifted = await editor.lift(SPEC)
        [first] = editor.partial
        assert engines(first) == {"embedded"}
        assert engines(lifted) == {"embedded", "remote"}
        assert lifted.chosen is not None
        assert lifted.chosen.candidate.engine == "remote"
        asked = question(lifted)
        assert asked is not None
        assert (asked.subject, asked.is_hint) == ("factorial(-1)", True)
        [used] = lifted.usage
        assert used.engine == "remote"
        assert used.completion_tokens > 0
        assert used.tokens_per_second > 0
        assert used.cost is not None

        requests = len(server.requests)
        assert await editor.lift(SPEC) == lifted
        answered = await editor.lift(f"{SPEC}    {clause_for(lifted, 'returns 1')}\n")
        assert answered.chosen is not None
        assert question(answered) is None
        assert engines(answered) == {"embedded", "remote"}
        assert len(server.requests) == requests


async def test_another_server_is_asked_anew(tmp_path: Path) -> None:
    spec, edited = (read(text).specs[0] for text in (SPEC, f"{SPEC}    ensures: result >= 0\n"))
    async with serving(MODEL) as one, serving(MODEL) as other:
        editor = Editor(tmp_path, one.address)
        async with Session(editor.settings, trusted=True) as session:
            await session.lift(spec, (spec,), lambda _: None, "/a/factorial.lift")
            settings = editor.settings.model_copy(update={"endpoint": other.address})
            await session.reconfigure(settings)
            lifted = await session.lift(edited, (edited,), lambda _: None, "/a/factorial.lift")
        assert engines(lifted) == {"embedded", "remote"}
        assert other.to("/v1/chat/completions")


async def test_a_server_that_is_gone_costs_a_note_and_is_tried_again(tmp_path: Path) -> None:
    async with serving(MODEL) as server:
        address = server.address
    editor = Editor(tmp_path, address)
    lifted = await editor.lift(SPEC)
    assert engines(lifted) == {"embedded"}
    assert lifted.chosen is not None
    assert len(lifted.notes) == 1, "draft and candidates fail for one reason"
    assert address.removeprefix("http://") in lifted.notes[0]
    async with serving(MODEL) as server:
        editor.settings = editor.settings.model_copy(update={"endpoint": server.address})
        assert engines(await editor.lift(SPEC)) == {"embedded", "remote"}
