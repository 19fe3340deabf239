"""A seccomp-bpf filter as bytes: an allowlist of system calls with checked arguments. Pure; installed by `linux.py`."""

import os
import struct
from enum import StrEnum

from lift_server.checks.sandbox.worker.syscalls import (
    AUDIT_ARCH,
    CHANGE,
    COMPUTE,
    LOOK,
    NUMBERS,
    ON_OPEN_FILES,
    PRETEND,
)


class Profile(StrEnum):
    """What a sealed process may do with files."""

    PURE = "pure"
    READ = "read"
    WRITE = "write"


ALLOW, KILL_PROCESS = 0x7FFF0000, 0x80000000
_ERRNO = 0x00050000
EPERM, ENOSYS, PRETENDED = _ERRNO | 1, _ERRNO | 38, _ERRNO | 0

_LOAD, _EQUAL, _AT_LEAST, _BITS, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06  # BPF opcodes
_NUMBER, _ARCH = 0, 4  # offsets into struct seccomp_data
_X32 = 0x40000000
_PROT_EXEC = 4
_F_DUPFD_CLOEXEC, _F_GETFD, _F_GETFL = 1030, 1, 3
_TCGETS, _FIOCLEX = 0x5401, 0x5451  # is it a terminal, close on exec
_CHANGING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CHANNEL = 3


def _low(argument: int) -> int:
    """Offset of the low half of a system call's argument: both architectures are little endian."""
    return 16 + 8 * argument


def _op(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("HBBI", code, if_true, if_false, value)


def _when(number: int, body: list[bytes]) -> list[bytes]:
    """`body` for this system call. A body ends with a return on every path."""
    return [_op(_EQUAL, number, 0, len(body)), *body]


def _unless_bits(argument: int, bits: int) -> list[bytes]:
    """Allow, unless the argument has one of `bits`."""
    return [_op(_LOAD, _low(argument)), _op(_BITS, bits, 0, 1), _op(_RETURN, EPERM), _op(_RETURN, ALLOW)]


def _one_of(argument: int, values: tuple[int, ...]) -> list[bytes]:
    """Allow when the argument is one of `values`."""
    tests = [_op(_EQUAL, value, len(values) - index) for index, value in enumerate(values)]
    return [_op(_LOAD, _low(argument)), *tests, _op(_RETURN, EPERM), _op(_RETURN, ALLOW)]


def build(machine: str, profile: Profile) -> bytes:
    """The filter's instructions, eight bytes each. Raises KeyError for a machine without a table."""
    numbers = NUMBERS[machine]
    program = [
        _op(_LOAD, _ARCH),
        _op(_EQUAL, AUDIT_ARCH[machine], 1, 0),
        _op(_RETURN, KILL_PROCESS),
        _op(_LOAD, _NUMBER),
    ]
    if machine == "x86_64":
        program += [_op(_AT_LEAST, _X32, 0, 1), _op(_RETURN, KILL_PROCESS)]
    names = set(COMPUTE)
    bodies: dict[str, list[bytes]] = {
        "mmap": _unless_bits(2, _PROT_EXEC),
        "mprotect": _unless_bits(2, _PROT_EXEC),
        "clone3": [_op(_RETURN, ENOSYS)],
    }
    if profile is Profile.PURE:
        bodies |= {"read": _one_of(0, (0, _CHANNEL)), "write": _one_of(0, (1, 2, _CHANNEL))}
    else:
        names |= ON_OPEN_FILES | LOOK
        bodies["fcntl"] = _one_of(1, (_F_GETFD, _F_GETFL, _F_DUPFD_CLOEXEC))
        bodies["ioctl"] = _one_of(1, (_TCGETS, _FIOCLEX))
    if profile is Profile.READ:
        bodies |= {"openat": _unless_bits(2, _CHANGING), "open": _unless_bits(1, _CHANGING)}
    if profile is Profile.WRITE:
        names |= CHANGE | {"openat", "open"}
        bodies |= {name: [_op(_RETURN, PRETENDED)] for name in PRETEND}
    for name, body in bodies.items():
        if name in numbers:
            program += _when(numbers[name], body)
    for number in sorted(numbers[name] for name in names if name in numbers):
        program += _when(number, [_op(_RETURN, ALLOW)])
    program.append(_op(_RETURN, EPERM))
    return b"".join(program)
