"""The container image: CUDA, vLLM, the weights in a volume, and Lift's sources."""

from pathlib import PurePosixPath

import modal

from lift_modal.command import COMPILED, WEIGHTS
from lift_modal.settings import Settings

BASE = "nvidia/cuda:13.0.1-devel-ubuntu24.04"
PACKAGES = ("vllm==0.33.0", "xgrammar==0.2.8")
"""The same as the extra `serve` of the distribution."""
_UV = "0.9.5"
_HOUR = 3600


def weights_volume() -> modal.Volume:
    """Where the Hub's cache is kept, for all profiles."""
    return modal.Volume.from_name("lift-weights", create_if_missing=True)


def compiled_volume() -> modal.Volume:
    """Where vLLM keeps what it compiled for a model and a GPU."""
    return modal.Volume.from_name("lift-compiled", create_if_missing=True)


def volumes() -> dict[str | PurePosixPath, modal.Volume | modal.CloudBucketMount]:
    """Mount points of a serving container."""
    return {WEIGHTS: weights_volume(), COMPILED: compiled_volume()}


def hub_secrets(settings: Settings) -> list[modal.Secret]:
    """The token for models that the Hub gives only to those who accepted a license; [] when none is set."""
    return [modal.Secret.from_name(settings.hub_secret, required_keys=["HF_TOKEN"])] if settings.hub_secret else []


def serving_image(settings: Settings) -> modal.Image:
    """Building it downloads the weights, so that no start waits for that."""
    return (
        modal.Image.from_registry(BASE, add_python="3.12")
        .entrypoint([])
        .uv_pip_install(*PACKAGES, "pydantic-settings>=2.7,<3", uv_version=_UV)
        .env({"HF_HOME": WEIGHTS, "HF_XET_HIGH_PERFORMANCE": "1"})
        .run_function(
            download_weights,
            # As keywords: Modal builds again when they change.
            kwargs={"model": settings.model, "revision": settings.revision},
            volumes={WEIGHTS: weights_volume()},
            secrets=hub_secrets(settings),
            timeout=_HOUR,
        )
        .add_local_python_source("lift_ir", "lift_modal")
    )


def download_weights(model: str, revision: str) -> None:
    """Run in the image's build: bring a model's commit into the Hub's cache (`HF_HOME`), unless it is there."""
    from huggingface_hub import snapshot_download

    snapshot_download(model, revision=revision, ignore_patterns=["*.pth", "*.pt", "original/*"])
