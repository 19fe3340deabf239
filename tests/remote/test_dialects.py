"""What a server can do is found by what it does; every dialect gives the same functions."""

import json

import pytest
from tests.remote.engines import PROSE, SPEC, Shelf, asking
from tests.remote.models import BODIES, DRAFT, OPENAI, TEXT, VLLM, Model
from tests.remote.scripted import Reply, Request, reply

from lift_server.engines.base import Failure, Feedback

CHAT = "/v1/chat/completions"


@pytest.mark.parametrize(
    ("model", "dialect", "shown"),
    [
        (VLLM, "dialect vllm", "given as chat"),
        (Model(continues=False, completes=True, tokenizes=True), "dialect vllm", "given as tokens"),
        (Model(continues=False, completes=True), "dialect vllm", "given as plain"),
        (Model(continues=False), "dialect openai", "JSON schema"),
        (OPENAI, "dialect openai", "JSON schema"),
        (Model(grammar=False, streams=False), "dialect openai", "JSON schema"),
        (Model(grammar=False, refuses_many=True), "dialect openai", "JSON schema"),
        (TEXT, "dialect text", "unconstrained"),
    ],
)
async def test_a_server_shows_what_it_can_do(model: Model, dialect: str, shown: str) -> None:
    async with asking(model) as asked:
        before = asked.engine.capabilities()
        assert before.usable
        assert "not asked yet" in before.detail
        assert asked.server.requests == []
        found = await asked.engine.examine()
        assert found.usable
        assert dialect in found.detail
        assert shown in found.detail
        assert asked.engine.capabilities().usable
        assert repr(found) == repr(before), "what is known must not change the key of results"

        heard = await asked.write()
        assert sorted(set(heard.bodies)) == sorted(BODIES)
        assert heard.silences == []
        assert {item.engine for item in heard.candidates} == {"remote"}
        assert {item.model for item in heard.candidates} == {"coder"}

        draft, _, _ = await asked.draft()
        assert draft.silence == ""
        assert draft.ir.signature.is_complete
        assert draft.inputs == ("add(1, 2)",)
        assert draft.ir.provenance.engine == "remote"
        assert draft.ir.provenance.prompt_version


async def test_a_server_that_ignores_what_it_does_not_know_is_not_believed() -> None:
    """It answers 200 to a grammar and to a schema, with the same words."""
    ignoring = Model(grammar=False, schema=False)
    async with asking(ignoring) as asked:
        assert "dialect text" in (await asked.engine.examine()).detail
        heard = await asked.write()
        assert set(heard.bodies) == set(BODIES)
    [*_, last] = asked.server.to(CHAT)
    assert last.body is not None
    assert not {"structured_outputs", "response_format", "continue_final_message"} & last.body.keys()


async def test_a_grammar_is_of_no_use_where_the_start_cannot_be_given() -> None:
    async with asking(Model(continues=False)) as asked:
        await asked.write()
    body = asked.server.to(CHAT)[-1].body or {}
    assert "structured_outputs" not in body
    assert "function" in body["response_format"]["json_schema"]["schema"]["properties"]


async def test_the_start_is_given_and_the_grammar_is_that_of_the_contract() -> None:
    from lift_ir.grammar import body_grammar, profile_for
    from lift_server.lower import read

    async with asking(VLLM) as asked:
        await asked.write(count=8)
    body = asked.server.to(CHAT)[-1].body or {}
    assert body["n"] == 8
    assert body["stream"] is True
    assert body["messages"][-1] == {
        "role": "assistant",
        "content": 'def add(a: int, b: int) -> int:\n    """The sum."""\n',
    }
    assert (body["continue_final_message"], body["add_generation_prompt"]) == (True, False)
    assert body["structured_outputs"] == {"grammar": body_grammar(profile_for(read(SPEC).specs[0].ir))}
    assert "echo" not in body
    assert len(body.get("stop", [])) <= 4


async def test_a_start_as_tokens_is_the_rendered_chat_and_the_header() -> None:
    async with asking(Model(continues=False, completes=True, tokenizes=True)) as asked:
        await asked.write()
    rendered, begun = [request.body or {} for request in asked.server.to("/tokenize")][-2:]
    assert rendered["messages"][-1]["role"] == "user"
    assert begun["prompt"].startswith("def add(a: int")
    assert (asked.server.to("/v1/completions")[-1].body or {})["prompt"] == [1, 2, 3, 4, 5]


async def test_tokens_that_are_none_are_said() -> None:
    model = Model(continues=False, completes=True, tokenizes=True)
    async with asking(model) as asked:
        await asked.engine.examine()
        asked.server.answer = lambda request: reply({}) if request.path == "/tokenize" else model(request)
        assert "cannot be understood" in (await asked.write()).reason


async def test_a_server_with_one_choice_a_request_is_asked_often_enough() -> None:
    async with asking(TEXT) as asked:
        await asked.engine.examine()
        probes = len(asked.server.requests)
        heard = await asked.write(count=3)
    assert len(heard.candidates) == 3
    seeds = sorted((request.body or {})["seed"] for request in asked.server.requests[probes:])
    assert seeds == [0, 1, 2]
    assert [item.seed for item in sorted(heard.candidates, key=lambda item: item.seed or 0)] == seeds
    assert len(heard.spent) == 3


@pytest.mark.parametrize("model", [VLLM, OPENAI, TEXT])
async def test_the_rest_of_a_request_is_written_with_other_seeds(model: Model) -> None:
    async with asking(model) as asked:
        first, rest = await asked.write(count=1), await asked.write(count=3, feedback=Feedback(drawn=1))
        assert [item.seed for item in first.candidates] == [0]
        assert sorted(item.seed or 0 for item in rest.candidates) == [1, 2, 3]
        assert sorted(first.bodies + rest.bodies) == sorted(BODIES)


async def test_a_gateway_names_the_limit_that_it_takes() -> None:
    gateway = Model(grammar=False, limit="max_completion_tokens")
    async with asking(gateway) as asked:
        assert "dialect openai" in (await asked.engine.examine()).detail
        asked.server.requests.clear()
        assert sorted((await asked.write()).bodies) == sorted(BODIES)
        assert (await asked.draft())[0].silence == ""
        assert len(asked.server.requests) == 2, "it is known from the probe"
        assert all("max_tokens" not in (request.body or {}) for request in asked.server.requests)


async def test_a_probe_is_remembered_until_the_server_refuses() -> None:
    shelf = Shelf()
    async with asking(VLLM, shelf=shelf) as asked:
        await asked.write()
        address = asked.server.address
        assert len(asked.server.to("/v1/models")) == 1
        # Another process of the same user.
        asked.engine._server = None
        await asked.write(count=2)
        assert len(asked.server.to("/v1/models")) == 1
        asked.server.answer = lambda request: reply({"error": {"message": "no such model"}}, 404)
        assert "does not know" in (await asked.write(count=3)).reason
        asked.server.answer = VLLM
        await asked.write(count=3)
        assert len(asked.server.to("/v1/models")) == 2
    assert address not in " ".join(shelf.kept), "keys are hashes"


@pytest.mark.parametrize(
    ("names", "model", "expected"),
    [
        (("a", "b"), "", "serves 2 models (a, b); choose one with the setting `model`"),
        ((), "", "serves 0 models (none)"),
    ],
)
async def test_the_model_must_be_chosen_among_several(names: tuple[str, ...], model: str, expected: str) -> None:
    async with asking(Model(names=names), model=model) as asked:
        assert expected in (await asked.engine.examine()).detail
        assert expected in (await asked.write()).reason


async def test_a_chosen_model_needs_no_list() -> None:
    def without_list(request: Request) -> Reply:
        return reply({"detail": "Not Found"}, 404) if request.path == "/v1/models" else VLLM(request)

    async with asking(without_list, model="coder") as asked:
        assert (await asked.engine.examine()).usable
        assert (await asked.write()).bodies


async def test_repair_shows_the_failing_call() -> None:
    feedback = Feedback((Failure("add(1, 2)", "3", "returns -1"),), ("example: add(0, 0) == 0",))
    async with asking(VLLM) as asked:
        await asked.write(feedback=feedback)
    asked_for = (asked.server.to(CHAT)[-1].body or {})["messages"][-2]["content"]
    assert "`add(1, 2)`: expected 3; got: returns -1" in asked_for
    assert "example: add(0, 0) == 0" in asked_for


@pytest.mark.parametrize(
    "spec",
    [
        "spec add(a: int, b: int) -> int\n    The sum.\n\n    ensures: result == a + b\n",
        "spec add(a: int, b: int) -> int\n    example: add(1, 2) == 3\n    example: add(0, 0) == 0\n",
    ],
)
async def test_a_fully_formal_spec_is_not_drafted(spec: str) -> None:
    async with asking(VLLM) as asked:
        draft, stated, _ = await asked.draft(spec)
        assert (draft.ir, draft.silence, asked.server.requests) == (stated, "", [])


async def test_parts_of_a_draft_that_cannot_be_taken_are_counted() -> None:
    parts = {"req": ["print(1)", "a >"], "holes": [{"w": "overflow", "q": "what then?", "a": []}], "args": ["1, 2, 3"]}
    async with asking(Model(draft=json.dumps(DRAFT | parts))) as asked:
        draft, _, _ = await asked.draft(PROSE)
    [note] = draft.notes
    assert note.startswith("4 parts of the draft of coder left out: `req/0`: ")
    assert note.endswith("; 1 more.")
    assert draft.ir.assertions == draft.ir.holes == ()


@pytest.mark.parametrize("more", ["", "    ensures: the result is small\n", "    hole: what of overflow?\n"])
async def test_what_is_left_open_is_drafted(more: str) -> None:
    asked_for = {"think", "eff", "req", "ens", "rai", "args", "holes"} | ({"formal"} if "ensures" in more else set())
    async with asking(VLLM) as asked:
        await asked.draft(f"spec add(a: int, b: int) -> int\n    The sum.\n\n{more}")
    schema = json.loads((asked.server.to(CHAT)[-1].body or {})["structured_outputs"]["json"])
    assert set(schema["properties"]) == asked_for
