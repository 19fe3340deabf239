"""How vLLM is started."""

import pytest

from lift_modal.command import serve_command, serve_environment
from lift_modal.guard import TOKEN_VARIABLE
from lift_modal.settings import Settings, load_settings

COMMON = """
    --host 0.0.0.0 --port 8000 --tensor-parallel-size {gpus} --max-model-len 16384 --max-num-seqs 256
    --gpu-memory-utilization 0.85 --generation-config vllm --enable-prefix-caching --enable-prompt-tokens-details
    --structured-outputs-config.backend xgrammar --structured-outputs-config.disable_any_whitespace true
    --shutdown-timeout 30 --middleware lift_modal.guard.Guard --disable-uvicorn-access-log
"""


def check_command(monkeypatch: pytest.MonkeyPatch, profile: str, expected: str) -> None:
    monkeypatch.setenv("LIFTMODAL_PROFILE", profile)
    assert serve_command(load_settings()) == expected.split()


def test_the_default_profile(monkeypatch: pytest.MonkeyPatch) -> None:
    check_command(
        monkeypatch,
        "coder-7b",
        "vllm serve Qwen/Qwen2.5-Coder-7B-Instruct --served-model-name Qwen/Qwen2.5-Coder-7B-Instruct "
        "--revision c03e6d358207e414f1eca0bb1891e29f1db0e242" + COMMON.format(gpus=1) + "--enable-sleep-mode",
    )


def test_the_larger_model(monkeypatch: pytest.MonkeyPatch) -> None:
    model = "Qwen/Qwen3-Coder-30B-A3B-Instruct-FP8"
    check_command(
        monkeypatch,
        "coder-30b-fp8",
        f"vllm serve {model} --served-model-name {model} --revision dcaee4d4dfc5ee71ad501f01f530e5652438fde0"
        + COMMON.format(gpus=1)
        + "--enable-sleep-mode",
    )


def test_several_gpus(monkeypatch: pytest.MonkeyPatch) -> None:
    model = "Qwen/Qwen2.5-Coder-32B-Instruct"
    check_command(
        monkeypatch,
        "coder-32b-tp2",
        f"vllm serve {model} --served-model-name {model} --revision 381fc969f78efac66bc87ff7ddeadb7e73c218a7"
        + COMMON.format(gpus=2),
    )


def test_every_request_that_is_let_in_finds_room_for_its_candidates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIFTMODAL_MAX_CONCURRENCY", "20")
    command = serve_command(load_settings())
    assert command[command.index("--max-num-seqs") + 1] == "160"


def test_no_development_endpoints_without_snapshots() -> None:
    with_snapshot, without = (Settings(snapshot=snapshot) for snapshot in (True, False))
    assert serve_environment(with_snapshot, "token", {})["VLLM_SERVER_DEV_MODE"] == "1"
    assert "VLLM_SERVER_DEV_MODE" not in serve_environment(without, "token", {})


def test_the_environment_keeps_what_the_container_has() -> None:
    environment = serve_environment(Settings(), "token", {"VLLM_API_KEY": "key", "PYTHONPATH": "/pkg"})
    assert environment["VLLM_API_KEY"] == "key"
    assert environment["PYTHONPATH"] == "/root:/pkg"
    assert environment[TOKEN_VARIABLE] == "token"
    assert environment["HF_HUB_OFFLINE"] == "1"
    assert (environment["HF_HOME"], environment["VLLM_CACHE_ROOT"]) == ("/weights", "/compiled")
