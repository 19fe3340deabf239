"""A program in the place of `vllm`: an HTTP server that behaves as SCRIPT says and records each request to LOG.

SCRIPT is a JSON object: `unhealthy` (how often `/health` fails first), `completions` (a status), `exit` (a status to
end with at once), `stubborn` (SIGTERM is ignored).
"""

import json
import os
import signal
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock

SCRIPT = json.loads(os.environ["SCRIPT"])
LOCK = Lock()


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        with LOCK:
            failing = SCRIPT.get("unhealthy", 0) > 0
            SCRIPT["unhealthy"] = SCRIPT.get("unhealthy", 0) - 1
        self.answer(503 if failing else 200)

    def do_POST(self) -> None:
        status = SCRIPT.get("completions", 200) if self.path == "/v1/completions" else 200
        self.answer(status)

    def answer(self, status: int) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        record = {
            "path": self.path,
            "token": self.headers["x-lift-guard"] == os.environ["LIFT_GUARD_TOKEN"],
            "authorization": self.headers["Authorization"],
            "body": json.loads(body or "null"),
        }
        with LOCK, Path(os.environ["LOG"]).open("a") as log:
            log.write(json.dumps(record) + "\n")
        words = b"grammar error" if status == 400 else b"{}"
        self.send_response(status)
        self.send_header("Content-Length", str(len(words)))
        self.end_headers()
        self.wfile.write(words)

    def log_message(self, *_: object) -> None:
        pass


if "exit" in SCRIPT:
    sys.exit(SCRIPT["exit"])
signal.signal(signal.SIGTERM, signal.SIG_IGN if SCRIPT.get("stubborn") else lambda *_: sys.exit(0))
port = int(sys.argv[sys.argv.index("--port") + 1])
ThreadingHTTPServer(("127.0.0.1", port), Handler).serve_forever()
