"""How vLLM is started: its command line, and the environment it needs."""

import os
from collections.abc import Mapping

from lift_modal.guard import TOKEN_VARIABLE
from lift_modal.settings import CANDIDATES, Settings

PORT = 8000
WEIGHTS = "/weights"
COMPILED = "/compiled"


def serve_command(settings: Settings, port: int = PORT) -> list[str]:
    """The command line of vLLM 0.33."""
    command = [
        "vllm",
        "serve",
        settings.model,
        "--served-model-name",
        settings.model,
        "--revision",
        settings.revision,
        "--host",
        "0.0.0.0",
        "--port",
        str(port),
        "--tensor-parallel-size",
        str(settings.tensor_parallel),
        "--max-model-len",
        str(settings.context_length),
        # Each request wants several candidates: the last one that is let in still finds room for all of its own.
        "--max-num-seqs",
        str(settings.max_concurrency * CANDIDATES),
        # The weights of a sleeping server, and of its snapshot, need the rest.
        "--gpu-memory-utilization",
        "0.85",
        # A model's own sampling defaults (a repetition penalty above all) damage code under a grammar.
        "--generation-config",
        "vllm",
        "--enable-prefix-caching",
        "--enable-prompt-tokens-details",
        # Explicit: with `auto` all requests run on whichever backend came first, and others are ignored or refused.
        "--structured-outputs-config.backend",
        "xgrammar",
        # Otherwise a model may pad JSON with blanks until its reply is cut off.
        "--structured-outputs-config.disable_any_whitespace",
        "true",
        # At its end it first finishes what it has begun: Modal sends it nothing new by then.
        "--shutdown-timeout",
        str(settings.exit_grace_period),
        "--middleware",
        "lift_modal.guard.Guard",
        "--disable-uvicorn-access-log",
    ]
    return [*command, "--enable-sleep-mode"] if settings.snapshot else command


def serve_environment(settings: Settings, token: str, inherited: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The environment of vLLM. `token` lets the container itself put the server to sleep and wake it."""
    own = {
        "HF_HOME": WEIGHTS,
        # The weights are in the volume since the image was built: a start needs no Hub and cannot get other ones.
        "HF_HUB_OFFLINE": "1",
        "VLLM_CACHE_ROOT": COMPILED,
        "VLLM_NO_USAGE_STATS": "1",
        "DO_NOT_TRACK": "1",
        # All grammars of `warm` stay compiled: each takes tens of megabytes for a vocabulary of 150,000 tokens.
        "VLLM_XGRAMMAR_CACHE_MB": "2048",
        # Where Modal puts the sources: vLLM's process imports the guard from there.
        "PYTHONPATH": ":".join(filter(None, ["/root", inherited.get("PYTHONPATH", "")])),
        TOKEN_VARIABLE: token,
    }
    if settings.snapshot:
        # Sleeping and waking are development endpoints; the guard keeps them, and all others, to this container.
        # Worker processes of the compiler do not survive a snapshot.
        own |= {"VLLM_SERVER_DEV_MODE": "1", "TORCHINDUCTOR_COMPILE_THREADS": "1"}
    return {**inherited, **own}
