"""A control plane of Modal on this machine: records what `modal deploy` asks for, and says yes to all of it.

It speaks the protocol of the pinned client (`modal_proto` is no public interface, but the only complete view of a
deployment).
"""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from google.protobuf.empty_pb2 import Empty
from google.protobuf.message import Message
from grpclib import GRPCError, Status
from grpclib.server import Server, Stream
from modal_proto import api_pb2
from modal_proto.api_grpc import ModalClientBase

APP = Path(__file__).parents[2] / "modal_backend" / "lift_modal" / "app.py"
BUILT = api_pb2.GenericResult(status=api_pb2.GenericResult.GENERIC_STATUS_SUCCESS)


@dataclass(slots=True)
class Recorder:
    """The requests of one deployment, in their order, and which objects were made for them."""

    requests: list[tuple[str, Any]] = field(default_factory=list)
    objects: dict[str, Any] = field(default_factory=dict)
    numbers: "count[int]" = field(default_factory=count)

    def named(self, name: str) -> list[Any]:
        """All requests of one kind."""
        return [request for kind, request in self.requests if kind == name]

    def reply(self, name: str, request: Any) -> Message:
        """The shortest reply with which the client goes on. Raises GRPCError for requests that no deployment made when
        this was written."""
        self.requests.append((name, request))
        make = getattr(self, f"_{name}", None)
        if make is None:
            raise GRPCError(Status.UNIMPLEMENTED, f"the test's control plane knows no {name}")
        reply: Message = make(request)
        return reply

    def _id(self, kind: str) -> str:
        name = f"{kind}-{next(self.numbers):08d}"
        self.objects[name] = self.requests[-1][1]
        return name

    def _AppGetByDeploymentName(self, request: Any) -> Message:  # noqa: N802
        return api_pb2.AppGetByDeploymentNameResponse()

    def _AppCreate(self, request: Any) -> Message:  # noqa: N802
        return api_pb2.AppCreateResponse(app_id=self._id("ap"))

    def _AppPublish(self, request: Any) -> Message:  # noqa: N802
        return api_pb2.AppPublishResponse(url="http://nowhere.invalid")

    def _AppHeartbeat(self, request: Any) -> Message:  # noqa: N802
        return Empty()

    def _AppClientDisconnect(self, request: Any) -> Message:  # noqa: N802
        return Empty()

    def _EnvironmentGetOrCreate(self, request: Any) -> Message:  # noqa: N802
        settings = api_pb2.EnvironmentSettings(image_builder_version="2025.06")
        metadata = api_pb2.EnvironmentMetadata(name="main", settings=settings)
        return api_pb2.EnvironmentGetOrCreateResponse(environment_id=self._id("en"), metadata=metadata)

    def _FunctionPrecreate(self, request: Any) -> Message:  # noqa: N802
        metadata = api_pb2.FunctionHandleMetadata(function_name=request.function_name)
        return api_pb2.FunctionPrecreateResponse(function_id=self._id("fu"), handle_metadata=metadata)

    def _FunctionCreate(self, request: Any) -> Message:  # noqa: N802
        function = request.function
        ranked = api_pb2.FunctionData.RankedFunction(rank=0, function=function)
        data = api_pb2.FunctionData(
            module_name=function.module_name, function_name=function.function_name, ranked_functions=[ranked]
        )
        metadata = api_pb2.FunctionHandleMetadata(function_name=function.function_name)
        return api_pb2.FunctionCreateResponse(
            function_id=request.existing_function_id or self._id("fu"), function_data=data, handle_metadata=metadata
        )

    def _ClassCreate(self, request: Any) -> Message:  # noqa: N802
        return api_pb2.ClassCreateResponse(class_id=self._id("cs"))

    def _ImageGetOrCreate(self, request: Any) -> Message:  # noqa: N802
        return api_pb2.ImageGetOrCreateResponse(image_id=self._id("im"), result=BUILT)

    def _MountGetOrCreate(self, request: Any) -> Message:  # noqa: N802
        return api_pb2.MountGetOrCreateResponse(mount_id=self._id("mo"))

    def _MountBatchedCheckExistence(self, request: Any) -> Message:  # noqa: N802
        return api_pb2.MountBatchedCheckExistenceResponse()

    def _SecretGetOrCreate(self, request: Any) -> Message:  # noqa: N802
        return api_pb2.SecretGetOrCreateResponse(secret_id=self._id("st"))

    def _VolumeGetOrCreate(self, request: Any) -> Message:  # noqa: N802
        return api_pb2.VolumeGetOrCreateResponse(volume_id=self._id("vo"))


def _service(recorder: Recorder) -> Any:
    """The generated service with every method handed to the recorder."""

    def method(name: str) -> Callable[[Any, Stream[Any, Any]], Awaitable[None]]:
        async def answer(self: Any, stream: Stream[Any, Any]) -> None:
            request = await stream.recv_message()
            await stream.send_message(recorder.reply(name, request))

        return answer

    names = ModalClientBase.__abstractmethods__
    return type("ControlPlane", (ModalClientBase,), {name: method(name) for name in names})()


@dataclass(frozen=True, slots=True)
class Deployment:
    """How `modal deploy` ended, what it printed, and what it asked for."""

    status: int
    output: str
    recorder: Recorder


async def deploy(home: Path, variables: Mapping[str, str]) -> Deployment:
    """Run `modal deploy` on the app with these variables and no account. `home`: an empty folder."""
    recorder = Recorder()
    server = Server([_service(recorder)])
    await server.start("127.0.0.1", 0)
    try:
        assert server._server is not None
        port = server._server.sockets[0].getsockname()[1]
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("LIFT", "MODAL_"))}
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "modal",
            "deploy",
            str(APP),
            env={
                **clean,
                "HOME": str(home),
                "MODAL_CONFIG_PATH": str(home / "modal.toml"),
                "MODAL_SERVER_URL": f"http://127.0.0.1:{port}",
                "MODAL_TOKEN_ID": "ak-none",
                "MODAL_TOKEN_SECRET": "as-none",
                **variables,
            },
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        output, _ = await process.communicate()
    finally:
        server.close()
        await server.wait_closed()
    assert process.returncode is not None
    return Deployment(process.returncode, output.decode(), recorder)
