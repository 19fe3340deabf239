"""vLLM as a child process of a container: started, warmed, put to sleep, woken, ended."""

import json
import os
import secrets
import signal
import subprocess
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from lift_modal.command import PORT, serve_command, serve_environment
from lift_modal.guard import HEADER
from lift_modal.settings import Settings
from lift_modal.warm import warm_requests

_AT_ONCE = 4
_SECONDS_PER_REQUEST = 300


class ServerError(Exception):
    """vLLM ended, did not become healthy in time, or refused a request of its own container."""


class VllmServer:
    """One vLLM server. Every method blocks; none is called from several threads."""

    def __init__(self, settings: Settings, *, port: int = PORT) -> None:
        self._settings = settings
        self._url = f"http://127.0.0.1:{port}"
        self._token = secrets.token_urlsafe(32)
        environment = serve_environment(settings, self._token)
        # A group of its own: vLLM's engine and workers go with it.
        self._process = subprocess.Popen(serve_command(settings, port), env=environment, start_new_session=True)

    def wait_until_healthy(self, pause: float = 1.0) -> None:
        """Return once `/health` answers. `pause`: seconds between two tries. Raises ServerError when vLLM ends or
        `startup_timeout` passes."""
        deadline = time.monotonic() + self._settings.startup_timeout
        while time.monotonic() < deadline:
            if (status := self._process.poll()) is not None:
                raise ServerError(f"vLLM ended with status {status} while it started; its last lines say why")
            try:
                self._request("/health")
                return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(pause)
        raise ServerError(f"vLLM was not healthy after {self._settings.startup_timeout} s")

    def warm(self) -> None:
        """Compile the grammars of this IR version. Raises ServerError: a server that refuses them is of no use."""
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            list(pool.map(self._warm_one, warm_requests(self._settings.model)))

    def _warm_one(self, body: dict[str, Any]) -> None:
        try:
            self._request("/v1/completions", body)
        except urllib.error.HTTPError as error:
            words = error.read(2_000).decode("utf-8", "replace")
            raise ServerError(f"vLLM refused a grammar or schema of Lift ({error.code}): {words}") from error

    def sleep(self) -> None:
        """Move the weights to main memory, so that a snapshot can be taken."""
        self._request("/sleep?level=1", {})

    def wake_up(self) -> None:
        """Move the weights back to the GPU."""
        self._request("/wake_up", {})

    def stop(self, margin: float = 15.0) -> None:
        """End vLLM and its children: politely, then by force, `margin` seconds after `exit_grace_period`.
        Idempotent."""
        if self._process.poll() is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(self._settings.exit_grace_period + margin)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def _request(self, path: str, body: dict[str, Any] | None = None) -> None:
        headers = {HEADER: self._token, "Content-Type": "application/json"}
        if key := os.environ.get("VLLM_API_KEY"):
            headers["Authorization"] = f"Bearer {key}"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self._url}{path}", data=data, headers=headers)
        with urllib.request.urlopen(request, timeout=_SECONDS_PER_REQUEST) as response:
            response.read()
