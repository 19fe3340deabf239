"""Sealing a process on Linux through ctypes: limits, no_new_privs, Landlock, seccomp-bpf. No library beside libc."""

import contextlib
import ctypes
import os
import resource
import struct
from collections.abc import Sequence
from typing import Any

from lift_server.checks.sandbox.worker.seccomp import Profile, build

_PR_SET_PDEATHSIG, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 22, 38
_SECCOMP_MODE_FILTER = 2
_SIGKILL = 9
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # the same numbers on every architecture
_RULE_PATH_BENEATH, _CREATE_RULESET_VERSION = 1, 1
_FS_ALL = (1 << 13) - 1
_FS_REFER, _FS_TRUNCATE, _FS_IOCTL = 1 << 13, 1 << 14, 1 << 15
_FS_READ = (1 << 2) | (1 << 3)  # files, directories
_FS_CHANGE = (
    (1 << 1) | (1 << 4) | (1 << 5) | (1 << 7) | (1 << 8)
)  # write, remove dir and file, make dir and regular file
_NET_ALL, _SCOPE_ALL = 3, 3  # TCP bind and connect; abstract unix sockets and signals
_NOBODY = 65534
CPU_SECONDS = 120  # a backstop: who asks for the work keeps shorter limits
_WRITABLE = 10 << 20  # bytes of one written file
_PAGE = resource.getpagesize()

_libc = ctypes.CDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long


def _check(result: int, what: str) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result


def _prctl(option: int, first: int = 0, second: int = 0) -> None:
    arguments = [ctypes.c_ulong(value) for value in (first, second, 0, 0)]
    _check(_libc.prctl(option, *arguments), f"prctl {option}")


def die_with_parent(parent: int) -> None:
    """Have the kernel kill this process when its parent ends."""
    _prctl(_PR_SET_PDEATHSIG, _SIGKILL)
    if os.getppid() != parent:
        os._exit(0)


def address_space() -> int:
    """Bytes of address space that this process has mapped."""
    with open("/proc/self/statm", "rb") as file:
        return int(file.read().split()[0]) * _PAGE


def limit_resources(space: int, profile: Profile) -> None:
    """Cap address space (bytes), CPU time, files and processes; no core dumps."""
    limits = {
        resource.RLIMIT_AS: space,
        resource.RLIMIT_CPU: CPU_SECONDS,
        resource.RLIMIT_FSIZE: _WRITABLE if profile is Profile.WRITE else 0,
        resource.RLIMIT_NPROC: 0,
        resource.RLIMIT_NOFILE: 4 if profile is Profile.PURE else 32,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_MEMLOCK: 0,
        resource.RLIMIT_MSGQUEUE: 0,
    }
    for limit, value in limits.items():
        _, hard = resource.getrlimit(limit)
        bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(limit, (bound, bound))


def drop_root() -> None:
    """Become nobody when root; in a user namespace that knows no nobody, stay: the other layers hold."""
    if os.geteuid() != 0:
        return
    with contextlib.suppress(OSError):
        os.setgroups([])
        os.setresgid(_NOBODY, _NOBODY, _NOBODY)
        os.setresuid(_NOBODY, _NOBODY, _NOBODY)


def landlock_version() -> int:
    """The kernel's Landlock ABI; 0 without it."""
    version: int = _libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(_CREATE_RULESET_VERSION))
    return max(0, version)


def restrict_paths(version: int, folder: str | None, profile: Profile) -> None:
    """Deny every file by Landlock, and network and signals where the kernel can; leave `folder` for a file profile."""
    handled = _FS_ALL
    for since, right in ((2, _FS_REFER), (3, _FS_TRUNCATE), (5, _FS_IOCTL)):
        handled |= right if version >= since else 0
    attributes = struct.pack("QQQ", handled, _NET_ALL if version >= 4 else 0, _SCOPE_ALL if version >= 6 else 0)
    size = 8 if version < 4 else 16 if version < 6 else 24
    rules = _check(
        _libc.syscall(_CREATE_RULESET, attributes, ctypes.c_size_t(size), ctypes.c_uint32(0)), "create Landlock ruleset"
    )
    if folder is not None and profile is not Profile.PURE:
        granted = _FS_READ
        if profile is Profile.WRITE:
            granted |= _FS_CHANGE | ((_FS_REFER | _FS_TRUNCATE) & handled)
        anchor = os.open(folder, os.O_PATH | os.O_CLOEXEC)
        rule = struct.pack("=Qi", granted, anchor)
        _check(_libc.syscall(_ADD_RULE, rules, _RULE_PATH_BENEATH, rule, ctypes.c_uint32(0)), "add Landlock rule")
        os.close(anchor)
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    _check(_libc.syscall(_RESTRICT_SELF, rules, ctypes.c_uint32(0)), "restrict by Landlock")
    os.close(rules)


class Filter:
    """A seccomp filter ready to install; it owns the memory that the kernel reads."""

    def __init__(self, machine: str, profile: Profile) -> None:
        code = build(machine, profile)
        self._code: Any = ctypes.create_string_buffer(code, len(code))
        header = struct.pack("HxxxxxxQ", len(code) // 8, ctypes.addressof(self._code))
        self._header: Any = ctypes.create_string_buffer(header, len(header))

    def install(self) -> None:
        """Apply it to this process, for good. Raises OSError where the kernel refuses."""
        _prctl(_PR_SET_NO_NEW_PRIVS, 1)
        _prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.addressof(self._header))


def works(attempts: Sequence[Any]) -> list[bool]:
    """Whether each attempt succeeds, tried in a forked child each so that this process stays as it is."""
    results = []
    for attempt in attempts:
        child = os.fork()
        if child == 0:
            status = 1
            try:
                attempt()
                status = 0
            finally:
                os._exit(status)
        results.append(os.waitpid(child, 0)[1] == 0)
    return results
