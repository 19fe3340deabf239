"""`modal deploy modal_backend/lift_modal/app.py`: an OpenAI-compatible vLLM server with XGrammar (docs/modal.md).

Modal imports this file twice: where it is deployed, and in each container, which gets its settings as variables.
"""

import sys

import modal

from lift_modal.command import PORT
from lift_modal.image import serving_image, volumes
from lift_modal.settings import SettingsError, load_settings
from lift_modal.vllm_server import VllmServer

try:
    settings = load_settings()
except SettingsError as error:
    sys.exit(f"lift-modal: {error}")

app = modal.App(settings.app_name)


@app.server(
    image=serving_image(settings),
    env=settings.environment(),
    secrets=[modal.Secret.from_name(settings.api_key_secret, required_keys=["VLLM_API_KEY"])]
    if settings.api_key_secret
    else [],
    gpu=settings.gpus,
    cpu=settings.cpu,
    memory=settings.memory,
    volumes=volumes(),
    port=PORT,
    target_concurrency=settings.target_concurrency,
    max_concurrency=settings.max_concurrency,
    min_containers=settings.min_containers,
    max_containers=settings.max_containers,
    scaledown_window=settings.scaledown_window,
    startup_timeout=settings.startup_timeout,
    exit_grace_period=settings.exit_grace_period,
    routing_region=settings.routing_region,
    compute_region=settings.compute_region,
    unauthenticated=not settings.proxy_auth,
    enable_memory_snapshot=settings.snapshot,
    experimental_options={"enable_gpu_snapshot": True} if settings.snapshot else {},
)
class Vllm:
    """One container. A snapshot is taken between `start` and `wake`: later containers begin with `wake`."""

    @modal.enter(snap=settings.snapshot)
    def start(self) -> None:
        """Start vLLM and compile Lift's grammars; asleep at the end when a snapshot follows."""
        self.server = VllmServer(settings)
        self.server.wait_until_healthy()
        self.server.warm()
        if settings.snapshot:
            self.server.sleep()

    @modal.enter(snap=False)
    def wake(self) -> None:
        """Wake vLLM after a snapshot was taken or restored."""
        if settings.snapshot:
            self.server.wake_up()

    @modal.exit()
    def stop(self) -> None:
        """End vLLM; Modal sends no more requests."""
        self.server.stop()
