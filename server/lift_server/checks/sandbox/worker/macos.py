"""Sealing a process on macOS: Seatbelt through libSystem, the limits that macOS enforces, memory seen from outside.

Not run by this project's own tests: the self-test at start decides what is believed.
"""

import ctypes
import os
import resource
import struct

_PROFILE = b"""(version 1)
(deny default)
(deny network*)
(deny process-fork)
(deny process-exec*)
(deny file-read* file-write*)
(allow sysctl-read)
(allow signal (target self))
"""
_CPU_SECONDS = 120
_TASK_INFO = 4  # PROC_PIDTASKINFO
_TASK_INFO_BYTES = 96  # struct proc_taskinfo: virtual size, resident size, ...


def _system() -> ctypes.CDLL:
    return ctypes.CDLL("/usr/lib/libSystem.B.dylib", use_errno=True)


def enter_seatbelt() -> None:
    """Apply the profile to this process, for good. Raises OSError when macOS refuses."""
    message = ctypes.c_char_p()
    if _system().sandbox_init(ctypes.c_char_p(_PROFILE), ctypes.c_uint64(0), ctypes.byref(message)) != 0:
        raise OSError(f"sandbox_init: {(message.value or b'refused').decode(errors='replace')}")


def available() -> bool:
    """Whether Seatbelt accepts the profile, tried in a forked child."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            enter_seatbelt()
            status = 0
        finally:
            os._exit(status)
    return os.waitpid(child, 0)[1] == 0


def limit_resources() -> None:
    """Cap CPU time, files and processes. macOS does not enforce a cap on memory: the fork server watches it."""
    limits = {
        resource.RLIMIT_CPU: _CPU_SECONDS,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NPROC: 0,
        resource.RLIMIT_NOFILE: 4,
        resource.RLIMIT_CORE: 0,
    }
    for limit, value in limits.items():
        resource.setrlimit(limit, (value, value))


def resident_bytes(process: int) -> int:
    """Bytes of memory that a process holds; 0 when it is gone."""
    info = ctypes.create_string_buffer(_TASK_INFO_BYTES)
    size = _system().proc_pidinfo(process, _TASK_INFO, ctypes.c_uint64(0), info, _TASK_INFO_BYTES)
    if size < _TASK_INFO_BYTES:
        return 0
    resident: int = struct.unpack_from("=QQ", info.raw)[1]
    return resident
