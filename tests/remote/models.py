"""Healthy servers, one for each dialect: they obey what they know and ignore, like real ones, what they do not."""

import json
import re
from dataclasses import dataclass
from typing import Any

from tests.remote.scripted import Reply, Request, reply, stream

HEADER = "def add(a: int, b: int) -> int:\n"
BODIES = (
    "    return a + b\n",
    "    return b + a\n",
    "    return sum((a, b))\n",
    "    total = a + b\n    return total\n",
)
DRAFT = {
    "think": "adds",
    "name": "add",
    "params": [{"n": "a", "t": "int", "d": "one"}, {"n": "b", "t": "int", "d": "other"}],
    "ret": "int",
    "eff": [],
    "req": [],
    "ens": [],
    "rai": [],
    "args": ["1, 2"],
    "holes": [],
}


@dataclass
class Model:
    """`grammar`, `schema`: what it obeys. `continues`: continue_final_message. `many`: n. `streams`: it sends events.
    `bodies` are what it writes, `draft` what it reads, `limit` the only name of a limit of tokens that it takes."""

    grammar: bool = True
    schema: bool = True
    continues: bool = True
    many: bool = True
    streams: bool = True
    refuses_many: bool = False
    completes: bool = False
    tokenizes: bool = False
    names: tuple[str, ...] = ("coder",)
    bodies: tuple[str, ...] = BODIES
    draft: str = json.dumps(DRAFT)
    key: str = ""
    limit: str = "max_tokens"

    def __call__(self, request: Request) -> Reply:
        """The answer to any request."""
        if self.key and request.headers.get("authorization") != f"Bearer {self.key}" and "/v1/" in request.path:
            return reply({"error": "Unauthorized"}, 401)
        if request.path == "/v1/models":
            return reply({"object": "list", "data": [{"id": name, "max_model_len": 8192} for name in self.names]})
        if request.path == "/version" and self.grammar:
            return reply({"version": "0.33.0"})
        body = request.body or {}
        if request.path == "/tokenize" and self.tokenizes:
            return reply({"tokens": [1, 2, 3] if "messages" in body else [4, 5]})
        if request.path == "/v1/chat/completions" or (request.path == "/v1/completions" and self.completes):
            return self.generate(body, is_chat=request.path.startswith("/v1/chat"))
        return reply({"detail": "Not Found"}, 404)

    def generate(self, body: dict[str, Any], *, is_chat: bool) -> Reply:
        """A reply of one or more choices."""
        if body["model"] not in self.names:
            return reply({"error": {"message": f"The model `{body['model']}` does not exist.", "code": 404}}, 404)
        if self.limit not in body:
            words = f"Unsupported parameter: 'max_tokens' is not supported. Use '{self.limit}' instead."
            return reply({"error": {"message": words}}, 400)
        if body.get("n", 1) > 1 and self.refuses_many:
            return reply({"error": {"message": "only one choice"}}, 400)
        if body.get("continue_final_message") and self.grammar and not self.continues:
            return reply({"error": {"message": "unsupported template"}}, 400)
        count = body.get("n", 1) if self.many else 1
        texts = [self.text(body, at) for at in range(count)]
        prompt = 10 * len(body.get("messages", "x")) + (0 if body.get("continue_final_message") else 4)
        usage = {"prompt_tokens": prompt, "completion_tokens": sum(map(len, texts))}
        if not (body.get("stream") and self.streams):
            return reply({"choices": [_whole(at, text, is_chat) for at, text in enumerate(texts)], "usage": usage})
        events: list[object] = [_piece(at, "", is_chat) for at in range(count)]
        for at, text in enumerate(texts):
            events += [_piece(at, text[:5], is_chat), _piece(at, text[5:], is_chat, "stop")]
        return stream([*events, {"choices": [], "usage": usage}])

    def text(self, body: dict[str, Any], at: int) -> str:
        """What choice `at` says."""
        structured = body.get("structured_outputs", {}) if self.grammar else {}
        wanted = body.get("response_format", {}) if self.schema else {}
        if found := re.fullmatch(r'root ::= "(.*)"\n', structured.get("grammar", "")):
            return found[1]
        written = self.bodies[(at + body.get("seed", 0)) % len(self.bodies)]
        if "grammar" in structured:
            return written
        schema = wanted.get("json_schema", {}).get("schema", {}) or json.loads(structured.get("json", "{}"))
        properties = schema.get("properties", {})
        if "word" in properties:
            return json.dumps({"word": properties["word"]["enum"][0]})
        if "function" in properties:
            return json.dumps({"function": HEADER + written})
        if "think" in properties:
            return self.draft
        if "JSON object" in str(body["messages"][0]["content"]):
            return f"Here it is:\n```json\n{self.draft}\n```\n"
        return f"Sure!\n```python\n{HEADER}{written}```\nThat adds."


def _whole(at: int, text: str, is_chat: bool) -> dict[str, Any]:
    return {"index": at, "finish_reason": "stop"} | ({"message": {"content": text}} if is_chat else {"text": text})


def _piece(at: int, text: str, is_chat: bool, finish: str | None = None) -> dict[str, Any]:
    said: dict[str, Any] = {"delta": {"content": text}} if is_chat else {"text": text}
    return {"choices": [{"index": at, "finish_reason": finish} | said]}


VLLM = Model()
OPENAI = Model(grammar=False)
TEXT = Model(grammar=False, schema=False, many=False)
