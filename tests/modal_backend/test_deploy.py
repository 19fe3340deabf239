"""What `modal deploy` asks Modal for, profile by profile, without an account."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from lift_modal.image import PACKAGES
from lift_modal.settings import PROFILES, Settings

from .control_plane import Deployment, deploy

CHANGED = {
    "LIFTMODAL_PROFILE": "coder-30b-fp8",
    "LIFTMODAL_GPU": "H200",
    "LIFTMODAL_CPU": "12.0",
    "LIFTMODAL_MEMORY": "131072",
    "LIFTMODAL_SNAPSHOT": "false",
    "LIFTMODAL_PROXY_AUTH": "false",
    "LIFTMODAL_API_KEY_SECRET": "my-key",
    "LIFTMODAL_HUB_SECRET": "my-hub",
    "LIFTMODAL_ROUTING_REGION": "eu-west",
    "LIFTMODAL_COMPUTE_REGION": "eu",
    "LIFTMODAL_MIN_CONTAINERS": "1",
    "LIFTMODAL_MAX_CONTAINERS": "20",
    "LIFTMODAL_TARGET_CONCURRENCY": "4",
    "LIFTMODAL_MAX_CONCURRENCY": "6",
    "LIFTMODAL_SCALEDOWN_WINDOW": "60",
    "LIFTMODAL_STARTUP_TIMEOUT": "900",
    "LIFTMODAL_EXIT_GRACE_PERIOD": "5",
}


async def deployed(home: Path, variables: Mapping[str, str]) -> Deployment:
    deployment = await deploy(home, variables)
    assert deployment.status == 0, deployment.output
    return deployment


def server_of(deployment: Deployment) -> Any:
    (server,) = [item.function for item in deployment.recorder.named("FunctionCreate") if item.function.is_server]
    return server


def secrets_of(deployment: Deployment, function: Any) -> list[Any]:
    return [deployment.recorder.objects[name] for name in function.secret_ids]


@dataclass(frozen=True)
class Expected:
    """A server as Modal is asked for it. `volumes`: mount point -> name; `secrets`: name -> keys it must have."""

    app: str
    gpu: str
    gpus: int = 1
    cores: float = 8
    memory: int = 40_960
    containers: tuple[int, int] = (0, 8)
    concurrency: tuple[float, int] = (16, 32)
    snapshot: bool = True
    scaledown: int = 300
    startup: int = 1200
    grace: int = 30
    open_to_all: bool = False
    routing: str = "us-east"
    compute: tuple[str, ...] = ()
    secrets: tuple[tuple[str, tuple[str, ...]], ...] = ()
    volumes: tuple[tuple[str, str], ...] = (("/weights", "lift-weights"), ("/compiled", "lift-compiled"))


def check_server(deployment: Deployment, expected: Expected) -> None:
    server = server_of(deployment)
    objects, gpu, scaling = deployment.recorder.objects, server.resources.gpu_config, server.autoscaler_settings
    named = [item for item in secrets_of(deployment, server) if item.deployment_name]
    seen = Expected(
        app=server.app_name,
        gpu=gpu.gpu_type,
        gpus=gpu.count,
        cores=server.resources.milli_cpu / 1000,
        memory=server.resources.memory_mb,
        containers=(scaling.min_containers, scaling.max_containers),
        concurrency=(scaling.target_concurrency_float, server.max_concurrent_inputs),
        snapshot=server.checkpointing_enabled,
        scaledown=scaling.scaledown_window,
        startup=server.startup_timeout_secs,
        grace=server.http_config.exit_grace_period,
        open_to_all=server.http_config.unauthenticated,
        routing=",".join(server.http_config.proxy_regions),
        compute=tuple(server.scheduler_placement.regions),
        secrets=tuple((item.deployment_name, tuple(item.required_keys)) for item in named),
        volumes=tuple((mount.mount_path, objects[mount.volume_id].deployment_name) for mount in server.volume_mounts),
    )
    assert seen == expected
    assert server.http_config.port == 8000
    assert dict(server.experimental_options) == ({"enable_gpu_snapshot": "True"} if expected.snapshot else {})


async def test_the_default_profile(tmp_path: Path) -> None:
    check_server(await deployed(tmp_path, {}), Expected("lift-coder-7b", "L40S"))


async def test_the_larger_model(tmp_path: Path) -> None:
    deployment = await deployed(tmp_path, {"LIFTMODAL_PROFILE": "coder-30b-fp8"})
    check_server(deployment, Expected("lift-coder-30b-fp8", "H100", memory=65_536))


async def test_several_gpus(tmp_path: Path) -> None:
    deployment = await deployed(tmp_path, {"LIFTMODAL_PROFILE": "coder-32b-tp2"})
    check_server(deployment, Expected("lift-coder-32b-tp2", "H100", gpus=2, memory=65_536, snapshot=False))


async def test_every_setting_arrives(tmp_path: Path) -> None:
    deployment = await deployed(tmp_path, CHANGED)
    expected = Expected(
        "lift-coder-30b-fp8",
        "H200",
        cores=12,
        memory=131_072,
        containers=(1, 20),
        concurrency=(4, 6),
        snapshot=False,
        scaledown=60,
        startup=900,
        grace=5,
        open_to_all=True,
        routing="eu-west",
        compute=("eu",),
        secrets=(("my-key", ("VLLM_API_KEY",)),),
    )
    check_server(deployment, expected)
    (build,) = [item.function for item in deployment.recorder.named("FunctionCreate") if not item.function.is_server]
    assert [(item.deployment_name, list(item.required_keys)) for item in secrets_of(deployment, build)] == [
        ("my-hub", ["HF_TOKEN"])
    ]


async def test_a_container_gets_the_settings_that_were_deployed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deployment = await deployed(tmp_path, CHANGED)
    (variables,) = [item.env_dict for item in secrets_of(deployment, server_of(deployment)) if not item.deployment_name]
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    settings = Settings()
    assert settings.gpu == "H200"
    assert settings.revision == PROFILES["coder-30b-fp8"]["revision"]
    assert {name: variables[name].lower() for name in CHANGED} == {n: v.lower() for n, v in CHANGED.items()}


async def test_the_image(tmp_path: Path) -> None:
    """vLLM is pinned, the weights are downloaded while it is built, Lift's sources are added last."""
    deployment = await deployed(tmp_path, {})
    images = [item.image for item in deployment.recorder.named("ImageGetOrCreate")]
    commands = [command for image in images for command in image.dockerfile_commands]
    assert commands[0] == "FROM nvidia/cuda:13.0.1-devel-ubuntu24.04"
    assert "ENTRYPOINT []" in commands
    (install,) = [command for command in commands if "uv pip install" in command]
    assert all(package in install.split() for package in PACKAGES)
    assert not [command for command in commands if ":latest" in command]
    build = images[-1].build_function
    assert b"Qwen/Qwen2.5-Coder-7B-Instruct" in build.input.args
    assert PROFILES["coder-7b"]["revision"].encode() in build.input.args
    (download,) = [item.function for item in deployment.recorder.named("FunctionCreate") if not item.function.is_server]
    assert [mount.mount_path for mount in download.volume_mounts] == ["/weights"]
    files = {file.filename for item in deployment.recorder.named("MountGetOrCreate") for file in item.files}
    assert {"/root/app.py", "/root/lift_modal/guard.py", "/root/lift_ir/grammar/profile.py"} <= files
    assert not [name for name in files if "lift_server" in name]


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("LIFTMODAL_GPUS", "H100", "LIFTMODAL_GPUS: there is no such setting; did you mean LIFTMODAL_GPU?"),
        ("LIFTMODAL_MAX_CONTAINERS", "many", "LIFTMODAL_MAX_CONTAINERS: Input should be a valid integer"),
    ],
)
async def test_wrong_settings_deploy_nothing(tmp_path: Path, name: str, value: str, message: str) -> None:
    deployment = await deploy(tmp_path, {name: value})
    assert deployment.status != 0
    assert message in " ".join(deployment.output.split())
    assert "Traceback" not in deployment.output
    assert not deployment.recorder.requests
