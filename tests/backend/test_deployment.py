"""The deployment's own server class with a real vLLM behind it: the command line, the guard, and what is warmed."""

import shlex
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from lift_modal.settings import Settings
from lift_modal.vllm_server import ServerError, VllmServer

from .server import CACHE, PYTHON, model_folder

ROOT = Path(__file__).parents[2]
PORT = 18_377
# The CPU package's own `vllm` cannot find its version; its sampling of compiled kernels and its memory are for GPUs.
SHIM = """#!/bin/sh
shift; model=$1; shift
export PYTHONPATH={sources} VLLM_CACHE_ROOT={cache} VLLM_CPU_KVCACHE_SPACE=1 TORCHDYNAMO_DISABLE=1
exec {python} -m vllm.entrypoints.openai.api_server --model "$model" --dtype bfloat16 --enforce-eager "$@"
"""

pytestmark = pytest.mark.vllm


@pytest.fixture(scope="module")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[VllmServer]:
    folder = tmp_path_factory.mktemp("deployed")
    command = folder / "vllm"
    paths = {"sources": ROOT / "modal_backend", "cache": CACHE / "vllm", "python": PYTHON}
    command.write_text(SHIM.format(**{name: shlex.quote(str(path)) for name, path in paths.items()}))
    command.chmod(0o755)
    (folder / "tiny").mkdir()
    (folder / "tiny" / "coder").symlink_to(model_folder())
    settings = Settings(
        model="tiny/coder",
        revision="0" * 40,
        snapshot=False,
        context_length=2_048,
        target_concurrency=1,
        max_concurrency=2,
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("PATH", str(folder), prepend=":")
        server = VllmServer(settings, port=PORT)
        try:
            server.wait_until_healthy()
            yield server
        finally:
            server.stop()


def test_xgrammar_compiles_everything_that_is_warmed(deployed: VllmServer) -> None:
    deployed.warm()


def test_what_xgrammar_cannot_compile_is_reported_in_its_words(deployed: VllmServer) -> None:
    with pytest.raises(ServerError, match="Invalid grammar"):
        deployed._warm_one(
            {"model": "tiny/coder", "prompt": "x", "max_tokens": 1, "structured_outputs": {"grammar": "root ::= none"}}
        )


@pytest.mark.parametrize(
    ("path", "status"),
    [("/health", 200), ("/version", 200), ("/metrics", 200), ("/v1/models", 200), ("/docs", 404), ("/load", 404)],
)
def test_the_guard_stands_in_front(deployed: VllmServer, path: str, status: int) -> None:
    assert httpx.get(f"http://127.0.0.1:{PORT}{path}", timeout=60).status_code == status
