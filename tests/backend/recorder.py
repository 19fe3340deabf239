"""A loopback server between Lift and vLLM: keeps what is asked, and can choose the answer that vLLM must give.

A request is passed on as it is, but for its constraint: "one of these texts" in place of grammar or schema makes the
random model say what a good one would have said, through the same prompt, sampling, streaming and end.
"""

import json
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

import httpx

Json = dict[str, Any]
Script = Callable[[Json], Sequence[str] | None]
"""The texts that may answer a request; None leaves its constraint as it is."""
_KEPT_HEADERS = ("authorization", "content-type", "accept")


def unscripted(_request: Json) -> None:
    """Every request keeps its constraint."""


class Recorder(AbstractContextManager["Recorder"]):
    """`url` takes the place of the server's. `requests` are the bodies that asked for text, as they came;
    `completed_at` is when the last reply had been passed on (`time.perf_counter`)."""

    def __init__(self, target: str, script: Script = unscripted) -> None:
        self.target = target
        self.script = script
        self.requests: list[Json] = []
        self.completed_at = 0.0
        self._listener = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._listener.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._listener.server_port}"

    def __enter__(self) -> "Recorder":
        threading.Thread(target=self._listener.serve_forever, args=[0.05], daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listener.shutdown()
        self._listener.server_close()

    def take(self, body: bytes) -> bytes:
        """Keep a request; the body to pass on."""
        request: Json = json.loads(body)
        if not {"messages", "prompt"} & request.keys():
            return body
        self.requests.append(request)
        texts = self.script(request)
        if texts is None:
            return body
        constraint = {"structured_outputs": {"choice": list(texts)}}
        kept = {key: value for key, value in request.items() if key not in ("structured_outputs", "response_format")}
        return json.dumps(kept | constraint).encode()

    def drafts(self) -> list[Json]:
        """The requests for a draft."""
        return [request for request in self.requests if is_draft(request)]

    def functions(self) -> list[Json]:
        """The requests for functions."""
        return [request for request in self.requests if is_function(request)]


def is_draft(request: Json) -> bool:
    """Whether a request asks for a draft."""
    return "think" in str((request.get("structured_outputs") or {}).get("json", ""))


def is_function(request: Json) -> bool:
    """Whether a request asks for the body of a function, not for the proof that a grammar is obeyed."""
    return "block_1" in str((request.get("structured_outputs") or {}).get("grammar", ""))


def scripted(draft: Json, bodies: Sequence[str]) -> Script:
    """Answers every request for a draft with `draft`, and each candidate with one of `bodies`."""

    def script(request: Json) -> Sequence[str] | None:
        if is_draft(request):
            return [json.dumps(draft, separators=(",", ":"), ensure_ascii=False)]
        return bodies if is_function(request) else None

    return script


def _handler(recorder: Recorder) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        # Each reply ends with its connection: what vLLM sends is passed on as it comes.
        protocol_version = "HTTP/1.0"

        def do_GET(self) -> None:
            self._pass_on(None)

        def do_POST(self) -> None:
            self._pass_on(recorder.take(self.rfile.read(int(self.headers["Content-Length"]))))

        def _pass_on(self, body: bytes | None) -> None:
            headers = {name: self.headers[name] for name in _KEPT_HEADERS if name in self.headers}
            address = recorder.target + self.path
            try:
                with httpx.stream(self.command, address, content=body, headers=headers, timeout=100) as reply:
                    self._copy(reply)
            except (BrokenPipeError, ConnectionResetError, httpx.TransportError):
                return  # one end has gone; so does this connection

        def _copy(self, reply: httpx.Response) -> None:
            self.send_response(reply.status_code)
            self.send_header("Content-Type", reply.headers["Content-Type"])
            self.end_headers()
            for piece in reply.iter_raw():
                self.wfile.write(piece)
            recorder.completed_at = time.perf_counter()

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: pytest shows requests by their effects."""

    return Handler
