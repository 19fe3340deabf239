"""A vLLM server of our own on the loopback interface, as a process: started, asked for its metrics, killed."""

import hashlib
import os
import re
import shutil
import signal
import socket
import subprocess
import threading
from collections.abc import Sequence
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[2]
PYTHON = ROOT / ".venv-backend" / "bin" / "python"
CACHE = ROOT / "build" / "backend"
"""Models, compiled files and logs; made on first use, outlives the run."""
MODEL = "tiny"
KEY = "sk-backend-test-3f9c"
CONTEXT = 8192
"""Tokens of prompt and answer together."""
SEATS = 16
"""Requests that run at once."""
START_SECONDS = 420
"""After these a start has failed. The first one ever looks at every model class, on a cold disk."""
_STOP_SECONDS = 30
_READY = b"Application startup complete"


def model_folder() -> Path:
    """The tiny model. It is made when it is not there yet, or was made by another version of the script."""
    script = Path(__file__).with_name("make_model.py")
    folder = CACHE / f"model-{hashlib.sha256(script.read_bytes()).hexdigest()[:12]}"
    if not folder.exists():
        unfinished = folder.with_suffix(".part")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        subprocess.run([PYTHON, script, unfinished], check=True, env=_environment())
        unfinished.rename(folder)
    return folder


class Server:
    """One server on one port, with one log file for all its starts. `url` is its origin, without `/v1`."""

    def __init__(self, log: Path, options: Sequence[str] = ()) -> None:
        self.log = log
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._options = options
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers. Raises RuntimeError with the end of its log when it does not."""
        model = model_folder()
        self._process = subprocess.Popen(
            [*self._command(model), *self._options],
            env=_environment(),
            cwd=CACHE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        is_ready = threading.Event()
        threading.Thread(target=self._keep_log, args=[self._process, is_ready], daemon=True).start()
        if not is_ready.wait(START_SECONDS) or self._process.poll() is not None:
            end = self.log.read_text(errors="replace")[-4000:]
            raise RuntimeError(f"vLLM did not start; the end of {self.log}:\n{end}")
        httpx.get(f"{self.url}/health", timeout=60).raise_for_status()

    def stop(self) -> None:
        """End it in good order; nothing when it does not run."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End it at once with all its processes, as when its machine is taken away."""
        self._end(signal.SIGKILL)

    def metric(self, name: str) -> float:
        """The sum of a metric over its labels; 0 when it was never counted."""
        text = httpx.get(f"{self.url}/metrics", timeout=60).text
        return sum(float(value) for value in re.findall(rf"^{name}(?:\{{.*\}})? (\S+)$", text, re.MULTILINE))

    def _keep_log(self, process: subprocess.Popen[bytes], is_ready: threading.Event) -> None:
        assert process.stdout is not None
        with self.log.open("ab") as log:
            for line in process.stdout:
                log.write(line)
                log.flush()
                if _READY in line:
                    is_ready.set()
        is_ready.set()  # it ended: whoever waits will see

    def _end(self, how: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if process.poll() is None:
            os.killpg(process.pid, how)
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def _command(self, model: Path) -> list[str]:
        # The `vllm` command of the CPU package cannot find its own version.
        return [
            *(str(PYTHON), "-m", "vllm.entrypoints.openai.api_server"),
            *("--model", str(model), "--served-model-name", MODEL),
            *("--host", "127.0.0.1", "--port", str(self.port), "--api-key", KEY),
            *("--dtype", "bfloat16", "--max-model-len", str(CONTEXT), "--max-num-seqs", str(SEATS), "--enforce-eager"),
            # A seeded request whose prompt is read in two steps ends vLLM 0.32 on a CPU ("does not use offset").
            *("--max-num-batched-tokens", str(CONTEXT)),
            *("--generation-config", "vllm", "--enable-prompt-tokens-details"),
            *("--structured-outputs-config.backend", "xgrammar"),
            *("--structured-outputs-config.disable_any_whitespace", "true"),
        ]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _environment() -> dict[str, str]:
    """The caller's environment without what would change the server, and with everything it writes in CACHE."""
    home = CACHE / "home"
    home.mkdir(parents=True, exist_ok=True)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LIFT_", "PYTHON", "VLLM_"))}
    return kept | {
        "HOME": str(home),
        "VLLM_CACHE_ROOT": str(CACHE / "vllm"),
        "VLLM_CPU_KVCACHE_SPACE": "1",  # GiB
        # Threads that compute wait by spinning: on both of two cores they keep the HTTP side from sending anything.
        "VLLM_CPU_OMP_THREADS_BIND": "nobind",
        "OMP_NUM_THREADS": "1",
        "VLLM_NO_USAGE_STATS": "1",
        "DO_NOT_TRACK": "1",
        "HF_HUB_OFFLINE": "1",
        "TRANSFORMERS_OFFLINE": "1",
        "TORCHDYNAMO_DISABLE": "1",  # else the first request with logprobs compiles C++ for half a minute
    }
