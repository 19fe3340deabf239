"""Length-prefixed frames over two descriptors, as seen by a worker."""

import json
import os
import struct
from typing import Any

_LENGTH = struct.Struct("!I")


class Pipe:
    """The worker's end of its channel."""

    def __init__(self, reader: int, writer: int) -> None:
        self.reader, self.writer = reader, writer

    def read(self) -> Any:
        """The next frame's JSON. Ends the process when the other side is gone."""
        (length,) = _LENGTH.unpack(self._exactly(_LENGTH.size))
        return json.loads(self._exactly(length))

    def write(self, data: Any) -> None:
        """Send one frame, whole."""
        body = json.dumps(data, separators=(",", ":"), check_circular=False).encode("ascii")
        left = memoryview(_LENGTH.pack(len(body)) + body)
        while left:
            left = left[os.write(self.writer, left) :]

    def _exactly(self, count: int) -> bytes:
        data = bytearray()
        while len(data) < count:
            chunk = os.read(self.reader, count - len(data))
            if not chunk:
                os._exit(0)
            data += chunk
        return bytes(data)
