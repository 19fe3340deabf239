"""A real vLLM that says what a good model would, for clients that are no Python: `python -m backend.serve_scripted`.

Prints one line of JSON, `{"endpoint": ..., "key": ...}`, when it answers, and ends with its standard input.
"""

import json
import sys

from .recorder import Recorder
from .replies import DISAGREEING_FACTORIAL
from .server import CACHE, KEY, Server

# Sixteen prompts at once: one that is read in parts and has a seed ends vLLM 0.32.0 on a CPU ("does not use offset").
_OPTIONS = ("--max-num-batched-tokens", "32768")


def main() -> None:
    """Serve until standard input ends."""
    CACHE.mkdir(parents=True, exist_ok=True)
    server = Server(CACHE / "scripted-server.log", _OPTIONS)
    try:
        server.start()
        with Recorder(server.url, DISAGREEING_FACTORIAL.script) as recorder:
            print(json.dumps({"endpoint": recorder.url, "key": KEY}), flush=True)
            sys.stdin.read()
            print(json.dumps({"drafts": len(recorder.drafts()), "functions": len(recorder.functions())}), flush=True)
    finally:
        server.stop()


if __name__ == "__main__":
    main()
