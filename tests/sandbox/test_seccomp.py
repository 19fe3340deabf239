"""The seccomp filters as data, for both architectures: the numbers are the kernel's, and nothing else gets through."""

import csv
import struct
from pathlib import Path

import pytest

from lift_server.checks.sandbox.worker.seccomp import ALLOW, ENOSYS, EPERM, KILL_PROCESS, PRETENDED, Profile, build
from lift_server.checks.sandbox.worker.syscalls import (
    AUDIT_ARCH,
    CHANGE,
    COMPUTE,
    LOOK,
    NUMBERS,
    ON_OPEN_FILES,
    PRETEND,
)

KERNEL = list(csv.DictReader(Path(__file__).with_name("syscalls.csv").read_text(encoding="ascii").splitlines()))
MACHINES = sorted(NUMBERS)
CHECKED = {"mmap", "mprotect", "clone3", "read", "write", "open", "openat", "fcntl"}  # by their arguments
O_RDONLY, O_WRONLY, O_CREAT, PROT_READ, PROT_EXEC = 0, 1, 0o100, 1, 4


def verdict(program: bytes, number: int, *arguments: int, arch: int) -> int:
    """What the filter returns for a system call: a small interpreter of the instructions that it uses."""
    data = struct.pack("<iIQ6Q", number, arch, 0, *(value & (2**64 - 1) for value in (*arguments, *[0] * 6)[:6]))
    accumulator, at = 0, 0
    while True:
        code, if_true, if_false, value = struct.unpack_from("HBBI", program, 8 * at)
        at += 1
        match code:
            case 0x20:
                (accumulator,) = struct.unpack_from("<I", data, value)
            case 0x15:
                at += if_true if accumulator == value else if_false
            case 0x35:
                at += if_true if accumulator >= value else if_false
            case 0x45:
                at += if_true if accumulator & value else if_false
            case 0x06:
                return int(value)
            case _:
                raise AssertionError(f"instruction {code:#x}")


def numbers_of(machine: str) -> dict[str, int]:
    return {row["name"]: int(row[machine]) for row in KERNEL if row[machine]}


def allowed_names(profile: Profile) -> set[str]:
    names = set(COMPUTE) | {"read", "write"}
    if profile is not Profile.PURE:
        names |= ON_OPEN_FILES | LOOK | {"open", "openat", "fcntl"}
    if profile is Profile.WRITE:
        names |= CHANGE | PRETEND
    return names | {"mmap", "mprotect", "clone3"}


@pytest.mark.parametrize("machine", MACHINES)
def test_the_numbers_are_the_kernels(machine: str) -> None:
    kernel = numbers_of(machine)
    assert {name: kernel.get(name) for name in NUMBERS[machine]} == NUMBERS[machine]
    assert len(set(NUMBERS[machine].values())) == len(NUMBERS[machine])


@pytest.mark.parametrize("machine", MACHINES)
def test_every_granted_name_that_the_machine_has_is_in_its_table(machine: str) -> None:
    granted = {name for profile in Profile for name in allowed_names(profile)}
    assert granted & set(numbers_of(machine)) <= set(NUMBERS[machine])


@pytest.mark.parametrize("profile", Profile)
@pytest.mark.parametrize("machine", MACHINES)
def test_only_granted_calls_get_through(machine: str, profile: Profile) -> None:
    program, arch = build(machine, profile), AUDIT_ARCH[machine]
    granted = {NUMBERS[machine][name] for name in allowed_names(profile) - CHECKED if name in NUMBERS[machine]}
    checked = {NUMBERS[machine][name] for name in CHECKED if name in NUMBERS[machine]}
    for number in range(1024):
        if number in checked and not (profile is Profile.WRITE and number not in granted):
            continue
        result = verdict(program, number, arch=arch)
        if number in granted:
            assert result in (ALLOW, PRETENDED), number
        elif number not in checked:
            assert result == EPERM, number


@pytest.mark.parametrize("profile", Profile)
@pytest.mark.parametrize("machine", MACHINES)
def test_dangerous_calls_are_denied_by_name(machine: str, profile: Profile) -> None:
    program, kernel = build(machine, profile), numbers_of(machine)
    dangerous = """
        socket connect sendto sendmsg clone vfork fork execve execveat kill tgkill tkill ptrace process_vm_readv
        process_vm_writev pidfd_open pidfd_send_signal pidfd_getfd unshare setns mount chroot pivot_root bpf
        perf_event_open io_uring_setup userfaultfd memfd_create keyctl add_key prctl seccomp setrlimit prlimit64 shmget
        pkey_mprotect personality ioctl setsid setuid symlink symlinkat link linkat mknod mknodat chown fchownat
        setxattr truncate name_to_handle_at open_by_handle_at openat2 inotify_init1 fanotify_init timer_create
    """.split()
    present = [name for name in dangerous if name in kernel]
    assert len(present) > 40
    assert {name: verdict(program, kernel[name], arch=AUDIT_ARCH[machine]) for name in present} == dict.fromkeys(
        present, EPERM
    )


@pytest.mark.parametrize("profile", Profile)
@pytest.mark.parametrize("machine", MACHINES)
def test_memory_is_never_executable(machine: str, profile: Profile) -> None:
    program, arch = build(machine, profile), AUDIT_ARCH[machine]
    for name in ("mmap", "mprotect"):
        number = NUMBERS[machine][name]
        assert verdict(program, number, 0, 4096, PROT_READ, arch=arch) == ALLOW
        assert verdict(program, number, 0, 4096, PROT_READ | PROT_EXEC, arch=arch) == EPERM


@pytest.mark.parametrize("machine", MACHINES)
def test_a_pure_program_reads_and_writes_its_channel_only(machine: str) -> None:
    program, arch, numbers = build(machine, Profile.PURE), AUDIT_ARCH[machine], NUMBERS[machine]
    allowed = {
        name: {fd for fd in range(64) if verdict(program, numbers[name], fd, arch=arch) == ALLOW}
        for name in ("read", "write")
    }
    assert allowed == {"read": {0, 3}, "write": {1, 2, 3}}


@pytest.mark.parametrize("machine", MACHINES)
def test_reading_files_never_opens_for_writing(machine: str) -> None:
    program, arch = build(machine, Profile.READ), AUDIT_ARCH[machine]
    number = NUMBERS[machine]["openat"]
    assert verdict(program, number, -100, 0, O_RDONLY, arch=arch) == ALLOW
    for flags in (O_WRONLY, O_CREAT, 2, 0o1000, 0o2000):
        assert verdict(program, number, -100, 0, flags, arch=arch) == EPERM


@pytest.mark.parametrize("machine", MACHINES)
def test_devices_are_asked_two_questions_only(machine: str) -> None:
    program, arch = build(machine, Profile.WRITE), AUDIT_ARCH[machine]
    number = NUMBERS[machine]["ioctl"]
    allowed = {request for request in range(0x5400, 0x5500) if verdict(program, number, 0, request, arch=arch) == ALLOW}
    assert allowed == {0x5401, 0x5451}


@pytest.mark.parametrize("machine", MACHINES)
def test_threads_fall_back_to_the_call_that_is_denied(machine: str) -> None:
    assert verdict(build(machine, Profile.PURE), NUMBERS[machine]["clone3"], arch=AUDIT_ARCH[machine]) == ENOSYS


@pytest.mark.parametrize("machine", MACHINES)
def test_another_architecture_is_killed(machine: str) -> None:
    program = build(machine, Profile.PURE)
    for arch in (0x40000003, 0x40000028, 0, *AUDIT_ARCH.values()):
        if arch != AUDIT_ARCH[machine]:
            assert verdict(program, 0, arch=arch) == KILL_PROCESS


def test_the_x32_numbers_of_x86_are_killed() -> None:
    program = build("x86_64", Profile.PURE)
    for number in (0x40000000, 0x40000000 | 39, 0x7FFFFFFF):
        assert verdict(program, number, arch=AUDIT_ARCH["x86_64"]) == KILL_PROCESS


def test_a_machine_without_a_table_has_no_filter() -> None:
    with pytest.raises(KeyError):
        build("riscv64", Profile.PURE)
